"""Lengths of time counted from now: in 10 days, 3 weeks ago, 两个月零三天后, 半年前."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from engine.dates.durations import DAYS, MONTHS, SECONDS, Amount, read_amounts
from engine.dates.expressions import Scope, Span, one_day
from engine.dates.relative import shift_days, shift_months
from engine.tools.observation import refuse

_OFFSETS = (
    (1, re.compile(r"in (?P<length>.{1,60}?)(?:'s?)?(?: time| from now)?")),
    (
        1,
        re.compile(r"(?P<length>.{1,60}?) (?:from now|from today|later|hence|after (?:today|now))"),
    ),
    (-1, re.compile(r"(?P<length>.{1,60}?) (?:ago|earlier|before(?: today| now)?|back)")),
    (1, re.compile(r"(?:再过|再|过)(?P<length>.{1,30}?)(?:之后|以后|过后|后)?")),
    (1, re.compile(r"(?P<length>.{1,30}?)(?:之后|以后|过后|后)")),
    (-1, re.compile(r"(?P<length>.{1,30}?)(?:之前|以前|前)")),
)


def read_offset(text: str, scope: Scope) -> Span | None:
    """In 10 days, 3 weeks ago, 半年后; hours and minutes give a moment."""
    for sign, pattern in _OFFSETS:
        if (found := pattern.fullmatch(text)) and (amounts := read_amounts(found["length"])):
            return shift(scope.now, amounts, sign, scope)
    return None


def shift(start: date, amounts: Sequence[Amount], sign: int, scope: Scope) -> Span:
    """A length after (`sign` 1) or before (-1) `start`.

    It is a moment when the length has hours or shorter units, else a day. Months and years go
    first: a month after 31 January is the last day of February.

    Raises:
        ToolError: it is outside the years 1 to 9999.
    """
    day = start.date() if isinstance(start, datetime) else start
    months = sum(number * MONTHS[unit] for number, unit in amounts if unit in MONTHS)
    days = sum(number * DAYS[unit] for number, unit in amounts if unit in DAYS)
    if months:
        day = shift_months(scope, day, sign * months)
    day = shift_days(scope, day, sign * days)
    if not any(unit in SECONDS for _, unit in amounts):
        return one_day(day)
    seconds = sum(number * SECONDS[unit] for number, unit in amounts if unit in SECONDS)
    clock = start.time() if isinstance(start, datetime) else datetime.min.time()
    try:
        moment = datetime.combine(day, clock) + timedelta(seconds=sign * seconds)
    except OverflowError:
        refuse(
            scope.language,
            "the time is too far away: years go from 1 to 9999",
            "时间太远：年份应在1到9999之间",
        )
    return Span(moment, moment, "time")
