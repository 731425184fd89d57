"""get_holidays_info: public holidays of a year, their days off and make-up working days.

The arrangement comes from the `holidays` package (MIT), which follows the State Council's notices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.date_expressions import Scope, refuse
from engine.tools.dates import resolve_year
from engine.tools.festivals import Festival, festival_day, find_festival
from engine.tools.observation import Observation
from engine.tools.tool import FromQuestion, tool
from engine.tools.wording import both_forms, count, dated, enumerate_en, observation, weekday

if TYPE_CHECKING:
    from holidays import HolidayBase


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """One holiday: its own day, its run of days off, the weekend days worked in exchange.

    `shared_with` are other holidays in the same run.
    """

    zh: str
    en: str
    day: date
    days_off: tuple[date, ...]
    working_days: tuple[date, ...] = ()
    shared_with: tuple[Festival, ...] = ()

    def name(self, language: Language) -> str:
        """Its main name."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """A country's holidays in a year; `arranged` when the official days off are known."""

    year: int
    arranged: bool
    holidays: tuple[PublicHoliday, ...]


def get_holidays_info(
    context: ToolContext, year: Annotated[str, FromQuestion(("now",))]
) -> Observation:
    """List China's public holidays of a year with their days off and make-up working days.

    Args:
    year: The year, as the question says it: 2026, next year, now.

    Raises ToolError when the year is not understood or before 1950 or after 2088.
    """
    found = public_holidays(resolve_year(year, context), context)
    lines = [_line(holiday, found, context.language) for holiday in found.holidays]
    if not found.arranged:
        lines.append(_unarranged(found.year, context.language))
    named: dict[str, date] = {}
    rows = []
    for holiday in found.holidays:
        for name in _names(holiday):
            named[name] = holiday.day
        rows.append(
            {
                "zh": holiday.zh,
                "en": holiday.en,
                "date": holiday.day.isoformat(),
                "days_off": [day.isoformat() for day in holiday.days_off],
                "working_days": [day.isoformat() for day in holiday.working_days],
            }
        )
    data = {"year": found.year, "arranged": found.arranged, "holidays": rows}
    return observation("get_holidays_info", {"year": year}, lines, data=data, named_dates=named)


def _names(holiday: PublicHoliday) -> Iterable[str]:
    festival = find_festival(holiday.zh)
    return (holiday.zh, holiday.en, *(festival.aliases if festival else ()))


def public_holidays(year: int, context: ToolContext, country: str = "CN") -> HolidayYear:
    """The public holidays of a country in a year.

    Raises:
        ToolError: the country or the year is not known.
    """
    scope = Scope(context.now, year, context.language)
    calendar = _CALENDARS.get(country)
    if calendar is None:
        known = ", ".join(_CALENDARS)
        refuse(
            scope,
            f"public holidays of {country} are not known, only those of {known}",
            f"没有{country}的公共假期数据，只有{known}",
        )
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        refuse(
            scope,
            f"public holidays are known for the years {_FIRST_YEAR} to {_LAST_YEAR}, not {year}",
            f"只能查询{_FIRST_YEAR}年至{_LAST_YEAR}年的公共假期，不能查询{year}年",
        )
    return calendar(year)


# In 2089 a new moon comes minutes before midnight, and the libraries' lunar calendars part.
_FIRST_YEAR, _LAST_YEAR = 1950, 2088
# In the order of a year; the last three are public holidays since 2008.
_CHINA = ("元旦", "春节", "劳动节", "国庆节", "清明节", "端午节", "中秋节")
_CHINA_SINCE_2008 = _CHINA[4:]
_SUBSTITUTED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _china(year: int) -> HolidayYear:
    from holidays import country_holidays
    from holidays.countries.china import ChinaStaticHolidays

    known = ChinaStaticHolidays.special_public_holidays
    arranged = min(known) <= year <= max(known)
    # Runs of days off cross the turn of the year.
    years = [number for number in (year - 1, year, year + 1) if number >= _FIRST_YEAR]

    def table(language: str) -> HolidayBase:
        # The language is named: otherwise labels follow the machine's locale.
        wanted = years if arranged else year
        return country_holidays("CN", years=wanted, observed=arranged, language=language)

    labels = table("zh_CN")
    own = [(festival_day(one, year), one) for one in _china_festivals(year)]
    holidays: list[PublicHoliday] = []
    for run in _runs(labels, labels.weekend_workdays, weekends=arranged):
        worked = _worked_for(run, labels)
        here = [(day, one) for day, one in own if day in run]
        for day, one in here:
            others = tuple(other for _, other in here if other is not one)
            holidays.append(PublicHoliday(one.zh, one.en, day, tuple(run), worked, others))
        if not here and run[0].year == run[-1].year == year:
            # An occasion of one year, such as the victory parade of 2015.
            day = next(day for day in run if day in labels)
            names = labels[day], table("en_US")[day]
            holidays.append(PublicHoliday(*names, day, tuple(run), worked))
    return HolidayYear(year, arranged, tuple(sorted(holidays, key=lambda one: one.day)))


_CALENDARS: Mapping[str, Callable[[int], HolidayYear]] = {"CN": _china}


def _china_festivals(year: int) -> list[Festival]:
    names = _CHINA if year >= 2008 else [name for name in _CHINA if name not in _CHINA_SINCE_2008]
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


def _line(holiday: PublicHoliday, found: HolidayYear, language: Language) -> str:
    first, last, total = holiday.days_off[0], holiday.days_off[-1], len(holiday.days_off)
    if language == "zh":
        day = holiday.day
        head = f"{found.year}年{holiday.zh}是{both_forms(day, 'zh')}，{weekday(day, 'zh')}"
        span = dated(first, "zh") if total == 1 else f"{dated(first, 'zh')}至{dated(last, 'zh')}"
        kind = "放假" if found.arranged else "为法定假日"
        line = f"{head}；{span}{kind}，共{total}天"
        if holiday.shared_with:
            line += f"（与{'、'.join(other.zh for other in holiday.shared_with)}合并）"
        if holiday.working_days:
            line += f"；{'、'.join(dated(day, 'zh') for day in holiday.working_days)}调休上班"
        return line + "。"
    head = (
        f"{holiday.en} {found.year} is on {holiday.day.isoformat()}, a {weekday(holiday.day, 'en')}"
    )
    span = dated(first, "en") if total == 1 else f"{dated(first, 'en')} to {dated(last, 'en')}"
    kind = "days off" if found.arranged else "statutory days off"
    line = f"{head}; {kind}: {span}, {count(total, 'day')}"
    if holiday.shared_with:
        line += f", together with {enumerate_en([other.en for other in holiday.shared_with])}"
    if holiday.working_days:
        days = enumerate_en([dated(day, "en") for day in holiday.working_days])
        line += f"; make-up working days: {days}"
    return line + "."


def _unarranged(year: int, language: Language) -> str:
    if language == "zh":
        aside = "（通常在前一年11月公布）" if year > 2001 else ""
        return f"本程序没有{year}年的国务院放假安排{aside}，因此以上只列法定假日，不含调休。"
    aside = " (it is usually published in November of the year before)" if year > 2001 else ""
    return (
        f"The State Council's arrangement for {year} is not known to this program{aside}, so only "
        "the statutory days are listed, without make-up working days."
    )


TOOLS = (
    tool(
        get_holidays_info,
        en="Look up the public holidays",
        zh="查询公共假期",
        returns="One line a holiday: its date, weekday, days off and make-up working days.",
    ),
)
