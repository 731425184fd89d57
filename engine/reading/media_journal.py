"""Parts of recordings, pictures and scans that have been read, kept until the document is stored.

A journal is a file of JSON lines, HOME/reading/CONTENT.jsonl, named after the content of what is
read: first a head that tells how it is read, then {"part": name, "value": value} for each part, on
the disk before the part counts as kept. What a crash has left half written at its end is cut off.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from engine.reading.media import MediaOptions
from store.locking import FileLock

FOLDER = "reading"
_HEAD = "kagent reading"
_VERSION = 1
_OLDEST_SECONDS = 30 * 24 * 3600.0
# Parts of one file; more is no text of a recording any more.
_MOST_BYTES = 512 * 1024 * 1024
_SAID = "said"


class Journal:
    """The journal of one file, open from the beginning of a reading to its end.

    `known` are the parts of earlier readings and of this one. Without a `path`, while another
    process has it open, and where it cannot be written, they are kept in memory only.
    """

    def __init__(self, path: Path | None, fingerprint: str, options: MediaOptions) -> None:
        self.known: dict[str, Any] = {}
        self._path = path
        self._head = _head(fingerprint, options)
        self._file: IO[bytes] | None = None
        self._lock: FileLock | None = None
        if path is not None:
            with contextlib.suppress(OSError):
                self._open(path)

    def keep(self, name: str, value: Any) -> None:
        """Keep a part: it is on the disk when this returns, where there is a disk to keep it on."""
        self.known[name] = value
        try:
            self._write({"part": name, "value": value})
        except OSError:
            # A full disk does not end the reading; only a later one cannot go on from here.
            self.close()

    def begin_anew(self) -> None:
        """Drop all parts: they cannot be gone on with."""
        self.known.clear()
        if self._file is None:
            return
        try:
            self._file.seek(0)
            self._file.truncate()
            self._write(self._head)
        except OSError:
            self.close()

    def close(self) -> None:
        """Let go of the file; the parts in it stay, and without any it goes."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None
            if self._path is not None and not self.known:
                with contextlib.suppress(OSError):
                    self._path.unlink()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _open(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        lock = FileLock(path.with_suffix(".lock"))
        if not lock.acquire():
            return
        self._lock = lock
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        self._file = file
        end = self._read(file)
        file.seek(end)
        file.truncate()
        if end == 0:
            self._write(self._head)

    def _read(self, file: IO[bytes]) -> int:
        """Take in what is there; where the part of it ends that can be gone on with."""
        head, end = _line(file), file.tell()
        if not _same_file(head, self._head):
            return 0
        while (entry := _line(file)) is not None:
            name = entry.get("part")
            if not isinstance(name, str) or entry.get("value") is None:
                break
            self.known[name] = entry["value"]
            end = file.tell()
        stale = [name for name in self.known if self._is_stale(name, head or {})]
        for name in stale:
            del self.known[name]
        if not stale and head == self._head:
            return end
        # Written anew as it holds now.
        file.seek(0)
        file.truncate()
        self._write(self._head)
        for name, value in self.known.items():
            self._write({"part": name, "value": value})
        return file.tell()

    def _is_stale(self, name: str, head: Mapping[str, Any]) -> bool:
        """Whether a part was read in another way than parts are read now."""
        asked = "speech" if name.startswith(_SAID) else "languages"
        return bool(head.get(asked) != self._head[asked])

    def _write(self, entry: Mapping[str, Any]) -> None:
        if self._file is None:
            return
        self._file.write(json.dumps(entry).encode("ascii") + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def journal_path(home: Path, fingerprint: str) -> Path:
    """Where the journal of a file with this fingerprint is, in the home of a memory."""
    return home / FOLDER / f"{fingerprint.partition('-')[0]}.jsonl"


def forget(home: Path, fingerprint: str) -> None:
    """Drop the journal of a file: its document is stored."""
    path = journal_path(home, fingerprint)
    for one in (path, path.with_suffix(".lock")):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)


def forget_old(home: Path) -> float:
    """Drop the journals that nobody has gone on with for 30 days; when these began, in seconds of
    1970."""
    oldest = time.time() - _OLDEST_SECONDS
    with contextlib.suppress(OSError), os.scandir(home / FOLDER) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < oldest:
                    Path(entry.path).unlink()
    return oldest


def _head(fingerprint: str, options: MediaOptions) -> dict[str, Any]:
    return {
        _HEAD: _VERSION,
        "fingerprint": fingerprint,
        "speech": _identity(options.speech_model),
        "languages": list(options.languages),
    }


def _identity(model: str | None) -> list[Any] | None:
    """What tells a model from others: its place and size."""
    if model is None:
        return None
    try:
        return [model, Path(model).stat().st_size]
    except OSError:
        return [model, 0]


def _same_file(head: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> bool:
    return head is not None and all(head.get(key) == wanted[key] for key in (_HEAD, "fingerprint"))


def _line(file: IO[bytes]) -> dict[str, Any] | None:
    """The next whole line, None where there is none that means anything."""
    line = file.readline(_MOST_BYTES)
    if not line.endswith(b"\n"):
        return None
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None
