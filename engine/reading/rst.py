"""reStructuredText: underlined titles as headings, paragraphs, lists, code; the markup taken away.

After the docutils specification, as far as titles, blocks and inline markup go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.cleaning import clean
from engine.reading.extracted import Assembler, Extracted
from engine.reading.lines import columns, join_wrapped

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"\s*\.\. ([\w-]+(?::[\w-]+)?)::\s*(.*)$")
_TARGET = re.compile(r"\s*\.\. (?:_[^:]+:|\||\[[^\]]+\]\s|__ )")
_OPTION = re.compile(r"\s+:[\w -]+:(?:\s|$)")
_ITEM = re.compile(r"\s*(?:[-*+•]|(?:\d{1,3}|#|[a-zA-Z])[.)])\s+\S")
_CODE_DIRECTIVES = frozenset({"code-block", "code", "sourcecode", "highlight", "literalinclude"})
_SILENT_DIRECTIVES = frozenset(
    {"toctree", "image", "figure", "include", "contents", "index", "raw", "meta", "automodule"}
)
_INLINE = (
    (re.compile(r"``([^`]+)``"), r"\1"),
    (re.compile(r":[\w:+.-]+:`([^`<]+?)\s*<[^`>]*>`"), r"\1"),
    (re.compile(r":[\w:+.-]+:`[~!]?([^`]+)`"), r"\1"),
    (re.compile(r"`([^`<]+?)\s*<[^`>]*>`__?"), r"\1"),
    (re.compile(r"`([^`]+)`_{0,2}"), r"\1"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])"), r"\1"),
    (re.compile(r"\|([^|\s][^|]*)\|_{0,2}"), r"\1"),
    (re.compile(r"\\([^\w\s])"), r"\1"),
)


def read_rst(text: str, fallback_title: str) -> Extracted:
    """Passages of a reStructuredText document; its title is its first heading."""
    reader = _RstReader()
    reader.read(text.split("\n"))
    return reader.assembler.finish(reader.title or fallback_title, "text/x-rst")


def _plain(markup: str) -> str:
    for pattern, kept in _INLINE:
        markup = pattern.sub(kept, markup)
    return clean(markup)


class _RstReader:
    """Goes from block to block; what adorns a title first is the highest level."""

    def __init__(self) -> None:
        self.title = ""
        self.assembler = Assembler()
        self._styles: list[tuple[str, bool]] = []
        # Blocks that are indented more than this are literal, or left out, until one is not.
        self._literal_above: int | None = None
        self._silent_above: int | None = None

    def read(self, lines: Sequence[str]) -> None:
        for start, block in _blocks(lines):
            self._block(block, start)

    def _block(self, block: list[str], start: int) -> None:
        indent = len(block[0]) - len(block[0].lstrip())
        if self._silent_above is not None and indent > self._silent_above:
            return
        self._silent_above = None
        if self._literal_above is not None and indent > self._literal_above:
            self.assembler.block(clean("\n".join(block)), start + 1)
            return
        self._literal_above = None
        used = self._heading(block, start)
        if used:
            if len(block) > used:
                self._block(block[used:], start + used)
            return
        directive = _DIRECTIVE.match(block[0])
        if directive or _TARGET.match(block[0]) or block[0].strip().startswith(".. "):
            self._explicit(block, start, indent, directive)
        else:
            self._prose(block, start, indent)

    def _heading(self, block: Sequence[str], start: int) -> int:
        """How many lines of the block are a title, 0 if none."""
        over = len(block) >= 3 and bool(_ADORNMENT.match(block[0]))
        over = over and block[2].strip() == block[0].strip()
        at = 1 if over else 0
        if len(block) < at + 2 or (not over and block[0][:1].isspace()):
            return 0
        mark = _ADORNMENT.match(block[at + 1])
        text = block[at].strip()
        if not mark or _ADORNMENT.match(text) or len(block[at + 1].strip()) < columns(text) * 0.5:
            return 0
        style = (mark.group(1), over)
        if style not in self._styles:
            self._styles.append(style)
        level = self._styles.index(style) + 1
        plain = " ".join(_plain(text).split())
        if not self.title and self.assembler.empty:
            self.title = plain
            self.assembler.title(plain, start + at + 1)
        else:
            self.assembler.heading(level, plain, start + at + 1)
        return at + 2

    def _explicit(
        self, block: list[str], start: int, indent: int, directive: re.Match[str] | None
    ) -> None:
        """A directive: its text is kept, its marks and options are not; comments go."""
        if directive is None or directive.group(1) in _SILENT_DIRECTIVES:
            self._silent_above = indent
            return
        name, argument = directive.groups()
        rest = [line for line in block[1:] if not _OPTION.match(line)]
        if name in _CODE_DIRECTIVES:
            self._literal_above = indent
            self.assembler.block(clean("\n".join(rest)), start + 2)
            return
        lines = [line.strip() for line in ([argument] if argument else []) + rest]
        if any(lines):
            text = _plain(join_wrapped(lines, always=True))
            self.assembler.block(text, start + 1 if argument else start + 2)

    def _prose(self, block: list[str], start: int, indent: int) -> None:
        """A paragraph, or a list, item by item; a table stays as it is."""
        first_line = block[0].lstrip()
        if _ADORNMENT.match(first_line.replace(" ", "")) or first_line.startswith(("+-", "| ")):
            rows = [row for row in block if not _ADORNMENT.match(re.sub(r"[+ ]", "", row))]
            self.assembler.block(_plain("\n".join(rows)), start + 1)
            return
        first = 0
        is_list = _ITEM.match(block[0]) is not None
        for number in range(1, len(block) + 1):
            if number == len(block) or (is_list and _ITEM.match(block[number])):
                rows = [row.strip() for row in block[first:number]]
                text = _plain(join_wrapped(rows, always=True))
                if text.endswith("::"):
                    text = text[:-1]
                    self._literal_above = indent
                self.assembler.block(text.strip(" :") and text, start + first + 1, tight=first > 0)
                first = number


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not blank, with the index of their first."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield number - len(block), block
            block = []
