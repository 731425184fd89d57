"""Periods as questions name them: May, last week, since March, the last seven days, 最近三天."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.dates.numerals import han_number
from engine.dates.resolving import Resolved, resolve
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

RECENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; None where it has no such end.

    `year_said` is False when the words leave the year open, as in "May".
    """

    first: date | None
    last: date | None
    year_said: bool = True

    def holds(self, day: date) -> bool:
        """Whether the day is in the period."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def a_week_earlier(self) -> Period:
        """The same days of the week before."""
        week = timedelta(7)
        return replace(
            self,
            first=None if self.first is None else self.first - week,
            last=None if self.last is None else self.last - week,
        )

    def a_year_earlier(self) -> Period:
        """The same period of the year before."""
        return replace(self, first=_back(self.first), last=_back(self.last))


def _back(day: date | None) -> date | None:
    if day is None:
        return None
    year = day.year - 1
    whole_month = day.day == monthrange(day.year, day.month)[1]
    length = monthrange(year, day.month)[1]
    return day.replace(year=year, day=length if whole_month else min(day.day, length))


_NUMBER_WORDS = {"a": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "few": 3, "four": 4}
_NUMBER_WORDS |= {"five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
_LAST_ENGLISH = re.compile(
    r"(?:in |over |during |within |from |for )?(?:the )?(?:last|past|previous) "
    rf"(?P<number>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)}) (?P<unit>day|week|month|year)s?"
)
_LAST_CHINESE = re.compile(
    r"(?:最近|近|过去)的?这?(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3}|几)?个?"
    r"(?P<unit>天|日|周|星期|礼拜|月|年)(?:内|里|以来|之内)?"
)
_RECENT = frozenset({"recently", "lately", "最近", "近来", "近期"})
_UNIT_DAYS = {"day": 1, "天": 1, "日": 1, "week": 7, "周": 7, "星期": 7, "礼拜": 7}
_UNIT_DAYS |= {"month": 30, "月": 30, "year": 365, "年": 365}
_RANGE = (
    re.compile(r"(?:between|from) (?P<first>.+?) (?:and|to|until|till|through) (?P<last>.+)"),
    re.compile(r"从?(?P<first>.+?)(?:到|至|~)(?P<last>[^到至]+?)(?:之间|期间)?"),
)
_SINCE = (re.compile(r"since (?P<day>.+)"), re.compile(r"自?从?(?P<day>.+?)(?:以来|起|至今)"))
_AFTER = (re.compile(r"after (?P<day>.+)"), re.compile(r"(?P<day>.+?)(?:之后|以后|后)"))
_BEFORE = (
    re.compile(r"(?:before|prior to) (?P<day>.+)"),
    re.compile(r"(?P<day>.+?)(?:之前|以前|前)"),
)
_UNTIL = (re.compile(r"(?:until|till|up to) (?P<day>.+)"), re.compile(r"(?:截至|直到)(?P<day>.+)"))
_OPEN = ((_SINCE, "since"), (_AFTER, "after"), (_BEFORE, "before"), (_UNTIL, "until"))
_WITHIN = re.compile(
    r"(?:(?:in|on|of|from|for|during|within|dated|at|throughout|all) )+(?P<rest>.+)"
)


def read_period(words: str, context: ToolContext) -> Period | None:
    """The period that the whole of `words` names, folded and without spaces around; else None."""
    today = context.now.date()
    if words in _RECENT:
        return Period(today - timedelta(RECENT_DAYS), today)
    for pattern in (_LAST_ENGLISH, _LAST_CHINESE):
        if found := pattern.fullmatch(words):
            return _last(found["number"], found["unit"], today)
    return _read_range(words, context) or _read_open(words, context) or _read_whole(words, context)


def _last(number: str | None, unit: str, today: date) -> Period | None:
    if number is None:
        count = 1
    elif number == "几":
        count = 3
    else:
        count = _NUMBER_WORDS.get(number) or han_number(number) or 0
    if not count:
        return None
    return Period(today - timedelta(count * _UNIT_DAYS[unit]), today)


def _read_range(words: str, context: ToolContext) -> Period | None:
    for pattern in _RANGE:
        if found := pattern.fullmatch(words):
            first, last = _resolved(found["first"], context), _resolved(found["last"], context)
            if first and last and first.first_day <= last.last_day:
                said = first.year_said or last.year_said
                return Period(first.first_day, last.last_day, said)
    return None


def _read_open(words: str, context: ToolContext) -> Period | None:
    for patterns, side in _OPEN:
        for pattern in patterns:
            found = pattern.fullmatch(words)
            day = _resolved(found["day"], context) if found else None
            if day is not None:
                return _open_period(day, side, context.now.date())
    return None


def _open_period(day: Resolved, side: str, today: date) -> Period:
    if side == "until":
        return Period(None, day.last_day)
    if side == "before":
        return Period(None, day.first_day - timedelta(1))
    first = day.first_day if side == "since" else day.last_day + timedelta(1)
    # A bare weekday is read as the coming one; what something goes on since is past.
    ahead = (first - today).days
    return Period(first - timedelta(7) if side == "since" and 0 < ahead <= 7 else first, None)


def _read_whole(words: str, context: ToolContext) -> Period | None:
    within = _WITHIN.fullmatch(words)
    rest = within["rest"] if within else words
    day = _resolved(rest.removesuffix("'s"), context)
    if day is None or day.grain in {"now", "time"}:
        return None
    return Period(day.first_day, day.last_day, day.year_said)


def _resolved(words: str, context: ToolContext) -> Resolved | None:
    try:
        return resolve(words, context)
    except (ToolError, OverflowError):
        return None
