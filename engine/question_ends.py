"""The dates of a question between which a time may be counted."""

from __future__ import annotations

from engine.counted_ends import NOW, counts_to, end_pairs, is_joined
from engine.date_questions import read_date_question
from engine.page_choice import mentioned
from engine.progress import Progress, Question
from engine.subjects import LENGTH
from engine.tools.context import ToolContext


def asked_pairs(question: Question, progress: Progress) -> tuple[tuple[str, str], ...]:
    """The ends between which a time may be counted, in the order in which they are asked for."""
    pairs, spans = _all_pairs(question, progress), progress.spans
    asked = read_date_question(question.shown_goal)
    if spans is None or asked is None or len(asked.days) != 1:
        return pairs
    if spans.count != 1 or is_joined(spans.apart[0]):
        return pairs
    context = ToolContext(question.now, question.language)
    ends = (spans.apart[0], NOW)
    if counts_to(question.shown_goal, spans.apart[0], context):
        ends = (NOW, spans.apart[0])
    return (ends,) if ends in pairs else pairs


def _all_pairs(question: Question, progress: Progress) -> tuple[tuple[str, str], ...]:
    if progress.spans is None:
        return ()
    names = mentioned(question.shown_goal, progress.named_dates)
    by_name = {name.casefold(): day for name, day in progress.named_dates.items()}
    named = {name: by_name[name.casefold()] for name in names}
    return end_pairs(progress.spans, named, ToolContext(question.now, question.language))


def two_dates(question: Question, progress: Progress) -> dict[str, str]:
    """Both ends of a length of time, where the question goes from one date to another."""
    spans = progress.spans
    if spans is None or spans.count != 2 or any(map(is_joined, spans.apart)):
        return {}
    asked = read_date_question(question.shown_goal)
    described = asked is not None and asked.asks == "length" and len(asked.days) == 2
    are_ends = spans.are_ends and LENGTH.search(question.shown_goal)
    if not (described or are_ends) or tuple(spans.apart) not in _all_pairs(question, progress):
        return {}
    return dict(zip(("start_time", "end_time"), spans.apart, strict=True))
