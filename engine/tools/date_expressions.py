"""Dates that a calendar alone explains: ISO and other numeric forms, month and day, festivals,
lunar dates, months and years. Dates that need the current time are in relative_dates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, NoReturn

from engine.events import Language
from engine.tools.festivals import festival_day, find_festival
from engine.tools.lunar import LunarDate, from_lunar, to_lunar
from engine.tools.numerals import EN_ORDINAL, HAN_NUMBER, HAN_YEAR, english_ordinal, han_number
from engine.tools.observation import ToolError
from engine.tools.wording import EN_MONTHS, count

Grain = Literal["now", "time", "day", "week", "month", "quarter", "year"]


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


def refuse(scope: Scope, en: str, zh: str) -> NoReturn:
    """Say in the answer's language what is wrong with an expression.

    Raises:
        ToolError: always, of kind invalid_argument.
    """
    raise ToolError("invalid_argument", zh if scope.language == "zh" else en)


def make_day(scope: Scope, year: int, month: int, day: int) -> date:
    """A day that was written in numbers.

    Raises:
        ToolError: there is no such day; the message names it and says why.
    """
    written = f"{year:04}-{month:02}-{day:02}"
    if not 1 <= year <= 9999:
        refuse(
            scope,
            f"{written} is not a date: years go from 1 to 9999",
            f"{written}不是有效日期：年份应在1到9999之间",
        )
    if not 1 <= month <= 12:
        refuse(
            scope,
            f"{written} is not a date: there is no month {month}",
            f"{written}不是有效日期：没有{month}月",
        )
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        refuse(
            scope,
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
_NO_YEAR = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})")
_YEAR_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_YEAR = re.compile(
    rf"(?:the )?(?:year )?(?:of )?(?:公元)?(?:([0-9]{{4}})|({HAN_YEAR}))(?: ?年)?(?:全年)?"
)


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
        month, day = int(found[1]), int(found[2])
        if month > 12 >= day:
            month, day = day, month
        return one_day(make_day(scope, scope.year, month, day), year_said=scope.year_said)
    if found := _YEAR_MONTH.fullmatch(text):
        return month_span(scope, int(found[1]), int(found[2]))
    if found := _YEAR.fullmatch(text):
        return year_span(scope, han_number(found[1] or found[2]) or 0)
    return None


def _read_year_last(found: re.Match[str], scope: Scope) -> Span:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        # The pivot of POSIX strptime.
        year += 1900 if year >= 69 else 2000
    day_first = found[2] == "." if max(first, second) <= 12 else first > 12
    month, day = (second, first) if day_first else (first, second)
    return one_day(make_day(scope, year, month, day))


_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(EN_MONTHS, 1)}
_MONTH_NUMBERS |= {name[:3].lower(): number for number, name in enumerate(EN_MONTHS, 1)}
_MONTH_NUMBERS |= {"sept": 9}
_MONTH = f"(?P<month>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\\.?"
_ENGLISH_MONTH_DAY = (
    re.compile(rf"(?:the )?{_MONTH}[ ,.\-/]{{0,2}}(?:the )?(?P<day>{EN_ORDINAL})(?: day)?"),
    re.compile(rf"(?:the )?(?P<day>{EN_ORDINAL})(?: day)?\.?(?: of |[ ,\-/]?){_MONTH}"),
)
_ENGLISH_MONTH = re.compile(rf"(?:the )?(?:month of )?{_MONTH}")
_CHINESE_MONTH_DAY = re.compile(rf"({HAN_NUMBER}) ?月份?的? ?({HAN_NUMBER}) ?[日号]?")
_CHINESE_MONTH = re.compile(rf"({HAN_NUMBER}) ?月份?")
_QUARTER = re.compile(
    r"(?:the )?(?:q ?(?P<a>[1-4])"
    r"|(?P<b>first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarter(?: of)?"
    r"|第?(?P<c>[一二三四1-4])季度?)"
)


def read_yearly(text: str, scope: Scope) -> Span | None:
    """What comes once a year: month and day, a month, a quarter, a festival, a lunar date."""
    for reader in (_read_month_day, _read_month, _read_lunar, _read_festival):
        if span := reader(text, scope):
            return span
    return None


def _read_month_day(text: str, scope: Scope) -> Span | None:
    month: int | None = None
    day: int | None = None
    for pattern in _ENGLISH_MONTH_DAY:
        if found := pattern.fullmatch(text):
            month, day = _MONTH_NUMBERS[found["month"]], english_ordinal(found["day"])
    if found := _CHINESE_MONTH_DAY.fullmatch(text):
        month, day = han_number(found[1]), han_number(found[2])
    if month is None or day is None:
        return None
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
        month = _MONTH_NUMBERS[found["month"]]
    elif found := _CHINESE_MONTH.fullmatch(text):
        month = han_number(found[1])
    elif found := _QUARTER.fullmatch(text):
        said = next(group for group in found.groups() if group)
        quarter = han_number(said) or english_ordinal(said) or 1
        first = month_span(scope, scope.year, 3 * quarter - 2).first
        last = month_span(scope, scope.year, 3 * quarter).last
        return Span(first, last, "quarter", scope.year_said)
    if month is None:
        return None
    return month_span(scope, scope.year, month, year_said=scope.year_said)


def _read_festival(text: str, scope: Scope) -> Span | None:
    festival = find_festival(text)
    if festival is None:
        return None
    try:
        return one_day(festival_day(festival, scope.year), year_said=scope.year_said)
    except ValueError as error:
        _refuse_year(text, scope, str(error))


def _refuse_year(text: str, scope: Scope, reason: str) -> NoReturn:
    refuse(
        scope,
        f"the date of {text!r} in {scope.year} is not known: {reason}",
        f"无法得知{scope.year}年“{text}”的日期：农历与节气数据只覆盖1900年至2100年",
    )


_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_CALENDAR_NAME = "(?P<calendar>(?:中国)?(?:农历|阴历|旧历|夏历) ?的?)?"
_CHINESE_LUNAR = re.compile(
    rf"{_CALENDAR_NAME}(?P<leap>闰)?(?P<month>[正冬腊]|[0-9]{{1,2}}|十?[一二三四五六七八九十])月"
    r"(?P<new>初|廿)?(?P<day>[0-9]{1,2}|[〇零一二两三四五六七八九十廿卅]{0,3})[日号]?"
)
_ENGLISH_LUNAR = (
    re.compile(
        rf"(?:the )?(?P<day>{EN_ORDINAL})(?: day)? of (?:the )?"
        rf"(?P<leap>leap )?(?P<month>{EN_ORDINAL})"
        r" (?:lunar month|month of the (?:chinese )?lunar (?:calendar|year))"
    ),
    re.compile(
        rf"(?:the )?(?P<leap>leap )?(?P<month>{EN_ORDINAL}) lunar month,? (?:the )?"
        rf"(?:day )?(?P<day>{EN_ORDINAL})(?: day)?"
    ),
    re.compile(
        r"(?:the )?(?:chinese )?lunar (?:calendar )?(?P<leap>leap )?"
        rf"(?:{_MONTH} |(?P<number>[0-9]{{1,2}})[-/])(?P<day>{EN_ORDINAL})"
    ),
)


def _read_lunar(text: str, scope: Scope) -> Span | None:
    parts = _chinese_lunar_parts(text) or _english_lunar_parts(text)
    if parts is None:
        return None
    month, day, leap = parts
    year = scope.year
    if not scope.year_said and year == scope.now.year:
        current = to_lunar(scope.today)
        year = current.year if current else year
    try:
        found = from_lunar(LunarDate(year, month, day, leap))
    except ValueError:
        refuse(
            scope,
            f"there is no lunar date {text!r} in the lunar year {year} "
            "(lunar years 1900 to 2100 are known)",
            f"农历{year}年没有“{text}”这一天（可查农历1900年至2100年）",
        )
    return one_day(found, year_said=scope.year_said)


def _chinese_lunar_parts(text: str) -> tuple[int, int, bool] | None:
    found = _CHINESE_LUNAR.fullmatch(text)
    if not found or not (found["day"] or found["new"]):
        return None
    month_word = found["month"]
    said_lunar = found["calendar"] or found["leap"] or found["new"] or month_word in _LUNAR_MONTHS
    if not said_lunar:
        return None
    month = _LUNAR_MONTHS.get(month_word) or han_number(month_word)
    tens = 20 if found["new"] == "廿" else 0
    day = han_number(found["day"]) if found["day"] else 0
    if month is None or day is None:
        return None
    return month, tens + day, bool(found["leap"])


def _english_lunar_parts(text: str) -> tuple[int, int, bool] | None:
    for pattern in _ENGLISH_LUNAR:
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            month_word = groups.get("number") or groups["month"]
            month = _MONTH_NUMBERS.get(month_word) or english_ordinal(month_word)
            day = english_ordinal(groups["day"])
            if month is not None and day is not None:
                return month, day, bool(groups["leap"])
    return None
