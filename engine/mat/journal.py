"""What a stage has settled: an append-only file of one JSON object a line.

The first line holds the settings with which the stage was begun. Each other line is a settled item
under a key that is the same in every run. A line is written whole before the next item is begun,
so that a killed program loses at most the items at hand; the torn line that it may leave is cut off
when the file is opened again.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

from engine.mat.errors import MatError
from engine.mat.events import Spent
from engine.whole_files import naming

_VERSION = 1
_BEGIN = b'{"stage":'
_BLOCK = 1 << 16
Status = Literal["done", "refused"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A settled item: what came of it, why attempts were refused, and what it took."""

    key: str
    status: Status
    value: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    spent: Spent = field(default_factory=Spent)

    def to_json(self) -> dict[str, Any]:
        """As a line of the journal holds it."""
        return {
            "key": self.key,
            "status": self.status,
            "value": dict(self.value),
            "reasons": list(self.reasons),
            "spent": [
                self.spent.requests,
                self.spent.tokens_in,
                self.spent.tokens_out,
                round(self.spent.seconds, 3),
            ],
        }


@dataclass(slots=True)
class Tally:
    """How many items of a kind are settled, and what they took."""

    count: int = 0
    spent: Spent = field(default_factory=Spent)


class Journal:
    """The settled items of one stage, by key; one thread writes, any may read.

    What came of an item stays on the disk until it is asked for: a large run has gigabytes of it.

    Raises:
        MatError: the file is of other settings, or is none of this program's.
        OSError: the file cannot be read or written.
    """

    def __init__(self, path: Path, stage: str, settings: Mapping[str, Any]) -> None:
        self._path = path
        self._places: dict[str, int] = {}
        self._refused: set[str] = set()
        self._lock = threading.Lock()
        self.reasons: Counter[str] = Counter()
        # By the first word of the keys.
        self.kinds: dict[str, Tally] = {}
        head = _mended(path)
        if head and not self._read(head, stage, settings):
            # Nothing is settled, so those settings bind nobody: an estimate may have left them.
            path.unlink()
            head = b""
        self._stream: IO[bytes] = path.open("ab")
        self._reader: IO[bytes] = path.open("rb")
        if not head:
            self._write({"stage": stage, "version": _VERSION, "settings": dict(settings)})

    def _read(self, head: bytes, stage: str, settings: Mapping[str, Any]) -> bool:
        """Whether the file has settled items; takes them in."""
        place = len(head)
        with self._path.open("rb") as stream:
            stream.seek(place)
            for number, line in enumerate(stream, start=2):
                if number == 2:
                    self._check(head, stage, settings)
                self._note(_entry(line, self._path, number), place)
                place += len(line)
        if not self._places and _object(head).get("stage") != stage:
            self._check(head, stage, settings)
        return bool(self._places)

    def _note(self, entry: Entry, place: int) -> None:
        self._places[entry.key] = place
        if entry.status == "refused":
            self._refused.add(entry.key)
        self.reasons.update(entry.reasons)
        tally = self.kinds.setdefault(entry.key.partition("/")[0], Tally())
        tally.count += 1
        tally.spent += entry.spent

    def _check(self, line: bytes, stage: str, settings: Mapping[str, Any]) -> None:
        head = _object(line)
        if head.get("stage") != stage or head.get("version") != _VERSION:
            raise MatError(f"{self._path}: no journal of the stage {stage}; use another run folder")
        begun, wanted = head.get("settings"), json.loads(json.dumps(dict(settings)))
        if begun == wanted:
            return
        begun = begun if isinstance(begun, dict) else {}
        told = ", ".join(
            f"{key} was {_short(begun.get(key))} and is {_short(wanted.get(key))}"
            for key in sorted({*begun, *wanted})
            if begun.get(key) != wanted.get(key)
        )
        raise MatError(
            f"{self._path}: begun with other settings ({told}); give the same ones to go on, or "
            "name a new run folder"
        )

    def add(self, entry: Entry) -> None:
        """Settle an item.

        Raises:
            OSError: the disk is full, or the like.
        """
        place = self._stream.tell()
        self._write(entry.to_json())
        self._note(entry, place)

    def _write(self, value: Mapping[str, Any]) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        with naming(self._path):
            self._stream.write(line.encode("utf-8", "replace") + b"\n")
            self._stream.flush()

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[Entry]:
        """The settled items as they were settled, read from the disk one by one."""
        for key in list(self._places):
            yield self._entry(key)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def refused(self) -> int:
        """How many items were given up."""
        return len(self._refused)

    def done(self, key: str) -> Mapping[str, Any] | None:
        """What came of an item; None where it was refused or is not settled yet."""
        if key not in self._places or key in self._refused:
            return None
        return self._entry(key).value

    def _entry(self, key: str) -> Entry:
        with self._lock:
            self._reader.seek(self._places[key])
            line = self._reader.readline()
        return _entry(line, self._path, 0)

    def spent(self) -> Spent:
        """What all settled items took."""
        return sum((tally.spent for tally in self.kinds.values()), Spent())

    def close(self) -> None:
        """Write what is left to the disk.

        Raises:
            OSError: the disk is full, or the like.
        """
        with contextlib.suppress(OSError):
            os.fsync(self._stream.fileno())
        try:
            with naming(self._path):
                self._stream.close()
        finally:
            self._reader.close()


def is_begun(head: bytes) -> bool:
    """Whether a first line, or what a killed program left of it, is that of a journal."""
    return head.startswith(_BEGIN) or _BEGIN.startswith(head)


def _mended(path: Path) -> bytes:
    """The file's first line; what follows a journal's last line end is cut off it."""
    if not path.exists():
        return b""
    with path.open("r+b") as stream:
        head = stream.readline()
        size = stream.seek(0, os.SEEK_END)
        end = _last_line_end(stream, size)
        # A file that is none of ours is left as it is, for the caller to say so.
        ours = is_begun(head)
        if end < size and ours:
            stream.truncate(end)
        return b"" if ours and not end else head


def _last_line_end(stream: IO[bytes], size: int) -> int:
    """Where the last whole line ends, sought from the end."""
    position = size
    while position > 0:
        start = max(position - _BLOCK, 0)
        stream.seek(start)
        found = stream.read(position - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
    return 0


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _entry(line: bytes, path: Path, number: int) -> Entry:
    found = _object(line)
    try:
        requests, tokens_in, tokens_out, seconds = found["spent"]
        return Entry(
            str(found["key"]),
            "done" if found["status"] == "done" else "refused",
            dict(found["value"]),
            tuple(map(str, found["reasons"])),
            Spent(int(requests), int(tokens_in), int(tokens_out), float(seconds)),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise MatError(
            f"{path}, line {number}: damaged; remove that line, and its item is done again"
        ) from None


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"
