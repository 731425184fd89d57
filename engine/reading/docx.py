"""Word documents: paragraphs under their headings, list items, table rows, notes.

After ECMA-376 part 1, chapter 17 (WordprocessingML), read straight from the bounded package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from engine.cleaning import clean, clean_line
from engine.reading.extracted import Assembler, Extracted
from engine.reading.limits import Limits
from engine.reading.packages import Package
from engine.reading.rows import describe, is_header

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# "Strict" documents use other names for the same things.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEADING_STYLE = re.compile(r"heading (\d)$", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr"})
_LEVELS = 9


def read_docx(path: Path, fallback_title: str, limits: Limits) -> Extracted:
    """Passages of a Word document; pages are those that Word noted when it saved it.

    Raises:
        ReadingError: damaged, encrypted, or beyond the limits.
    """
    with Package(path, limits) as package:
        given = package.core_properties()
        reader = _DocxReader(
            _heading_styles(_part(package, "word/styles.xml")), str(given.pop("title", ""))
        )
        body = _part(package, "word/document.xml")
        if body is None:
            # A clear message is better than an empty document.
            package.xml("word/document.xml")
        else:
            reader.read(body)
        for name, label in (("footnotes", "Footnote"), ("endnotes", "Endnote")):
            notes = _part(package, f"word/{name}.xml")
            if notes is not None:
                reader.notes(notes, label)
    return reader.finish(fallback_title, given)


def _part(package: Package, name: str) -> etree._Element | None:
    if name not in package.names():
        return None
    return package.xml(name, replace=(_STRICT, _TRANSITIONAL))


def _heading_styles(styles: etree._Element | None) -> dict[str, int]:
    """Levels by style id: 0 is the title's style, headings begin at 1."""
    levels: dict[str, int] = {}
    bases: dict[str, str] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        identity = style.get(f"{_W}styleId") or ""
        name = _value(style.find(f"{_W}name"))
        outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        heading = _HEADING_STYLE.match(name)
        if heading:
            levels[identity] = int(heading.group(1))
        elif name.lower() == "title":
            levels[identity] = 0
        elif outline.isdecimal() and int(outline) < _LEVELS:
            levels[identity] = int(outline) + 1
        bases[identity] = _value(style.find(f"{_W}basedOn"))
    for identity, based_on in bases.items():
        base, steps = based_on, 0
        while identity not in levels and base and steps < 10:
            if levels.get(base):
                levels[identity] = levels[base]
            base, steps = bases.get(base, ""), steps + 1
    return levels


def _value(node: etree._Element | None) -> str:
    return "" if node is None else node.get(f"{_W}val") or ""


class _DocxReader:
    """Walks the body in order."""

    def __init__(self, levels: dict[str, int], title: str) -> None:
        self._levels = levels
        self._title = title
        self._assembler = Assembler()
        self._in_list = False
        self._page = 1
        self._paged = False

    def read(self, document: etree._Element) -> None:
        self._paged = next(document.iter(f"{_W}lastRenderedPageBreak"), None) is not None
        body = document.find(f"{_W}body")
        self._blocks(document if body is None else body)

    def notes(self, root: etree._Element, label: str) -> None:
        self._assembler.page = None
        for note in root:
            if note.get(f"{_W}type") is None:
                texts = [_text(paragraph) for paragraph in note.iter(f"{_W}p")]
                text = " ".join(text for text in texts if text)
                if text:
                    self._assembler.block(f"{label} {note.get(f'{_W}id')}: {text}")

    def finish(self, fallback_title: str, metadata: dict[str, str | int]) -> Extracted:
        if self._paged:
            metadata["pages"] = self._page
        return self._assembler.finish(
            self._title or fallback_title,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            metadata,
        )

    def _blocks(self, parent: etree._Element) -> None:
        """Paragraphs and tables below `parent`, through the elements that only wrap them."""
        waiting = list(reversed(parent))
        while waiting:
            node = waiting.pop()
            if node.tag == f"{_W}p":
                self._paragraph(node)
            elif node.tag == f"{_W}tbl":
                self._table(node)
            elif node.tag not in _LEFT_OUT:
                waiting.extend(reversed(node))

    def _turn_pages(self, node: etree._Element) -> None:
        """Count the page breaks in `node`; those at its beginning come before its text."""
        if self._paged:
            self._page += sum(1 for _ in node.iter(f"{_W}lastRenderedPageBreak"))

    def _paragraph(self, node: etree._Element) -> None:
        text = _text(node)
        style = _value(node.find(f"{_W}pPr/{_W}pStyle"))
        outline = _value(node.find(f"{_W}pPr/{_W}outlineLvl"))
        level = self._levels.get(style)
        if outline.isdecimal() and int(outline) < _LEVELS:
            level = int(outline) + 1
        if self._paged:
            begins = _begins_page(node)
            self._page += begins
            self._assembler.page = self._page
            self._turn_pages(node)
            self._page -= begins
        is_item = node.find(f"{_W}pPr/{_W}numPr") is not None
        if not text:
            return
        if level == 0 and self._title in {"", clean_line(text)}:
            self._title = clean_line(text)
            self._assembler.title(self._title)
        elif level:
            if not self._title and self._assembler.empty:
                self._title = clean_line(text)
            self._assembler.heading(level, clean_line(text))
        else:
            self._assembler.block(f"- {text}" if is_item else text, tight=is_item and self._in_list)
        self._in_list = is_item and not level
        # Text boxes stand inside a paragraph of their own.
        for box in node.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                self._blocks(box)

    def _table(self, table: etree._Element) -> None:
        rows = [
            [clean_line(_text(cell)) for cell in row.findall(f"{_W}tc")]
            for row in table.iter(f"{_W}tr")
            if next(row.iterancestors(f"{_W}tbl")) is table
        ]
        if self._paged:
            self._assembler.page = self._page
        self._turn_pages(table)
        names: list[str] = []
        if len(rows) > 1 and len(rows[0]) > 1 and is_header(rows[0], rows[1]):
            names = rows.pop(0)
        for number, row in enumerate(rows):
            self._assembler.block(describe(names, row), tight=number > 0)
        self._in_list = False


def _begins_page(paragraph: etree._Element) -> bool:
    """Whether the first thing in a paragraph is the place where Word began a page."""
    for node in paragraph.iter(f"{_W}lastRenderedPageBreak", f"{_W}t"):
        return node.tag == f"{_W}lastRenderedPageBreak"
    return False


def _text(node: etree._Element) -> str:
    """The visible text of a paragraph or cell, line breaks kept, text boxes left out."""
    return clean("".join(_pieces(node))).strip()


def _pieces(node: etree._Element) -> Iterator[str]:
    waiting = list(reversed(node))
    while waiting:
        child = waiting.pop()
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag == f"{_W}tab":
            yield "\t"
        elif tag in {f"{_W}br", f"{_W}cr"}:
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag not in _LEFT_OUT and tag != f"{_W}txbxContent":
            if tag == f"{_W}p":
                yield "\n"
            waiting.extend(reversed(child))
