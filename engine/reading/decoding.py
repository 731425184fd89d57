"""Bytes of a text file to text; binary is refused.

Told apart: UTF-8, UTF-16, UTF-32, GB18030, Big5, Shift-JIS and Windows-1252.
"""

from __future__ import annotations

import codecs
import re

from engine.cleaning import clean
from engine.reading.extracted import ReadingError

# UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# So many bytes tell the encoding.
SAMPLE = 65536
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# Controls that text files do hold: tab, line ends, form feed, escape (colours), file end mark.
_BINARY_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x19\x1c-\x1f]")
_MOST_CONTROLS = 0.002
# Frequent characters of written Chinese, simplified and traditional: four in ten of any text are
# among them, hardly one of the characters that the wrong encoding gives.
_FREQUENT = frozenset(
    "的年为一在是中有于大国学以人后个和上时会月地与成不及行日出线作其部本分之主长名生用发公了下"
    "西体而他物站球文被东可斯前家至等到子多位海电由道港区方三亚同来所队南现动台小因称最代自第要"
    "路政化外车任建北也新种目入内加这法经设色并此对或得事天开但特工高期式都过军水王市员美里两原"
    "当立场士语音理司間國為於後與會時東來個對這們機經從發灣臺軍說還沒過開關書長學區現點業實進電"
    "我你她们说就没很想看好吧呢吗什么样还给把让能您请二四五六七八九十元只每次去起回那些么嗎給讓樣"
)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
# Half-width katakana and private characters are what Chinese bytes look like in other encodings.
_UNLIKELY = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")
_MULTIBYTE = ("gb18030", "big5hkscs", "cp932")
# The least share of telling characters at which a multi-byte encoding is believed.
_CONVINCING = 0.12


def decode(data: bytes) -> str:
    """The cleaned text of a file's bytes.

    Raises:
        ReadingError: the bytes are not text.
    """
    return clean(decode_raw(data))


def decode_raw(data: bytes) -> str:
    """The text of a file's bytes, to be cleaned piece by piece after it has been parsed.

    Raises:
        ReadingError: the bytes are not text.
    """
    encoding = detect(data[:SAMPLE], whole=len(data) <= SAMPLE)
    if any(encoding == marked for _, marked in _MARKS):
        return _strictly(data, encoding)
    text = _strictly(data, encoding) if b"\x00" in data[:4096] else _patiently(data, encoding)
    if len(_BINARY_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise ReadingError("it is a binary file, not text")
    return text


def detect(sample: bytes, *, whole: bool = False) -> str:
    """The encoding of a text by its first bytes (`whole`: all of them), as Python names it.

    A byte order mark at the beginning is taken off by the encoding that is returned for it.

    Raises:
        ReadingError: the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\x00" in sample[:4096]:
        return _utf16_without_mark(sample)
    if _decodes(sample, "utf-8", whole) is not None:
        return "utf-8"
    return _legacy_encoding(sample, whole)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(f"it is not valid {encoding.upper()} text; save it as UTF-8") from error


def _patiently(data: bytes, encoding: str) -> str:
    """The text in `encoding`, or in another one if the file goes on otherwise than it began."""
    for candidate in dict.fromkeys((encoding, "utf-8", "gb18030", "cp1252")):
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise ReadingError("its character encoding is not known; save it as UTF-8")


def _decodes(sample: bytes, encoding: str, whole: bool) -> str | None:
    """The sample in `encoding`; its last character may be cut off unless it is `whole`."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample, whole)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> str:
    """Western UTF-16 has a zero in every second byte; other files with zeros are binary."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > 0.2 * len(sample) and min(even, odd) <= 2:
        return "utf-16-le" if odd > even else "utf-16-be"
    raise ReadingError("it is a binary file, not text")


def _legacy_encoding(sample: bytes, whole: bool) -> str:
    best, encoding = _CONVINCING, ""
    for candidate in _MULTIBYTE:
        text = _decodes(sample, candidate, whole)
        share = 0.0 if text is None else _telling_share(text, candidate)
        if share > best:
            best, encoding = share, candidate
    if encoding:
        return encoding
    # Too few characters to tell: Chinese ones are two high bytes most of the time, accents one.
    runs = _HIGH_RUN.findall(sample)
    high = sum(map(len, runs))
    paired = sum(len(run) for run in runs if len(run) > 1)
    first, second = ("gb18030", "cp1252") if paired >= 0.6 * high else ("cp1252", "gb18030")
    return first if _decodes(sample, first, whole) is not None else second


def _telling_share(text: str, encoding: str) -> float:
    """The share, among characters beyond ASCII, of those that its language is full of."""
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    if encoding == "cp932":
        telling = len(_KANA.findall(text))
    else:
        telling = sum(character in _FREQUENT for character in foreign)
    return (telling - len(_UNLIKELY.findall(text))) / len(foreign)
