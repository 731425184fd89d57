"""A weekday beside a date: Fri, Jul 18; Tuesday the 19th; 3月11日周五. The two have to agree."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NoReturn

from engine.dates.clock_ranges import Read
from engine.dates.durations import read_amounts
from engine.dates.expressions import Scope, Span, one_day
from engine.dates.numerals import EN_COUNT, EN_ORDINAL, english_number, english_ordinal
from engine.dates.offsets import shift
from engine.dates.relative import EN_WEEKDAY, WEEKDAY_NUMBERS, shift_days, shift_months
from engine.tools.observation import refuse
from engine.tools.wording import weekday

_ZH_DAY = "(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
_PREFIX = (
    re.compile(rf"(?:this )?(?P<day>{EN_WEEKDAY})\.?,? (?P<rest>(?:the |\()?.*)"),
    re.compile(rf"{_ZH_DAY}[ ,]*(?P<rest>.+)"),
)
_SUFFIX = (
    re.compile(rf"(?P<rest>.*[0-9a-z]),? ?(?P<day>{EN_WEEKDAY})\.?"),
    re.compile(rf"(?P<rest>.*[日号0-9])[ ,]*{_ZH_DAY}"),
)
_BARE_DAY = re.compile(rf"(?:the |on )*(?P<day>{EN_ORDINAL})")
_RELATIVE = re.compile(r"ago|from now|later|week|month|year|next|last|this|day|before|after")
_MONTHS_AHEAD = 24
_COUNTED = re.compile(
    rf"(?P<count>{EN_COUNT}) (?P<day>{EN_WEEKDAY})s? (?P<side>from now|from today|hence|later|ago)"
)
_WEEKS = re.compile(
    rf"(?P<day>{EN_WEEKDAY}),? (?P<length>.+?) (?P<side>from now|from today|hence|later|ago)"
)


def read_weekday_date(text: str, scope: Scope, read: Read) -> Span | None:
    """A weekday and a date that `read` reads.

    A bare day of the month is that of the next month in which it falls on the weekday. Without a
    year, the date is of this, the next or the last year, whichever agrees.

    Raises:
        ToolError: the date falls on another weekday.
    """
    if span := _read_counted(text, scope):
        return span
    for pattern in (*_PREFIX, *_SUFFIX):
        if not (found := pattern.fullmatch(text)):
            continue
        rest = found["rest"].strip(" (),")
        wanted = WEEKDAY_NUMBERS[found["day"]]
        bare = _BARE_DAY.fullmatch(rest) if pattern in _PREFIX else None
        if bare and (day := english_ordinal(bare["day"])):
            return _next_month(day, wanted, scope)
        if _RELATIVE.search(rest):
            continue
        span = read(rest, scope)
        if span and span.grain == "day" and span.first == span.last:
            return _agreeing(rest, span, wanted, scope, read)
    return None


def _next_month(day: int, wanted: int, scope: Scope) -> Span | None:
    opening = scope.today.replace(day=1)
    for ahead in range(_MONTHS_AHEAD):
        month = shift_months(scope, opening, ahead)
        if day <= monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if found.weekday() == wanted:
                return one_day(found)
    return None


def _agreeing(rest: str, span: Span, wanted: int, scope: Scope, read: Read) -> Span:
    """The span, or that of the next or the last year which falls on the weekday."""
    if span.first.weekday() == wanted:
        return span
    years = () if span.year_said else (scope.year + 1, scope.year - 1)
    others = (read(rest, scope.in_year(year)) for year in years if 1 < year < 9999)
    agreeing = next((one for one in others if one and one.first.weekday() == wanted), None)
    if agreeing is None:
        _refuse_weekday(span.first, wanted, scope)
    return agreeing


def _refuse_weekday(day: date, wanted: int, scope: Scope) -> NoReturn:
    said = date(2024, 1, 1) + timedelta(wanted)
    refuse(
        scope.language,
        f"{day.isoformat()} is a {weekday(day, 'en')}, not a {weekday(said, 'en')}",
        f"{day.isoformat()}是{weekday(day, 'zh')}，不是{weekday(said, 'zh')}",
    )


def _read_counted(text: str, scope: Scope) -> Span | None:
    """Two Sundays from now; Monday two weeks from now."""
    if found := _COUNTED.fullmatch(text):
        count, wanted = english_number(found["count"]), WEEKDAY_NUMBERS[found["day"]]
        if not count:
            return None
        if found["side"] == "ago":
            back = (scope.today.weekday() - wanted) % 7 or 7
            return one_day(shift_days(scope, scope.today, -back - 7 * (count - 1)))
        ahead = (wanted - scope.today.weekday()) % 7 or 7
        return one_day(shift_days(scope, scope.today, ahead + 7 * (count - 1)))
    if found := _WEEKS.fullmatch(text):
        amounts = read_amounts(found["length"])
        if not amounts or not all(unit in ("week", "fortnight") for _, unit in amounts):
            return None
        near = shift(scope.today, amounts, -1 if found["side"] == "ago" else 1, scope).first
        ahead = WEEKDAY_NUMBERS[found["day"]] - near.weekday()
        return one_day(shift_days(scope, near, ahead))
    return None
