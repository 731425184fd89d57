"""The dates that sentences of documents state, and which of them is the day that a question means.

Without a model: a date belongs to the words that stand beside it, and is the likelier to be meant
the more of the question's description these hold, and the fewer others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.date_questions import Cue, Described, cues_in
from engine.dates.resolving import resolve
from engine.evidence import Evidence, piece_within
from engine.sentences import split_sentences
from engine.terms import terms
from engine.tools.context import ToolContext
from engine.tools.observation import Passage, ToolError

_EN_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_HAN_NUMBER = "[〇零一二三四五六七八九十廿]"
_WRITTEN = re.compile(
    r"(?<!\d)(?P<year>\d{4})[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])(?!\d)"
    rf"|\b(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?(?: of)? {_EN_MONTH}(?:,? (?P<year_after>\d{{4}}))?\b"
    rf"|\b{_EN_MONTH} (?:[0-2]?\d|3[01])(?:st|nd|rd|th)?\b(?:,? (?P<year_last>\d{{4}}))?"
    rf"|(?:(?P<year_zh>\d{{4}}|{_HAN_NUMBER}{{4}})年)?(?:1[0-2]|0?[1-9]|{_HAN_NUMBER}{{1,2}})月"
    rf"(?:[0-2]?\d|3[01]|{_HAN_NUMBER}{{1,3}})[日号]",
    re.IGNORECASE,
)
_MARKER = re.compile(r"^(?:[-*+•>]|\d{1,2}[.)、]|#{1,6})\s+")
# What ends a clause in Chinese, and a weekday in brackets after a date.
_CLAUSE = re.compile(r"[，,。；;：:、（）()\n]")
_WEEKDAY_AFTER = re.compile(r"\s*[（(](?:周|星期|礼拜)?[一二三四五六日天]\s*[)）]")
_FROM_TO = re.compile(r"\s*(起?)(至|到|—|-|–|~)\s*")
_MOVED = r"(?:改为|改到|改成|延至|延到|推迟到|提前到|postponed to|moved to|changed to|put off to)"
_CHANGED_TO = re.compile(_MOVED + r"\s*$", re.IGNORECASE)
_CHANGED = re.compile(r"\s*" + _MOVED, re.IGNORECASE)
# What a described word counts for where it stands: beside the date, in its sentence, in the lines
# around it and in the headings above; and what cues and other words count for.
_BESIDE, _SENTENCE, _AROUND, _ABOVE = 1.0, 0.8, 0.3, 0.35
_CUE, _WRONG_CUE, _NEWER, _OTHER_WORD = 1.2, -0.8, 1.0, -0.08
_MOST_OTHER_WORDS = 6
# What may be, or is an exception, is seldom what is asked.
_HEDGE = re.compile(r"\b(?:may(?! \d)|might|early|earlier|unless)\b|可以|提前|如果")
_HEDGED = -0.8
_MOST_WEIGHED = 8
# Share of the description that must be found, and of a sentence's own words at least some.
_LEAST_FOUND = 0.3
# What the rest of the question counts for.
_REST = 0.5


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A day that a sentence states: the words beside it, and those of its line and headings.

    `changed` is 1 for a day to which something was moved, and -1 for one from which it was.
    """

    day: date
    piece: Evidence
    beside: str
    line: str
    above: str
    changed: int = 0


def stated_dates(
    passages: Sequence[Passage], first_id: int, context: ToolContext
) -> list[StatedDate]:
    """The dates of all sentences of passages, in their order.

    One without a year is in that of the date before it in the same line, or else in this year.
    """
    found: list[StatedDate] = []
    for passage in passages:
        above = f"{passage.title} {passage.location.heading or ''}"
        for start, line in _lines(passage.text):
            for begin, end in split_sentences(line):
                begin_of_words = end - len(_MARKER.sub("", line[begin:end], count=1))
                piece = piece_within(
                    first_id + len(found), passage, start + begin_of_words, start + end
                )
                year = _year_before(line[:begin], context)
                found += _in_sentence(piece, line, above, year, context)
    return found


def _in_sentence(
    piece: Evidence, line: str, above: str, year: int | None, context: ToolContext
) -> Iterator[StatedDate]:
    matches = list(_WRITTEN.finditer(piece.text))
    for number, match in enumerate(matches):
        day = _read(match[0], None if _year(match) else year, context)
        if day is None:
            continue
        year = day.year if _year(match) else year
        before, after = _sides(piece.text, matches, number)
        changed = bool(_CHANGED_TO.search(before)) - bool(_CHANGED.match(after))
        yield StatedDate(day, piece, _beside(before, match[0], after), line, above, changed)


def _year_before(text: str, context: ToolContext) -> int | None:
    """The year of the last date with one in what stands before in the same line."""
    with_year = [match[0] for match in _WRITTEN.finditer(text) if _year(match)]
    day = _read(with_year[-1], None, context) if with_year else None
    return day.year if day else None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _year(match: re.Match[str]) -> str | None:
    return next((year for year in match.groups() if year), None)


def _read(written: str, year: int | None, context: ToolContext) -> date | None:
    try:
        found = resolve(written, replace(context, named_dates={}), default_year=year)
    except ToolError:
        return None
    return found.first_day if found.first_day == found.last_day else None


def _sides(sentence: str, matches: Sequence[re.Match[str]], number: int) -> tuple[str, str]:
    """What stands before and after a date, as far as the dates beside it."""
    start = matches[number - 1].end() if number else 0
    end = matches[number + 1].start() if number + 1 < len(matches) else len(sentence)
    before = sentence[start : matches[number].start()]
    after = sentence[matches[number].end() : end]
    # 自2026年3月1日起至2028年2月29日止: the first date begins, the second ends.
    if number and (joint := _FROM_TO.fullmatch(before)):
        before = joint[2]
    if number + 1 < len(matches) and (joint := _FROM_TO.fullmatch(after)):
        after = joint[1]
    return before, after


def _beside(before: str, written: str, after: str) -> str:
    """The words that a date belongs to.

    In English those before it, or those after a date that comes first; in Chinese those of its
    clause, on either side.
    """
    if "\u3400" <= written[-1] <= "\u9fff" or _has_han(before + after):
        after = _WEEKDAY_AFTER.sub("", after, count=1)
        own = _CLAUSE.split(before)[-1] + " " + written + _CLAUSE.split(after)[0]
        return own if terms(own.replace(written, " ")) else f"{before} {written} {after}"
    return f"{before} {written}" if terms(before) else f"{written} {after}"


def _has_han(text: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in text)


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely a stated date is the described one."""

    score: float
    stated: StatedDate


def weigh_dates(
    described: Described, rest: Iterable[str], dates: Sequence[StatedDate]
) -> list[Weighed]:
    """The dates with which some of the description stands, the likeliest first.

    `rest` are other terms of the question, which count for less.
    """
    wanted, others = set(terms(described.words)), set(rest)
    if not wanted:
        return []
    places = [_Places.of(one) for one in dates]
    weight = _weights(wanted, places)
    found = []
    for one, where in zip(dates, places, strict=True):
        score = _score(described.cue, weight, others, one, where)
        if score is not None:
            found.append(Weighed(score, one))
    return sorted(found, key=lambda one: -one.score)


def two_dates(first: Sequence[Weighed], second: Sequence[Weighed]) -> tuple[StatedDate, ...]:
    """The likeliest two that are different days; empty where there are none."""
    pairs = [
        (one.score + other.score, one.stated, other.stated)
        for one in first[:_MOST_WEIGHED]
        for other in second[:_MOST_WEIGHED]
        if one.stated.day != other.stated.day
    ]
    return max(pairs, key=lambda pair: pair[0])[1:] if pairs else ()


@dataclass(frozen=True, slots=True)
class _Places:
    """The terms that stand beside a date, in its sentence, in its line and above."""

    beside: set[str]
    sentence: set[str]
    line: set[str]
    above: set[str]

    @classmethod
    def of(cls, one: StatedDate) -> _Places:
        texts = (one.beside, one.piece.text, one.line, one.above)
        return cls(*(set(terms(text)) for text in texts))


def _weights(wanted: set[str], places: Sequence[_Places]) -> dict[str, float]:
    """What each term of a description counts for, together 1: the rarer ones more."""
    weight = {}
    for term in wanted:
        held = sum(bool(_held({term}, where.sentence | where.above)) for where in places)
        weight[term] = math.log(1 + len(places) / (0.5 + held))
    total = sum(weight.values()) or 1.0
    return {term: part / total for term, part in weight.items()}


def _score(
    cue: Cue | None,
    weight: Mapping[str, float],
    others: set[str],
    one: StatedDate,
    where: _Places,
) -> float | None:
    wanted = set(weight)
    parts = (where.beside, where.sentence, where.line, where.above)
    held = [_held(wanted, part) for part in parts]
    cues = cues_in(one.beside)
    is_cued = cue is not None and cue in cues
    if len(set().union(*held)) + is_cued < _LEAST_FOUND * len(wanted):
        return None
    if not held[1] and not (is_cued and (held[2] or held[3])):
        return None
    score = sum(
        factor * weight[term]
        for factor, part in zip((_BESIDE, _SENTENCE, _AROUND, _ABOVE), held, strict=True)
        for term in part
    )
    rest = others - wanted
    score += _REST * len(_held(rest, where.sentence | where.above)) / max(1, len(rest))
    if cue is not None and cues:
        score += _CUE if is_cued else _WRONG_CUE
    score += _NEWER * one.changed + _HEDGED * bool(_HEDGE.search(one.beside))
    return score + _OTHER_WORD * min(_MOST_OTHER_WORDS, len(where.beside - wanted - others))


def _held(wanted: set[str], place: set[str]) -> set[str]:
    """The wanted terms that stand in a place, or whose beginning does: pay, payable."""
    return {
        term
        for term in wanted
        if term in place
        or (term.isascii() and len(term) > 2 and any(one.startswith(term) for one in place))
    }
