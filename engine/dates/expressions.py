"""Dates that a calendar alone explains: ISO and other numeric forms, month and day, festivals,
lunar dates, months and years. Dates that need the current time are in engine.dates.relative.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from engine.almanac.festivals import LUNAR_KINDS, festival_day, find_festival
from engine.dates.numerals import (
    EN_ORDINAL,
    EN_YEAR_WORDS,
    HAN_NUMBER,
    HAN_YEAR,
    english_ordinal,
    english_year,
    full_year,
    han_number,
)
from engine.dates.observances import find_observance
from engine.events import Language
from engine.tools.observation import refuse
from engine.tools.wording import EN_MONTHS, count

# "time" is a moment or a range of moments, "part" a part of a day, "days" any range of days.
Grain = Literal["now", "time", "part", "day", "days", "week", "month", "quarter", "year"]


class Span(NamedTuple):
    """What an expression names: first and last day (or moment), and how it was said.

    `year_said`: the year was written or follows from the words. `plain`: the words were an
    ordinary full date, so an observation need not repeat them.
    """

    first: date
    last: date
    grain: Grain
    year_said: bool = True
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression is read against; `year` is meant where none is said."""

    now: datetime
    year: int
    language: Language
    year_said: bool = False

    @property
    def today(self) -> date:
        """The current day."""
        return self.now.date()

    def in_year(self, year: int) -> Scope:
        """The same with a year that was said."""
        return Scope(self.now, year, self.language, year_said=True)


def make_day(scope: Scope, year: int, month: int, day: int) -> date:
    """A day that was written in numbers.

    Raises:
        ToolError: there is no such day; the message names it and says why.
    """
    written = f"{year:04}-{month:02}-{day:02}"
    if not 1 <= year <= 9999:
        refuse(
            scope.language,
            f"{written} is not a date: years go from 1 to 9999",
            f"{written}不是有效日期：年份应在1到9999之间",
        )
    if not 1 <= month <= 12:
        refuse(
            scope.language,
            f"{written} is not a date: there is no month {month}",
            f"{written}不是有效日期：没有{month}月",
        )
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        refuse(
            scope.language,
            f"{written} does not exist: {EN_MONTHS[month - 1]} {year} has {count(length, 'day')}",
            f"{written}不存在：{year}年{month}月只有{length}天",
        )
    return date(year, month, day)


def one_day(day: date, *, year_said: bool = True, plain: bool = False) -> Span:
    """A span of a single day."""
    return Span(day, day, "day", year_said, plain)


def month_span(scope: Scope, year: int, month: int, *, year_said: bool = True) -> Span:
    """A whole month."""
    first = make_day(scope, year, month, 1)
    return Span(first, date(year, month, monthrange(year, month)[1]), "month", year_said)


def year_span(scope: Scope, year: int) -> Span:
    """A whole year."""
    return Span(make_day(scope, year, 1, 1), date(year, 12, 31), "year")


_YEAR_FIRST = re.compile(r"([0-9]{4})(?: ?([-/.]) ?| )([0-9]{1,2})(?(2) ?\2 ?| )([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_NO_YEAR = re.compile(r"([0-9]{1,2}) ?([-/.·]) ?([0-9]{1,2})")
_YEAR_MONTH = re.compile(r"([0-9]{4}) ?[-/.] ?([0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2}) ?[-/.] ?([0-9]{4})")
_YEAR = re.compile(
    r"(?:the )?(?:calendar )?(?:year )?(?:of )?(?:公元)?"
    rf"(?:(?P<digits>[0-9]{{4}})|(?P<han>{HAN_YEAR})|(?P<words>{EN_YEAR_WORDS}))(?: ?年)?(?:全年)?"
)
# Two digits are a year where no length of time would be written so: 08年, 98年, 零八年.
_SHORT_YEAR = re.compile("([6-9][0-9]|0[0-9]|[〇零][一二三四五六七八九])年")


def read_numeric(text: str, scope: Scope) -> Span | None:
    """2026-11-20, 20261120, 03/04/2026, 3/4, 2026-11 and 2026.

    Two numbers before a year, or alone, are month and day, as in the United States, unless the
    first cannot be a month; between dots they are day and month, as in Germany.
    """
    if (found := _YEAR_FIRST.fullmatch(text)) or (found := _COMPACT.fullmatch(text)):
        year, *_, month, day = found.groups()
        return one_day(make_day(scope, int(year), int(month), int(day)), plain=True)
    if found := _YEAR_LAST.fullmatch(text):
        return _read_year_last(found, scope)
    if found := _NO_YEAR.fullmatch(text):
        return _read_without_year(found, scope)
    return _read_month_of_year(text, scope) or _read_year(text, scope)


def _read_month_of_year(text: str, scope: Scope) -> Span | None:
    if found := _YEAR_MONTH.fullmatch(text):
        return month_span(scope, int(found[1]), int(found[2]))
    if (found := _MONTH_YEAR.fullmatch(text)) and int(found[1]) <= 12:
        return month_span(scope, int(found[2]), int(found[1]))
    return None


def _read_year(text: str, scope: Scope) -> Span | None:
    if found := _YEAR.fullmatch(text):
        words = found["words"]
        year = english_year(words) if words else han_number(found["digits"] or found["han"])
        return None if words and not year else year_span(scope, year or 0)
    if found := _SHORT_YEAR.fullmatch(text):
        return year_span(scope, full_year(han_number(found[1]) or 0))
    return None


def _read_without_year(found: re.Match[str], scope: Scope) -> Span | None:
    month, day = int(found[1]), int(found[3])
    if found[2] == "." and max(month, day) <= 12:
        # A decimal, a time, or two dates: nothing says which.
        return None
    if month > 12 >= day:
        month, day = day, month
    return _yearly_day(scope, month, day)


def _read_year_last(found: re.Match[str], scope: Scope) -> Span:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year = full_year(year)
    day_first = found[2] == "." if max(first, second) <= 12 else first > 12
    month, day = (second, first) if day_first else (first, second)
    return one_day(make_day(scope, year, month, day))


MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(EN_MONTHS, 1)}
MONTH_NUMBERS |= {name[:3].lower(): number for number, name in enumerate(EN_MONTHS, 1)}
MONTH_NUMBERS |= {"sept": 9}
EN_MONTH = f"(?P<month>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\\.?"
_ENGLISH_MONTH_DAY = (
    re.compile(
        rf"(?:the )?{EN_MONTH}[ ,.\-/]{{0,2}}(?:the )?(?P<day>{EN_ORDINAL})(?: day)?(?P<year>)"
    ),
    re.compile(
        rf"(?:the )?(?P<day>{EN_ORDINAL})(?: day)?\.?(?: of |[ ,\-/]{{0,2}}){EN_MONTH}"
        r"(?:(?:,? of |[ ,/'-]{1,2})'?(?P<year>[0-9]{2}))?"
    ),
    re.compile(rf"{EN_MONTH} (?P<day>{EN_ORDINAL}),? (?:of |(?<=,) ?|')'?(?P<year>[0-9]{{2}})"),
)
_ENGLISH_MONTH = re.compile(
    rf"(?:the )?(?:month of )?{EN_MONTH}"
    r"(?: (?:of '?|')(?P<year>[0-9]{2})| (?P<late>3[2-9]|[4-9][0-9]))?"
)
_CHINESE_MONTH_DAY = re.compile(rf"({HAN_NUMBER}) ?月份?的? ?({HAN_NUMBER}) ?[日号]?")
_CHINESE_MONTH = re.compile(rf"({HAN_NUMBER}) ?月份?")
_QUARTER = re.compile(
    r"(?:the )?(?:q ?(?P<a>[1-4])(?: of)?"
    r"|(?P<b>first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) (?:quarter|qtr)(?: of)?"
    r"|第?(?P<c>[一二三四1-4])季度?)"
)


def read_yearly(text: str, scope: Scope) -> Span | None:
    """What comes once a year: month and day, a month, a quarter, a festival."""
    for reader in (_read_month_day, _read_month, _read_festival):
        if span := reader(text, scope):
            return span
    return None


def _read_month_day(text: str, scope: Scope) -> Span | None:
    month: int | None = None
    day: int | None = None
    for pattern in _ENGLISH_MONTH_DAY:
        if found := pattern.fullmatch(text):
            month, day = MONTH_NUMBERS[found["month"]], english_ordinal(found["day"])
            if day and day > 31 and _ENGLISH_MONTH.fullmatch(text):
                return None
            if found["year"] and day:
                return one_day(make_day(scope, full_year(int(found["year"])), month, day))
    if found := _CHINESE_MONTH_DAY.fullmatch(text):
        month, day = han_number(found[1]), han_number(found[2])
    if month is None or day is None:
        return None
    return _yearly_day(scope, month, day)


def _yearly_day(scope: Scope, month: int, day: int) -> Span:
    year = scope.year
    if (month, day) == (2, 29) and not scope.year_said:
        while year < 9990 and monthrange(year, 2)[1] < 29:
            year += 1
    return one_day(
        make_day(scope, year, month, day), year_said=scope.year_said, plain=scope.year_said
    )


def _read_month(text: str, scope: Scope) -> Span | None:
    month: int | None = None
    if found := _ENGLISH_MONTH.fullmatch(text):
        month = MONTH_NUMBERS[found["month"]]
        if said := found["year"] or found["late"]:
            return month_span(scope, full_year(int(said)), month)
    elif found := _CHINESE_MONTH.fullmatch(text):
        month = han_number(found[1])
    elif found := _QUARTER.fullmatch(text):
        said = next(group for group in found.groups() if group)
        quarter = 4 if said == "last" else han_number(said) or english_ordinal(said) or 1
        first = month_span(scope, scope.year, 3 * quarter - 2).first
        last = month_span(scope, scope.year, 3 * quarter).last
        return Span(first, last, "quarter", scope.year_said)
    if month is None:
        return None
    return month_span(scope, scope.year, month, year_said=scope.year_said)


def _read_festival(text: str, scope: Scope) -> Span | None:
    festival = find_festival(text) or find_observance(text)
    if festival is None:
        return None
    try:
        return one_day(festival_day(festival, scope.year), year_said=scope.year_said)
    except ValueError as error:
        by_moon = festival.rule[0] in LUNAR_KINDS
        refuse(
            scope.language,
            f"the date of {text!r} in {scope.year} is not known: {error}",
            f"无法得知{scope.year}年“{text}”的日期："
            f"{'农历与节气只能查1900年至2100年' if by_moon else '复活节只能查1583年至4099年'}",
        )
