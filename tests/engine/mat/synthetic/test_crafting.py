"""Crafted conversations are what the loop itself would send, and their plans obey its grammar."""

from __future__ import annotations

import json
import random

import pytest

from engine.events import Command, Language
from engine.mat.synthetic import chat
from engine.mat.synthetic.conversations import ConversationMaker
from engine.mat.synthetic.questions import expand, fill
from engine.mat.synthetic.questions_en import question_maker
from engine.planning import parse_plan
from engine.tools.builtin import builtin_registry
from models.language.units import span_units

REGISTRY = builtin_registry()
KINDS = ("calendar", "holidays", "solar_terms", "delta", "two_festivals", "library")
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_arguments_are_spans_of_the_question(kind: str, language: Language) -> None:
    maker = question_maker(language, random.Random(5))
    for _ in range(150):
        question = getattr(maker, kind)()
        units = {(unit.start, unit.end) for unit in span_units(question.text)}
        starts, ends = {s for s, _ in units}, {e for _, e in units}
        for value in (v for command in question.commands for v in command.args.values()):
            if value == "now":
                continue
            at = question.text.find(value)
            assert at >= 0, (question.text, value)
            places = [i for i in range(len(question.text)) if question.text.startswith(value, i)]
            assert any(i in starts and i + len(value) in ends for i in places), (
                question.text,
                value,
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_conversations_run_the_tools_and_point(language: Language) -> None:
    rng = random.Random(2)
    maker = ConversationMaker(language, REGISTRY, rng, ["A", "B"])
    questions = question_maker(language, rng)
    made = [maker.whole(questions.two_festivals()) for _ in range(20)]
    for messages in (m for m in made if m):
        roles = [message["role"] for message in messages]
        assert roles == [
            "system",
            "user",
            *["assistant", "tool"] * 2,
            "assistant",
            "user",
            "assistant",
        ]
        plans = [m["content"] for m in messages if m["role"] == "assistant"][:-1]
        names = [parse_plan(plan, REGISTRY).command.name for plan in plans]
        assert names == ["get_holidays_info", "time_delta", "task_complete"]
        assert messages[-1]["content"].strip("[]").isdigit()
        assert f"[{messages[-1]['content'].strip('[]')}]" in messages[5]["content"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_small_talk_has_a_reply(language: Language) -> None:
    maker = ConversationMaker(language, REGISTRY, random.Random(1), ["A", "B"])
    for kind in chat.TALK[language]:
        messages = maker.talk("hello", kind)
        assert messages[-1]["content"] == chat.REPLIES[kind][language]
    assert set(chat.CLINC_KINDS.values()) | set(chat.HWU_KINDS.values()) <= set(chat.REPLIES)


def test_expanding_and_filling() -> None:
    rng = random.Random(0)
    assert {expand("(a|b|) c", rng) for _ in range(50)} == {"a c", "b c", "c"}
    text, found = fill("When is {holiday} in {year}?", {"holiday": "X", "year": "next year"}, rng)
    assert " in next" not in text.lower()
    assert found["year"].lower() == "next year"


def test_plans_are_json_in_the_papers_form() -> None:
    maker = ConversationMaker("en", REGISTRY, random.Random(1), ["A", "B"])
    question = question_maker("en", random.Random(1)).delta()
    plan = json.loads(maker.plan_only(question)[-1]["content"])
    assert list(plan) == ["task_name", "command"]
    assert Command(**plan["command"]) == question.commands[0]
