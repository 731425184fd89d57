"""Ways to write a word so that a filter would not know it, undone.

None of these is a proof: an agreed code word passes any filter. They are what instructions that
are planted in documents ask for (base64, hex, spelled out, reversed, look-alike characters).
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

# Characters that are not seen and yet are no control characters by their category.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Invisible characters that no text of so few words needs: they may carry bits of their own.
_MOST_UNSEEN = 4
# Letters of other scripts that look like Latin ones (a selection of Unicode TS 39, confusables).
_LOOK_ALIKE = str.maketrans(
    "авекмнорстухіјѕԁԛԝһӏгпαβεηικνορτυχωϲϳɑɡıοօսһ",
    "abekmhopctyxijsdqwhlrnabeniknoptuxwcjagioouh",
)
_FOR_LETTERS = str.maketrans("013457@$!", "oieastasi")
_DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero oh 零 〇", "one 一 壹", "two 二 贰", "three 三 叁", "four 四 肆", "five 五 伍",
         "six 六 陆", "seven 七 柒", "eight 八 捌", "nine 九 玖")
    )
    for word in words.split()
}  # fmt: skip
_DIGIT_WORD = re.compile("|".join(sorted(_DIGIT_WORDS, key=len, reverse=True)))
_HEX = re.compile(r"(?:0x)?((?:[0-9a-fA-F]{2})+)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_BASE32 = re.compile(r"[A-Za-z2-7]+={0,6}")
_ESCAPES = re.compile(r"(?:%[0-9a-fA-F]{2}){3,}")
_MORSE = re.compile(r"(?:[.·•_−–-]{1,6}[\s/|]+){4,}")
_BITS = re.compile(r"(?<![0-9])[01]{8,}(?![0-9])")
_NUMBERS = re.compile(r"(?:\b\d{2,3}\b[\s,;:.-]*){4,}")
_SHORTEST_PACKED = 6
_LETTERS = 26


def plain_spelling(text: str) -> str:
    """The text in its compatibility form without characters that are not seen."""
    return unicodedata.normalize("NFKC", "".join(filter(_is_seen, text)))


def hides_characters(text: str) -> bool:
    """Whether a text holds more invisible characters than writing needs."""
    return sum(not _is_seen(character) for character in text) >= _MOST_UNSEEN


def _is_seen(character: str) -> bool:
    return character.isascii() or not (
        unicodedata.category(character) == "Cf"
        or character in _UNSEEN
        or _SELECTORS.match(character)
    )


def readings(word: str) -> Iterator[str]:
    """What one word may stand for; `word` is not folded, for base64 depends on case."""
    low = word.lower()
    yield low.translate(_LOOK_ALIKE)
    yield low.translate(_FOR_LETTERS)
    yield low[::-1]
    if low.isascii() and low.isalpha() and len(low) >= _SHORTEST_PACKED:
        yield from (_shifted(low, by) for by in range(1, _LETTERS))
    yield from unpacked(word)


def spread_readings(text: str, words: Sequence[str]) -> Iterator[str]:
    """What several words may stand for together."""
    for run in spelled(words):
        yield run
        yield run[::-1]
    for width in (2, 3):
        for start in range(len(words) - width + 1):
            yield "".join(words[start : start + width])
    digits = _DIGIT_WORD.sub(lambda match: _DIGIT_WORDS[match[0]], text.lower())
    for run in re.findall(r"\d(?:[\s,.;:/-]*\d){2,}", digits):
        yield re.sub(r"\D", "", run)
    for run in _NUMBERS.findall(text):
        yield _characters(int(number) for number in re.findall(r"\d+", run))
    yield from unpacked(re.sub(r"\s+", "", text))
    yield text[::-1]


def spelled(words: Iterable[str]) -> Iterator[str]:
    """The words that are spelled out: characters that stand alone, one after the other."""
    run = ""
    for word in (*words, ""):
        if len(word) == 1:
            run += word
            continue
        if len(run) > 1:
            yield run
        run = ""


def unpacked(word: str) -> Iterator[str]:
    """The texts that a word is the code of."""
    if "%" in word:
        yield unquote(unquote(word))
    bits = re.sub(r"\D", "", word)
    if len(word) >= 2 * _SHORTEST_PACKED and set(word) <= {"0", "1"}:
        yield _characters(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))
    if len(word) < _SHORTEST_PACKED:
        return
    match = _HEX.fullmatch(re.sub(r"[\s:-]", "", word))
    if match:
        yield from _text(bytes.fromhex(match[1]))
    if _BASE64.fullmatch(word):
        bare = word.rstrip("=").translate(str.maketrans("-_", "+/"))
        yield from _decoded(base64.b64decode, bare + "=" * (-len(bare) % 4))
    if _BASE32.fullmatch(word):
        bare = word.rstrip("=").upper()
        yield from _decoded(base64.b32decode, bare + "=" * (-len(bare) % 8))


def looks_packed(word: str) -> bool:
    """Whether a word looks like the code of something and not like one that people write."""
    bare = re.sub(r"[^0-9A-Za-z]", "", word)
    if _ESCAPES.search(word) or _BITS.search(word):
        return True
    kinds = [bool(re.search(kind, bare)) for kind in ("[a-z]", "[A-Z]", "[0-9]")]
    if len(bare) >= 16 and sum(kinds) == 3:
        return True
    if len(bare) >= 16 and kinds[2] and re.fullmatch(r"[0-9a-fA-F]+", bare) and sum(kinds) > 1:
        return True
    if len(bare) >= 12 and len(re.findall(r"[A-Za-z][0-9]|[0-9][A-Za-z]", bare)) >= 4:
        return True
    vowels = len(re.findall("[aeiouyAEIOUY]", bare))
    return len(bare) >= 10 and bare.isalpha() and vowels * 7 < len(bare)


def is_signalled(text: str) -> bool:
    """Whether a text is written in Morse signs."""
    return _MORSE.search(f"{text} ") is not None


def _shifted(word: str, by: int) -> str:
    return "".join(chr((ord(letter) - 97 + by) % _LETTERS + 97) for letter in word)


def _characters(codes: Iterator[int]) -> str:
    return "".join(chr(code) for code in codes if 32 <= code < 127)


def _decoded(decode: object, written: str) -> Iterator[str]:
    assert callable(decode)
    try:
        data = decode(written)
    except (binascii.Error, ValueError):
        return
    yield from _text(data)


def _text(data: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "utf-16-le"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.isprintable() or text.strip():
            yield text
