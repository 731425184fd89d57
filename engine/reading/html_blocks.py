"""Blocks of an HTML tree: headings, paragraphs, list items, table rows, code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engine.cleaning import clean, clean_line
from engine.reading.extracted import Assembler
from engine.reading.rows import describe

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p "
    "pre section summary table tbody td tfoot th thead tr ul html"
)
_SILENT_TAGS = (
    "script style noscript template head svg iframe object embed canvas audio video select "
    "option button input textarea map"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SILENT = frozenset(_SILENT_TAGS.split())
# Around the content of a page, not the content.
_SURROUNDINGS = frozenset({"nav", "footer", "aside", "form", "menu", "dialog"})
_SURROUNDING_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DEEPEST = 300
_LONGEST_CELL = 600
_FEWEST_LINKS = 3
_LONGEST_LINK = 25
_LINKED_SHARE = 0.85


def local_name(node: etree._Element) -> str:
    """A tag without its namespace, "" for comments and the like."""
    tag = node.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def write_blocks(
    root: etree._Element, assembler: Assembler, *, all_parts: bool = True, below: int = 0
) -> None:
    """Add the blocks under `root`; without `all_parts` navigation, forms and asides are left out.

    `below` is the level of the heading under which the headings found are.
    """
    writer = _BlockWriter(assembler, all_parts, below)
    writer.walk(root, 0)
    writer.flush()


class _BlockWriter:
    """Gathers the text of inline elements until a block begins or ends."""

    def __init__(self, assembler: Assembler, all_parts: bool, below: int) -> None:
        self._assembler = assembler
        self._below = below
        self._all_parts = all_parts
        self._pieces: list[str] = []
        self._prefix = ""
        self._tight = False

    def walk(self, node: etree._Element, depth: int) -> None:
        name = local_name(node)
        if self._is_left_out(node, name) or depth > _DEEPEST:
            return
        if name in _HEADINGS:
            self.flush()
            self._assembler.heading(self._below + _HEADINGS[name], inline_text(node))
        elif name == "pre":
            self.flush()
            self._assembler.block(clean("".join(map(str, node.itertext()))).strip("\n"))
        elif name == "table" and _is_data_table(node):
            self.flush()
            self._table(node)
        elif name == "br":
            self._pieces.append("\n")
        else:
            self._element(node, name, depth)

    def _element(self, node: etree._Element, name: str, depth: int) -> None:
        is_block = name in _BLOCKS
        if is_block:
            self.flush()
        if name in {"li", "dd"}:
            self._prefix = "- "
        self._pieces.append(node.text or "")
        for child in node:
            self.walk(child, depth + 1)
            self._pieces.append(child.tail or "")
        if is_block:
            self.flush()
            if name == "li":
                self._prefix = ""
            self._tight = name == "li"

    def flush(self) -> None:
        """End the paragraph that is being gathered."""
        # A line break of the source is a space, one that is meant stands alone (see `walk`).
        joined = "".join(
            piece if piece == "\n" else piece.replace("\n", " ") for piece in self._pieces
        )
        lines = [clean_line(line) for line in joined.split("\n")]
        self._pieces = []
        text = "\n".join(line for line in lines if line)
        if text:
            self._assembler.block(self._prefix + text, tight=bool(self._prefix) and self._tight)
            self._tight = False
            self._prefix = ""

    def _table(self, table: etree._Element) -> None:
        names: list[str] = []
        tight = False
        for row in _own_rows(table):
            cells = [cell for cell in row if local_name(cell) in {"td", "th"}]
            texts = [inline_text(cell) for cell in cells]
            if not names and len(cells) > 1 and all(local_name(c) == "th" for c in cells):
                names = _spread(cells, texts)
                continue
            text = describe(names, _spread(cells, texts)) if names else _unnamed(cells, texts)
            if text:
                self._assembler.block(text, tight=tight)
                tight = True
        if not tight:
            self._assembler.block("; ".join(name for name in names if name))

    def _is_left_out(self, node: etree._Element, name: str) -> bool:
        if not name or name in _SILENT:
            return True
        if node.get("hidden") is not None or _HIDDEN_STYLE.search(node.get("style") or ""):
            return True
        if self._all_parts:
            return False
        if name in {"ul", "ol", "dl"} and _is_menu(node):
            return True
        return is_surrounding(node)


def is_surrounding(node: etree._Element) -> bool:
    """Whether an element is around a page's content: navigation, forms, asides."""
    return local_name(node) in _SURROUNDINGS or node.get("role") in _SURROUNDING_ROLES


def inline_text(node: etree._Element) -> str:
    """All the text in an element as one clean line."""
    pieces = []
    for event, child in etree.iterwalk(node, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            continue
        name = local_name(child)
        if event == "start" and name not in _SILENT:
            pieces.append(child.text or "")
        if name in _BLOCKS or name == "br":
            pieces.append(" ")
        if event == "end" and child is not node:
            pieces.append(child.tail or "")
    return clean_line("".join(pieces))


def _is_menu(items: etree._Element) -> bool:
    """Whether a list holds nothing but short links, as menus do."""
    links = [inline_text(node) for node in items.iter("a")]
    linked = sum(map(len, links))
    if len(links) < _FEWEST_LINKS or linked > _LONGEST_LINK * len(links):
        return False
    return linked >= _LINKED_SHARE * len(inline_text(items).replace(" ", ""))


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        name = local_name(child)
        if name == "tr":
            yield child
        elif name in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if local_name(row) == "tr")


def _is_data_table(table: etree._Element) -> bool:
    """Whether a table holds data, no layout: short cells in rows, no table inside."""
    if any(local_name(node) == "table" for node in table.iterdescendants()):
        return False
    rows = [[cell for cell in row if local_name(cell) in {"td", "th"}] for row in _own_rows(table)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return all(
        sum(len(piece) for piece in cell.itertext()) <= _LONGEST_CELL
        for row in rows
        for cell in row
    )


def _spread(cells: list[etree._Element], texts: list[str]) -> list[str]:
    """Texts by column: a cell that spans several stands in the first of them."""
    row: list[str] = []
    for cell, text in zip(cells, texts, strict=True):
        span = cell.get("colspan") or ""
        row += [text] + [""] * (min(int(span), 50) - 1 if span.isdecimal() else 0)
    return row


def _unnamed(cells: list[etree._Element], texts: list[str]) -> str:
    """A row of a table without names: its own head, if it has one, says what it is about."""
    if len(cells) > 1 and local_name(cells[0]) == "th" and texts[0]:
        rest = "; ".join(text for text in texts[1:] if text)
        return f"{texts[0].rstrip(':：')}: {rest}" if rest else texts[0]
    return "; ".join(text for text in texts if text)
