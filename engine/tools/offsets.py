"""Lengths of time counted from now: in 10 days, 3 weeks ago, 两个月零三天后, 半年前."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from engine.tools.date_expressions import Scope, Span, one_day, refuse
from engine.tools.numerals import EN_NUMBER, HAN_NUMBER, english_number, han_number
from engine.tools.relative_dates import shift_days, shift_months

Amount = tuple[int, str]

_UNITS = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month",
    "季度": "quarter", "年": "year", "小时": "hour", "钟头": "hour", "分钟": "minute",
    "秒": "second", "秒钟": "second", "hr": "hour", "min": "minute", "sec": "second",
}  # fmt: skip
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_SECONDS = {"hour": 3600, "minute": 60, "second": 1}
# Half of a unit, in the next smaller one.
_HALVES = {
    "decade": (5, "year"), "year": (6, "month"), "month": (15, "day"), "day": (12, "hour"),
    "hour": (30, "minute"), "minute": (30, "second"),
}  # fmt: skip
_EN_AMOUNT = re.compile(
    rf"(?P<half>(?:a )?half(?: an?)? )?(?P<count>{EN_NUMBER} )??(?P<more>and a half )?"
    r"(?P<unit>day|week|fortnight|month|quarter|year|decade|hour|hr|minute|min|second|sec)s?"
    r"(?P<tail> and a half)?(?:,? and |,? |$)"
)
_ZH_AMOUNT = re.compile(
    rf"(?P<count>{HAN_NUMBER}|半)(?:个(?P<half>半)?)?"
    r"(?P<unit>(?:(?<=个)|(?<=个半))月|(?<!个)(?:天|日|年|分钟)"
    r"|周|星期|礼拜|季度|小时|钟头|秒钟?)"
    r"(?P<tail>半)?[零又]?"
)


def read_amounts(text: str) -> list[Amount] | None:
    """The parts of a length: "2 years 1 month", "half an hour", 一个半小时; None for others."""
    pattern = _ZH_AMOUNT if text and not text.isascii() else _EN_AMOUNT
    amounts: list[Amount] = []
    position = 0
    while position < len(text):
        found = pattern.match(text, position)
        part = _read_amount(found) if found else None
        if found is None or part is None or len(amounts) > 6:
            return None
        amounts += part
        position = found.end()
    return amounts or None


def _read_amount(found: re.Match[str]) -> list[Amount] | None:
    unit = _UNITS.get(found["unit"], found["unit"])
    said = (found["count"] or "").strip()
    groups = found.groupdict()
    halved = said == "半" or bool(groups.get("half") and not said)
    extra_half = any(groups.get(key) for key in ("more", "tail")) or bool(groups["half"] and said)
    amounts: list[Amount] = []
    if not halved:
        number = english_number(said) if said.isascii() else han_number(said)
        if number is None:
            return None
        amounts.append((number, unit))
    if halved or extra_half:
        if unit not in _HALVES:
            return None
        amounts.append(_HALVES[unit])
    return amounts


_OFFSETS = (
    (1, re.compile(r"(?:with)?in (?P<length>.{1,60}?)(?:'s?)?(?: time| from now)?")),
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
    months = sum(number * _MONTHS[unit] for number, unit in amounts if unit in _MONTHS)
    days = sum(number * _DAYS[unit] for number, unit in amounts if unit in _DAYS)
    if months:
        day = shift_months(scope, day, sign * months)
    day = shift_days(scope, day, sign * days)
    if not any(unit in _SECONDS for _, unit in amounts):
        return one_day(day)
    seconds = sum(number * _SECONDS[unit] for number, unit in amounts if unit in _SECONDS)
    clock = start.time() if isinstance(start, datetime) else datetime.min.time()
    try:
        moment = datetime.combine(day, clock) + timedelta(seconds=sign * seconds)
    except OverflowError:
        refuse(
            scope,
            "the time is too far away: years go from 1 to 9999",
            "时间太远：年份应在1到9999之间",
        )
    return Span(moment, moment, "time")
