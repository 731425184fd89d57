"""The part of a long sentence that a small model is shown: where it speaks of the question."""

from __future__ import annotations

import re

from engine.terms import terms

# A Chinese character says about as much as this many Latin ones.
_HAN_WIDTH = 2.5
_PIECE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u3400-\u4dbf\u4e00-\u9fff]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_MARK = "…"


def excerpt(text: str, wanted: set[str], room: int) -> str:
    """At most about `room` Latin characters of `text`, on one line, around the terms in `wanted`.

    Whole words; what is left out at either end is marked by an ellipsis.
    """
    line = " ".join(text.split())
    if _width(line) <= room:
        return line
    pieces = [(match.start(), match.end()) for match in _PIECE.finditer(line)]
    gains = [_gain(line, pieces, number, wanted) for number in range(len(pieces))]
    first, last = _window(line, pieces, gains, room)
    begin, end = pieces[first][0], pieces[last][1]
    head = _MARK if first else ""
    return f"{head}{line[begin:end]}{_MARK if last + 1 < len(pieces) else ''}"


def _width(text: str) -> float:
    han = len(_HAN.findall(text))
    return han * _HAN_WIDTH + len(text) - han


def _gain(line: str, pieces: list[tuple[int, int]], number: int, wanted: set[str]) -> int:
    """Whether a wanted term begins with this piece: a word, or a Chinese character and the next."""
    start, end = pieces[number]
    if _HAN.match(line[start:end]) and number + 1 < len(pieces):
        end = pieces[number + 1][1]
    return int(not wanted.isdisjoint(terms(line[start:end])))


def _window(
    line: str, pieces: list[tuple[int, int]], gains: list[int], room: int
) -> tuple[int, int]:
    """The first and last piece of the part that holds most, its terms in the middle of it."""
    widths = [_width(line[start:end]) + 1 - _is_han(line[start:end]) for start, end in pieces]
    best = (-1, 0, 0)
    first, width, gained = 0, 0.0, 0
    for last, (wide, gain) in enumerate(zip(widths, gains, strict=True)):
        width, gained = width + wide, gained + gain
        while width > room and first < last:
            width, gained = width - widths[first], gained - gains[first]
            first += 1
        best = max(best, (gained, -first, last))
    _, negative, last = best
    first = -negative
    held = [number for number in range(first, last + 1) if gains[number]] or [first]
    return _centred(widths, held[0], held[-1], room)


def _centred(widths: list[float], first: int, last: int, room: int) -> tuple[int, int]:
    """The part from `first` to `last` made wider on both sides, as far as there is room."""
    free = room - sum(widths[first : last + 1])
    while free > 0:
        before = widths[first - 1] if first else None
        after = widths[last + 1] if last + 1 < len(widths) else None
        if before is not None and before <= free:
            first, free = first - 1, free - before
        elif before is not None:
            before = None
        if after is not None and after <= free:
            last, free = last + 1, free - after
        elif after is not None:
            after = None
        if before is None and after is None:
            break
    return first, last


def _is_han(text: str) -> bool:
    return bool(_HAN.match(text))
