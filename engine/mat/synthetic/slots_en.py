"""What fills the slots of English phrasings.

A slot is named for what it holds; digits after the name tell two of a kind apart.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from engine.mat.synthetic import days_en, slots, weather_days_en
from engine.mat.synthetic.phrasings.en_names import (
    COUNTRIES,
    COUNTRY_HOLIDAYS,
    DEMONYMS,
    KNOWN_HOLIDAYS,
    REGIONS,
)
from engine.mat.synthetic.phrasings.en_places import PLACE_NAMES


def draw(name: str, rng: random.Random) -> str:
    """Something for the slot `name`, whose digits do not count."""
    return _MAKERS[name.rstrip("0123456789")](rng)


class Drawn(dict[str, str]):
    """Values of slots, drawn when a template needs them."""

    def __init__(self, rng: random.Random, **given: str) -> None:
        super().__init__(given)
        self._rng = rng

    def __missing__(self, name: str) -> str:
        self[name] = draw(name, self._rng)
        return self[name]


def place(rng: random.Random) -> str:
    """A place whose weather is asked for."""
    return rng.choice(PLACE_NAMES)


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "date": days_en.date_noun,
    "fixed": days_en.fixed,
    "birthday": days_en.birthday,
    "dated": days_en.with_year,
    "on": days_en.on,
    "on_fixed": days_en.on_fixed,
    "on_past": days_en.on_past,
    "on_future": days_en.on_future,
    "future": days_en.future_noun,
    "past": days_en.past_noun,
    "event": days_en.event,
    "relative": lambda rng: slots.relative_day(rng, "en"),
    "year": days_en.year,
    "month": days_en.month,
    "clock": days_en.clock,
    "place": place,
    "day": weather_days_en.weather_day,
    "noun": weather_days_en.weather_noun,
    "gone": weather_days_en.gone,
    "lunar": days_en.lunar,
    "offset": days_en.offset,
    "nth": days_en.nth,
    "known": lambda rng: rng.choice(KNOWN_HOLIDAYS),
    "today": lambda rng: "today",
    "start": days_en.past_noun,
    "end": days_en.future_noun,
    "start_on": days_en.on_past,
    "end_on": days_en.on_future,
    "holiday": lambda rng: rng.choice(slots.PUBLIC_HOLIDAYS["en"]),
    "term": lambda rng: rng.choice(slots.SOLAR_TERMS["en"]),
    "country": lambda rng: rng.choice((*COUNTRIES, *REGIONS)),
    "demonym": lambda rng: rng.choice(DEMONYMS),
    "theirs": lambda rng: rng.choice(COUNTRY_HOLIDAYS),
}
