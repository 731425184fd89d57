"""Which of the user's own tools a small model may choose: by its own mind and by how near each is.

It never saw these tools, and reads what they are for with some effort; tool retrieval compares
vectors and words, and knows nothing of what is meant. Together they err less than either: the
log-probability that the model gives to beginning a plan with a tool, and a share of the tool's
score in retrieval.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.offering import Offer
from engine.planning import own_task_name
from engine.progress import Question
from engine.tools.tool import Tool
from models.language.base import (
    ContextOverflowError,
    LanguageModel,
    Message,
    OptionScorer,
    Scores,
    Usage,
)

# What a retrieval score counts beside a log-probability; benchmarks/fit_own_choice.py fits it.
NEARNESS_SHARE = 20.0


def settled(
    model: LanguageModel, offered: Offer, question: Question, messages: Sequence[Message]
) -> tuple[Offer, Usage]:
    """The offer with one of the user's own tools at most, and what it cost to find that out.

    Whether it is that one or a built-in tool, the model says when it plans.
    """
    own = [tool for tool in offered.tools if tool.origin]
    scores = own_scores(model, own, question, messages)
    if not scores.log_probabilities:
        return offered, scores.usage
    best = chosen(own, scores.log_probabilities, question.nearness)
    left = [tool for tool in offered.tools if not tool.origin or tool.name == best]
    return replace(offered, tools=left), scores.usage


def own_scores(
    model: LanguageModel, own: Sequence[Tool], question: Question, messages: Sequence[Message]
) -> Scores:
    """How likely the model finds each of the user's own tools; nothing where it cannot tell.

    A server cannot, and of one tool or with too long a question there is nothing to tell.
    """
    if model.style != "pointer" or not isinstance(model, OptionScorer) or len(own) < 2:
        return Scores((), Usage())
    beginnings = [plan_beginning(tool, question) for tool in own]
    try:
        return model.score(messages, beginnings, cancel=question.cancel)
    except ContextOverflowError:
        return Scores((), Usage())


def plan_beginning(tool: Tool, question: Question) -> str:
    """How a plan for the tool begins, as far as it says which tool it is."""
    phrase = own_task_name(tool, question.language)
    return f'{{"task_name": {json.dumps(phrase, ensure_ascii=False)}'


def chosen(
    own: Sequence[Tool],
    log_probabilities: Sequence[float],
    nearness: Mapping[str, float],
    share: float = NEARNESS_SHARE,
) -> str:
    """The name of the tool that is likeliest and nearest."""

    def weight(number: int) -> float:
        near = nearness.get(own[number].name, 0.0)
        return log_probabilities[number] + share * near

    return own[max(range(len(own)), key=lambda number: (weight(number), -number))].name
