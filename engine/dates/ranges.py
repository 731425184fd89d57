"""From one date to another: May 5 to May 9, between 3 and 12 of Sept, 5月5日到9日, 去年到现在."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from engine.dates.clock_ranges import SEPARATORS, Read
from engine.dates.clock_times import split_clock
from engine.dates.durations import SECONDS, read_amounts
from engine.dates.expressions import Scope, Span, make_day
from engine.dates.numerals import EN_ORDINAL, HAN_NUMBER, english_ordinal, han_number
from engine.dates.offsets import shift
from engine.tools.observation import refuse

_OPENING = re.compile(r"(?:in )?(?:between|from|starting(?: from| on)?|since|[从自在]) ?")
_CLOSING = re.compile(r"(?:之间|期间|间|为止|止)$")
_TO_DATE = frozenset({"date", "now", "至今", "今"})
# 2026-11-20 is no range that begins in 2026.
_DASHED = re.compile(r"(?:.* )?[0-9]{4}(?:-[0-9]{1,2})?")
_DASHED_REST = re.compile(r"[0-9]{1,2}(?:-[0-9]{1,2})?(?![0-9/.])")


def read_date_range(text: str, scope: Scope, read: Read) -> Span | None:
    """A range of two expressions that `read` reads; one may leave out what the other says.

    Raises:
        ToolError: it ends before it begins, and both years were said.
    """
    opening = _OPENING.match(text)
    text = _CLOSING.sub("", text[opening.end() :] if opening else text)
    if span := _read_numbers(text, scope, read) or _read_shared_unit(text, scope, read):
        return span
    for separator in SEPARATORS.finditer(text):
        left, right = text[: separator.start()].strip(" ,"), text[separator.end() :].strip(" ,")
        if not left or not right or (separator[0] == " and " and not opening):
            continue
        if separator[0] == "-" and _DASHED.fullmatch(left) and _DASHED_REST.match(right):
            continue
        if span := _read_ends(left, right, scope, read):
            return span
    return None


def _read_ends(left: str, right: str, scope: Scope, read: Read) -> Span | None:
    first = read(left, scope)
    last = _read_right(right, first, scope, read)
    if first is None and last and (day := _bare_day(left)) and last.grain == "day":
        first = _on_day(last.first, day, scope)
    if first is None or last is None or _is_range(left, first) or _is_range(right, last):
        return None
    if last.grain == "time" and (clock := split_clock(right, scope)) and not clock.rest:
        return _until_clock(first, clock.time)
    if last.year_said and not first.year_said:
        year = last.first.year
        first = read(left, scope.in_year(year)) or first
        if as_day(first.first) > as_day(last.last) and year > 1:
            first = read(left, scope.in_year(year - 1)) or first
    elif first.year_said and not last.year_said:
        last = read(right, scope.in_year(first.first.year)) or last
    if as_day(first.first) > as_day(last.last):
        last = _later(right, first, last, scope, read)
    return _joined(first, last, scope)


_INNER = re.compile(r" [-–—~] | (?:to|till|until|through) |[到至]")


def _is_range(words: str, span: Span) -> bool:
    """Whether an end is a range itself, of which there is no range."""
    return span.first != span.last and (span.grain == "time" or bool(_INNER.search(words)))


def _until_clock(first: Span, end: time) -> Span | None:
    """To a time that has no day: "now until eight", 2026-05-22 - 11:30, which is one moment."""
    if first.grain == "day":
        moment = datetime.combine(first.first, end)
        return Span(moment, moment, "time", first.year_said)
    begin = first.first
    if not isinstance(begin, datetime):
        return None
    last = datetime.combine(begin.date(), end)
    if last <= begin and end.hour < 12 <= begin.hour + 12 and begin < last + timedelta(hours=12):
        last += timedelta(hours=12)
    elif last <= begin:
        last += timedelta(1)
    return Span(begin, last, "time", first.year_said)


def as_day(moment: date) -> date:
    """The day of a day or moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def _read_right(right: str, first: Span | None, scope: Scope, read: Read) -> Span | None:
    if right in _TO_DATE:
        return Span(scope.now, scope.now, "now")
    day = _bare_day(right)
    if day and first is not None and first.grain == "day":
        return _on_day(first.first, day, scope, year_said=first.year_said)
    return read(right, scope)


def _later(right: str, first: Span, last: Span, scope: Scope, read: Read) -> Span:
    """The end of "November to February" or "Friday to Monday": of the next year or week."""
    if not last.year_said:
        for year in (first.first.year, first.first.year + 1):
            later = read(right, scope.in_year(year)) if year < 9999 else None
            if later and as_day(later.last) >= as_day(first.first):
                return later
        return last
    if (
        last.grain == "day"
        and right.isalpha()
        and (as_day(first.first) - as_day(last.last)).days < 7
    ):
        week = timedelta(7)
        return last._replace(first=last.first + week, last=last.last + week)
    return last


def _joined(first: Span, last: Span, scope: Scope) -> Span | None:
    begin, end = first.first, last.last
    timed = {"time", "now"} & {first.grain, last.grain}
    if timed == {"now"} and not {"time", "part"} & {first.grain, last.grain}:
        timed = set()
    if timed or {first.grain, last.grain} <= {"time", "part"}:
        begin, end = _moment(begin), _moment(end, ends=True)
    else:
        begin, end = as_day(begin), as_day(end)
    if begin > end:
        refuse(
            scope.language,
            f"the range ends ({as_day(end)}) before it begins ({as_day(begin)})",
            f"范围的终点（{as_day(end)}）早于起点（{as_day(begin)}）",
        )
    said = first.year_said or last.year_said
    return Span(begin, end, "time" if isinstance(begin, datetime) else "days", said)


def _moment(day: date, *, ends: bool = False) -> datetime:
    if isinstance(day, datetime):
        return day
    clock = (23, 59, 59) if ends else (0, 0, 0)
    return datetime(day.year, day.month, day.day, *clock)


_BARE_DAY = re.compile(rf"(?:the )?(?P<day>{EN_ORDINAL}|{HAN_NUMBER}(?=[日号]))[日号]?")


def _bare_day(text: str) -> int | None:
    found = _BARE_DAY.fullmatch(text)
    day = (english_ordinal(found["day"]) or han_number(found["day"])) if found else None
    return day if day and day <= 31 else None


def _on_day(near: date, day: int, scope: Scope, *, year_said: bool = True) -> Span:
    found = make_day(scope, near.year, near.month, day)
    return Span(found, found, "day", year_said)


_NUMBERS = re.compile(
    rf"(?P<before>.*?)(?: |^)(?:between |from )?(?:the )?(?P<a>{EN_ORDINAL})"
    r"(?: ?(?:-|–|—|~) ?| (?:to|till?|until|through|thru|and) )"
    rf"(?:the )?(?P<b>{EN_ORDINAL})(?:,? (?:of |in )?(?P<after>.+))?"
)


def _read_numbers(text: str, scope: Scope, read: Read) -> Span | None:
    """Days of a month: July 13-15, 3 to 12 of Sept, from 4 to 22 this month."""
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return None
    first, last = english_ordinal(found["a"]), english_ordinal(found["b"])
    before, after = (found["before"] or "").strip(" ,"), (found["after"] or "").strip(" ,")
    # "July 13-15, 2026" has the month before and its year after.
    words = f"{before} {after}".strip()
    if not (first and last and words):
        return None
    month = read(words, scope)
    if month is None or month.grain != "month":
        return None
    year, number = month.first.year, month.first.month
    ends = make_day(scope, year, number, first), make_day(scope, year, number, last)
    return Span(*ends, "days", month.year_said) if ends[0] <= ends[1] else None


_SHARED_UNIT = re.compile(
    rf"(?P<before>.*?)(?P<a>[0-9]{{4}}|{HAN_NUMBER})(?: ?[-–—~～]{{1,2}} ?|到|至|、|和)"
    rf"(?P<b>[0-9]{{4}}|{HAN_NUMBER})(?P<unit>[年月日号])份?(?P<after>)"
)


def _read_shared_unit(text: str, scope: Scope, read: Read) -> Span | None:
    """4月12-19日, 2018年1－9月份, 1995-1997年: the first number has the unit of the last."""
    if text.isascii() or not (found := _SHARED_UNIT.fullmatch(text)):
        return None
    unit = found["unit"]
    return _read_ends(f"{found['before']}{found['a']}{unit}", f"{found['b']}{unit}", scope, read)


_FOR = re.compile(r"(?:from |starting (?:on |from )?)?(?P<day>.+?),? for (?P<length>.+)")
_STARTING = re.compile(
    r"(?:for )?(?P<length>.+?),? (?:starting|beginning)(?: on| from| at)? (?P<day>.+)"
)
_FOR_FROM = re.compile(r"for (?P<length>.+?),? from (?P<day>.+)")


def read_length_from(text: str, scope: Scope, read: Read) -> Span | None:
    """A length from a date or time on: from 2pm for 2 hours, 2 weeks starting May 20th."""
    for pattern in (_FOR_FROM, _STARTING, _FOR):
        if not (found := pattern.fullmatch(text)):
            continue
        amounts = read_amounts(found["length"])
        start = read(found["day"], scope) if amounts else None
        if amounts is None or start is None or start.first != start.last:
            continue
        end = shift(start.first, amounts, 1, scope).last
        if any(unit in SECONDS for _, unit in amounts):
            return Span(_moment(start.first), _moment(end), "time", start.year_said)
        return Span(as_day(start.first), as_day(end) - timedelta(1), "days", start.year_said)
    return None
