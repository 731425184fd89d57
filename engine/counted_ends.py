"""Between which dates of a question a time may be counted, for a model that only has to choose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import permutations

from engine.date_questions import direction
from engine.dates.resolving import as_moment, said_days
from engine.spans import QuestionSpans
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

NOW = "now"
_JOINED = re.compile(
    r"\b(?:between|and|to|until|till)\b|[到至距离，,]|[从自].+起|开始", re.IGNORECASE
)
# More pairs than this make a grammar that is slow to read; the longest dates come first.
_MOST_DATES = 10


def end_pairs(
    spans: QuestionSpans, named: Mapping[str, date], context: ToolContext
) -> tuple[tuple[str, str], ...]:
    """Pairs of a question's dates, of the `named` days that it speaks of, and of now.

    Never the same day twice, and never two parts of what is one date: in "Easter 2027", Easter and
    2027.
    """
    days = {one: _days(one, context) for one in spans.dates[:_MOST_DATES]}
    days |= {name: (day, day) for name, day in named.items()}
    today, now = context.now.date(), _days(NOW, context)
    days[NOW] = (today, today)
    days = {name: days[NOW] if day == now else day for name, day in days.items()}
    return tuple(
        (first, second)
        for first, second in permutations(days, 2)
        if days[first] != days[second] and not _are_one(first, second, spans.apart)
    )


def is_joined(written: str) -> bool:
    """Whether what reads as one date may be two, or more than a date."""
    return _JOINED.search(written) is not None


def counts_to(question: str, written: str, context: ToolContext) -> bool:
    """Whether the time from now to a date is asked for, and not the time since."""
    if asked := direction(question):
        return asked == "until"
    try:
        days = said_days(written, context)
    except ToolError:
        return False
    return days is not None and as_moment(days[0]) > context.now.replace(tzinfo=None)


def _days(written: str, context: ToolContext) -> object:
    """What tells one day from another; a date that does not exist is like no other."""
    try:
        return said_days(written, context)
    except ToolError:
        return written


def _are_one(first: str, second: str, apart: Sequence[str]) -> bool:
    """Whether both only stand within one and the same date of the question."""
    single = [whole for whole in apart if not is_joined(whole)]
    places = [[n for n, whole in enumerate(single) if one in whole] for one in (first, second)]
    if not all(places):
        return False
    return not any(one != other for one in places[0] for other in places[1])
