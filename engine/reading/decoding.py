"""Bytes of a text file to text: UTF-8, UTF-16, UTF-32, GB18030, Windows-1252; binary is refused."""

from __future__ import annotations

import codecs
import re

from engine.cleaning import clean
from engine.reading.extracted import ReadingError

# UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# Controls that text files do hold: tab, line ends, form feed, escape (colours), file end mark.
_BINARY_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x19\x1c-\x1f]")
_MOST_CONTROLS = 0.002


def decode(data: bytes) -> str:
    """The cleaned text of a file's bytes.

    Raises:
        ReadingError: the bytes are not text.
    """
    text = _decode_raw(data)
    if len(_BINARY_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise ReadingError("it is a binary file, not text")
    return clean(text)


def _decode_raw(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\x00" in data[:4096]:
        return _strictly(data, _utf16_without_mark(data))
    for encoding in ("utf-8", *_legacy_encodings(data)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError("its character encoding is not known; save it as UTF-8")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(f"it is not valid {encoding.upper()} text; save it as UTF-8") from error


def _utf16_without_mark(data: bytes) -> str:
    """Western UTF-16 has a zero in every second byte; other files with zeros are binary."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > 0.2 * len(sample) and min(even, odd) <= 2:
        return "utf-16-le" if odd > even else "utf-16-be"
    raise ReadingError("it is a binary file, not text")


def _legacy_encodings(data: bytes) -> tuple[str, ...]:
    """Chinese characters are two high bytes in GB18030 most of the time; accents stand alone."""
    runs = _HIGH_RUN.findall(data[:65536])
    high = sum(map(len, runs))
    paired = sum(len(run) for run in runs if len(run) > 1)
    return ("gb18030", "cp1252") if paired >= 0.6 * high else ("cp1252", "gb18030")
