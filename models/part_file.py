"""A download that is not complete yet: NAME.part, and beside it what is known of its source.

Only one process writes to it at a time. It survives interruptions, so that the next try goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

from models.private_folders import make_private

_STEP: Final = 1 << 20
# The byte that stands for the whole file where locks are on bytes: far behind any real one.
_LOCKED_BYTE: Final = 1 << 62


class BusyError(Exception):
    """Another process writes to it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the bytes that are there came from; `etag` is a strong one, or empty."""

    url: str
    etag: str = ""
    total: int | None = None


class PartFile:
    """The beginning of the file `target`. Enter it to lock it.

    Raises on entering:
        BusyError: another process has it.
        OSError: it cannot be written.
    """

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self._notes = target.with_name(f"{target.name}.part.json")
        self._file: IO[bytes] | None = None
        self._digest = hashlib.sha256()
        self.size = 0
        self.origin: Origin | None = None

    def __enter__(self) -> PartFile:
        make_private(self.path.parent)
        file = self.path.open("a+b")
        try:
            _lock(file)
            # The one who had it may have put it in its place meanwhile.
            if not os.path.samestat(os.fstat(file.fileno()), self.path.stat()):
                raise BusyError
        except FileNotFoundError:
            file.close()
            raise BusyError from None
        except BaseException:
            file.close()
            raise
        self._file = file
        self.size = file.seek(0, os.SEEK_END)
        self.origin = self._read_notes() if self.size else None
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of it; one without content is not kept."""
        if self._file is None:
            return
        # Removed before it is unlocked where that can be, so that nobody else's is.
        if self.size == 0 and sys.platform != "win32":
            self._forget()
        self._close()
        if self.size == 0:
            self._forget()

    def digest_what_is_there(self) -> Iterator[int]:
        """Take in the bytes of earlier tries; yields how many were read so far."""
        assert self._file is not None
        self._digest = hashlib.sha256()
        self._file.seek(0)
        done = 0
        while piece := self._file.read(_STEP):
            self._digest.update(piece)
            done += len(piece)
            yield done

    def begin(self, origin: Origin) -> None:
        """Note where the bytes that follow come from."""
        if origin != self.origin:
            self.origin = origin
            self._notes.write_text(json.dumps(asdict(origin)), "utf-8")

    def write(self, piece: bytes) -> None:
        """Add bytes; raises OSError, most of all where the disk is full."""
        assert self._file is not None
        try:
            self._file.write(piece)
            self._file.flush()
        except OSError:
            # What of it arrived is not in the hash.
            with contextlib.suppress(OSError):
                self._file.truncate(self.size)
            raise
        self._digest.update(piece)
        self.size += len(piece)

    def restart(self) -> None:
        """Throw away what is there."""
        assert self._file is not None
        self._file.truncate(0)
        self._notes.unlink(missing_ok=True)
        self._digest = hashlib.sha256()
        self.size = 0
        self.origin = None

    def sha256(self) -> str:
        """The hash of all that is there."""
        return self._digest.hexdigest()

    def finish(self, target: Path) -> None:
        """Make it `target`, for good: its bytes are on the disk before its name is."""
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        if sys.platform == "win32":
            # An open file cannot be renamed there.
            self._close()
        self.path.replace(target)
        self._close()
        self._notes.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def _forget(self) -> None:
        for path in (self.path, self._notes):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _read_notes(self) -> Origin | None:
        try:
            notes: Any = json.loads(self._notes.read_text("utf-8"))
            total = notes["total"]
            return Origin(
                str(notes["url"]), str(notes["etag"]), None if total is None else int(total)
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _lock(file: IO[bytes]) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BusyError from None
