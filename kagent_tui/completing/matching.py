"""How well a name fits what was typed: beginnings first, then scattered letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Rank = tuple[int, int, int]

_WORD_STARTS = re.compile(r"(?:^|[\W_])(?=\w)")


def match(query: str, name: str) -> Rank | None:
    """The smaller the better; None where the letters of `query` are not in `name` in this order."""
    query, name = query.casefold(), name.casefold()
    if name.startswith(query):
        return (0 if name == query else 1, 0, len(name))
    start = name.find(query)
    if start >= 0:
        begins_a_word = not (name[start - 1].isalnum() and name[start].isalnum())
        return (2 if begins_a_word else 3, start, len(name))
    spread = _spread(query, name)
    return None if spread is None else (4, spread, len(name))


def best(
    query: str, items: Iterable[Item], names: Callable[[Item], Iterable[str]], most: int
) -> list[Item]:
    """The items that fit, best first by the best of their names; of equals, the earlier first.

    Where nothing was typed, the first ones in their own order.
    """
    if not query:
        return list(islice(items, most))
    found: list[tuple[Rank, int, Item]] = []
    for place, item in enumerate(items):
        ranks = [rank for name in names(item) if (rank := match(query, name)) is not None]
        if ranks:
            found.append((min(ranks), place, item))
    found.sort(key=lambda entry: entry[:2])
    return [item for _, _, item in found[:most]]


def _spread(query: str, name: str) -> int | None:
    """How far the letters lie apart, the first one taken where a word begins if it can be."""
    starts = [found.end() for found in _WORD_STARTS.finditer(name)]
    beginnings = [start for start in starts if name.startswith(query[:1], start)]
    first = name.find(query[:1])
    candidates = beginnings if first < 0 else [*beginnings, first]
    spreads = [end - start for start in candidates if (end := _end(query, name, start)) is not None]
    return min(spreads, default=None)


def _end(query: str, name: str, start: int) -> int | None:
    """Where the last letter of `query` is found when one begins at `start`."""
    place = start
    for letter in query:
        place = name.find(letter, place) + 1
        if not place:
            return None
    return place
