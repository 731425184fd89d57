"""The numbers that a question says, and which of them an argument's name stands next to.

"3 baths and two beds" says the numbers of beds and of baths in so many words, so that a small model
need not guess them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.dates.numerals import english_number, han_number
from models.language.units import Unit, span_units

_DIGITS = re.compile(r"(?<![A-Za-z0-9_.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![0-9])")
_HAN_DIGITS = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_SIGNS = "-−"
# They count in "a week ago", not in "a room".
_ARTICLES = frozenset({"a", "an"})
# Parts of names that say nothing of what is counted; "a" is an article in most questions.
_EMPTY = frozenset({"number", "num", "no", "of", "the", "in", "per", "a", "an", "to", "value"})
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Words between a name and its number, where marks join or part them; how many are too many.
_MARK = 1.5
_MARKS = {".": 4.0, "?": 4.0, "!": 4.0, ";": 4.0, "=": 0.5, ":": 0.5, "(": 0.5, '"': 0.5}
_TOO_FAR = 4.0
# More would take long to try out, and are guessed as well by the model.
_MOST_TRIED = 6
_LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A number as JSON writes it, and where the question says it."""

    text: str
    start: int
    end: int


def located_numbers(text: str, *, whole: bool) -> list[SaidNumber]:
    """The numbers that a text says, in digits or in words, in its order."""
    found: list[SaidNumber] = []
    for match in _DIGITS.finditer(text):
        digits = match[0].replace(",", "")
        before = text[: match.start()]
        negative = before[-1:] in _SIGNS and before[-1:] and not before[-2:-1].strip()
        number = ("-" if negative else "") + _plain(digits)
        if not whole or "." not in number:
            found.append(SaidNumber(number, match.start(), match.end()))
    for match in _HAN_DIGITS.finditer(text):
        read = han_number(match[0])
        if read is not None:
            found.append(SaidNumber(str(read), match.start(), match.end()))
    for unit in span_units(text):
        word = unit.text.casefold()
        spoken = english_number(word) if word.isascii() and word not in _ARTICLES else None
        if spoken is not None and unit.start not in {number.start for number in found}:
            found.append(SaidNumber(str(spoken), unit.start, unit.end))
    return sorted(found, key=lambda number: (number.start, number.text))


def numbers_said(text: str, *, whole: bool) -> list[str]:
    """The numbers that a text says, as JSON writes them; each once."""
    return list(dict.fromkeys(number.text for number in located_numbers(text, whole=whole)))


def named_numbers(kinds: Mapping[str, str], goal: str) -> dict[str, str]:
    """For each numeric argument whose name stands next to a number in the question, that number.

    No number is given to two arguments, and all are as near to their names as can be together.

    Args:
        kinds: "integer" or "number", by the argument's name.
        goal: The question.
    """
    said = located_numbers(goal, whole=False)[: 2 * _MOST_TRIED]
    units = span_units(goal)
    rows: dict[str, list[tuple[float, int]]] = {}
    for name, kind in kinds.items():
        near = [
            (distance, number)
            for number, one in enumerate(said)
            if (kind == "number" or "." not in one.text)
            and (distance := _distance(name, one, units)) <= _TOO_FAR
        ]
        if near and len(rows) < _MOST_TRIED:
            rows[name] = sorted(near)
    _, found = _nearest(list(rows.items()), frozenset())
    return {name: said[number].text for name, number in found.items()}


def _nearest(
    rows: Sequence[tuple[str, Sequence[tuple[float, int]]]], taken: frozenset[int]
) -> tuple[float, dict[str, int]]:
    """The numbers of the arguments with the least distance in all."""
    if not rows:
        return 0.0, {}
    (name, near), *rest = rows
    cost, best = _nearest(rest, taken)
    cost += 2 * _TOO_FAR
    for distance, number in near:
        if number not in taken:
            further, others = _nearest(rest, taken | {number})
            if distance + further < cost:
                cost, best = distance + further, {name: number, **others}
    return cost, best


def _distance(name: str, number: SaidNumber, units: Sequence[Unit]) -> float:
    """How far the words of a name are from a number, on average."""
    parts = [part.casefold() for part in _NAME_PARTS.findall(name)]
    words = [part for part in parts if part not in _EMPTY and not part.isdigit()]
    if not words:
        return 2 * _TOO_FAR
    return sum(_to_word(word, number, units) for word in words) / len(words)


def _to_word(word: str, number: SaidNumber, units: Sequence[Unit]) -> float:
    farthest = 2 * _TOO_FAR
    near = [
        _between(unit, number, units) for unit in units if _is_meant(word, unit.text.casefold())
    ]
    return min([*near, farthest])


def _is_meant(word: str, said: str) -> bool:
    """Whether a word of a question is that of a name: "bedrooms" for "bed", "liter" or "liters"."""
    if word == said:
        return True
    shorter, longer = sorted((word.rstrip("s"), said.rstrip("s")), key=len)
    return len(shorter) >= _LEAST_STEM and longer.startswith(shorter)


def _between(unit: Unit, number: SaidNumber, units: Sequence[Unit]) -> float:
    """1 for neighbours, and more for each word and each mark between them."""
    start, end = min(unit.end, number.end), max(unit.start, number.start)
    steps = 1.0
    for other in units:
        if start <= other.start and other.end <= end:
            steps += _MARKS.get(other.text, _MARK) if other.is_punctuation else 1.0
    return steps


def _plain(digits: str) -> str:
    """Digits without the leading zeros that JSON forbids."""
    whole, point, rest = digits.partition(".")
    return (whole.lstrip("0") or "0") + point + rest
