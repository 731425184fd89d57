"""The goal as a model is shown it."""

from __future__ import annotations

from engine.addresses_in_text import addresses_in
from engine.events import Language
from engine.progress import Question
from engine.sentences import split_sentences
from models.language.base import LanguageModel
from models.language.grammar import span_units

# Longest question that a small model is shown.
GOAL_TOKENS = 72


_SUMMARISE: dict[Language, str] = {"en": "Summarise this page.", "zh": "总结一下这个网页。"}


def shown_goal(model: LanguageModel, question: Question) -> str:
    """The goal, for a small model cut so that its plan can still hold all of it.

    Of a long text its last question is what is asked; without one, its beginning counts.
    """

    def fits(text: str) -> bool:
        return model.count_tokens(text) <= GOAL_TOKENS

    if model.style == "prose":
        return question.goal
    goal = _without_addresses(question)
    if question.standalone and fits(question.standalone):
        return question.standalone
    if fits(goal):
        return goal
    sentences = [goal[start:end] for start, end in split_sentences(goal)]
    asked = [sentence for sentence in sentences if sentence.endswith(("?", "？"))]
    cut = asked[-1] if asked else goal
    units = span_units(cut)
    while len(units) > 1 and not fits(cut[: units[-1].end]):
        units = units[: len(units) * 4 // 5]
    cut = cut[: units[-1].end]
    while not fits(cut):
        cut = cut[: len(cut) * 4 // 5]
    return cut


def _without_addresses(question: Question) -> str:
    """The goal without what it names as a place to look, which says nothing to a small model."""
    goal = question.goal
    addresses = addresses_in(goal)
    if not addresses:
        return goal
    for url in addresses:
        goal = goal.replace(url, " ")
    goal = " ".join(goal.split())
    return goal if any(map(str.isalnum, goal)) else _SUMMARISE[question.language]
