"""Markdown: its blocks as passages of plain text under their headings, the markup taken away.

A table row becomes one line that says its columns' names, so that it can be understood alone.
Grammar after CommonMark 0.31 and GitHub's tables, as far as headings, paragraphs, lists, quotes,
code and tables go; HTML tags and comments are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.reading.extracted import Assembler, Extracted
from engine.reading.inline import plain
from engine.reading.lines import join_wrapped

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ITEM = re.compile(r"\s*(?:[-*+]|(\d{1,9})[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]:\s*\S")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)


def read_markdown(text: str, fallback_title: str) -> Extracted:
    """Passages of a Markdown text; its title is the front matter's, or the first `# heading`."""
    front = _FRONT_MATTER.match(text)
    named = _FRONT_TITLE.search(front.group(1)) if front else None
    reader = _MarkdownReader(named.group(1) if named else "")
    if front:
        text = _blank_lines(front.group()) + text[front.end() :]
    # Comments leave their line ends, so that line numbers stay true.
    reader.read(_COMMENT.sub(lambda match: _blank_lines(match.group()), text).split("\n"))
    return reader.assembler.finish(reader.title or fallback_title, "text/markdown")


def _blank_lines(text: str) -> str:
    return "\n" * text.count("\n")


class _MarkdownReader:
    """Goes through the lines, gathering a paragraph until something else begins."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.assembler = Assembler()
        # Lines up to each forced line break.
        self._paragraph: list[list[str]] = []
        self._paragraph_line = 0
        self._in_list = False
        self._prefix = ""

    def read(self, lines: Sequence[str]) -> None:
        index = 0
        while index < len(lines):
            index = self._step(lines, index)
        self._flush()

    def _step(self, lines: Sequence[str], index: int) -> int:
        """Take in the line at `index`; the index of the next one to read."""
        line = _QUOTE.sub("", lines[index])
        if not line.strip() or _DEFINITION.match(line):
            self._flush()
            return index + 1
        fence = _FENCE.match(line)
        if fence:
            return self._code(lines, index, fence.group(1))
        if self._is_table(lines, index):
            return self._table(lines, index)
        self._line(line, index)
        return index + 1

    def _line(self, line: str, index: int) -> None:
        heading = _HEADING.match(line)
        if heading:
            self._flush()
            self._heading(len(heading.group(1)), heading.group(2) or "", index + 1)
        elif self._paragraph and not self._prefix and _UNDERLINE.match(line):
            text = " ".join(row for rows in self._paragraph for row in rows)
            self._paragraph = []
            self._heading(1 if "=" in line else 2, text, self._paragraph_line)
        elif _RULE.match(line):
            self._flush()
        else:
            self._prose(line, index)

    def _prose(self, line: str, index: int) -> None:
        item = _ITEM.match(line)
        if item:
            self._flush()
            # "1." would be read as the end of a sentence.
            self._prefix = f"{item.group(1)}) " if item.group(1) else "- "
            line = line[item.end() :]
        elif not self._paragraph:
            self._in_list = False
        if not self._paragraph:
            self._paragraph_line = index + 1
            self._paragraph.append([])
        self._paragraph[-1].append(line.strip().removesuffix("\\"))
        if line.endswith(("  ", "\\")):
            self._paragraph.append([])

    def _heading(self, level: int, markup: str, line: int) -> None:
        text = " ".join(plain(markup).split())
        if level == 1 and not self.title:
            self.title = text
            self.assembler.title(text, line)
        elif not (level == 1 and text == self.title):
            self.assembler.heading(level, text, line)
        self._in_list = False

    def _flush(self) -> None:
        if self._paragraph:
            rows = [join_wrapped(rows, always=True) for rows in self._paragraph if any(rows)]
            is_item = bool(self._prefix)
            self.assembler.block(
                self._prefix + plain("\n".join(rows)),
                self._paragraph_line,
                tight=is_item and self._in_list,
            )
            self._in_list = is_item
        self._paragraph, self._prefix = [], ""

    def _code(self, lines: Sequence[str], index: int, mark: str) -> int:
        self._flush()
        closing = re.compile(rf"\s{{0,3}}{re.escape(mark[0])}{{{len(mark)},}}\s*$")
        end = index + 1
        while end < len(lines) and not closing.match(_QUOTE.sub("", lines[end])):
            end += 1
        self.assembler.block("\n".join(lines[index + 1 : end]).strip("\n"), index + 2)
        self._in_list = False
        return end + 1

    @staticmethod
    def _is_table(lines: Sequence[str], index: int) -> bool:
        if "|" not in lines[index] or index + 1 >= len(lines):
            return False
        below = lines[index + 1]
        return "|" in below and _TABLE_RULE.match(below) is not None

    def _table(self, lines: Sequence[str], index: int) -> int:
        self._flush()
        names = _cells(lines[index])
        row = index + 2
        while row < len(lines) and "|" in lines[row]:
            cells = _cells(lines[row])
            pairs = [
                f"{names[i]}: {cell}" if i < len(names) and names[i] else cell
                for i, cell in enumerate(cells)
                if cell
            ]
            self.assembler.block("; ".join(pairs), row + 1, tight=row > index + 2)
            row += 1
        self._in_list = False
        return row


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    cells = [plain(cell.replace("\\|", "|")).strip() for cell in _CELL_BORDER.split(inner)]
    return cells[:-1] if cells and not cells[-1] else cells
