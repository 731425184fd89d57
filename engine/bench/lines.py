"""JSON lines as people hand them over: in gzip or not, with a byte order mark, partly broken."""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.bench.errors import BenchError

_GZIP = b"\x1f\x8b"


def read_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Each line that is not blank, by its number from 1: its object, or what is wrong with it.

    Raises:
        BenchError: the file cannot be read, or its compressed data is damaged.
    """
    try:
        with path.open("rb") as stream:
            packed = stream.read(len(_GZIP)) == _GZIP
            stream.seek(0)
            if packed:
                with gzip.open(stream) as inner:
                    yield from _rows(inner)
            else:
                yield from _rows(stream)
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
    """What a text of JSON holds; None where it is none, or is nested too deep to be read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _rows(stream: Iterable[bytes]) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    for number, line in enumerate(stream, start=1):
        content = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if content.strip():
            yield number, _row(content)


def _row(line: bytes) -> Mapping[str, Any] | str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return "is not UTF-8 text"
    found = json_object(text)
    return "is no JSON object" if found is None else found
