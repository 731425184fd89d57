"""Reads a fetched page, whatever it is, into passages that can be cited, and its links.

The page comes from anyone, so its parser runs in a process with limited memory and time
(engine.reading.worker), which is started with the first page and ends with the reader.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from engine.cleaning import clean_line
from engine.condensing import PIECE_TOKENS
from engine.events import Location
from engine.page_files import marked_data, name_of, suffix_of
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.formats import FORMATS, MEDIA_KINDS
from engine.reading.limits import Limits
from engine.segmenting import segment
from engine.tools.observation import Passage

if TYPE_CHECKING:
    from engine.network import Fetched

_MIB = 1024 * 1024
_LIMITS = Limits(seconds=25.0, memory=1024 * _MIB, links=300)
# A page with less text than this may have shown it to somebody else.
_LITTLE = 300
_LOOKED_AT = 1_000_000
# Characters of a page that are looked through: five hundred pages of a book.
MOST_TEXT = 1_000_000
_WANTS_SCRIPTS = re.compile(
    rb"\b(?:enable|requires?|needs?|turn on|without|support|disabled?|allow)\W{1,3}"
    rb"(?:\w{1,30}\W{1,3}){0,4}(?:javascript|js\b)"
    rb"|\bjavascript\W{1,3}(?:\w{1,30}\W{1,3}){0,5}(?:enabled?|required|disabled|off)"
    + "|(?:启用|开启|打开|支持|啟用).{0,20}javascript".encode()
    + "|javascript.{0,30}(?:启用|开启|打开|啟用)".encode(),
    re.IGNORECASE,
)
_EMPTY_ROOT = re.compile(
    rb"<(div|main|section)\b[^>]{0,300}?\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|main|react-root|"
    rb"application|container|content|svelte|q-app|gatsby)[\"']?[^>]{0,300}>\s*</\1\s*>",
    re.IGNORECASE,
)
_WALL = re.compile(
    rb"type\s*=\s*[\"']?password|log ?in to|sign ?in to|cookie|consent|gdpr|paywall|subscribe to"
    + "|登录|登錄|登入|验证码|訂閱".encode(),
    re.IGNORECASE,
)
Trouble = Literal["kind", "script", "empty", "broken"]


class PageError(Exception):
    """A page has no text that can be read; `detail` says more, or what kind of file it is."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(detail or trouble)
        self.trouble: Trouble = trouble
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its words, and where it leads."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page: its passages in order, and its links, those of its content first.

    `walled`: there is little text, and something about a login or a consent. `cut`: there is more
    text than MOST_TEXT.
    """

    title: str
    url: str
    media_type: str
    metadata: Mapping[str, str | int]
    passages: tuple[Passage, ...]
    links: tuple[Link, ...] = ()
    walled: bool = False
    cut: bool = False


class PageReader:
    """Reads one page after another; safe to share between threads, which then take turns."""

    def __init__(self, limits: Limits = _LIMITS) -> None:
        from engine.reading.worker import ReadingWorker

        self._worker = ReadingWorker(limits)

    def read(self, fetched: Fetched) -> ReadPage:
        """The page's passages and links.

        Raises:
            PageError: it is no text, it is broken, or shows its text only to a browser.
        """
        suffix = suffix_of(fetched)
        if suffix is None or FORMATS[suffix].kind in MEDIA_KINDS:
            raise PageError("kind", fetched.media_type or "application/octet-stream")
        is_page = suffix in (".html", ".xhtml")
        scripted = is_page and _is_scripted(fetched.data)
        try:
            extracted = self._extracted(fetched, suffix)
        except ReadingError as error:
            if scripted:
                raise PageError("script") from error
            empty = is_page and "no text" in str(error)
            raise PageError("empty" if empty else "broken", clean_line(str(error))) from error
        little = is_page and len(extracted.text) < _LITTLE
        if little and scripted:
            raise PageError("script")
        walled = little and _WALL.search(fetched.data[:_LOOKED_AT]) is not None
        metadata = dict(extracted.metadata)
        links = tuple(_links(str(metadata.pop("links", "")), fetched.final_url))
        passages = tuple(_passages(extracted, fetched.final_url))
        return ReadPage(
            extracted.title,
            fetched.final_url,
            extracted.media_type,
            metadata,
            passages,
            links,
            walled,
            len(extracted.text) > MOST_TEXT,
        )

    def close(self) -> None:
        """End the reading process; a later `read` starts another."""
        self._worker.close()

    def _extracted(self, fetched: Fetched, suffix: str) -> Extracted:
        from engine.reading.reader import load

        with tempfile.TemporaryDirectory(prefix="kagent-", ignore_cleanup_errors=True) as folder:
            path = Path(folder, f"{name_of(fetched)}{suffix}")
            path.write_bytes(marked_data(fetched, suffix))
            return self._worker.read(load(path))


def _passages(extracted: Extracted, url: str) -> Iterator[Passage]:
    within = [block for block in extracted.passages if block.end <= MOST_TEXT]
    for piece in segment(extracted.text, within or extracted.passages[:1], PIECE_TOKENS):
        if piece.end > MOST_TEXT:
            break
        place = Location(
            page=piece.page,
            start=piece.time_start,
            end=piece.time_end,
            heading=piece.heading,
            span=(piece.start, piece.end),
            sheet=piece.sheet,
            row=piece.row,
        )
        yield Passage(piece.text, url, extracted.title, place)


def _links(written: str, url: str) -> Iterator[Link]:
    """The links that lead elsewhere, each once, with whole addresses."""
    try:
        found = json.loads(written)
        base, pairs = str(found["base"]), found["links"]
    except (ValueError, LookupError, TypeError):
        return
    seen = {urldefrag(url).url}
    for text, address in pairs:
        leads = _absolute(url, base, address)
        if leads and leads not in seen:
            seen.add(leads)
            yield Link(text, leads)


def _absolute(url: str, base: str, address: str) -> str | None:
    try:
        whole = urldefrag(urljoin(urljoin(url, base), address)).url
        parts = urlsplit(whole)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        return None
    return whole if usable and clean_line(whole) == whole else None


def _is_scripted(data: bytes) -> bool:
    """Whether a page has scripts and says, or shows, that it is nothing without them."""
    start = data[:_LOOKED_AT]
    if b"<script" not in start.lower():
        return False
    return bool(_EMPTY_ROOT.search(start) or _WANTS_SCRIPTS.search(start))
