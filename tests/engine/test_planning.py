"""Plan grammars accept what they should, refuse what they must, and always parse."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from engine.events import Command, Language
from engine.planning import PlanError, command_key, parse_plan, plan_constraint
from engine.tools.builtin import builtin_registry
from models.language.grammar import check

REGISTRY = builtin_registry()
LANGUAGES: tuple[Language, ...] = ("en", "zh")


QUESTIONS = st.text(max_size=300).map(lambda text: clean(text).strip()).filter(bool)


@given(QUESTIONS, st.sampled_from(LANGUAGES))
def test_every_question_makes_a_sound_grammar(question: str, language: Language) -> None:
    constraint = plan_constraint(REGISTRY, question, "pointer", language)
    check(constraint.gbnf)


def test_prose_grammars_are_sound() -> None:
    check(plan_constraint(REGISTRY, "any", "prose", "en").gbnf)


def test_the_schema_offers_exactly_the_tools() -> None:
    schema = plan_constraint(REGISTRY, "any", "prose", "en").json_schema
    assert schema is not None
    arms = schema["properties"]["command"]["anyOf"]
    assert [arm["properties"]["name"]["const"] for arm in arms] == REGISTRY.names()
    assert "x-from-question" not in json.dumps(schema)


@given(st.text())
def test_reading_a_plan_never_raises_anything_else(text: str) -> None:
    problem = ""
    try:
        parse_plan(text, REGISTRY)
    except PlanError as error:
        problem = str(error)
    assert "\n" not in problem


def test_a_plan_is_read_and_cleaned() -> None:
    command = '{"name": "time_delta", "args": {"start_time": "\\u202ex"}}'
    text = '{"task_name": "a\\u001bb\\nc", "command": ' + command + "}"
    task = parse_plan(text, REGISTRY)
    assert task.task_name == "ab c"
    assert task.command.args == {"start_time": "x"}


def test_what_is_nested_in_a_plan_is_cleaned_too() -> None:
    args = '{"items": ["\\ud800", {"a\\u001b[31mb": "\\u202ex"}], "count": 2}'
    task = parse_plan(f'{{"command": {{"name": "time_delta", "args": {args}}}}}', REGISTRY)
    assert task.command.args == {"items": ["\ufffd", {"ab": "x"}], "count": 2}
    assert json.dumps(dict(task.command.args), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"command": []}', '{"command": {"name": 3}}', '{"command": {"name": "nope"}}',
     '{"command": {"name": "time_delta", "args": []}}'],
)  # fmt: skip
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(PlanError):
        parse_plan(text, REGISTRY)


def test_equal_commands_have_equal_keys() -> None:
    first = Command("t", {"a": "X ", "b": 1})
    second = Command("t", {"b": 1, "a": "x"})
    assert (
        command_key(first) == command_key(second) != command_key(Command("t", {"a": "y", "b": 1}))
    )
