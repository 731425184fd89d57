"""EPUB books: the chapters in reading order, with their headings. After EPUB 3.3 (and 2.0.1)."""

from __future__ import annotations

import posixpath
from pathlib import Path

from engine.cleaning import clean_line
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.html import decode_html, parse_html
from engine.reading.html_blocks import local_name, write_blocks
from engine.reading.limits import Limits
from engine.reading.packages import Package, dublin_core, resolve

_CONTAINER = "META-INF/container.xml"
_CHAPTERS = ("application/xhtml+xml", "text/html")


def read_epub(path: Path, fallback_title: str, limits: Limits) -> Extracted:
    """Passages of a book.

    Raises:
        ReadingError: damaged, copy-protected, or beyond the limits.
    """
    assembler = Assembler()
    with Package(path, limits) as package:
        if "META-INF/rights.xml" in package.names():
            raise ReadingError("it is copy-protected")
        main = next(
            (
                str(node.get("full-path"))
                for node in package.xml(_CONTAINER).iter()
                if local_name(node) == "rootfile"
            ),
            "",
        )
        root = package.xml(main)
        folder = posixpath.dirname(main)
        items: dict[str, str] = {}
        order: list[str] = []
        for node in root.iter():
            if local_name(node) == "item" and node.get("media-type") in _CHAPTERS:
                items[node.get("id") or ""] = resolve(folder, node.get("href") or "")
            elif local_name(node) == "itemref":
                order.append(node.get("idref") or "")
        for identity in order:
            name = items.get(identity)
            if name in package.names():
                # One chapter's heading is not above the next one's text.
                assembler.section(1, "")
                write_blocks(parse_html(decode_html(package.data(str(name)))), assembler)
        metadata: dict[str, str | int] = {
            "author": dublin_core(root, "creator"),
            "language": dublin_core(root, "language"),
            "date": dublin_core(root, "date"),
        }
        title = clean_line(dublin_core(root, "title"))
    return assembler.finish(title or fallback_title, "application/epub+zip", metadata)
