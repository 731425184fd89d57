"""What kind of file a fetched page is, and its bytes as the readers of files expect them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from engine.cleaning import clean_line
from engine.reading.formats import SUFFIXES

if TYPE_CHECKING:
    from engine.network import Fetched

_SUFFIX_BY_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    # Feeds are told from other pages by their first element.
    "application/rss+xml": ".html",
    "application/atom+xml": ".html",
    "application/rdf+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "text/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/epub+zip": ".epub",
    "message/rfc822": ".eml",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/quicktime": ".mov",
    "video/x-matroska": ".mkv",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "audio/x-wav": ".wav",
    "audio/flac": ".flac",
    "audio/ogg": ".ogg",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
# Servers give these for files of any kind: the address, or the content itself, tells more.
_VAGUE_TYPES = frozenset(
    ("", "text/plain", "application/octet-stream", "binary/octet-stream", "application/download")
)
_XML_TYPES = frozenset(("text/xml", "application/xml"))
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 80
# Formats that name their own encoding, or have none.
_OWN_ENCODING = frozenset((".pdf", ".epub", ".docx", ".pptx", ".xlsx", ".json", ".jsonl"))


def suffix_of(fetched: Fetched) -> str | None:
    """The suffix of the kind of file that a page is; None where there is no reader for it."""
    kind = fetched.media_type
    # A PDF behind a link that promised a page is read as what it is.
    if b"%PDF-" in fetched.data[:1024]:
        return ".pdf"
    by_name = next((end for end in map(_suffix, _names(fetched)) if end in SUFFIXES), None)
    if kind in _XML_TYPES:
        return ".html" if _FEED.search(fetched.data[:4096]) else ".xml"
    if kind in _VAGUE_TYPES:
        if _MARKUP.match(fetched.data[:4096].removeprefix(b"\xef\xbb\xbf")):
            return ".html"
        return by_name or (".txt" if kind == "text/plain" or _is_plain(fetched.data) else None)
    if kind.endswith("+json"):
        return ".json"
    return _SUFFIX_BY_TYPE.get(kind) or by_name or (".txt" if kind.startswith("text/") else None)


def name_of(fetched: Fetched) -> str:
    """A name for the page as a file, without suffix, which may serve as its title."""
    known = [PurePosixPath(name).stem for name in _names(fetched) if name]
    name = clean_line(known[0] if known else urlsplit(fetched.final_url).hostname or "page")
    return _NOT_IN_NAMES.sub(" ", name)[:_LONGEST_NAME].strip(" .") or "page"


def marked_data(fetched: Fetched, suffix: str) -> bytes:
    """The data; text in the encoding that the server named is marked as what it is."""
    if not fetched.charset or suffix in _OWN_ENCODING:
        return fetched.data
    from engine.reading.html import decode_as

    text = decode_as(fetched.data, fetched.charset)
    return fetched.data if text is None else text.encode("utf-8-sig", "replace")


def _is_plain(data: bytes) -> bool:
    """Whether bytes of which the server says nothing are text."""
    try:
        data[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= min(len(data), 4096) - 3 and b"\x00" not in data[:4096]
    return bool(data.strip()) and b"\x00" not in data[:4096]


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _names(fetched: Fetched) -> tuple[str, str]:
    """What the server and the address call the page."""
    return fetched.title_hint, unquote(PurePosixPath(urlsplit(fetched.final_url).path).name)
