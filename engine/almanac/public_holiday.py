"""A public holiday, and a country's public holidays of one year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.almanac.countries import CHINA, Place
from engine.almanac.festivals import Festival
from engine.events import Language


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """One holiday: its own day, its run of days off, the weekend days worked in exchange.

    `shared_with` are other holidays in the same run. `statutory` are the days that the law names,
    without those that an arrangement or a weekend adds. `local` is the name in the country's own
    language. `observed_for` is the holiday's own day where `day` is a substitute for it.
    """

    zh: str
    en: str
    day: date
    days_off: tuple[date, ...]
    working_days: tuple[date, ...] = ()
    shared_with: tuple[Festival, ...] = ()
    statutory: tuple[date, ...] = ()
    local: str = ""
    observed_for: date | None = None

    def name(self, language: Language) -> str:
        """Its main name."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """A country's holidays in a year; `arranged` when the official days off are known.

    `working_days` are weekend days worked in exchange that no single holiday accounts for.
    `regional` when parts of the country have more holidays than these. `limits` are the first and
    the last year for which all are known, where this year is not among them.
    """

    year: int
    arranged: bool
    holidays: tuple[PublicHoliday, ...]
    place: Place = CHINA
    working_days: tuple[date, ...] = ()
    regional: bool = False
    limits: tuple[int, int] | None = None
