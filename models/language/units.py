"""The units of a text from which an argument may be copied; training and decoding share them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MAX_UNITS: Final = 200
# Han, kana and bopomofo: scripts without spaces between words. Hangul has them.
_CJK_RANGES: Final = (
    (0x3005, 0x3007), (0x3021, 0x3029), (0x3038, 0x303B), (0x3041, 0x3096), (0x309D, 0x309F),
    (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x3105, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD),
)  # fmt: skip
# Punctuation to Unicode, but part of what people write: 50%, C#, @name, R&D, /etc, it_is.
_WORD_MARKS: Final = frozenset("%‰#@&*/\\_°′″％＃＠＆")
_MORE_PUNCTUATION: Final = frozenset("`´|^~<>=｜＜＞")
# What stands between two words without white space around it: 2024-01-01~2024-03-01.
_SEPARATORS: Final = frozenset("~～–—→")
_POSSESSIVE: Final = re.compile(r"['’][sS]$")
_JOINERS: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a text that is copied whole: `text[start:end]` of the text that it came from."""

    text: str
    start: int
    end: int
    is_punctuation: bool


def span_units(text: str) -> list[Unit]:
    """Cut `text` into at most 200 units; what comes after them is left out.

    A unit is one CJK character, or a run of other characters without white space, from whose both
    ends the punctuation has been split off, each mark a unit of its own, and so has a possessive
    "'s". Dashes (not hyphens), tildes and arrows divide runs. Combining marks stay with the
    character before them. A minus sign before a digit belongs to the number.
    """
    units: list[Unit] = []
    position = 0
    while position < len(text) and len(units) < MAX_UNITS:
        start = position
        if text[position].isspace():
            position += 1
        elif text[position] in _SEPARATORS:
            position += 1
            units.append(Unit(text[start:position], start, position, is_punctuation=True))
        elif _is_cjk(text[position]):
            position = _past_marks(text, position + 1)
            units.append(Unit(text[start:position], start, position, is_punctuation=False))
        else:
            while position < len(text) and _continues_run(text, position, start):
                position += 1
            units += _split_run(text, start, position)
    return units[:MAX_UNITS]


def is_punctuation(character: str) -> bool:
    """Whether the character is split off from the ends of a word."""
    if character in _MORE_PUNCTUATION:
        return True
    return character not in _WORD_MARKS and unicodedata.category(character).startswith("P")


def _is_cjk(character: str) -> bool:
    code = ord(character)
    return code >= 0x3005 and any(low <= code <= high for low, high in _CJK_RANGES)


def _is_mark(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")


def _past_marks(text: str, position: int) -> int:
    while position < len(text) and _is_mark(text[position]):
        position += 1
    return position


def _continues_run(text: str, position: int, start: int) -> bool:
    character = text[position]
    ends = character.isspace() or character in _SEPARATORS or _is_cjk(character)
    return position == start or not ends


def _split_run(text: str, start: int, end: int) -> list[Unit]:
    first, last = start, end
    while first < end and _leads(text, first, end):
        first += 1
    while last > first and is_punctuation(text[last - 1]):
        last -= 1
    units = [Unit(text[i], i, i + 1, is_punctuation=True) for i in range(start, first)]
    if first < last:
        units += _split_possessive(text, first, last)
    units += [Unit(text[i], i, i + 1, is_punctuation=True) for i in range(last, end)]
    return units


def _split_possessive(text: str, start: int, end: int) -> list[Unit]:
    found = _POSSESSIVE.search(text[start:end])
    cut = start + found.start() if found and found.start() else end
    word = Unit(text[start:cut], start, cut, is_punctuation=False)
    return [word] if cut == end else [word, Unit(text[cut:end], cut, end, is_punctuation=True)]


def _leads(text: str, position: int, end: int) -> bool:
    """Whether the character is punctuation before a word, and not the sign of a number."""
    signs = text[position] in "-−" and position + 1 < end and text[position + 1].isdigit()
    return is_punctuation(text[position]) and not signs
