"""Pictures: their text in the order of reading; without any, their title, size and date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.reading.extracted import Assembler, Extracted
from engine.reading.media import MediaOptions, Parts
from engine.reading.ocr_pages import confidence_of, from_part, page_of, to_part
from engine.reading.pdf_lines import Line, Page, Reflow
from engine.reading.picture_frames import PictureFile, open_picture
from engine.reading.text_reader import text_reader
from models.ocr import TextReader


def read_picture(path: Path, title: str, options: MediaOptions, parts: Parts) -> Extracted:
    """The text of a picture, of the pages of a TIFF, or of the frames of an animation that differ.

    Each page or frame is a part. The metadata tell width and height in pixels, the date it was
    taken where that is known, and under "unread" what could not be read.

    Raises:
        ReadingError: it is no picture, damaged, or too large.
    """
    reader, unread = text_reader(options)
    with open_picture(path) as picture:
        about = picture.about()
        pages, confidences = _pages(picture, reader, parts)
    for trouble in picture.trouble:
        unread = "; ".join(filter(None, [unread, trouble]))
    about["unread"] = unread
    if reader is not None:
        about["ocr"] = reader.name
    if confidences:
        about["ocr_confidence"] = round(100 * sum(confidences) / len(confidences))
    if picture.has_pages and len(pages) > 1:
        about["pages"] = max(page.number for page in pages)
    assembler = Assembler()
    _write(pages, assembler, numbered="pages" in about)
    if assembler.empty:
        assembler.block(_words(title, about))
    return assembler.finish(title, picture.media_type, about)


def _pages(
    picture: PictureFile, reader: TextReader | None, parts: Parts
) -> tuple[list[Page], list[float]]:
    """The frames with what was read on them, and how sure that is, 0 to 1, where there is text."""
    pages: list[Page] = []
    confidences: list[float] = []
    if reader is None:
        return pages, confidences
    for number, pixels in picture.frames():
        name = f"pictures {number} {reader.name}"
        part = parts.known(name)
        if part is None:
            lines = reader.read(pixels, progress=_within(number, parts))
            page = page_of(lines, number, float(pixels.shape[0]))
            part = to_part(page, confidence_of(lines))
            parts.keep(name, part)
        page, confidence = from_part(number, part)
        pages.append(page)
        if confidence is not None:
            confidences.append(confidence)
        parts.progress("pictures", number, number)
    return pages, confidences


def _within(number: int, parts: Parts) -> Callable[[float], None]:
    """Reports how much of a frame is read."""
    return lambda share: parts.progress("pictures", number - 1 + share, number)


def _write(pages: list[Page], assembler: Assembler, *, numbered: bool) -> None:
    """The paragraphs of the pages; lines that an earlier frame of an animation had are left out."""
    if not numbered:
        pages = _without_repeats(pages)
    reflow = Reflow(pages)
    for page in pages:
        assembler.page = page.number if numbered else None
        for paragraph in reflow.paragraphs(page):
            assembler.block(paragraph.text)


def _without_repeats(pages: list[Page]) -> list[Page]:
    seen: set[str] = set()
    kept = []
    for page in pages:
        lines: list[Line] = []
        for line in page.lines:
            if len(pages) == 1 or line.text not in seen:
                lines.append(line)
            seen.add(line.text)
        kept.append(Page(page.number, page.height, tuple(lines)))
    return kept


def _words(title: str, about: dict[str, str | int]) -> str:
    """What is known of a picture without text."""
    words = f"{title}\nPicture of {about['width']} × {about['height']} pixels"
    if about.get("date"):
        words += f", taken {str(about['date']).replace('T', ' ')}"
    if about.get("subject"):
        words += f"\n{about['subject']}"
    return words
