"""A time of day beside the rest of an expression: tomorrow at 3pm, 8:30 on Monday, 明天下午三点."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from typing import NamedTuple

from engine.dates.clock_words import (
    EN_PART,
    ZH_CLOCK,
    ZH_WORD,
    Clock,
    chinese_clock,
    read_chinese_clock,
    read_english_clock,
)
from engine.dates.expressions import Scope

# Where words may be parted: at a space, at the T of ISO 8601, after a Han character.
_CUTS = re.compile(r"(?<=.) (?=.)|(?<=[0-9])t(?=[0-9]{2}:)|(?<=[\u3400-\u9fff])(?=[0-9])")
_LONGEST_CLOCK = 48
_AT = re.compile(
    r"(?:- ?)?(?P<at>at |@ ?|around |about |starting at )?(?:by |for |from )?(?P<clock>.+)"
)
_CLOCK_HINT = re.compile(
    rf"[0-9]|noon|midday|mid-?night|o'?clock| at |^at |tonight|{EN_PART}|[点时午晚夜早晨]"
    r"|(?:past|after|to|quarter|half) |[ap] ?\.?m\b|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve"
)
_ON = re.compile(r"(?:on|of|,) ?")
_NAMED_PART = re.compile(rf"(?<![a-z])(?:{EN_PART}|tonight)(?![a-z])")
_DAY_AHEAD = re.compile(r"tomorrow|tmrw|today|tonight|yesterday|this |last night")
_ZH_CLOCK_LAST = re.compile(rf"(?P<rest>.{{0,60}}?)的?[ ,]?{ZH_CLOCK}(?:左右|前后)?")
_ZH_WORD_LAST = re.compile(rf"(?P<rest>.{{0,60}}?)的?(?P<word>{ZH_WORD.pattern})")


class ClockTime(NamedTuple):
    """The rest of an expression, and its time of day."""

    rest: str
    time: time


def split_clock(text: str, scope: Scope) -> ClockTime | None:
    """Part a time of day from the rest of an expression; None when there is none.

    Raises:
        ToolError: there is no such time of day.
    """
    if not _CLOCK_HINT.search(text):
        return None
    for pattern in () if text.isascii() else (_ZH_CLOCK_LAST, _ZH_WORD_LAST):
        if found := pattern.fullmatch(text):
            clock = (
                chinese_clock(found)
                if pattern is _ZH_CLOCK_LAST
                else read_chinese_clock(found["word"])
            )
            if clock:
                return _timed(found["rest"], clock, scope)
    for rest, words in _partings(text):
        if clock := _clock(words, rest, first=text.startswith(words)):
            return _timed(rest, clock, scope)
    return None


def _timed(rest: str, clock: Clock, scope: Scope) -> ClockTime:
    rest = rest.strip(" ,-")
    if not clock.part and not clock.meridiem and (said := _NAMED_PART.search(rest)):
        clock = clock._replace(part=said[0].replace("tonight", "night"))
    return ClockTime(rest, clock.on(scope))


def _partings(text: str) -> Iterator[tuple[str, str]]:
    """Rest and possible clock: the clock at the end, longest first, then at the beginning."""
    if len(text) <= _LONGEST_CLOCK:
        yield "", text
    cuts = [found.span() for found in _CUTS.finditer(text)]
    for first, last in cuts:
        if len(text) - last <= _LONGEST_CLOCK:
            yield text[:first], text[last:]
    for first, last in reversed(cuts):
        if first <= _LONGEST_CLOCK:
            yield text[last:], text[:first]


def _clock(words: str, rest: str, *, first: bool) -> Clock | None:
    said_at = _AT.fullmatch(words)
    if words.startswith("from ") and " to " in words:
        return None
    exact = said_at is not None and said_at["at"] is not None
    core = (said_at["clock"] if said_at else words).strip(" ,")
    clock = read_english_clock(core)
    if clock is None:
        clock = _dotted(core) if exact else None
    if clock is None or clock.marked or exact:
        return clock
    # A bare number is an hour beside a part of the day, and before a day that is said in words.
    near = _NAMED_PART.search(rest) or (first and _DAY_AHEAD.match(_ON.sub("", rest, count=1)))
    return clock if near else None


_DOTTED = re.compile(r"(?P<hour>[0-9]{1,2})[. ]?(?P<minute>[0-5][0-9])")


def _dotted(words: str) -> Clock | None:
    """ "at 6.45", "at 3 15"."""
    found = _DOTTED.fullmatch(words)
    return Clock(int(found["hour"]), int(found["minute"])) if found else None
