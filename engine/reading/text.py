"""Plain text: paragraphs between blank lines, with the headings that people write in such files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.reading.extracted import Assembler, Extracted
from engine.reading.lines import ends_sentence, join_wrapped

_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)、]?\s+|[一二三四五六七八九十]{1,3}、"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条部篇]|(?:Chapter|Section|Part|Article)\s+[\dIVXL]+"
    r"|[IVXL]{1,6}\.\s+)"
)
_TABLE_OR_CODE = re.compile(r"\t|\S {3,}\S|^ {4}", re.MULTILINE)
_HEADING_LENGTH = 60
_TITLE_LENGTH = 120


def read_text(text: str, fallback_title: str) -> Extracted:
    """Passages of a plain text, whose title is its first line where that looks like one."""
    assembler = Assembler()
    title = ""
    blocks = list(_blocks(text))
    for number, (line, lines) in enumerate(blocks):
        # A file of one line is a note, not a title without a text.
        if number == 0 and len(blocks) > 1 and len(lines) == 1 and _is_title(lines[0]):
            title = lines[0].strip()
            assembler.title(title, line)
            continue
        rest = lines
        if _is_heading(lines):
            assembler.heading(1, lines[0].strip(), line)
            rest = lines[1:]
        raw = "\n".join(rest)
        is_laid_out = _TABLE_OR_CODE.search(raw) is not None
        content = raw if is_laid_out else join_wrapped([row.strip() for row in rest])
        assembler.block(content, line + len(lines) - len(rest))
    return assembler.finish(title or fallback_title, "text/plain")


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not blank, each with the number of its first line, from 1."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield number - len(block), block
            block = []


def _is_title(line: str) -> bool:
    return len(line.strip()) <= _TITLE_LENGTH and not ends_sentence(line)


def _is_heading(lines: list[str]) -> bool:
    first = lines[0].strip()
    if len(first) > _HEADING_LENGTH or ends_sentence(first):
        return False
    if _NUMBERED.match(first):
        # A list's first item is followed by its second.
        return len(lines) == 1 or not _NUMBERED.match(lines[1].strip())
    return len(lines) == 1 and first.isupper()
