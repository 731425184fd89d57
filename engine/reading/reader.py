"""From a file to its passages: the reader is chosen by the file's suffix."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.cleaning import clean_line
from engine.reading.decoding import decode
from engine.reading.extracted import READING_VERSION, Extracted, ReadingError
from engine.reading.markdown import read_markdown
from engine.reading.text import read_text

__all__ = ["SUFFIXES", "ReadingError", "SourceFile", "load", "read"]

_READERS: dict[str, Callable[[str, str], Extracted]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
}
SUFFIXES = frozenset(_READERS)
_LARGEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's bytes, read once, and the fingerprint of them and of the way they are read."""

    path: Path
    data: bytes
    fingerprint: str


def load(path: Path) -> SourceFile:
    """Read the bytes of a file that can be added.

    Raises:
        ReadingError: missing, not a regular file, not permitted, too large, or of another kind.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise ReadingError(_because(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise ReadingError("it is not a regular file")
    if path.suffix.lower() not in SUFFIXES:
        kinds = ", ".join(sorted(SUFFIXES))
        raise ReadingError(f"files of this kind cannot be read; these can: {kinds}")
    if status.st_size > _LARGEST_BYTES:
        size = status.st_size // (1024 * 1024)
        raise ReadingError(f"it is too large ({size} MB, at most 64); split it")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(_because(error)) from error
    digest = hashlib.sha256(data).hexdigest()
    return SourceFile(path, data, f"{digest}-{READING_VERSION}")


def read(source: SourceFile) -> Extracted:
    """The text and passages of a loaded file, all of it cleaned.

    Raises:
        ReadingError: binary, in an unknown encoding, or without any text.
    """
    reader = _READERS[source.path.suffix.lower()]
    extracted = reader(decode(source.data), clean_line(source.path.stem))
    if not extracted.passages:
        raise ReadingError("it holds no text")
    return extracted


def _because(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "reading it is not permitted"
    return (error.strerror or str(error)).lower()
