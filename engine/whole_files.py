"""Files that are written whole: a reader finds the old one or the new one, never half of one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let what the operating system refuses in the block be said of `path`.

    A full disk shows while a stream is written, and such an error names no file; others name the
    part of it that nobody has heard of. What is said of a third file stays.

    Raises:
        OSError: what the block raises, with the name of the file.
    """
    part = _part(path)
    try:
        yield
    except OSError as error:
        if error.errno is None or str(error.filename or part) != str(part):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A stream of UTF-8 text whose content is in place of what was at `path` once the block ends.

    Where the block fails, what was there stays.

    Raises:
        OSError: it cannot be written.
    """
    part = _part(path)
    try:
        with naming(path):
            with part.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
                yield stream
            part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def write_whole(path: Path, text: str) -> None:
    """Write a text in place of what was there; raises OSError."""
    with written_whole(path) as stream:
        stream.write(text)
