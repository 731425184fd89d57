"""The words of a question that may be an argument: those that say a date, and those that do not.

A small model points at words; of those for a date it is offered only what can be read as one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.dates.look_alikes import is_other_word
from engine.dates.resolving import said_days
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from models.language.units import Unit, span_units

# Longest date in units (words, numbers, Chinese characters), and the units of a question looked at.
_LONGEST_DATE = 14
_MOST_UNITS = 96
_PARTICLE = re.compile(r"[的之]$")
_FILLER = re.compile(
    r"(?:(?:from|to|on|at|by|of|the|is|was|be|for|until|till|til|since|between|and|during) )+"
    r"|[从自到至在是于]+",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r" ?(?P<word>-|–|—|~|to|until|till|til|through|thru|and|到|至|和|与|跟)(?P<space> ?)(?:the )?",
    re.IGNORECASE,
)
# What also stands within one date: 3 days and 2 hours.
_WEAK_JOINTS = frozenset({"and", "和", "与", "跟", "-"})
# "90 days from 1 March to 30 May" has two ends, but 90 days from now is a day.
_COUNTED_FROM = re.compile(r"(?P<length>.+ )from (?!(?:now|today)\b).+", re.IGNORECASE)
_YEAR = re.compile(
    r"[12][0-9]{3}年?|[今明去后前]年|(?:the )?(?:this|next|last) year", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(?:from|(?<!day )(?:after|before)|to|until|till?|since|through|thru|and|in)\b"
    r"|[前后](?![天日年儿])|[到至和与跟–—~]|(?<![0-9])-|-(?![0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class QuestionSpans:
    """What a question says: its dates as it writes them, and the pieces of it between them.

    The dates of `apart` stand side by side; others are parts of those. `are_ends`: they are two,
    from one to the other. Without dates there is nothing to choose among, and any words may be
    meant.
    """

    dates: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    are_ends: bool = False

    @property
    def count(self) -> int:
        """How many dates stand side by side."""
        return len(self.apart)


@dataclass(frozen=True, slots=True)
class _Said:
    """The days of an expression; None for a date that does not exist."""

    days: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class _Date:
    """`text[start:end]` says `days`; None for a date that does not exist."""

    start: int
    end: int
    written: str
    days: tuple[date, date] | None


def question_spans(text: str, context: ToolContext) -> QuestionSpans:
    """The spans of `text` that say a date, longest first, and what is left without them.

    What only adds a preposition to a date is left out, and so is what joins two dates.
    """
    found = _all_dates(text, context)
    tight = [one for one in found if not any(_is_padded(one, other, text) for other in found)]
    single = [
        one
        for one in tight
        if not (_joins(one, tight, text) or _counts_from_an_end(one, tight, text))
    ]
    begins = {one: _beginning(one, found, text) for one in single}
    apart = _apart(begins)
    whole = [
        one for one in single if not any(_is_fragment(one, other, begins[other]) for other in apart)
    ]
    ordered = sorted(whole, key=lambda one: (one.start - one.end, one.start))
    written = dict.fromkeys(one.written for one in ordered)
    return QuestionSpans(
        tuple(written),
        tuple(_between(text, apart)),
        tuple(one.written for one in apart),
        len(apart) == 2 and _JOINT.fullmatch(text[apart[0].end : apart[1].start]) is not None,
    )


def _all_dates(text: str, context: ToolContext) -> list[_Date]:
    units = span_units(text)[:_MOST_UNITS]
    known: dict[str, _Said | None] = {}
    found = []
    for first, unit in enumerate(units):
        if unit.is_punctuation:
            continue
        for last in units[first : first + _LONGEST_DATE]:
            if last.is_punctuation:
                continue
            one = _date(text, unit, last, context, known)
            if one is not None:
                found.append(one)
    return found


def _date(
    text: str, first: Unit, last: Unit, context: ToolContext, known: dict[str, _Said | None]
) -> _Date | None:
    written = " ".join(text[first.start : last.end].split())
    # A lone number or character is rarely meant as a date, and often read as one.
    if len(written) < 2 or re.fullmatch(r"\d{1,3}", written) or _PARTICLE.search(written):
        return None
    if is_other_word(written, text[: first.start], text[last.end :]):
        return None
    if written not in known:
        known[written] = _said(written, context)
    said = known[written]
    return None if said is None else _Date(first.start, last.end, written, said.days)


def _said(written: str, context: ToolContext) -> _Said | None:
    try:
        days = said_days(written, context)
    except ToolError:
        return _Said(None)
    return None if days is None else _Said(days)


def _is_padded(one: _Date, other: _Date, text: str) -> bool:
    """Whether `one` is `other` with a preposition before it."""
    if one.end != other.end or one.start >= other.start or one.days != other.days:
        return False
    return _FILLER.fullmatch(text[one.start : other.start]) is not None


def _joins(one: _Date, dates: Sequence[_Date], text: str) -> bool:
    """Whether it goes from one date to another, which the model is to point at one by one."""
    inside = [d for d in dates if d is not one and one.start <= d.start and d.end <= one.end]
    starts = {d.start for d in inside}
    for first in inside:
        joint = _JOINT.match(text, first.end, one.end)
        if joint is None:
            continue
        begins = text[one.start : first.start]
        is_first = not begins or _FILLER.fullmatch(begins)
        if starts & {joint.end("space"), joint.end()}:
            return True
        if is_first and joint["word"].casefold() not in _WEAK_JOINTS:
            return True
    return False


def _counts_from_an_end(one: _Date, dates: Sequence[_Date], text: str) -> bool:
    """Whether it takes in what is counted: the 90 days of "90 days from 1 March to 30 May"."""
    counted = _COUNTED_FROM.fullmatch(text, one.start, one.end)
    joint = _JOINT.match(text, one.end) if counted else None
    if counted is None or joint is None or joint["word"].casefold() in _WEAK_JOINTS - {"-"}:
        return False
    ends = {joint.end("space"), joint.end()}
    begins = counted.end("length") + len("from ")
    return any(d.start >= begins and d.end == one.end for d in dates if d is not one) and any(
        d.start in ends for d in dates
    )


def _beginning(one: _Date, found: Sequence[_Date], text: str) -> int:
    """Where it begins with its preposition: "the day after" does where "the day after tomorrow"."""
    return min([one.start, *(d.start for d in found if _is_padded(d, one, text))])


def _is_fragment(one: _Date, other: _Date, begins: int) -> bool:
    """Whether it is a part of a date which says another day by itself: the "28 Nov" of 28 Nov 2027.

    A year may be asked for, and so may the date from which another is counted.
    """
    return (
        one is not other
        and begins <= one.start
        and one.end <= other.end
        and one.days != other.days
        and _YEAR.fullmatch(one.written) is None
        and _COUNTED.search(other.written) is None
    )


def _apart(begins: Mapping[_Date, int]) -> list[_Date]:
    """The dates that are no part of another, in order."""
    kept: list[_Date] = []
    for one in sorted(begins, key=lambda d: (begins[d], -d.end)):
        if not kept or begins[one] >= kept[-1].end:
            kept.append(one)
    return kept


def _between(text: str, dates: Sequence[_Date]) -> list[str]:
    starts = [0, *(one.end for one in dates)]
    ends = [*(one.start for one in dates), len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return [piece for piece in pieces if any(map(str.isalnum, piece))]
