"""get_holidays_info: a country's public holidays of a year, with days off and make-up days."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from engine.almanac.countries import CHINA, find_place, place_in_question
from engine.almanac.festivals import festival_day, find_festival
from engine.almanac.holiday_years import public_holidays
from engine.almanac.public_holiday import HolidayYear, PublicHoliday
from engine.dates.resolving import resolve_year
from engine.tools.context import ToolContext
from engine.tools.holiday_lines import holiday_lines
from engine.tools.observation import Observation
from engine.tools.tool import ForProse, FromQuestion, tool
from engine.tools.wording import observation


def get_holidays_info(
    context: ToolContext,
    year: Annotated[str, FromQuestion(("now",), kind="date")],
    country: Annotated[str | None, ForProse()] = None,
) -> Observation:
    """List a country's public holidays of a year; China's with days off and make-up working days.

    Args:
    year: The year, as the question says it: 2026, next year, now.
    country: The country or region by name or code: Germany, 日本, US-CA; China where none is named.

    Raises ToolError when the year or the country is not understood, or not known.
    """
    if not country and (asked := place_in_question(context.question)):
        # A small model tends to leave it out.
        country = asked.code
    number = resolve_year(year, context)
    place = find_place(country, context.language)
    found = public_holidays(place, number, context.language)
    named: dict[str, date] = {}
    for holiday in found.holidays:
        for name in _names(holiday, found):
            named.setdefault(name, holiday.day)
    data = {
        "year": found.year,
        "country": found.place.code,
        "arranged": found.arranged,
        "regional": found.regional,
        "holidays": [_row(holiday) for holiday in found.holidays],
        "working_days": [day.isoformat() for day in found.working_days],
    }
    args = {"year": year, "country": country}
    lines = holiday_lines(found, context.language)
    return observation("get_holidays_info", args, lines, data=data, named_dates=named)


# The end of a name that says how it is reckoned, and another name in brackets.
_RECKONED = re.compile(r"\s*[(（](?:estimated|observed|推定|补假)[)）]$")
_OTHER_NAME = re.compile(r"(?P<one>[^()（）]+?)\s*[(（](?P<other>[^()（）]+)[)）]")
# What a country's national day is called where its own name is another one.
_NATIONAL_DAYS = {("FR", 7, 14): ("Bastille Day", "巴士底日"), ("US", 7, 4): ("national day",)}
_NATIONAL = ("国庆", "国庆节")


def _names(holiday: PublicHoliday, found: HolidayYear) -> Iterable[str]:
    """The names by which a question may mean a holiday, the main ones first."""
    own = [name for name in (holiday.zh, holiday.en, holiday.local) if name]
    if holiday.observed_for:
        return own
    for name in list(own):
        plain = _RECKONED.sub("", name)
        both = _OTHER_NAME.fullmatch(plain)
        own += [plain, *(both.groups() if both else ())]
    if found.place == CHINA:
        festival = find_festival(holiday.zh)
        return (*own, *(festival.aliases if festival else ()))
    day = holiday.day
    national = _NATIONAL_DAYS.get((found.place.country, day.month, day.day), ())
    if national or holiday.en == "National Day":
        own += [*national, *_NATIONAL]
    # Other countries' holidays share names with festivals of other days, such as Labour Day.
    for festival in filter(None, map(find_festival, list(own))):
        with contextlib.suppress(ValueError):
            if festival_day(festival, found.year) == day:
                own += [festival.zh, festival.en, *festival.aliases]
    return own


def _row(holiday: PublicHoliday) -> dict[str, Any]:
    observed_for = holiday.observed_for
    return {
        "zh": holiday.zh,
        "en": holiday.en,
        "local": holiday.local or holiday.zh,
        "date": holiday.day.isoformat(),
        "days_off": [day.isoformat() for day in holiday.days_off],
        "statutory": [day.isoformat() for day in holiday.statutory],
        "working_days": [day.isoformat() for day in holiday.working_days],
        "observed_for": observed_for.isoformat() if observed_for else None,
    }


TOOLS = (
    tool(
        get_holidays_info,
        en="Look up the public holidays",
        zh="查询公共假期",
        returns="One line a holiday: its date, weekday, days off and make-up working days.",
    ),
)
