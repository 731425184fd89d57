"""What a small model can write for a user's own tool, by the grammar that llama.cpp obeys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Language
from engine.own_arguments import choices_said
from engine.own_numbers import numbers_said
from engine.planning import own_task_name, parse_plan, plan_constraint
from engine.tools.builtin import builtin_registry
from engine.tools.observation import Observation
from engine.tools.tool import Tool
from models.language.gbnf import check
from models.language.local import LocalModel
from models.language.sampling import Sampler

Accepts = Callable[[str, str], bool]


@pytest.fixture(scope="module")
def accepts(builtin_model_path: Path) -> Iterator[Accepts]:
    """Return a function (grammar, text) -> whether llama.cpp's own matcher takes the whole text."""
    model = LocalModel(builtin_model_path)
    vocabulary = model._runtime.vocabulary
    stop = next(iter(vocabulary.stops))

    def matches(grammar: str, text: str) -> bool:
        sampler = Sampler(vocabulary, grammar)
        try:
            for token in vocabulary.content_tokens(text):
                logits = np.full(vocabulary.size, -np.inf, dtype=np.float32)
                logits[token] = 0.0
                if not sampler._allowed(np.array([token]), logits).size:
                    return False
                sampler.choose(logits)
            zeros = np.zeros(vocabulary.size, dtype=np.float32)
            return bool(sampler._allowed(np.array([stop]), zeros).size)
        finally:
            sampler.close()

    yield matches
    model.close()


def own_tool(properties: dict[str, Any], required: list[str]) -> Tool:
    return Tool(
        name="book_room",
        description="Book a hotel room.",
        parameters={"type": "object", "properties": properties, "required": required},
        returns="",
        function=lambda context: Observation(""),
        task_phrases={"en": "Book the room", "zh": "订房间"},
        origin="file hotel.py",
    )


ROOM = own_tool(
    {
        "city": {"type": "string"},
        "nights": {"type": "integer", "minimum": 1, "maximum": 30},
        "bed": {"type": "string", "enum": ["single", "double"]},
        "price": {"type": "number"},
        "breakfast": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    ["city", "nights"],
)
QUESTION = "Book two nights in New York, a big room up to 99.5 dollars"


def plan(args: dict[str, Any], name: str = "Use book_room") -> str:
    return json.dumps(
        {"task_name": name, "command": {"name": "book_room", "args": args}}, ensure_ascii=False
    )


def grammar(tool: Tool, question: str, language: Language = "en") -> str:
    text = plan_constraint([*builtin_registry(), tool], question, "pointer", language).gbnf
    check(text)
    return text


@pytest.mark.parametrize(
    ("args", "fits"),
    [
        ({"city": "New York", "nights": 2}, True),
        ({"city": "New York", "nights": 2, "price": 99.5}, True),
        ({"city": "New York", "nights": 2, "price": 2}, False),
        ({"nights": 2}, False),
        ({"city": "Boston", "nights": 2}, False),
        ({"city": "New", "nights": 2}, True),
        ({"city": "New York", "nights": 3}, False),
        ({"city": "New York", "nights": 99}, False),
        ({"city": "New York", "nights": 2, "bed": "big"}, False),
        ({"city": "New York", "nights": 2, "bed": "double"}, False),
        ({"city": "New York", "nights": 2, "breakfast": True}, False),
        ({"city": "New York", "nights": 2, "tags": ["big room"]}, False),
    ],
)
def test_arguments_come_from_the_question(
    accepts: Accepts, args: dict[str, Any], fits: bool
) -> None:
    assert accepts(grammar(ROOM, QUESTION), plan(args)) is fits


def test_a_choice_that_is_said_is_taken(accepts: Accepts) -> None:
    asked = grammar(ROOM, "Two nights in New York, a Double bed")
    where = {"city": "New York", "nights": 2}
    assert accepts(asked, plan({**where, "bed": "double"}))
    assert not accepts(asked, plan({**where, "bed": "single"}))
    assert not accepts(asked, plan(where))
    either = grammar(ROOM, "Two nights in New York, double or single")
    assert accepts(either, plan({**where, "bed": "single"}))
    assert accepts(either, plan(where))


@pytest.mark.parametrize(
    ("choices", "question", "said"),
    [
        (["Economy", "Premium Economy", "First Class"], "fly premium economy", ["Premium Economy"]),
        (["full_size", "compact"], "a full-size car", ["full_size"]),
        (["art", "music"], "when does it start", []),
        (["经济舱", "商务舱"], "我要坐商务舱", ["商务舱"]),
        ([1, 2, ""], "1 or 2", []),
    ],
)
def test_choices_that_a_question_says(
    choices: list[object], question: str, said: list[str]
) -> None:
    assert choices_said({"enum": choices}, question) == said


def test_the_task_is_named_after_the_tool_and_shown_by_its_phrase(accepts: Accepts) -> None:
    registry = builtin_registry()
    registry.register(ROOM)
    languages: tuple[Language, ...] = ("en", "zh")
    for language, phrase in zip(languages, ("Book the room", "订房间"), strict=True):
        name = own_task_name(ROOM, language)
        written = plan({"city": "New York", "nights": 2}, name)
        assert accepts(grammar(ROOM, QUESTION, language), written)
        assert not accepts(grammar(ROOM, QUESTION, language), written.replace(name, phrase))
        assert parse_plan(written, registry).task_name == phrase


def test_a_task_of_a_large_model_keeps_its_name() -> None:
    registry = builtin_registry()
    registry.register(ROOM)
    assert parse_plan(plan({}, "Find a bed"), registry).task_name == "Find a bed"


def test_what_may_be_left_out_can_come_alone_or_not_at_all(accepts: Accepts) -> None:
    properties = {"a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string"}}
    rules = grammar(own_tool(properties, []), "red green blue")
    for args in ({}, {"a": "red"}, {"b": "red"}, {"c": "blue"}, {"a": "red", "c": "blue"}):
        assert accepts(rules, plan(args)), args
    assert not accepts(rules, plan({"a": "yellow"}))


def test_a_number_that_is_needed_and_not_said_can_still_be_written(accepts: Accepts) -> None:
    rules = grammar(ROOM, "A room in Bonn please")
    assert accepts(rules, plan({"city": "Bonn", "nights": 7}))
    assert not accepts(rules, plan({"city": "Bonn", "nights": 31000}))
    assert not accepts(rules, plan({"city": "Bonn", "nights": 7, "price": 7}))


def test_texts_of_a_list_are_words_of_the_question(accepts: Accepts) -> None:
    tool = own_tool({"tags": {"type": "array", "items": {"type": "string"}}}, ["tags"])
    rules = grammar(tool, "pack socks, a hat and tea")
    assert accepts(rules, plan({"tags": ["socks", "a hat", "tea"]}))
    assert not accepts(rules, plan({"tags": ["shoes"]}))


def test_other_types_keep_their_schema(accepts: Accepts) -> None:
    tool = own_tool({"loud": {"type": "boolean"}}, ["loud"])
    assert accepts(grammar(tool, "Say it"), plan({"loud": True}))


@pytest.mark.parametrize(
    ("text", "whole", "found"),
    [
        ("from 3 to 1,200 euros", True, ["3", "1200"]),
        ("2.5 kg and 3", False, ["2.5", "3"]),
        ("2.5 kg and 3", True, ["3"]),
        ("two or twenty people", True, ["2", "20"]),
        ("订两晚，三百元", True, ["2", "300"]),
        ("有5个人，7.5折", False, ["5", "7.5"]),
        ("it is -4 degrees, 5-6 days", True, ["-4", "5", "6"]),
        ("room A12 on v2.1", True, []),
        ("call 007", True, ["7"]),
        ("a room for an hour", True, []),
        ("nothing", False, []),
    ],
)
def test_numbers_are_read_in_digits_and_words(text: str, whole: bool, found: list[str]) -> None:
    assert numbers_said(text, whole=whole) == found


@given(st.text(), st.booleans())
def test_numbers_that_are_said_are_numbers_of_json(text: str, whole: bool) -> None:
    for number in numbers_said(text, whole=whole):
        assert isinstance(json.loads(number), int if whole else int | float)
