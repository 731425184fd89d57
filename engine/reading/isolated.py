"""The readers that run in the reading process: one per kind, each imported when first needed."""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from engine.cleaning import clean_line
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.formats import FORMATS
from engine.reading.limits import Limits


def read_isolated(path: Path, limits: Limits) -> Extracted:
    """The text and passages of a file.

    Raises:
        ReadingError: broken, encrypted, without text or beyond the limits.
    """
    reader = _READERS[FORMATS[path.suffix.lower()].kind]
    return reader(path, clean_line(path.stem), limits)


def _pdf(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.pdf import read_pdf

    return read_pdf(path, title, limits)


def _html(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.html import read_html

    return read_html(path.read_bytes(), title, limits.links)


def _docx(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.docx import read_docx

    return read_docx(path, title, limits)


def _pptx(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.pptx import read_pptx

    return read_pptx(path, title, limits)


def _xlsx(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.xlsx import read_xlsx

    return read_xlsx(path, title, limits)


def _epub(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.epub import read_epub

    return read_epub(path, title, limits)


def _table(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.tables import read_table_file

    return read_table_file(path, title)


def _mail(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.mail import read_mail

    return read_mail(path, title)


def _mailbox(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.mail import read_mailbox

    return read_mailbox(path, title)


def _json(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.json_text import read_json

    return read_json(path.read_bytes(), title)


def _json_lines(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.json_text import read_json_lines

    return read_json_lines(path, title)


def _lines(path: Path, title: str, limits: Limits) -> Extracted:
    from engine.reading.reader import read_lines

    return read_lines(path, path.read_bytes())


_READERS: dict[str, Callable[[Path, str, Limits], Extracted]] = {
    **dict.fromkeys(("text", "markdown", "rst", "subtitles", "code"), _lines),
    "pdf": _pdf,
    "html": _html,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "epub": _epub,
    "table": _table,
    "mail": _mail,
    "mailbox": _mailbox,
    "json": _json,
    "json lines": _json_lines,
}


# What libraries raise at broken files, beside ReadingError. Anything else ends the reading process,
# which is reported for the file too.
BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    csv.Error,
    zipfile.BadZipFile,
    zlib.error,
)


def why(error: BaseException) -> str:
    """The reason in one line, for a ReadingError or one of BROKEN."""
    if isinstance(error, ReadingError):
        return clean_line(str(error))
    if isinstance(error, MemoryError):
        return "reading it takes more memory than it may; split it or save it in another format"
    if isinstance(error, RecursionError):
        return "its parts are nested too deeply"
    if isinstance(error, OSError) and error.strerror:
        return clean_line(error.strerror.lower())
    detail = clean_line(f"{type(error).__name__}: {error}")[:120]
    return f"it is broken, or not what its name says ({detail})"
