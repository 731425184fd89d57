"""Locks between processes that the system releases when their holder dies, kill -9 included."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_POLL_SECONDS = 0.05


class FileLock:
    """A lock file: any number hold it shared, or one alone.

    Two locks taken within one process exclude each other like those of two processes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self, *, shared: bool = False, wait_seconds: float = 0.0) -> bool:
        """Take the lock, waiting up to `wait_seconds`; False when others hold it.

        Raises:
            OSError: the lock file cannot be created.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        held = False
        try:
            deadline = time.monotonic() + wait_seconds
            held = _try_lock(descriptor, shared)
            while not held and time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
                held = _try_lock(descriptor, shared)
        finally:
            if held:
                self._descriptor = descriptor
            else:
                os.close(descriptor)
        return held

    def release(self) -> None:
        """Let go, if it is held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def file_lock(path: Path, wait_seconds: float = 0.0) -> Iterator[bool]:
    """Hold the lock file `path` alone for the block; yields False when another holds it.

    Raises:
        OSError: the lock file cannot be created.
    """
    lock = FileLock(path)
    try:
        yield lock.acquire(wait_seconds=wait_seconds)
    finally:
        lock.release()


if sys.platform == "win32":
    import msvcrt

    # Windows knows only locks of one holder, on bytes: a sharer takes any free byte, and who
    # wants to be alone takes them all.
    _SHARERS = 256

    def _try_lock(descriptor: int, shared: bool) -> bool:
        if not shared:
            return _lock_bytes(descriptor, 0, _SHARERS)
        return any(_lock_bytes(descriptor, start, 1) for start in range(_SHARERS))

    def _lock_bytes(descriptor: int, start: int, count: int) -> bool:
        os.lseek(descriptor, start, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, count)
            return True
        return False

else:
    import fcntl

    def _try_lock(descriptor: int, shared: bool) -> bool:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            return True
        return False
