"""The step that follows once documents or pages have said the day that a question describes.

"How many days until my lease ends?" is first a search; its sentence says the date, and the days
are then counted from it. The date of the sentence that fits is taken without a model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.date_questions import DateQuestion, Described, cues_in, read_date_question
from engine.dates.resolving import said_days
from engine.document_dates import StatedDate, stated_dates, two_dates, weigh_dates
from engine.evidence import Evidence
from engine.sentences import split_sentences
from engine.spans import question_spans
from engine.terms import terms
from engine.tools.context import ToolContext
from engine.tools.observation import Passage, ToolError

COUNT, LOOK_UP = "time_delta", "get_calendar_info"
_NAMES_WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|(?:星期|周|礼拜)[一二三四五六日天]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A command whose dates stand in documents: by each the evidence that says it."""

    tool: str
    args: dict[str, str]
    days: dict[str, date]
    by: dict[str, Evidence]


def dated_step(
    question: str, passages: Sequence[Passage], first_id: int, context: ToolContext
) -> DatedStep | None:
    """What is to be counted or looked up now; None where the passages leave nothing to do."""
    asked = read_date_question(question)
    if asked is None:
        return None
    dates = stated_dates(passages, first_id, context)
    if asked.asks == "weekday":
        return _weekday(asked.days[0], passages, dates)
    if len(asked.days) == 2:
        return _between(asked, dates, context)
    found = weigh_dates(asked.days[0], (), dates)
    if not found:
        return None
    best = found[0].stated
    if asked.days[0].cue == "born" and "born" not in cues_in(best.beside):
        return None
    is_past = best.day <= context.now.date()
    ends = (best, None) if is_past else (None, best)
    return _counted(*ends)


def _weekday(
    described: Described, passages: Sequence[Passage], dates: Sequence[StatedDate]
) -> DatedStep | None:
    found = weigh_dates(described, (), dates)
    if not found:
        return None
    best = found[0].stated
    wanted = set(terms(described.words))
    held = len(wanted & set(terms(best.piece.text)))
    if any(len(wanted & set(terms(other))) > held for other in _of_weekdays(passages)):
        # "The course is on Wednesdays" answers by itself.
        return None
    iso = best.day.isoformat()
    return DatedStep(LOOK_UP, {"start_date": iso}, {iso: best.day}, {iso: best.piece})


def _of_weekdays(passages: Sequence[Passage]) -> list[str]:
    """The sentences that name a day of the week."""
    sentences = [
        passage.text[start:end]
        for passage in passages
        for start, end in split_sentences(passage.text)
    ]
    return [one for one in sentences if _NAMES_WEEKDAY.search(one)]


def _between(
    asked: DateQuestion, dates: Sequence[StatedDate], context: ToolContext
) -> DatedStep | None:
    first, second = asked.days
    said = [_said(one.words, context) for one in (first, second)]
    # What only the one says is wrong beside the other, what both share is not.
    weighed = [weigh_dates(one, (), dates) for one in asked.days]
    if all(said):
        return None
    if said[0] or said[1]:
        known = 0 if said[0] else 1
        other = weighed[1 - known]
        if not other:
            return None
        ends: list[Any] = [other[0].stated, other[0].stated]
        ends[known] = said[known]
        return _counted(*ends)
    found = two_dates(*weighed)
    if len(found) != 2:
        return None
    if any(
        one.cue in ("born", "died") and one.cue not in cues_in(stated.beside)
        for one, stated in zip(asked.days, found, strict=True)
    ):
        return None
    return _counted(*found)


def _said(words: str, context: ToolContext) -> str:
    """The date that a description is; empty where it describes more."""
    spans = question_spans(words, context)
    if spans.count != 1:
        return ""
    left = words.replace(spans.apart[0], " ")
    try:
        said = said_days(spans.apart[0], context)
    except ToolError:
        return ""
    return spans.apart[0] if said and not terms(left) else ""


def _counted(first: StatedDate | str | None, second: StatedDate | str | None) -> DatedStep:
    """Counting from one to the other; None is now, and words are a date of the question."""
    written, days, by = [], {}, {}
    for end in (first, second):
        if isinstance(end, StatedDate):
            iso = end.day.isoformat()
            days[iso], by[iso] = end.day, end.piece
            written.append(iso)
        else:
            written.append(end or "now")
    args = dict(zip(("start_time", "end_time"), written, strict=True))
    return DatedStep(COUNT, args, days, by)
