"""The time zone of the place whose clock a question asks for: what time is it in Lima, 东京几点."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.dates.time_zones import Zone, find_zone
from engine.dates.zone_names import AMBIGUOUS, FIXED

_MOST_WORDS = 4
_OFFSET = re.compile(r"\b(?:utc|gmt)[+-][0-9]{1,2}(?::[0-9]{2})?\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:in|at|for|time|date|and|or|vs) +(?:the +)?(?=[a-z])", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?<= )(?:local |current )?(?:time|date|now)\b|'s (?:time|date)\b", re.IGNORECASE
)
_WORDS = re.compile(r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*)*")
_HAN = re.compile("[\u3400-\u9fff]+")
_LONGEST_HAN = 6
# Zones of the tz database, or parts of a country, that begin the names of other places.
_NO_PLACES = frozenset(
    ["south", "north", "center", "central", "eastern", "mountain", "pacific", "troll"]
)
# ET and IST are zones, "et" and "ist" are words.
_WRITTEN_LARGE = frozenset(FIXED) | {"et", "ct", "mt", "pt"}
# What may follow a short name in small letters: "in la now", and no "La Plata".
_ENDS = frozenset(["now", "right", "please", "pls", "today", "at", "rn", "currently", "and"])


class ZoneInText(NamedTuple):
    """A zone and the words that name it."""

    written: str
    zone: Zone


def zone_in(text: str) -> ZoneInText | None:
    """The only zone that `text` names; None where it names none, or several.

    Raises:
        ZoneInfoNotFoundError: this machine has no time zone database.
    """
    found = [*_english(text), *_chinese(text)]
    labels = {one.zone.label for one in found}
    return found[0] if len(labels) == 1 else None


def _english(text: str) -> Iterator[ZoneInText]:
    for offset in _OFFSET.finditer(text):
        if zone := find_zone(offset[0]):
            yield ZoneInText(offset[0], zone)
    left = _OFFSET.sub("", text)
    for place in _AFTER.finditer(left):
        words = _words(left[place.end() :], first=True)
        yield from _first_known(
            words[:size]
            for size in range(min(_MOST_WORDS, len(words)), 0, -1)
            if _stands_alone(words, size)
        )
    for place in _BEFORE.finditer(left):
        words = _words(left[: place.start()].rstrip(), first=False)
        yield from _first_known(
            words[-size:] for size in range(min(_MOST_WORDS, len(words)), 0, -1)
        )


def _stands_alone(words: list[str], size: int) -> bool:
    """Whether the first words can be a place, and not the beginning of another's name."""
    if size > 1:
        return True
    if words[0].lower() in _NO_PLACES:
        return False
    return len(words[0]) > 3 or len(words) == 1 or words[1].lower() in _ENDS


def _words(text: str, *, first: bool) -> list[str]:
    """The words that begin or end a text, up to what is no word."""
    runs = list(_WORDS.finditer(text))
    if not runs:
        return []
    run = runs[0] if first else runs[-1]
    if (run.start() if first else len(text) - run.end()) > 0:
        return []
    return run[0].split(" ")


def _first_known(candidates: Iterator[list[str]]) -> Iterator[ZoneInText]:
    for words in candidates:
        name = " ".join(words).removesuffix("'s").rstrip(".")
        lowered = name.lower()
        small = lowered in _WRITTEN_LARGE and not name.isupper()
        if not name or small or lowered in AMBIGUOUS:
            continue
        if zone := find_zone(name):
            yield ZoneInText(name, zone)
            return


def _chinese(text: str) -> Iterator[ZoneInText]:
    for run in _HAN.finditer(text):
        start = 0
        while start < len(run[0]):
            size = _known_size(run[0][start:])
            if size:
                name = run[0][start : start + size]
                if zone := find_zone(name):
                    yield ZoneInText(name, zone)
            start += size or 1


def _known_size(text: str) -> int:
    """How many of the first characters are the name of a zone; the longest."""
    for size in range(min(_LONGEST_HAN, len(text)), 1, -1):
        if find_zone(text[:size]):
            return size
    return 0
