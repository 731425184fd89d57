"""How reading processes answer, and how their answers are looked through by who asked.

An answer is four bytes of length (big-endian), that many bytes of JSON, and as many bytes as its
"bytes" says: {"error": why} or a document without its text, {"title", "media_type", "metadata",
"passages", "moments", "bytes": length of the text}, and the text in UTF-8.
"""

from __future__ import annotations

import json
import math
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import IO, Any, BinaryIO, TypeVar, get_args

from engine.cleaning import clean, clean_line
from engine.reading.extracted import Extracted, PicturesOnlyError, ReadingError, TextPassage
from store.records import Channel, Moment

_MOST_HEADER = 1024 * 1024 * 1024
_MOST_TEXT = 4 * 64_000_000
_SENSELESS = "its reader gave a senseless answer; please report this file"
_CHANNELS = frozenset(get_args(Channel))
# Many times faster than dataclasses.astuple, which copies.
_PLACE = attrgetter(*(field.name for field in fields(TextPassage)))
_MOMENT = attrgetter(*(field.name for field in fields(Moment)))

_Number = TypeVar("_Number", int, float)


def send(answers: BinaryIO, header: dict[str, Any], text: bytes = b"") -> None:
    """Answer; where nobody listens any more the process ends."""
    encoded = json.dumps(header).encode("ascii")
    try:
        answers.write(struct.pack(">I", len(encoded)))
        answers.write(encoded)
        answers.write(text)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)


def document(extracted: Extracted) -> tuple[dict[str, Any], bytes]:
    """The answer that is a document, and its text."""
    text = extracted.text.encode("utf-8")
    header = {
        "title": extracted.title,
        "media_type": extracted.media_type,
        "metadata": dict(extracted.metadata),
        "passages": [_PLACE(passage) for passage in extracted.passages],
        "moments": [_MOMENT(moment) for moment in extracted.moments],
        "bytes": len(text),
    }
    return header, text


def receive(
    answers: IO[bytes], most: int = _MOST_HEADER, most_behind: int = _MOST_TEXT
) -> tuple[dict[str, Any], bytes]:
    """The next answer; its header is of at most `most` bytes, what comes behind of `most_behind`.

    Raises:
        EOFError: the process has ended, or what it says is out of all proportion.
        ValueError: it is no JSON.
    """
    (length,) = struct.unpack(">I", _exactly(answers, 4))
    if length > most:
        raise EOFError
    header = json.loads(_exactly(answers, length))
    if not isinstance(header, dict):
        raise EOFError
    size = header.get("bytes", 0)
    if not isinstance(size, int) or not 0 <= size <= most_behind:
        raise EOFError
    return header, _exactly(answers, size)


def _exactly(answers: IO[bytes], size: int) -> bytes:
    data = answers.read(size)
    if len(data) != size:
        raise EOFError
    return data


def checked(header: dict[str, Any], data: bytes) -> Extracted:
    """The answer as a document, after looking at everything that others rely upon.

    A parser that a file has taken over may answer anything.

    Raises:
        ReadingError: the file cannot be read, or the answer is senseless.
    """
    if "error" in header:
        kind = PicturesOnlyError if header.get("pictures_only") is True else ReadingError
        lasting = header.get("lasting") is not False
        raise kind(clean_line(str(header["error"])), lasting=lasting)
    try:
        text = clean(data.decode("utf-8"))
        passages = tuple(_passages(header["passages"], len(text)))
        moments = tuple(_moments(header["moments"], len(text)))
        metadata = {
            clean_line(str(name)): value if isinstance(value, int) else clean_line(str(value))
            for name, value in header["metadata"].items()
        }
        title, media_type = clean_line(str(header["title"])), clean_line(str(header["media_type"]))
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise ReadingError(_SENSELESS) from error
    return Extracted(title, text, media_type, passages, metadata, moments)


def _passages(rows: list[list[Any]], length: int) -> Iterator[TextPassage]:
    names: dict[str | None, str | None] = {None: None}
    before = 0
    for start, end, heading, line, page, time_start, time_end, sheet, row in rows:
        if not before <= start < end <= length:
            raise ValueError
        before = end
        for name in (heading, sheet):
            if name not in names:
                names[name] = clean_line(name)
        yield TextPassage(
            start,
            end,
            names[heading],
            _optional(line, int),
            _optional(page, int),
            _optional(time_start, float),
            _optional(time_end, float),
            names[sheet],
            _optional(row, int),
        )


def _moments(rows: list[list[Any]], length: int) -> Iterator[Moment]:
    before = 0
    for start, end, time_start, time_end, channel, confidence in rows:
        if not (type(start) is int and type(end) is int and before <= start < end <= length):
            raise ValueError
        if channel not in _CHANNELS:
            raise ValueError
        begins, ends = float(time_start), float(time_end)
        if not 0 <= begins <= ends < math.inf:
            raise ValueError
        sure = _optional(confidence, float)
        if sure is not None and not 0 <= sure <= 1:
            raise ValueError
        before = end
        yield Moment(start, end, begins, ends, channel, sure)


def _optional(value: Any, kind: Callable[[Any], _Number]) -> _Number | None:
    return None if value is None else kind(value)
