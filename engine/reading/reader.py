"""From a file to its passages: the reader is chosen by the file's suffix."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.cleaning import clean_line
from engine.reading.code import read_code
from engine.reading.decoding import decode
from engine.reading.digests import content_digest
from engine.reading.extracted import READING_VERSION, Extracted, ReadingError, check_passages
from engine.reading.formats import FORMATS, IN_PROCESS_BYTES, READABLE, SUFFIXES
from engine.reading.markdown import read_markdown
from engine.reading.rst import read_rst
from engine.reading.sidecars import sidecars_of
from engine.reading.subtitles import read_subtitles
from engine.reading.text import read_text

__all__ = ["SUFFIXES", "ReadingError", "SourceFile", "load", "read", "read_lines"]

_LINE_READERS: dict[str, Callable[[str, str], Extracted]] = {
    "text": read_text,
    "markdown": read_markdown,
    "rst": read_rst,
    "subtitles": read_subtitles,
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read: its fingerprint tells its bytes and the way they are read.

    `data` holds the bytes, read once, or None when the file is to be read in a process of its own;
    `modified` is its time of modification in nanoseconds. `sidecars` are the subtitles beside a
    recording, which are read with it and count in its fingerprint.
    """

    path: Path
    fingerprint: str
    data: bytes | None = None
    modified: int = 0
    sidecars: tuple[Path, ...] = ()


def load(path: Path) -> SourceFile:
    """Look at a file that can be added, once through its bytes.

    Raises:
        ReadingError: missing, not a regular file, not permitted, too large, or of another kind.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise ReadingError(_because(error), lasting=False) from error
    if not stat.S_ISREG(status.st_mode):
        raise ReadingError("it is not a regular file")
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise ReadingError(f"files of this kind cannot be read; these can: {READABLE}")
    if status.st_size > form.largest:
        size, most = status.st_size // (1024 * 1024), form.largest // (1024 * 1024)
        raise ReadingError(f"it is too large ({size} MB, at most {most}); split it")
    try:
        small = form.in_process and status.st_size <= IN_PROCESS_BYTES
        data = path.read_bytes() if small else None
        sidecars = sidecars_of(path) if form.kind == "recording" else ()
        digest = (
            hashlib.sha256(data).hexdigest() if data is not None else content_digest(path, sidecars)
        )
    except OSError as error:
        raise ReadingError(_because(error), lasting=False) from error
    return SourceFile(path, f"{digest}-{READING_VERSION}", data, status.st_mtime_ns, sidecars)


def read(source: SourceFile) -> Extracted:
    """The text and passages of a loaded file, all of it cleaned; for many files ReadingWorker.

    Raises:
        ReadingError: broken, encrypted, binary, in an unknown encoding, without any text, or beyond
            what reading a file may cost.
    """
    from engine.reading.worker import ReadingWorker

    with ReadingWorker() as worker:
        return worker.read(source)


def read_lines(path: Path, data: bytes) -> Extracted:
    """The passages of a file of a kind that is only decoded and gone through line by line.

    Raises:
        ReadingError: binary, in an unknown encoding, or without any text.
    """
    text, title = decode(data), clean_line(path.stem)
    kind = FORMATS[path.suffix.lower()].kind
    if kind == "code":
        return check_passages(read_code(text, clean_line(path.name), path.suffix.lower()))
    return check_passages(_LINE_READERS[kind](text, title))


def _because(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "reading it is not permitted"
    return (getattr(error, "strerror", None) or str(error)).lower()
