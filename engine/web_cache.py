"""Answers of the web kept on disk for a while, so that the same is not asked for twice.

One file an answer, named by a digest of what was asked, so that the folder's listing tells
nothing. What is damaged is dropped; a disk that is full or cannot be written means no cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 4096
# Nothing is kept longer, whoever would still take it.
LONGEST_SECONDS = 30 * 24 * 3600.0
_VERSION = 1
_SUFFIX = ".page"
_ENTRY = re.compile(r"[0-9a-f]{64}\.page|\.[0-9a-f]{16}\.new")


@dataclass(frozen=True, slots=True)
class CachedPage:
    """What is kept of an answer."""

    final_url: str
    media_type: str
    charset: str | None
    title_hint: str
    data: bytes


class WebCache:
    """A folder with answers; of bounded size, the oldest go first.

    The folder is made, for its owner only, with the first answer that is kept. Several processes
    may share it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._clock = clock

    def get(self, key: str, keep_seconds: float) -> CachedPage | None:
        """The answer to what `key` stands for, when it is not older than that."""
        path = self._path(key)
        now = self._clock()
        try:
            with os.fdopen(os.open(path, _READ_FLAGS), "rb") as file:
                kept = _Kept.read(file.read())
        except OSError:
            return None
        if kept is None or kept.key != _digest(key) or not 0 <= now - kept.at <= LONGEST_SECONDS:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        return kept.page if now - kept.at <= keep_seconds else None

    def put(self, key: str, page: CachedPage) -> None:
        """Keep an answer, unless it takes more than a quarter of the room."""
        now = self._clock()
        data = _Kept(_digest(key), now, page).written()
        if len(data) > self._most_bytes // 4:
            return
        unfinished = self._folder / f".{secrets.token_hex(8)}.new"
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
                with os.fdopen(os.open(unfinished, flags, 0o600), "wb") as file:
                    file.write(data)
                os.utime(unfinished, (now, now))
                unfinished.replace(self._path(key))
            finally:
                unfinished.unlink(missing_ok=True)
            self._evict()

    def clear(self) -> None:
        """Forget everything."""
        for path, _, _ in self._entries():
            with contextlib.suppress(OSError):
                path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / f"{_digest(key)}{_SUFFIX}"

    def _entries(self) -> Iterator[tuple[Path, float, int]]:
        """Path, time of writing and size of each."""
        with contextlib.suppress(OSError), os.scandir(self._folder) as found:
            for entry in found:
                with contextlib.suppress(OSError):
                    if _ENTRY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                        about = entry.stat(follow_symlinks=False)
                        yield Path(entry.path), about.st_mtime, about.st_size

    def _evict(self) -> None:
        entries = sorted(self._entries(), key=lambda entry: entry[1], reverse=True)
        oldest = self._clock() - LONGEST_SECONDS
        room = self._most_bytes
        for number, (path, written, size) in enumerate(entries):
            room -= size
            if room < 0 or number >= MOST_ENTRIES or written < oldest:
                with contextlib.suppress(OSError):
                    path.unlink()


_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class _Kept:
    """One file: a line of JSON that tells about the data, and the data."""

    key: str
    at: float
    page: CachedPage

    def written(self) -> bytes:
        page = self.page
        about = {
            "version": _VERSION,
            "key": self.key,
            "at": self.at,
            "final_url": page.final_url,
            "media_type": page.media_type,
            "charset": page.charset,
            "title_hint": page.title_hint,
        }
        head = json.dumps(about).encode()
        digest = hashlib.sha256(head + page.data).hexdigest().encode()
        return b"%s\n%s\n%s" % (digest, head, page.data)

    @classmethod
    def read(cls, written: bytes) -> _Kept | None:
        """What a file holds, None where it is damaged."""
        digest, _, rest = written.partition(b"\n")
        head, _, data = rest.partition(b"\n")
        if hashlib.sha256(head + data).hexdigest().encode() != digest:
            return None
        try:
            about = json.loads(head)
            if about["version"] != _VERSION:
                return None
            page = CachedPage(
                about["final_url"], about["media_type"], about["charset"], about["title_hint"], data
            )
            return cls(about["key"], float(about["at"]), page)
        except (ValueError, LookupError, TypeError):
            return None


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
