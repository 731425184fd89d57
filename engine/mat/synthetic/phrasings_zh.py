"""Chinese phrasings of the questions that the built-in model must plan, gathered by kind."""

from __future__ import annotations

from engine.mat.synthetic.phrasings import zh_library, zh_world
from engine.mat.synthetic.phrasings.zh_calendar import CALENDAR, CALENDAR_NOW, CALENDAR_RANGE
from engine.mat.synthetic.phrasings.zh_delta import (
    DELTA,
    DELTA_SINCE,
    DELTA_UNTIL,
    TWO_FESTIVALS,
    TWO_FESTIVALS_NOW,
)
from engine.mat.synthetic.phrasings.zh_holidays import HOLIDAYS, HOLIDAYS_NOW
from engine.mat.synthetic.phrasings.zh_solar_terms import SOLAR_TERMS, SOLAR_TERMS_NOW

__all__ = [
    "CALENDAR",
    "CALENDAR_NOW",
    "CALENDAR_RANGE",
    "DELTA",
    "DELTA_SINCE",
    "DELTA_UNTIL",
    "FILLERS",
    "HOLIDAYS",
    "HOLIDAYS_NOW",
    "LIBRARY",
    "SOLAR_TERMS",
    "SOLAR_TERMS_NOW",
    "TWO_FESTIVALS",
    "TWO_FESTIVALS_NOW",
]

LIBRARY = zh_library.DOCUMENTS + zh_world.WORLD
FILLERS = zh_library.FILLERS | zh_world.FILLERS
