"""PDFs with pages that are pictures: these are drawn and recognised, the others read as ever."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from engine.reading.extracted import MOST_CHARACTERS, Extracted, ReadingError, TextPassage
from engine.reading.limits import DEFAULT_LIMITS
from engine.reading.media import MediaOptions, Parts
from engine.reading.ocr_pages import confidence_of, from_part, page_of, to_part
from engine.reading.pdf import assembled, is_picture, open_pdf, page_text
from engine.reading.pdf_lines import Page
from engine.reading.text_reader import text_reader
from models.ocr import TextReader

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

# Pages are drawn at this many pixels per inch, and larger ones coarser, up to this many pixels.
_RESOLUTION = 200
_MOST_PIXELS = 16_000_000
_POINTS_PER_INCH = 72
# Lines are looked for in a smaller drawing, unless the page is larger than any sheet of paper.
_LOOK = 1280
_LARGEST_SHEET = 1200.0


def read_scanned_pdf(path: Path, title: str, options: MediaOptions, parts: Parts) -> Extracted:
    """A PDF with the text of the pages that have no text layer, in order with the others.

    Each page that is recognised is a part. What is not read is told in the metadata "unread".

    Raises:
        ReadingError: damaged, encrypted, or with too many pages.
    """
    reader, unread = text_reader(options)
    with open_pdf(path, DEFAULT_LIMITS) as document:
        return _Scan(document, reader, parts).read(title, unread)


class _Scan:
    """One reading of a document."""

    def __init__(
        self, document: pypdfium2.PdfDocument, reader: TextReader | None, parts: Parts
    ) -> None:
        self._document = document
        self._reader = reader
        self._parts = parts
        self._damaged: list[int] = []
        self._recognised = 0
        self._confidences: list[float] = []

    def read(self, title: str, unread: str) -> Extracted:
        count = len(self._document)
        pages, characters = [], 0
        for number in range(1, count + 1):
            page = page_text(self._document, number)
            if page is None or is_picture(self._document, page):
                # Without a recogniser, what little it says is better than nothing.
                page = self._recognise(number) or page
            self._parts.progress("pages", number, count)
            if page is None or not page.lines:
                continue
            pages.append(page)
            characters += sum(len(line.text) for line in page.lines)
            if characters > MOST_CHARACTERS:
                raise ReadingError("it holds more text than fits; split it")
        if len(self._damaged) == count:
            raise ReadingError("its pages are damaged")
        found = assembled(self._document, pages, title, count - len(pages))
        if not pages:
            text = f"{found.title}\n{count} pages without any text that can be recognised"
            found = replace(found, text=text, passages=(TextPassage(0, len(text)),))
        return replace(found, metadata={**found.metadata, **self._told(unread)})

    def _told(self, unread: str) -> dict[str, str | int]:
        """What the metadata say beside those of any PDF."""
        told: dict[str, str | int] = {}
        if self._damaged:
            shown = ", ".join(str(number) for number in self._damaged[:10])
            more = "" if len(self._damaged) <= 10 else " and others"
            unread = "; ".join(filter(None, [unread, f"damaged pages: {shown}{more}"]))
        if unread:
            told["unread"] = unread
        if self._reader is not None and self._recognised:
            told["ocr"] = self._reader.name
            told["pages_recognised"] = self._recognised
        if self._confidences:
            told["ocr_confidence"] = round(100 * sum(self._confidences) / len(self._confidences))
        return told

    def _recognise(self, number: int) -> Page | None:
        """A page by its picture; None when it cannot be drawn, or there is no recogniser."""
        if self._reader is None:
            return None
        name = f"pages {number} {self._reader.name}"
        part = self._parts.known(name)
        if part is None:
            drawn = self._drawn(number)
            if drawn is None:
                self._damaged.append(number)
                return None
            image, scale, height = drawn
            lines = self._reader.read(image, _look(image, height, scale), self._within(number))
            page, confidence = page_of(lines, number, height, scale), confidence_of(lines)
            self._parts.keep(name, to_part(page, confidence))
        else:
            page, confidence = from_part(number, part)
        if confidence is not None:
            self._recognised += 1
            self._confidences.append(confidence)
        return page

    def _within(self, number: int) -> Callable[[float], None]:
        """Reports how much of a page is read."""
        count = len(self._document)
        return lambda share: self._parts.progress("pages", number - 1 + share, count)

    def _drawn(self, number: int) -> tuple[NDArray[uint8], float, float] | None:
        """A page's picture, how many points a pixel is, and its height; None when damaged."""
        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError:
            return None
        try:
            width, height = page.get_size()
            if not (width >= 1 and height >= 1):
                return None
            zoom = _RESOLUTION / _POINTS_PER_INCH
            zoom = min(zoom, math.sqrt(_MOST_PIXELS / (width * height)))
            image: NDArray[uint8] = page.render(scale=zoom).to_numpy()[:, :, :3].copy()
        except (pypdfium2.PdfiumError, ValueError):
            return None
        finally:
            page.close()
        return image, 1 / zoom, height


def _look(image: NDArray[uint8], height: float, scale: float) -> int:
    """How small a page is made to look for its lines; 0 leaves it to the recogniser."""
    longest = max(height, image.shape[1] * scale)
    return _LOOK if longest <= _LARGEST_SHEET else 0
