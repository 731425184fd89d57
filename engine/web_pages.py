"""Web pages as files: each is fetched into a file of its own, which is read like any other."""

from __future__ import annotations

import re
import tempfile
import threading
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from engine.cleaning import clean_line
from engine.reading.formats import SUFFIXES
from engine.scanning import FoundFile, Trouble

if TYPE_CHECKING:
    from engine.network import Fetched, Network

_OFFLINE = (
    "the network is off; allow it this once with --online, or always with "
    'network = "on" in config.toml'
)
_SUFFIX_BY_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/epub+zip": ".epub",
    "message/rfc822": ".eml",
}
# Servers give these for files of any kind: the address tells more.
_VAGUE_TYPES = frozenset(("", "text/plain", "application/octet-stream", "binary/octet-stream"))
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 80


class WebPages:
    """Fetches pages into a temporary folder, which goes with this object."""

    def __init__(
        self, network: Network | None = None, cancel: threading.Event | None = None
    ) -> None:
        self._network = network
        self._cancel = cancel
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._pages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def page(self, address: str) -> FoundFile | Trouble:
        """Fetch a page; a Trouble where there is no permission, or it cannot be had."""
        if self._network is None or self._network.policy != "on":
            return Trouble(Path(address), _OFFLINE, address=address)
        from engine.network import NetworkError

        try:
            fetched = self._network.fetch(address, cancel=self._cancel)
        except NetworkError as error:
            reason = str(error).removeprefix(f"{address}: ")
            return Trouble(Path(address), reason, address=address)
        suffix = _suffix(fetched)
        if suffix is None:
            kind = fetched.media_type or "what its server names no kind of"
            return Trouble(Path(address), f"{kind} cannot be read", address=address)
        path = self._write(fetched, suffix)
        return FoundFile(path, address, len(fetched.data), None, address)

    def _write(self, fetched: Fetched, suffix: str) -> Path:
        """The page in a file whose name may serve as its title."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="kagent-", ignore_cleanup_errors=True)
        self._pages += 1
        folder = Path(self._folder.name, str(self._pages))
        folder.mkdir()
        path = folder / f"{_name(fetched)}{suffix}"
        path.write_bytes(_with_mark(fetched, suffix))
        return path


def _suffix(fetched: Fetched) -> str | None:
    kind = fetched.media_type
    by_name = next((end for end in map(_suffix_of, _names(fetched)) if end in SUFFIXES), None)
    if kind in _VAGUE_TYPES:
        return by_name or (".txt" if kind == "text/plain" else None)
    return _SUFFIX_BY_TYPE.get(kind) or by_name


def _suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _names(fetched: Fetched) -> tuple[str, str]:
    """What the server and the address call the page."""
    return fetched.title_hint, unquote(PurePosixPath(urlsplit(fetched.final_url).path).name)


def _name(fetched: Fetched) -> str:
    known = [PurePosixPath(name).stem for name in _names(fetched) if name]
    name = clean_line(known[0] if known else urlsplit(fetched.final_url).hostname or "page")
    return _NOT_IN_NAMES.sub(" ", name)[:_LONGEST_NAME].strip(" .") or "page"


def _with_mark(fetched: Fetched, suffix: str) -> bytes:
    """The data; text in the encoding that the server named is marked as what it is."""
    if not fetched.charset or suffix in {".pdf", ".epub", ".docx", ".pptx", ".xlsx", ".json"}:
        return fetched.data
    try:
        return fetched.data.decode(fetched.charset).encode("utf-8-sig")
    except (LookupError, UnicodeDecodeError, UnicodeEncodeError):
        return fetched.data
