"""Lines that were recognised in a picture or on a scanned page, as a page of a PDF has them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from engine.cleaning import clean_line
from engine.reading.pdf_lines import Line, Page
from engine.reading.reading_order import rows_of
from models.ocr_boxes import TextLine

# Boxes around letters differ in height with the letters in them: up to this much is nothing.
_SAME_HEIGHT = 0.3


def page_of(lines: Sequence[TextLine], number: int, height: float, scale: float = 1.0) -> Page:
    """A page, from 1, of what was read on it, in the order of reading.

    `height` is the page's in points; a pixel of the picture is `scale` points.
    """
    rows = rows_of(lines)
    if not rows:
        return Page(number, height, ())
    usual = statistics.median(row.height for row in rows)
    found = []
    for row in rows:
        alike = abs(row.height - usual) <= _SAME_HEIGHT * usual
        size = round((usual if alike else row.height) * scale, 1)
        text = clean_line(row.text)
        if text:
            found.append(Line(text, row.left * scale, height - row.bottom * scale, size))
    return Page(number, height, tuple(found))


def confidence_of(lines: Sequence[TextLine]) -> float | None:
    """How sure the recogniser is of the lines on the whole, 0 to 1; None when there are none."""
    letters = sum(len(line.text) for line in lines)
    if not letters:
        return None
    return sum(line.confidence * len(line.text) for line in lines) / letters


def to_part(page: Page, confidence: float | None) -> dict[str, Any]:
    """A page as JSON, to be kept until its document is whole."""
    return {
        "height": page.height,
        "lines": [[line.text, line.x, line.y, line.size] for line in page.lines],
        "confidence": confidence,
    }


def from_part(number: int, part: dict[str, Any]) -> tuple[Page, float | None]:
    """The page that `to_part` made JSON of, and its confidence."""
    lines = tuple(Line(str(text), x, y, size) for text, x, y, size in part["lines"])
    return Page(number, part["height"], lines), part["confidence"]
