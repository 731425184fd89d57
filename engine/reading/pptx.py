"""PowerPoint presentations: each slide is a page, its title the heading; notes come after it.

After ECMA-376 part 1, chapters 19 (PresentationML) and 21 (DrawingML).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from engine.cleaning import clean, clean_line
from engine.reading.extracted import Assembler, Extracted
from engine.reading.limits import Limits
from engine.reading.packages import Package
from engine.reading.rows import describe, is_header

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLES = frozenset({"title", "ctrTitle"})
_NO_TITLES = frozenset({"", "powerpoint presentation", "powerpoint 演示文稿"})
# Date, footer and number stand on every slide alike.
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
_MAIN = "ppt/presentation.xml"


def read_pptx(path: Path, fallback_title: str, limits: Limits) -> Extracted:
    """Passages of a presentation, slide by slide.

    Raises:
        ReadingError: damaged, encrypted, or beyond the limits.
    """
    assembler = Assembler()
    with Package(path, limits) as package:
        metadata = package.core_properties()
        title = str(metadata.pop("title", ""))
        targets = package.relationships(_MAIN)
        slides = [
            targets[identity]
            for node in package.xml(_MAIN).iter(f"{_P}sldId")
            if (identity := node.get(f"{_R}id") or "") in targets
        ]
        for number, name in enumerate(slides, start=1):
            assembler.page = number
            root = package.xml(name)
            heading = _slide(root, assembler)
            # What a program calls a presentation that has no name yet is no title.
            if number == 1 and title.lower() in _NO_TITLES:
                title = heading
            _notes(package, name, assembler)
    metadata["pages"] = len(slides)
    media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    return assembler.finish(title or fallback_title, media_type, metadata)


def _slide(root: etree._Element, assembler: Assembler) -> str:
    """Add a slide's text; its title."""
    shapes = list(_shapes(root))
    titles = (" ".join(_paragraphs(shape)) for shape in shapes if _role(shape) in _TITLES)
    title = clean_line(next(titles, ""))
    assembler.heading(1, title)
    for shape in shapes:
        table = next(shape.iter(f"{_A}tbl"), None)
        if table is not None:
            _table(table, assembler)
        elif _role(shape) not in _TITLES | _FURNITURE:
            lines = list(_paragraphs(shape))
            if len(lines) > 1:
                for number, line in enumerate(lines):
                    assembler.block(f"- {line}", tight=number > 0)
            elif lines:
                assembler.block(lines[0])
    return title


def _shapes(root: etree._Element) -> Iterator[etree._Element]:
    """Shapes with text and frames with tables, those in groups too, in the order they are drawn."""
    for node in root.iter(f"{_P}sp", f"{_P}graphicFrame", f"{_P}cxnSp"):
        if not any(parent.tag == _FALLBACK for parent in node.iterancestors()):
            yield node


def _role(shape: etree._Element) -> str:
    holder = next(shape.iter(f"{_P}ph"), None)
    return "" if holder is None else holder.get("type") or "body"


def _paragraphs(shape: etree._Element) -> Iterator[str]:
    for paragraph in shape.iter(f"{_A}p"):
        pieces = (
            "\n" if node.tag == f"{_A}br" else node.text or ""
            for node in paragraph.iter(f"{_A}t", f"{_A}br")
        )
        text = "\n".join(" ".join(line.split()) for line in clean("".join(pieces)).split("\n"))
        if text.strip():
            yield text.strip()


def _table(table: etree._Element, assembler: Assembler) -> None:
    rows = [
        [clean_line(" ".join(_paragraphs(cell))) for cell in row.iter(f"{_A}tc")]
        for row in table.iter(f"{_A}tr")
    ]
    names: list[str] = []
    if len(rows) > 1 and is_header(rows[0], rows[1]):
        names = rows.pop(0)
    for number, row in enumerate(rows):
        assembler.block(describe(names, row), tight=number > 0)


def _notes(package: Package, slide: str, assembler: Assembler) -> None:
    for target in package.relationships(slide).values():
        if "/notesSlides/" in target and target in package.names():
            for shape in _shapes(package.xml(target)):
                if _role(shape) not in _FURNITURE:
                    for text in _paragraphs(shape):
                        assembler.block(f"Note: {text}")
