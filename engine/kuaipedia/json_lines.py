"""JSON objects, one a line, from a file of any size and any kind of damage."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, Final, TypeAlias

LONGEST_LINE: Final = 8 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_Lines: TypeAlias = gzip.GzipFile | BufferedReader


@dataclass(frozen=True, slots=True)
class Line:
    """A line's number, from 1, the object on it, and how much of the file lies before its end."""

    number: int
    value: dict[str, Any]
    share: float


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be used, and why, in a few words."""

    number: int
    reason: str


ReadLine: TypeAlias = Line | BrokenLine


def read_lines(path: Path) -> Iterator[ReadLine]:
    """The lines of a file that are not empty; one that is packed by gzip is unpacked.

    No more than one line is held. Where a packed file is damaged, the last line is broken.

    Raises:
        OSError: the file cannot be read.
    """
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == _GZIP
        lines: _Lines = gzip.GzipFile(fileobj=file) if packed else file
        number = 0
        while True:
            number += 1
            try:
                data = lines.readline(LONGEST_LINE + 1)
                whole = _whole(lines, data)
            except (gzip.BadGzipFile, EOFError, zlib.error):
                yield BrokenLine(number, "the packed file is damaged from here on")
                return
            if not data:
                return
            if data.strip():
                yield (
                    _read(number, data, file.tell() / size)
                    if whole
                    else BrokenLine(number, f"it is longer than {LONGEST_LINE // 1024 // 1024} MB")
                )


def _whole(lines: _Lines, data: bytes) -> bool:
    """Whether the line ends where it was read to; what is over of a longer one is passed over."""
    if len(data) <= LONGEST_LINE:
        return True
    while data and not data.endswith(b"\n"):
        data = lines.readline(LONGEST_LINE)
    return False


def _read(number: int, data: bytes, share: float) -> ReadLine:
    try:
        value = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return BrokenLine(number, "it is not JSON")
    if not isinstance(value, dict):
        return BrokenLine(number, "it is not a JSON object")
    return Line(number, value, min(share, 1.0))
