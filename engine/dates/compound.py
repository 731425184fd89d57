"""Dates that are said by way of others: the end of May, 10 days after Christmas, 春节前一天."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from engine.dates.durations import read_amounts
from engine.dates.expressions import Scope, Span, one_day, read_yearly
from engine.dates.numerals import EN_ORDINAL, HAN_NUMBER, english_ordinal, han_number
from engine.dates.offsets import shift
from engine.dates.relative import EN_WEEKDAY, WEEKDAY_NUMBERS, ZH_WEEKDAY

# Reads an expression that stands inside another.
Inner = Callable[[str], Span | None]


def read_compound(text: str, scope: Scope, inner: Inner) -> Span | None:
    """Read an expression that contains another, which `inner` reads."""
    return (
        _read_nth_weekday(text, inner)
        or _read_edge(text, inner)
        or _read_nearest(text, scope)
        or _read_around(text, scope, inner)
    )


_NTH_WEEKDAY = (
    re.compile(
        rf"(?:the )?(?P<which>{EN_ORDINAL}|last) (?P<day>{EN_WEEKDAY})"
        r"(?: (?:of|in) (?P<period>.{1,40}))?"
    ),
    re.compile(rf"(?P<period>.{{0,20}}?)的?(?:第(?P<which>{HAN_NUMBER})|最后一)个?{ZH_WEEKDAY}"),
)


def _read_nth_weekday(text: str, inner: Inner) -> Span | None:
    for pattern in _NTH_WEEKDAY:
        if not (found := pattern.fullmatch(text)):
            continue
        which = found["which"] or "last"
        if which == "last" and not found["period"]:
            return None
        number = 0 if which == "last" else english_ordinal(which) or han_number(which) or 99
        period = inner(found["period"] or "this month")
        if period is None or period.grain not in {"month", "quarter", "year"}:
            return None
        day = _nth_weekday(period, WEEKDAY_NUMBERS[found["day"]], number)
        return one_day(day, year_said=period.year_said) if day else None
    return None


def _nth_weekday(period: Span, weekday: int, number: int) -> date | None:
    """`number` counts from 1; 0 is the last."""
    if number == 0:
        return period.last - timedelta((period.last.weekday() - weekday) % 7)
    ahead = (weekday - period.first.weekday()) % 7 + 7 * (number - 1)
    if ahead > (period.last - period.first).days:
        return None
    return period.first + timedelta(ahead)


_EDGES = (
    re.compile(
        r"(?:the )?(?:very )?(?P<edge>end|close|last day|beginning|start|first day|middle)"
        r" (?:of )?(?P<period>.{1,60})"
    ),
    re.compile(
        r"(?P<period>.{0,40}?)的?"
        r"(?P<edge>最后一天|第一天|年底|年末|岁末|年终|年初|年中|月底|月末|月初|月中|底|末|初)"
    ),
)
_ENDS = frozenset({"end", "close", "last day", "最后一天"})
_MIDDLES = frozenset({"middle", "年中", "月中"})


def _read_edge(text: str, inner: Inner) -> Span | None:
    """The end of the month, 年底, the beginning of 2027, 10月底."""
    for pattern in _EDGES:
        if not (found := pattern.fullmatch(text)):
            continue
        edge = found["edge"]
        period = _edged_period(found["period"], edge, inner)
        if period and period.grain == "day" and edge in _ENDS:
            last = datetime.combine(period.last, time(23, 59, 59))
            return Span(last, last, "time", period.year_said)
        if period is None or period.grain not in {"week", "month", "quarter", "year"}:
            continue
        day = period.first
        if edge in _MIDDLES:
            day = date(day.year, 7, 1) if period.grain == "year" else day.replace(day=15)
        elif edge in _ENDS or edge[-1] in "底末终":
            day = period.last
        return one_day(day, year_said=period.year_said)
    return None


def _edged_period(words: str, edge: str, inner: Inner) -> Span | None:
    """The period of 明年年底, 2026年底, 下月底, 月底, 10月底."""
    unit = {"年": "年", "岁": "年", "月": "月"}.get(edge[0], "")
    if not unit:
        return inner(words.removeprefix("the ")) if words else None
    if not words:
        return inner(f"本{unit}")
    return inner(words + unit) or inner(words)


_NEAREST = re.compile(
    r"(?P<side>(?:the )?(?:next|coming|upcoming|following)|(?:the )?(?:last|previous|past)|this"
    r"|下一?个|上一?个|下次|上次|这个) ?(?P<rest>.{2,60})"
)
_BACK = ("last", "previous", "past", "上")


def _read_nearest(text: str, scope: Scope) -> Span | None:
    """Next Christmas, 上个春节: the first one after today, or the last before it."""
    found = _NEAREST.fullmatch(text)
    if not found:
        return None
    side, rest = found["side"].removeprefix("the "), found["rest"]
    year = scope.now.year
    span = read_yearly(rest, scope.in_year(year))
    if span is None or side in {"this", "这个"}:
        return span
    if side.startswith(_BACK):
        return read_yearly(rest, scope.in_year(year - 1)) if span.last >= scope.today else span
    return read_yearly(rest, scope.in_year(year + 1)) if span.first <= scope.today else span


_ENGLISH_AROUND = re.compile(
    r"(?P<length>.{1,40}?) (?P<side>after|before|from|prior to|following) (?P<anchor>.{1,60})"
)
_SIDE = "(?P<side>之后|以后|过后|后|之前|以前|前)"
_CHINESE_AROUND = re.compile(rf"(?P<anchor>.{{1,40}}?)的?{_SIDE}的?第?(?P<length>.{{1,20}})")
_CHINESE_AROUND_END = re.compile(rf"(?P<words>.{{1,60}}?){_SIDE}")
_BACKWARDS = ("before", "prior", "之前", "以前", "前")


def _read_around(text: str, scope: Scope, inner: Inner) -> Span | None:
    """10 days after Christmas, 春节前一天, 2026年3月1日100天后."""
    for pattern in (_ENGLISH_AROUND, _CHINESE_AROUND):
        if found := pattern.fullmatch(text):
            length = found["length"].removeprefix("the ")
            amounts = read_amounts("one " + length if length in {"day", "week"} else length)
            anchor = inner(found["anchor"]) if amounts else None
            if amounts and anchor:
                return _shifted(anchor, amounts, found["side"], scope)
    if found := _CHINESE_AROUND_END.fullmatch(text):
        words = found["words"]
        # The longest date first: 3月1日100天 is 100 days from 3月1日, not 101 from 3月.
        for cut in range(len(words) - 1, 0, -1):
            amounts = read_amounts(words[cut:])
            anchor = inner(words[:cut].rstrip("的再过往")) if amounts else None
            if amounts and anchor:
                return _shifted(anchor, amounts, found["side"], scope)
    return None


def _shifted(anchor: Span, amounts: list[tuple[int, str]], side: str, scope: Scope) -> Span:
    back = side.startswith(_BACKWARDS)
    start = anchor.first if back else anchor.last
    return shift(start, amounts, -1 if back else 1, scope)._replace(year_said=anchor.year_said)
