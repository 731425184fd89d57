"""The goal as a small model is shown it."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.events import Language
from engine.goals import GOAL_TOKENS, shown_goal
from engine.progress import Question
from tests.engine.scripted_model import ScriptedModel

URL = "https://example.org/tides.html?day=5"


def shown(goal: str, language: Language = "en", style: str = "pointer") -> str:
    model = ScriptedModel([], style=style)  # type: ignore[arg-type]
    question = Question(goal, language, datetime(2026, 11, 20), "")
    return shown_goal(model, question)


@pytest.mark.parametrize(
    ("goal", "language", "left"),
    [
        (f"When is high water? {URL}", "en", "When is high water?"),
        (f"{URL}里涨潮是几点？", "zh", "里涨潮是几点？"),
        (URL, "en", "Summarise this page."),
        (f"（{URL}）", "zh", "总结一下这个网页。"),
    ],
)
def test_addresses_are_left_out(goal: str, language: Language, left: str) -> None:
    assert shown(goal, language) == left
    assert shown(goal, language, "prose") == goal


def test_of_a_long_text_the_last_question_is_shown() -> None:
    text = "A long story. " * 20 + "Who won? It rained. Where was it? Nobody knew."
    assert shown(text) == "Where was it?"
    assert len(shown("word " * 200)) <= GOAL_TOKENS
