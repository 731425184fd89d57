"""Working days of a country: days that are no weekend and no public holiday, and make-up days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.almanac.countries import Place, find_place
from engine.almanac.holiday_years import public_holidays
from engine.almanac.public_holiday import HolidayYear
from engine.events import Language
from engine.tools.observation import ToolError, refuse

# A year's holidays take some milliseconds to look up.
_MOST_YEARS = 100
_NEW_YEARS_RUN = timedelta(10)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of a range, both ends included.

    `after_first` leaves the first day out, as a difference of dates does. `not_arranged` are the
    years whose official days off are not known yet, where the statutory ones were counted.
    """

    place: Place
    number: int
    after_first: int
    not_arranged: tuple[int, ...]


def count_working_days(first: date, last: date, country: str, language: Language) -> WorkingDays:
    """Count the working days from `first` to `last`, in that order.

    Raises:
        ToolError: the country is not known, or its holidays in one of the years, or there are too
            many years.
    """
    if last.year - first.year >= _MOST_YEARS:
        refuse(
            language,
            f"working days are counted over at most {_MOST_YEARS} years",
            f"工作日最多可统计{_MOST_YEARS}年",
        )
    place = find_place(country, language)
    years = [public_holidays(place, year, language) for year in range(first.year, last.year + 1)]
    known = years + _year_after(last, place, language)
    off = {day for year in known for holiday in year.holidays for day in holiday.days_off}
    worked = _worked(known)
    weekend = _weekend(place)

    def works(day: date) -> bool:
        return day in worked or (day.weekday() not in weekend and day not in off)

    length = (last - first).days + 1
    number = sum(works(first + timedelta(ahead)) for ahead in range(length))
    open_years = tuple(year.year for year in years if not year.arranged)
    return WorkingDays(place, number, number - works(first), open_years)


def _year_after(last: date, place: Place, language: Language) -> list[HolidayYear]:
    """The next year, whose New Year's run of days off may begin in this December."""
    if date(last.year, 12, 31) - last > _NEW_YEARS_RUN or last.year == date.max.year:
        return []
    try:
        return [public_holidays(place, last.year + 1, language)]
    except ToolError:
        return []


def _worked(years: list[HolidayYear]) -> set[date]:
    worked = {day for year in years for day in year.working_days}
    return worked | {day for year in years for one in year.holidays for day in one.working_days}


def _weekend(place: Place) -> set[int]:
    import holidays

    weekend: set[int] = getattr(holidays, place.country).weekend
    return weekend


def working_days_line(found: WorkingDays, ends: Sequence[str], language: Language) -> str:
    """The count as a sentence, with the years that it is not sure of."""
    first, last = ends
    if language == "zh":
        line = f"{first}至{last}（含首尾两天）{found.place.zh}的工作日共{found.number}天"
        if found.not_arranged:
            years = "、".join(f"{year}年" for year in found.not_arranged)
            line += f"；{years}的放假安排尚不知道，只按法定假日计算，不含调休"
        return line + "。"
    line = (
        f"Working days in {found.place.in_english} from {first} to {last}, both days included: "
        f"{found.number}"
    )
    if found.not_arranged:
        years = ", ".join(map(str, found.not_arranged))
        line += (
            f"; the arrangement of days off for {years} is not known, so only statutory holidays "
            "are counted there, without make-up days"
        )
    return line + "."
