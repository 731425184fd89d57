"""PDF through PDFium: the text layer, page by page, with bookmarks or letter sizes as headings."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c

from engine.cleaning import clean, clean_line
from engine.reading.extracted import (
    MOST_CHARACTERS,
    Assembler,
    Extracted,
    PicturesOnlyError,
    ReadingError,
)
from engine.reading.limits import Limits
from engine.reading.pdf_lines import HYPHEN, Line, Page, Paragraph, Reflow, without_running_heads

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?")
# Programs write these where nobody gave a title.
_NO_TITLE = re.compile(
    r"(?:untitled|无标题|未命名|microsoft \w+ - .*"
    r"|.*\.(?:docx?|pptx?|xlsx?|dvi|tex|indd|qxd|pdf|odt)|(?:document|文档|slide|幻灯片|page|print)\s*\d*)$",
    re.IGNORECASE,
)
# Radicals, ligatures and compatibility forms that fonts draw instead of the characters meant.
_COMPATIBILITY = re.compile("[\u2e80-\u2fd5\uf900-\ufad9\ufb00-\ufb06]")
# Some programs set every Chinese character apart.
_WIDE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_SPREAD = re.compile(f"(?<={_WIDE}) (?={_WIDE})")
# The dots that lead from a title to its page in a table of contents.
_LEADERS = re.compile(r"(?:\s*[.…·]){5,}\s*")
_NUMBERING = re.compile(r"^[\s\d.IVXivx]+\s|\W+")
_MOST_BOOKMARKS = 5000
# The letters of a page that may be a stamp on a scan, and the part of it that its picture covers.
_STAMP = 60
_MOST_OF_PAGE = 0.6


def read_pdf(path: Path, fallback_title: str, limits: Limits) -> Extracted:
    """Passages of a PDF's text layer; pages without one are counted in the metadata.

    Raises:
        ReadingError: damaged, encrypted, with too many pages, or without any text.
    """
    with open_pdf(path, limits) as document:
        return _read(document, fallback_title)


@contextmanager
def open_pdf(path: Path, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """The document, open.

    Raises:
        ReadingError: damaged, encrypted, or with too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise ReadingError("it needs a password; save a copy without one") from error
        raise ReadingError("it is damaged or no PDF") from error
    try:
        count = len(document)
        if count > limits.pages:
            raise ReadingError(f"it has {count} pages, at most {limits.pages} are read; split it")
        yield document
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument, fallback_title: str) -> Extracted:
    count = len(document)
    pages, damaged, pictures = [], 0, 0
    characters = 0
    for number in range(1, count + 1):
        page = page_text(document, number)
        damaged += page is None
        pictures += page is None or is_picture(document, page)
        if page is not None and page.lines:
            pages.append(page)
            characters += sum(len(line.text) for line in page.lines)
        if characters > MOST_CHARACTERS:
            raise ReadingError("it holds more text than fits; split it")
    if not pages:
        if damaged == count:
            raise ReadingError("its pages are damaged")
        raise PicturesOnlyError(
            f"there is no text on its pages ({count}): they are pictures, and recognising text in "
            "pictures is off"
        )
    return assembled(document, pages, fallback_title, pictures)


def is_picture(document: pypdfium2.PdfDocument, page: Page) -> bool:
    """Whether the text of a page is in a picture: it has no text layer, or one of a few words, as
    scanners' programs stamp on pages, and a picture that fills most of it."""
    if not page.lines:
        return True
    if sum(len(line.text) for line in page.lines) > _STAMP:
        return False
    opened = document[page.number - 1]
    try:
        width, height = opened.get_size()
        for thing in opened.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = thing.get_bounds()
            if (right - left) * (top - bottom) > _MOST_OF_PAGE * width * height:
                return True
    except pypdfium2.PdfiumError:
        return False
    finally:
        opened.close()
    return False


def assembled(
    document: pypdfium2.PdfDocument, pages: list[Page], fallback_title: str, without_text: int
) -> Extracted:
    """The document of those of its pages that have text, in order; it has no passages without.

    `without_text` is how many pages have text, if any, in pictures alone.

    Raises:
        ReadingError: it grows beyond all measure.
    """
    given = _metadata(document)
    title = str(given.pop("title"))
    given["pages"] = len(document)
    given["pages_without_text"] = without_text
    return _Writer(_bookmarks(document), title).write(pages, fallback_title, given)


def page_text(document: pypdfium2.PdfDocument, number: int) -> Page | None:
    """The lines of a page's text layer, none where it has no such layer; None: it is damaged."""
    try:
        page = document[number - 1]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    try:
        return Page(number, page.get_height(), tuple(_lines(text_page)))
    except pypdfium2.PdfiumError:
        return None
    finally:
        text_page.close()
        page.close()


def _lines(text_page: pypdfium2.PdfTextPage) -> Iterator[Line]:
    position = 0
    for raw in text_page.get_text_range(errors="replace").split("\r\n"):
        index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(text_page, position)
        # PDFium counts in UTF-16 units.
        position += len(raw.encode("utf-16-le", "surrogatepass")) // 2 + 2
        text = _tidy(raw)
        if not text:
            continue
        try:
            left, bottom, _, top = text_page.get_charbox(max(index, 0), loose=True)
        except pypdfium2.PdfiumError:
            left = bottom = top = 0.0
        yield Line(text, left, bottom, abs(top - bottom))


def _tidy(raw: str) -> str:
    text = raw.replace("\x02", HYPHEN).replace("\u00ad", "")
    text = clean_line(text.replace("\uffff", ""))
    text = _COMPATIBILITY.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = _LEADERS.sub(" … ", text)
    spread = len(_SPREAD.findall(text))
    return _SPREAD.sub("", text) if spread > 0.3 * len(text) / 2 else text


def _metadata(document: pypdfium2.PdfDocument) -> dict[str, str | int]:
    given = document.get_metadata_dict(skip_empty=True)
    title = clean_line(given.get("Title", ""))
    return {
        "title": "" if _NO_TITLE.match(title) else title,
        "author": clean_line(given.get("Author", "")),
        "subject": clean_line(given.get("Subject", "")),
        "date": _iso_date(given.get("ModDate", "")) or _iso_date(given.get("CreationDate", "")),
    }


def _iso_date(stamp: str) -> str:
    """ISO 8601 from a PDF's date, D:YYYYMMDDHHmmSS (ISO 32000-1, 7.9.4); "" when it is none."""
    match = _DATE.match(stamp)
    if not match:
        return ""
    year, month, day, hour, minute, second = match.groups()
    date = f"{year}-{month or '01'}-{day or '01'}"
    return f"{date}T{hour}:{minute}:{second or '00'}" if hour else date


def _bookmarks(document: pypdfium2.PdfDocument) -> dict[int, list[tuple[int, str]]]:
    """The outline's entries by page: level from 1 and title."""
    entries: dict[int, list[tuple[int, str]]] = defaultdict(list)
    try:
        for number, bookmark in enumerate(document.get_toc(max_depth=6)):
            if number >= _MOST_BOOKMARKS:
                break
            destination = bookmark.get_dest()
            index = destination.get_index() if destination else None
            title = clean_line(bookmark.get_title())
            if index is not None and title:
                entries[index + 1].append((bookmark.level + 1, title))
    except pypdfium2.PdfiumError:
        return {}
    return entries


class _Writer:
    """Puts the pages' paragraphs together under their headings."""

    def __init__(self, bookmarks: dict[int, list[tuple[int, str]]], title: str) -> None:
        self._bookmarks = bookmarks
        self._title = title
        self._given = bool(title)
        self._assembler = Assembler()

    def write(
        self, pages: list[Page], fallback_title: str, metadata: dict[str, str | int]
    ) -> Extracted:
        pages = without_running_heads(pages)
        reflow = Reflow(pages)
        written = 0
        for page in pages:
            # Entries of pages without text still lead to what follows.
            for number in range(written + 1, page.number):
                self._sections(self._bookmarks.get(number, []))
            written = page.number
            self._assembler.page = page.number
            self._page(page, reflow)
        return self._assembler.finish(self._title or fallback_title, "application/pdf", metadata)

    def _page(self, page: Page, reflow: Reflow) -> None:
        entries = self._bookmarks.get(page.number, [])
        titles = {_key(title) for _, title in entries}
        paragraphs = list(reflow.paragraphs(page, lambda text: _key(text) in titles))
        keys = [_key(paragraph.text) for paragraph in paragraphs]
        waiting: dict[int, list[tuple[int, str]]] = defaultdict(list)
        position = 0
        for level, title in entries:
            key = _key(title)
            found = next((i for i in range(position, len(keys)) if keys[i] == key), None)
            waiting[position if found is None else found].append((level, title))
            position = position if found is None else found + 1
        for index, paragraph in enumerate(paragraphs):
            named = waiting.get(index, [])
            self._sections(named)
            self._paragraph(paragraph, any(_key(name) == keys[index] for _, name in named))
        self._sections(waiting.get(len(paragraphs), []))

    def _paragraph(self, paragraph: Paragraph, is_named: bool) -> None:
        text = clean(paragraph.text)
        if is_named:
            self._assembler.title(text)
        elif not paragraph.level:
            self._assembler.block(text)
        elif not self._title and self._assembler.empty:
            self._title = text
            self._assembler.title(text)
        elif self._bookmarks or (self._given and _key(text) == _key(self._title)):
            # The outline says what the sections are; other large letters are text.
            self._assembler.block(text)
        else:
            self._assembler.heading(paragraph.level, text)

    def _sections(self, entries: list[tuple[int, str]]) -> None:
        for level, title in entries:
            self._assembler.section(level, title)


def _key(text: str) -> str:
    """A heading without its number, spaces and case, to find it in the page."""
    return _NUMBERING.sub("", text[:200]).casefold()
