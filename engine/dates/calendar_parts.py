"""Parts of months and years: the third week of May, early March, H2 2026, the 1970s, 上旬.

A week belongs to the month or year that has its Thursday, as in ISO 8601.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from engine.dates.clock_ranges import Read
from engine.dates.expressions import Scope, Span, month_span, year_span
from engine.dates.numerals import (
    EN_COUNT,
    EN_ORDINAL,
    HAN_NUMBER,
    english_number,
    english_ordinal,
    han_number,
)
from engine.dates.relative import shift_days, shift_months

_PERIODS = ("week", "month", "quarter", "year")
_UNITS = {
    "day": "day", "week": "week", "weekend": "weekend", "month": "month", "quarter": "quarter",
    "year": "year", "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week",
    "月": "month", "季度": "quarter", "季": "quarter", "周末": "weekend",
}  # fmt: skip
_EN_UNIT = "(?P<unit>day|week|weekend|month|quarter)"
_ZH_UNIT = "(?P<unit>天|日|周末|周|星期|礼拜|(?<=个)月|季度)"
_NTH = (
    re.compile(
        rf"(?:the )?(?P<nth>{EN_ORDINAL}|last)(?P<back> (?:to )?last)? {_EN_UNIT} (?:of |in |)"
        r"(?P<period>.+)"
    ),
    re.compile(r"week (?P<nth>[0-9]{1,2})(?P<back>)(?P<unit>)(?: (?:of |in )?(?P<period>.+))?"),
    re.compile(
        rf"(?P<period>.*?)的?(?:第(?P<nth>{HAN_NUMBER})|(?P<back>最后一|倒数第一))个?{_ZH_UNIT}"
    ),
)
_SEVERAL = (
    re.compile(
        rf"(?:the )?(?P<side>first|last) (?P<count>{EN_COUNT}) {_EN_UNIT}s (?:of |in )"
        r"(?P<period>.+)"
    ),
    re.compile(rf"(?P<period>.+?)的?(?P<side>前|头|最后|后)(?P<count>{HAN_NUMBER})个?{_ZH_UNIT}"),
)
_HALF = (
    re.compile(r"(?:the )?(?P<half>first|second|last) half (?:of |in )?(?P<period>.+)"),
    re.compile(r"h(?P<half>[12])(?: of)?[ ,]*(?P<period>.*)"),
    re.compile(r"(?P<period>.+?)[ ,]*h(?P<half>[12])"),
    re.compile(r"(?P<period>.*?)的?(?P<half>[上下])半(?P<unit>年|月)"),
)
_THIRD = (
    re.compile(r"(?:the )?(?P<third>early|mid|late)(?: in)?[ -](?P<period>.+)"),
    re.compile(r"(?P<period>.*?)的?(?P<third>[上中下])旬"),
)
_THIRDS = {"early": 0, "上": 0, "mid": 1, "中": 1, "late": 2, "下": 2}
_DECADE = re.compile(
    r"(?:in )?(?:the )?(?:(?P<century>[0-9]{2})?'?(?P<tens>[0-9]0)'?s"
    r"|(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))"
)
_ZH_DECADE = re.compile(
    rf"(?:(?P<century>{HAN_NUMBER})世纪|(?P<last>上个?世纪))?(?P<tens>[0-9]0|[二三四五六七八九]十)年代"
)
_TENS = [
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
]
_REST = re.compile(
    r"(?:(?:the )?(?:rest|remainder|remaining)(?: of)?(?: the| this| my| current)?|later this"
    r"|(?P<earlier>earlier (?:this|in the))) (?P<en>week|month|year)"
    r"|(?P<zh>本周|这周|本月|这个月|今年|本季度)(?:剩余|剩下)的?(?:时间|日子)?"
)
_WEEK_OF = re.compile(
    r"(?:the )?week (?:of|containing|starting|beginning|commencing)(?: on)? (?P<day>.+)"
)


def read_calendar_part(text: str, scope: Scope, read: Read) -> Span | None:
    """A part of a month, quarter or year, which `read` reads."""
    return (
        _read_decade(text, scope)
        or _read_rest(text, scope, read)
        or _read_week_of(text, scope, read)
        or _read_nth(text, scope, read)
        or _read_several(text, scope, read)
        or _read_half(text, scope, read)
        or _read_third(text, scope, read)
    )


def _period(words: str, scope: Scope, read: Read, default: str) -> Span | None:
    period = read(words.removeprefix("the ").strip() or default, scope)
    return period if period and period.grain in _PERIODS else None


def _read_decade(text: str, scope: Scope) -> Span | None:
    if found := _DECADE.fullmatch(text):
        tens = int(found["tens"]) if found["tens"] else 20 + 10 * _TENS.index(found["word"])
        century = int(found["century"]) if found["century"] else None
    elif found := _ZH_DECADE.fullmatch(text):
        tens = han_number(found["tens"]) or 0
        number = han_number(found["century"]) if found["century"] else None
        century = number - 1 if number else None
        if found["last"]:
            century = scope.now.year // 100 - 1
    else:
        return None
    if century is None:
        # The decade that has begun last.
        century = scope.now.year // 100
        if century * 100 + tens > scope.now.year:
            century -= 1
    first = year_span(scope, century * 100 + tens).first
    return Span(first, year_span(scope, first.year + 9).last, "days")


def _read_rest(text: str, scope: Scope, read: Read) -> Span | None:
    found = _REST.fullmatch(text)
    period = read(f"this {found['en']}" if found["en"] else found["zh"], scope) if found else None
    if found is None or period is None:
        return None
    if found["earlier"]:
        return period._replace(last=scope.today, grain="days")
    return period._replace(first=scope.today, grain="days")


def _read_week_of(text: str, scope: Scope, read: Read) -> Span | None:
    found = _WEEK_OF.fullmatch(text)
    day = read(found["day"], scope) if found else None
    if day is None or day.grain != "day":
        return None
    return _week(day.first, scope)._replace(year_said=day.year_said)


def _week(day: date, scope: Scope) -> Span:
    monday = shift_days(scope, day, -day.weekday())
    return Span(monday, shift_days(scope, monday, 6), "week")


def _read_nth(text: str, scope: Scope, read: Read) -> Span | None:
    for pattern in _NTH:
        if not (found := pattern.fullmatch(text)):
            continue
        unit = _UNITS.get(found["unit"], "week")
        said = found["nth"] or "last"
        number = -1 if said == "last" else english_ordinal(said) or han_number(said) or 0
        if found["back"] and said != "last":
            number = -number
        default = "this year" if unit == "month" or pattern is _NTH[1] else "this month"
        period = _period(found["period"] or "", scope, read, default)
        if period is None or not number:
            continue
        if span := _nth(period, unit, number, scope):
            return span._replace(year_said=period.year_said)
    return None


def _nth(period: Span, unit: str, number: int, scope: Scope) -> Span | None:
    """The `number`th unit of a period, from its end where negative; None when it has fewer."""
    parts = _parts(period, unit, scope)
    if abs(number) > len(parts):
        return None
    return parts[number - 1 if number > 0 else number]


def _parts(period: Span, unit: str, scope: Scope) -> list[Span]:
    parts: list[Span] = []
    if unit in ("month", "quarter"):
        step = 1 if unit == "month" else 3
        first = period.first
        while first <= period.last:
            last = shift_days(scope, shift_months(scope, first, step), -1)
            parts.append(Span(first, last, "month" if unit == "month" else "quarter"))
            first = shift_days(scope, last, 1)
        return parts
    if unit == "day":
        length = (period.last - period.first).days + 1
        days = (period.first + timedelta(number) for number in range(length))
        return [Span(day, day, "day") for day in days]
    week = _week(period.first, scope)
    while week.first <= period.last:
        if period.first <= shift_days(scope, week.first, 3) <= period.last:
            first = week.first + timedelta(5) if unit == "weekend" else week.first
            parts.append(Span(first, week.last, "week"))
        week = _week(shift_days(scope, week.first, 7), scope)
    return parts


def _read_several(text: str, scope: Scope, read: Read) -> Span | None:
    """The first N units of a period, or the last."""
    for pattern in _SEVERAL:
        if not (found := pattern.fullmatch(text)):
            continue
        period = _period(found["period"], scope, read, "")
        said = found["count"]
        count = (english_number(said) if said.isascii() else None) or han_number(said) or 0
        parts = _parts(period, _UNITS[found["unit"]], scope) if period else []
        if period is None or not 0 < count <= len(parts):
            continue
        few = parts[:count] if found["side"] in ("first", "前", "头") else parts[-count:]
        return Span(few[0].first, few[-1].last, "days", period.year_said)
    return None


def _read_half(text: str, scope: Scope, read: Read) -> Span | None:
    for pattern in _HALF:
        if not (found := pattern.fullmatch(text)):
            continue
        unit = found.groupdict().get("unit")
        words = found["period"]
        if unit:
            words = words + ("" if words.endswith(unit) else unit) if words else f"本{unit}"
        period = _period(words, scope, read, "this year")
        if period is None or period.grain not in ("month", "year"):
            continue
        second = found["half"] in ("second", "last", "2", "下")
        if period.grain == "year":
            middle = date(period.first.year, 7, 1)
        else:
            middle = period.first.replace(day=16)
        if second:
            return Span(middle, period.last, "days", period.year_said)
        return Span(period.first, middle - timedelta(1), "days", period.year_said)
    return None


def _read_third(text: str, scope: Scope, read: Read) -> Span | None:
    """Ten days of a month; the last third has what is left."""
    for pattern in _THIRD:
        if not (found := pattern.fullmatch(text)):
            continue
        period = _period(found["period"], scope, read, "this month")
        if period is None or period.grain != "month":
            continue
        third = _THIRDS[found["third"]]
        year, month = period.first.year, period.first.month
        last = monthrange(year, month)[1] if third == 2 else 10 * third + 10
        whole = month_span(scope, year, month)
        return Span(
            whole.first.replace(day=10 * third + 1),
            whole.first.replace(day=last),
            "days",
            period.year_said,
        )
    return None
