"""Every English question's plan can be chosen where the question is really asked."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime
from typing import cast

import pytest

from engine.dates.resolving import resolve
from engine.events import Command
from engine.mat.synthetic import noise
from engine.mat.synthetic.chat import TALK
from engine.mat.synthetic.phrasings import en_follow_ups
from engine.mat.synthetic.questions import PlannedQuestion
from engine.mat.synthetic.questions_en import EnglishQuestionMaker
from engine.mat.synthetic.read_days import tight
from engine.offering import SEARCH_LIBRARY, SEARCH_WEB, offer
from engine.progress import Progress, Question
from engine.spans import question_spans
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.web_access import WebAccess

NOW = datetime(2026, 11, 26, 10)
REGISTRY = builtin_registry()
CONTEXT = ToolContext(now=NOW, language="en")
KINDS = ("calendar", "holidays", "holidays_there", "solar_terms", "delta", "weather", "polite")
_NO_DATES = {"location", "text", "question"}


def _drawn(kind: str, count: int, seed: int = 3) -> list[PlannedQuestion]:
    maker = EnglishQuestionMaker(random.Random(f"{kind} {seed}"))
    return [getattr(maker, kind)() for _ in range(count)]


def _offered(text: str) -> set[str]:
    registry = REGISTRY
    question = Question(text, "en", NOW, "s", shown_goal=text, access=cast(WebAccess, object()))
    progress = Progress([], 0, spans=question_spans(text, CONTEXT))
    return {tool.name for tool in offer(registry, list(registry), question, progress, 0).tools}


def _dates(command: Command) -> list[str]:
    said = {key: str(value) for key, value in command.args.items() if key not in _NO_DATES}
    return [value for value in said.values() if value != "now"]


@pytest.mark.parametrize("kind", KINDS)
def test_arguments_are_words_of_the_question_that_are_read_as_dates(kind: str) -> None:
    asked = _drawn(kind, 300)
    unread = []
    for question in asked:
        for written in _dates(question.commands[0]):
            assert written in question.text
            try:
                resolve(written, CONTEXT)
            except ToolError:
                unread.append((question.text, written))
        place = question.commands[0].args.get("location")
        assert place is None or place in question.text
    # Now and then a day that no year has is asked for, or the 29th of a February.
    assert len(unread) <= 6, unread


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_to_be_chosen_is_on_offer(kind: str) -> None:
    asked = _drawn(kind, 16)
    missing = []
    for question in asked:
        command, offered = question.commands[0], _offered(question.text)
        wanted = {SEARCH_LIBRARY, SEARCH_WEB} if command.name == SEARCH_LIBRARY else {command.name}
        spans = question_spans(question.text, CONTEXT).dates
        chosen = all(written in spans for written in _dates(command)) or not spans
        if not wanted & offered or not chosen:
            missing.append((question.text, command, spans))
    assert len(missing) <= 2, missing


def test_no_wording_has_two_plans() -> None:
    seen: dict[str, str] = {}
    contradicting = []
    for kind in (*KINDS, "library"):
        for question in _drawn(kind, 1500):
            wording = " ".join(question.text.lower().split()).rstrip("?.! ")
            tool = question.commands[0].name
            if seen.setdefault(wording, tool) != tool:
                contradicting.append((question.text, tool, seen[wording]))
    maker = EnglishQuestionMaker(random.Random(4))
    for kind in TALK["en"]:
        if kind == "weather":
            continue
        for _ in range(200):
            text = maker.talk_text(kind)
            if (tool := seen.get(text.lower().rstrip("?.! "), "do_nothing")) != "do_nothing":
                contradicting.append((text, "do_nothing", tool))
    assert not contradicting


def test_a_follow_up_asks_for_what_its_last_part_names() -> None:
    maker = EnglishQuestionMaker(random.Random(5))
    tools = Counter(maker.follow_up(online=True).commands[0].name for _ in range(400))
    assert set(tools) == {tool for tool, _ in en_follow_ups.FOLLOW_UPS}
    offline = {maker.follow_up(online=False).commands[0].name for _ in range(200)}
    assert "get_weather_info" not in offline


def test_of_two_questions_the_first_is_planned() -> None:
    maker = EnglishQuestionMaker(random.Random(6))
    second = maker.search("who wrote the report?")
    for _ in range(50):
        both = maker.twofold(second)
        assert both.commands[0].name != SEARCH_LIBRARY
        assert both.text.lower().rstrip("?").endswith("who wrote the report")


def test_slips_leave_slots_as_they_are() -> None:
    rng = random.Random(7)
    slot = f"{noise.OPEN}day=next Tuesday{noise.CLOSE}"
    text = f"what is the date of {slot}, would you know that exactly?"
    changed = [noise.careless(text, rng) for _ in range(300)]
    for one in changed:
        inside = one[one.index(noise.OPEN) + 1 : one.index(noise.CLOSE)]
        assert inside.lower() == "day=next tuesday"
    assert len(set(changed)) > 150


def test_careless_questions_are_the_share_that_is_asked_for() -> None:
    rng = random.Random(8)
    text = "What is the weather like in Paris?"
    changed = sum(noise.noisy(text, rng, share=0.35) != text for _ in range(2000))
    assert 500 < changed < 760
    assert noise.noisy(text, rng, share=0.0) == text


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("on the 3rd of May", "3rd of May"),
        ("the day after tomorrow", "day after tomorrow"),
        ("over the weekend", "weekend"),
        ("in the next few days", "next few days"),
        ("in 3 days", "in 3 days"),
        ("of no day", "of no day"),
    ],
)
def test_a_day_stands_without_what_leads_to_it(written: str, bare: str) -> None:
    assert tight(written) == bare


def test_the_same_seed_draws_the_same_questions() -> None:
    assert [q.text for q in _drawn("weather", 30)] == [q.text for q in _drawn("weather", 30)]
