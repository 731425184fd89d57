"""Which way of writing a date an expression is: the readers in their order."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from engine.almanac.festivals import find_festival
from engine.dates.calendar_parts import read_calendar_part
from engine.dates.clock_ranges import SEPARATORS, read_clock_range
from engine.dates.clock_times import ClockTime, split_clock
from engine.dates.compound import read_compound
from engine.dates.day_parts import read_day_part
from engine.dates.expressions import Scope, Span, one_day, read_numeric, read_yearly
from engine.dates.lunar_dates import read_lunar
from engine.dates.numerals import full_year
from engine.dates.observances import find_observance
from engine.dates.offsets import read_offset
from engine.dates.ranges import read_date_range, read_length_from
from engine.dates.relative import (
    Reader,
    read_day_of_month,
    read_day_word,
    read_period,
    read_weekday,
    split_year,
)
from engine.dates.rolling_periods import read_rolling
from engine.dates.spelling import respelled, written_out
from engine.dates.weekdays import read_weekday_date
from engine.tools.wording import TRADITIONAL

_LONGEST = 100
# How deep expressions may stand inside others, how many may, and how many ends of ranges.
_DEPTH = 4
_MOST_READS = 80
_MOST_SEPARATORS = 8

_BRACKETS = str.maketrans("()[]{}‘’“”`、，", "      ''\"\"', ")
_HAN_SPACE = re.compile(
    r"(?<=[\u3400-\u9fff0-9]) (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[0-9])"
)
_REWRITTEN = (
    # The order of `date` and of ctime: Oct 26 15:50:06 2016.
    (re.compile(r"([a-z]{3} [0-9]{1,2}) ([0-9:]{8}) ([0-9]{4})"), r"\1 \3 \2"),
    (re.compile(r"(?<=[0-9])ish\b| ish$|\b(?:approximately|roughly|exactly|sharp)\b"), ""),
    (re.compile(r"^大(?:约|概)"), ""),
    (re.compile(r"\b(?:the )?(?:eo|end of )(?:the )?d(?:ay)?\b(?! )"), "the end of today"),
    (re.compile(r"\b(?:the )?eom\b"), "the end of the month"),
    (re.compile(r"\b(?:the )?eoy\b"), "the end of the year"),
    (re.compile(r"\b(?:the )?eow\b"), "the end of the week"),
    (re.compile(r"([今明昨后])晚"), r"\1天晚上"),
    (re.compile(r"([今明昨后])早"), r"\1天早上"),
    (re.compile(r"今晨"), "今天早晨"),
    (re.compile(r"当晚"), "今天晚上"),
    (re.compile(r"\bweek-end\b"), "weekend"),
    (re.compile(r"大年(?=初)"), "正月"),
)  # fmt: skip


def normalised(text: str) -> str:
    """The expression as the readers expect it: lower case, plain digits and punctuation."""
    text = respelled(unicodedata.normalize("NFKC", text)).lower().translate(_BRACKETS)
    text = " ".join(text.translate(TRADITIONAL).split())
    text = written_out(_HAN_SPACE.sub("", text))
    for pattern, written in _REWRITTEN:
        text = pattern.sub(written, text)
    return text.strip("\"'?!.,;: ")[:_LONGEST]


_READERS: tuple[Reader, ...] = (
    read_numeric,
    read_day_word,
    read_weekday,
    read_period,
    read_offset,
    read_day_of_month,
    read_lunar,
    read_yearly,
)
_LEADING_FILLER = re.compile(
    r"(?:(?:on|at|by|since|until|till|from|to|of|in|for|during|between|the|and|is|date of|day of"
    r"|as of|up to|starting|ending|around|about|next,) |在|到|从|自从|自|离|距离|距|至|截至"
    r"|截止|直到|于|是|和|与|的)"
)
# Without its first word, "from ten to five" would be ten minutes before five.
_UNREAD_RANGE = re.compile(r"(?:from|between) .+ (?:to|and|till|until|through) ")
_TRAILING_FILLER = re.compile(
    r"(?:那天|当天|这天|这一天|那一天|的时候|的|为止|起|开始|时|假期|放假|左右"
    r"|'s date|'s day| date| holidays?|'s| itself)$"
)


class DateReader:
    """Reads one expression; what was read once inside it is remembered."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, bool, int], Span | None] = {}
        self._left = _MOST_READS

    def read(self, text: str, scope: Scope, depth: int = _DEPTH) -> Span | None:
        """What a normalised expression names; None when it is not understood.

        Raises:
            ToolError: a date or time that does not exist.
        """
        text = text.strip(" ,")
        key = (text, scope.year, scope.year_said, depth)
        if key not in self._known:
            self._left -= 1
            if self._left < 0:
                return None
            self._known[key] = self._read(text, scope, depth) if text else None
        return self._known[key]

    def _read(self, text: str, scope: Scope, depth: int) -> Span | None:
        span = self._read_plain(text, scope)
        if span is not None or depth <= 0:
            return span

        def inside(words: str, around: Scope) -> Span | None:
            return self.read(words, around, depth - 1)

        span = self._read_composed(text, scope, depth)
        if span is None and (parts := split_clock(text, scope)):
            span = _with_clock(parts, scope, inside)
        if span is None and _may_be_range(text):
            span = read_date_range(text, scope, inside)
        if span is None:
            span = read_length_from(text, scope, inside) or read_day_part(text, scope, inside)
        return span or self._without_filler(text, scope, depth)

    def _read_plain(self, text: str, scope: Scope) -> Span | None:
        for reader in _READERS:
            if span := reader(text, scope):
                return span
        parts = split_year(text, scope)
        if parts:
            return _read_in_year(parts[0], scope.in_year(parts[1]))
        return _read_short_year(text, scope)

    def _read_composed(self, text: str, scope: Scope, depth: int) -> Span | None:
        def inside(words: str, around: Scope) -> Span | None:
            return self.read(words, around, depth - 1)

        span = None
        if _may_be_range(text):
            span = read_clock_range(text, scope, inside)
        return (
            span
            or read_weekday_date(text, scope, inside)
            or read_calendar_part(text, scope, inside)
            or read_compound(text, scope, lambda words: self.read(words, scope, depth - 2))
            or read_rolling(text, scope)
        )

    def _without_filler(self, text: str, scope: Scope, depth: int) -> Span | None:
        if _UNREAD_RANGE.match(text):
            return None
        if (found := _LEADING_FILLER.match(text)) and found.end() < len(text):
            return self.read(text[found.end() :], scope, depth - 1)
        if (found := _TRAILING_FILLER.search(text)) and found.start():
            return self.read(text[: found.start()], scope, depth - 1)
        return None


def _may_be_range(text: str) -> bool:
    return 0 < sum(1 for _ in SEPARATORS.finditer(text)) <= _MOST_SEPARATORS


def _with_clock(parts: ClockTime, scope: Scope, read: Reader) -> Span | None:
    span = read(parts.rest, scope) if parts.rest else one_day(scope.today)
    if span is None or span.grain not in ("day", "part", "now"):
        return None
    day = span.first.date() if isinstance(span.first, datetime) else span.first
    moment = datetime.combine(day, parts.time)
    return Span(moment, moment, "time", span.year_said, span.plain)


def _read_in_year(rest: str, scope: Scope) -> Span | None:
    for words in _stripped(rest):
        if span := read_lunar(words, scope) or read_yearly(words, scope):
            return span
    return None


# A day of a month stands there seldom: "Christmas 25", "New Year's Eve 31".
_SHORT_YEAR = re.compile(
    r"(?P<name>[a-z][a-z .'-]{2,40}?) (?:'(?P<marked>[0-9]{2})|(?P<bare>2[6-9]|3[02-9]))"
)


def _read_short_year(text: str, scope: Scope) -> Span | None:
    """Xmas 27, Easter '27: a festival in a year of two digits."""
    found = _SHORT_YEAR.fullmatch(text)
    if found is None or not (find_festival(found["name"]) or find_observance(found["name"])):
        return None
    year = full_year(int(found["marked"] or found["bare"]))
    return read_yearly(found["name"], scope.in_year(year))


def _stripped(rest: str) -> list[str]:
    candidates = [rest]
    if found := _LEADING_FILLER.match(rest):
        candidates.append(rest[found.end() :].strip())
    if found := _TRAILING_FILLER.search(rest):
        candidates.append(rest[: found.start()].strip())
    return candidates
