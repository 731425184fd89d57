"""China's public holidays, from the `holidays` package (MIT), which follows the State Council.

Days off and make-up working days are known for the years whose arrangement the package has; before
and after those, the statutory days alone. It has the Tomb-Sweeping Day of 2100 on 4 April, a day
before the solar term (at 00:46 on the 5th), which is corrected here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from engine.almanac.festivals import Festival, festival_day, find_festival
from engine.almanac.public_holiday import HolidayYear, PublicHoliday

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR, LAST_YEAR = 1950, 2100
# In the order of a year; the last three are public holidays since 2008.
_NAMES = ("元旦", "春节", "劳动节", "国庆节", "清明节", "端午节", "中秋节")
_SINCE_2008 = _NAMES[4:]
_EVE, _SPRING_FESTIVAL = "农历除夕", "春节"
# What the package writes on a day that was moved or added.
_SUBSTITUTED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDED = ("休息日", "（补假）", "延长假期")
_WRONG = date(2100, 4, 4)
# The New Year's run of days off may begin this many days before it.
_BEFORE_NEW_YEAR = 5

DayKind = Literal["day_off", "statutory_holiday", "make_up_working_day", "weekend", "working_day"]


class ChinaDay(NamedTuple):
    """What a day is in China, and the holidays that make it so; `kind` is None where not known.

    A statutory holiday is one of a year without a known arrangement.
    """

    kind: DayKind | None
    holidays: tuple[PublicHoliday, ...] = ()


def arranged_years() -> tuple[int, int]:
    """The first and the last year whose arrangement is known."""
    from holidays.countries.china import ChinaStaticHolidays

    known = ChinaStaticHolidays.special_public_holidays
    return min(known), max(known)


def china_holidays(year: int) -> HolidayYear:
    """China's public holidays of a year from 1950 to 2100."""
    from holidays import country_holidays

    first, last = arranged_years()
    arranged = first <= year <= last
    # Runs of days off cross the turn of the year.
    years = [number for number in (year - 1, year, year + 1) if number >= FIRST_YEAR]

    def table(language: str) -> HolidayBase:
        # The language is named: otherwise labels follow the machine's locale.
        wanted = years if arranged else year
        return country_holidays("CN", years=wanted, observed=arranged, language=language)

    labels = table("zh_CN")
    if year == _WRONG.year and _WRONG in labels:
        labels[_WRONG + timedelta(1)] = labels.pop(_WRONG)
    own = [(festival_day(one, year), one) for one in _festivals(year)]
    holidays: list[PublicHoliday] = []
    for run in _runs(labels, labels.weekend_workdays, weekends=arranged):
        worked = _worked_for(run, labels)
        here = [(day, one) for day, one in own if day in run]
        for day, one in here:
            others = tuple(other for _, other in here if other is not one)
            statutory = _statutory(run, labels, one.zh)
            holidays.append(
                PublicHoliday(one.zh, one.en, day, tuple(run), worked, others, statutory)
            )
        if not here and run[0].year == run[-1].year == year:
            # An occasion of one year, such as the victory parade of 2015.
            day = next(day for day in run if day in labels)
            names = labels[day], table("en_US")[day]
            holidays.append(PublicHoliday(*names, day, tuple(run), worked, statutory=(day,)))
    return HolidayYear(year, arranged, tuple(sorted(holidays, key=lambda one: one.day)))


def _festivals(year: int) -> list[Festival]:
    names = _NAMES if year >= 2008 else [name for name in _NAMES if name not in _SINCE_2008]
    return [festival for name in names if (festival := find_festival(name))]


def _runs(
    labels: Mapping[date, str], worked: Container[date], *, weekends: bool
) -> list[list[date]]:
    """Runs of consecutive days off, with the weekends that join them unless those are worked."""

    def off(day: date) -> bool:
        return day in labels or (weekends and day.weekday() >= 5 and day not in worked)

    runs: list[list[date]] = []
    for day in sorted(labels):
        if runs and day <= runs[-1][-1]:
            continue
        first = last = day
        while off(first - timedelta(1)):
            first -= timedelta(1)
        while off(last + timedelta(1)):
            last += timedelta(1)
        runs.append([first + timedelta(number) for number in range((last - first).days + 1)])
    return runs


def _worked_for(run: Iterable[date], labels: Mapping[date, str]) -> tuple[date, ...]:
    """The weekend days worked in exchange, which the labels of a run's days name."""
    found = (_SUBSTITUTED.search(labels[day]) for day in run if day in labels)
    return tuple(sorted(date.fromisoformat(match[0]) for match in found if match))


def _statutory(run: Iterable[date], labels: Mapping[date, str], name: str) -> tuple[date, ...]:
    """The days of a run that the law itself names for a holiday."""
    days = []
    for day in run:
        for label in labels.get(day, "").split("; "):
            plain = not any(mark in label for mark in _ADDED)
            own = label == name or (name == _SPRING_FESTIVAL and label == _EVE)
            if plain and own:
                days.append(day)
    return tuple(days)


@lru_cache(maxsize=16)
def _days_of(year: int) -> dict[date, ChinaDay]:
    """The days of a year that holidays make days off or working days."""
    found: dict[date, ChinaDay] = {}
    for number in (year, year + 1):
        if not FIRST_YEAR <= number <= LAST_YEAR:
            continue
        known = china_holidays(number)
        off: DayKind = "day_off" if known.arranged else "statutory_holiday"
        for holiday in known.holidays:
            for day in holiday.days_off:
                _add(found, day, off, holiday)
            for day in holiday.working_days:
                _add(found, day, "make_up_working_day", holiday)
    return {day: what for day, what in found.items() if day.year == year}


def _add(found: dict[date, ChinaDay], day: date, kind: DayKind, holiday: PublicHoliday) -> None:
    others = found[day].holidays if day in found else ()
    found[day] = ChinaDay(kind, (*others, holiday))


def china_day(day: date) -> ChinaDay:
    """Whether a day is off or worked in China, as far as the arrangements are known."""
    day = date(day.year, day.month, day.day)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return ChinaDay(None)
    if special := _days_of(day.year).get(day):
        return special
    if day.year < arranged_years()[0] or is_to_be_arranged(day):
        return ChinaDay(None)
    return ChinaDay("weekend" if day.weekday() >= 5 else "working_day")


def is_to_be_arranged(day: date) -> bool:
    """Tell whether a day is after those whose arrangement is known, of a year that has holidays."""
    # The run of days off at New Year, which the next year's arrangement says, may begin before it.
    return date(arranged_years()[1], 12, 31 - _BEFORE_NEW_YEAR) < day <= date(LAST_YEAR, 12, 31)
