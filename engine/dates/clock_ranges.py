"""From one time of day to another: 9-11am tomorrow, Thursday from 9:30 to 11, 下午五点到七点半."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from engine.dates.clock_words import EN_PART, Clock, read_chinese_clock, read_english_clock
from engine.dates.expressions import Scope, Span

Read = Callable[[str, Scope], Span | None]

SEPARATORS = re.compile(
    r" ?(?:-{1,2}|[–—―]{1,2}|[~∼～]|到|至) ?| (?:to|till?|until+|through|thru|and) (?:the )?"
    r"|(?<=[\u3400-\u9fff])[和与](?=.)"
)
_OPENING = re.compile(
    r"(?:^|(?<= ))(?:in between|between|from|starting(?: at| from)?|later than)$|[从在自]$"
)
_CLOSING = re.compile(r"^(?:on|in|of|,)(?: the)? |^(?:之间|期间|间|的)$")
_PART_SAID = re.compile(rf"(?<![a-z])(?:(?:in the )?{EN_PART}|tonight)(?![a-z])")
# A quarter to eight and ten minutes to nine are one time; 5 to 6 pm is two.
_ONE_TIME = re.compile(r"quarter|half|minute|\bmin|noon|midnight|[a-z]-[a-z]")
_IDIOM = re.compile(
    r"(?<!from )(?<!between )\b(?:five|ten|twenty|twenty[- ]five) to (?!the )[a-z]+(?! ?[0-9])"
)
_CUT = re.compile(r" |(?<=[\u3400-\u9fff])|$|^")
_LONGEST_CLOCK = 40


def read_clock_range(text: str, scope: Scope, read: Read) -> Span | None:
    """A range of times on one day, which `read` reads; the current day where none is said.

    Raises:
        ToolError: there is no such time of day.
    """
    if _IDIOM.search(text) or (_ONE_TIME.search(text) and _read_clock(text)):
        return None
    for separator in SEPARATORS.finditer(text):
        left, right = text[: separator.start()], text[separator.end() :]
        for before, first in _last_clocks(left):
            for after, last in _first_clocks(right):
                if span := _joined(before, first, last, after, scope, read):
                    return span
    return None


def _read_clock(words: str) -> Clock | None:
    words = words.removeprefix("at ")
    return read_english_clock(words) if words.isascii() else read_chinese_clock(words)


def _last_clocks(text: str) -> Iterator[tuple[str, Clock]]:
    """The time that ends `text`, longest first, and what stands before it."""
    for found in _CUT.finditer(text):
        words = text[found.end() :]
        if 0 < len(words) <= _LONGEST_CLOCK and (clock := _read_clock(words)):
            yield text[: found.start()], clock


def _first_clocks(text: str) -> Iterator[tuple[str, Clock]]:
    for found in reversed(list(_CUT.finditer(text))):
        words = text[: found.start()]
        if 0 < len(words) <= _LONGEST_CLOCK and (clock := _read_clock(words.rstrip(","))):
            yield text[found.end() :], clock


def _joined(
    before: str, first: Clock, last: Clock, after: str, scope: Scope, read: Read
) -> Span | None:
    rest = " ".join((_OPENING.sub("", before.strip(" ,")).strip(), _CLOSING.sub("", after.strip())))
    rest = rest.strip(" ,")
    if not (first.marked or last.marked or rest):
        return None
    day = read(rest, scope) if rest else Span(scope.today, scope.today, "day")
    part = _PART_SAID.search(rest)
    if rest and day is None and part:
        # "from 5 to 6 in the afternoon"
        rest = (rest[: part.start()] + rest[part.end() :]).strip(" ,")
        day = read(rest, scope) if rest else Span(scope.today, scope.today, "day")
    if day is None or day.grain not in ("day", "part"):
        return None
    if part:
        word = part[0].removeprefix("in the ").replace("tonight", "night")
        first, last = (
            one if one.part or one.meridiem else one._replace(part=word) for one in (first, last)
        )
    return _on_day(day, *_agreed(first, last, scope))


def _agreed(first: Clock, last: Clock, scope: Scope) -> tuple[time, time]:
    """Both times, the half of the day that only one of them says carried to the other."""
    if (last.meridiem or last.part) and not (first.meridiem or first.part) and first.hour <= 12:
        start = first._replace(meridiem=last.meridiem, part=last.part)
        end = last.on(scope)
        if start.on(scope) < end:
            return start.on(scope), end
        if last.meridiem:
            other = "a" if last.meridiem == "p" else "p"
            return first._replace(meridiem=other).on(scope), end
    begin, end = first.on(scope), last.on(scope)
    if not (last.meridiem or last.part):
        same = last._replace(meridiem=first.meridiem, part=first.part)
        if last.hour <= 12 and (first.meridiem or first.part) and same.on(scope) > begin:
            return begin, same.on(scope)
        if not first.meridiem and end <= begin < time(12 + last.hour % 12) and 1 <= last.hour < 12:
            return begin, end.replace(hour=last.hour + 12)
    return begin, end


def _on_day(day: Span, begin: time, end: time) -> Span:
    date = day.first.date() if isinstance(day.first, datetime) else day.first
    first = datetime.combine(date, begin)
    last = datetime.combine(date, end)
    if last <= first and last < datetime.max - timedelta(2):
        last += timedelta(1)
    return Span(first, last, "time", day.year_said)
