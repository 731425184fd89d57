"""Which of the user's own tools a small model may choose: by its own mind and by how near each is.

It never saw these tools, and reads what they are for with some effort; tool retrieval compares
vectors and words, and knows nothing of what is meant. Together they err less than either: the
log-probability that the model gives to beginning a plan with a tool, and a share of the tool's
score in retrieval. Built-in tools, which it was trained with, are weighed by the first alone.
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
NEARNESS_SHARE = 16.0


def settled(
    model: LanguageModel, offered: Offer, question: Question, messages: Sequence[Message]
) -> tuple[Offer, Usage]:
    """The offer with one of the user's own tools, or with none, and what it cost to find that out.

    Which of the built-in ones it is, the model says when it plans.
    """
    scores = beginning_scores(model, offered.tools, question, messages)
    if not scores.log_probabilities:
        return offered, scores.usage
    best = chosen(offered.tools, scores.log_probabilities, question.nearness)
    left = [best] if best.origin else [tool for tool in offered.tools if not tool.origin]
    return replace(offered, tools=left), scores.usage


def beginning_scores(
    model: LanguageModel, tools: Sequence[Tool], question: Question, messages: Sequence[Message]
) -> Scores:
    """How likely the model finds a plan with each of the tools; nothing where it cannot tell.

    A server cannot, and without own tools or with too long a question there is nothing to tell.
    """
    is_open = len(tools) > 1 and any(tool.origin for tool in tools)
    if model.style != "pointer" or not isinstance(model, OptionScorer) or not is_open:
        return Scores((), Usage())
    beginnings = [plan_beginning(tool, question) for tool in tools]
    try:
        return model.score(messages, beginnings, cancel=question.cancel)
    except ContextOverflowError:
        return Scores((), Usage())


def plan_beginning(tool: Tool, question: Question) -> str:
    """How a plan for the tool begins, as far as it says which tool it is."""
    language = question.language
    phrase = own_task_name(tool, language) if tool.origin else tool.task_phrases[language]
    return f'{{"task_name": {json.dumps(phrase, ensure_ascii=False)}'


def chosen(
    tools: Sequence[Tool],
    log_probabilities: Sequence[float],
    nearness: Mapping[str, float],
    share: float = NEARNESS_SHARE,
) -> Tool:
    """The tool that is likeliest and nearest."""

    def weight(number: int) -> float:
        return log_probabilities[number] + share * nearness.get(tools[number].name, 0.0)

    return tools[max(range(len(tools)), key=lambda number: (weight(number), -number))]
