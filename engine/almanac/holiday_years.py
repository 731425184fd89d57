"""The public holidays of any country in a year."""

from __future__ import annotations

from engine.almanac.china_holidays import FIRST_YEAR, LAST_YEAR, china_holidays
from engine.almanac.countries import CHINA, Place
from engine.almanac.holidays_of_countries import holidays_of
from engine.almanac.public_holiday import HolidayYear
from engine.events import Language
from engine.tools.observation import refuse


def public_holidays(place: Place, year: int, language: Language) -> HolidayYear:
    """The public holidays of a country, or of a part of one, in a year.

    Raises:
        ToolError: the year is not known.
    """
    if place != CHINA:
        return holidays_of(place, year, language)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        refuse(
            language,
            f"public holidays are known for the years {FIRST_YEAR} to {LAST_YEAR}, not {year}",
            f"只能查询{FIRST_YEAR}年至{LAST_YEAR}年的公共假期，不能查询{year}年",
        )
    return china_holidays(year)
