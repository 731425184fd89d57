"""JSON lines as people hand them over: in gzip or not, with a byte order mark, partly broken."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import io
import json
import stat
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from engine.bench.errors import BenchError
from engine.bench.nesting import is_deeper

_GZIP: Final = b"\x1f\x8b"
# A few megabytes of gzip may unpack to more than any memory holds.
_LONGEST_LINE: Final = 128 << 20
_LARGEST: Final = 2 << 30
_MOST_BLANK: Final = 100_000
# Whoever walks through a value may recurse so often.
_DEEPEST: Final = 200


def read_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Each line that is not blank, by its number from 1: its object, or what is wrong with it.

    Raises:
        BenchError: the file cannot be read, its compressed data is damaged, or it holds too much.
    """
    with opened(path) as stream:
        yield from _rows(path, stream)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[io.BufferedIOBase]:
    """The bytes of a file, out of gzip where they are in it, for a block that reads them.

    Raises:
        BenchError: the file cannot be read, or its compressed data is damaged.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise BenchError(f"{path}: is no regular file; save its lines to one and name that")
        with path.open("rb") as stream:
            packed = stream.read(len(_GZIP)) == _GZIP
            stream.seek(0)
            if packed:
                with gzip.open(stream) as inner:
                    yield inner
            else:
                yield stream
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BenchError(f"{path}: its gzip data is damaged; get the file again") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise BenchError(f"{path}: cannot be read: {reason}") from None


def json_object(text: str) -> Mapping[str, Any] | None:
    """The object that a text of JSON holds; None where it holds none."""
    found = json_value(text)
    return found if isinstance(found, dict) else None


def json_value(text: str) -> Any:
    """What a text of JSON holds; None where it is none, or is nested too deep to be used."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return None if is_deeper(found, _DEEPEST) else found


def _rows(path: Path, stream: io.BufferedIOBase) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Raises BenchError where there is more than any benchmark has."""
    number = size = blank = 0
    while line := stream.readline(_LONGEST_LINE):
        number, size = number + 1, size + len(line)
        if len(line) == _LONGEST_LINE or size > _LARGEST:
            much = f"a line of {_LONGEST_LINE >> 20} MiB" if size <= _LARGEST else "2 GiB of lines"
            raise BenchError(f"{path}: holds {much} or more; give JSON lines of a benchmark")
        content = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if content.strip():
            yield number, _row(content)
            continue
        blank += 1
        if blank > _MOST_BLANK:
            raise BenchError(f"{path}: holds hardly anything but blank lines; give JSON lines")


def _row(line: bytes) -> Mapping[str, Any] | str:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return "is not UTF-8 text"
    except (ValueError, RecursionError):
        return "is no JSON object"
    if not isinstance(found, dict):
        return "is no JSON object"
    return "is nested too deep" if is_deeper(found, _DEEPEST) else found
