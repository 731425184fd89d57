"""First plans: what is read, what is asked, and what counts as right."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.bench.errors import BenchError
from engine.bench.journals import open_journal
from engine.bench.plan import (
    NOW,
    Planned,
    Planner,
    plan_result,
    plan_shares,
    plans,
    read_plan_questions,
)
from engine.bench.plan_arguments import same_meaning, same_words
from engine.bench.system.builtin import QUESTIONS
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from models.language.base import ModelError, PromptStyle
from models.language.loading import ModelSpec, load_model
from tests.engine.scripted_model import ScriptedModel

CONTEXT = ToolContext(datetime(2026, 11, 20, 10), "en")
ROWS: list[dict[str, Any]] = [
    {"question": "what weekday is 17 May 2027", "language": "en", "tool": "get_calendar_info",
     "args": {"start_date": "17 May 2027"}},
    {"question": "weather in Oslo", "language": "en", "tool": "get_weather_info",
     "args": {"location": "Oslo", "start_date": "now"}, "online": True},
    {"question": "你好", "language": "zh", "tool": "do_nothing", "args": {}},
]  # fmt: skip


def plan(name: str, **args: Any) -> str:
    return json.dumps({"task_name": "x", "command": {"name": name, "args": args}})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "plans.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


def planned(data: Path, outputs: Sequence[str], style: PromptStyle = "prose") -> list[Planned]:
    planner = Planner(ScriptedModel(outputs, style=style), builtin_registry())
    return list(plans(planner, read_plan_questions(data), threading.Event()))


def test_right_tools_and_arguments_are_counted_by_language_and_tool(data: Path) -> None:
    rows = planned(
        data,
        [
            plan("get_calendar_info", start_date="2027-05-17"),
            plan("get_weather_info", location=" oslo", start_date="now"),
            "no plan at all",
        ],
    )
    assert [one.right_tool for one in rows] == [True, True, False]
    assert [one.right_call for one in rows] == [False, True, False]
    assert [one.by_meaning for one in rows] == [True, True, False]
    shares = plan_shares(rows)
    assert shares["all"] == {
        "questions": 3, "tool": 66.7, "tool_and_arguments": 33.3, "by_meaning": 66.7,
    }  # fmt: skip
    assert shares["en"]["tool"] == 100.0
    assert shares["do_nothing"]["tool"] == 0.0
    result = plan_result({"plans.jsonl": rows}, "scripted", {"peak_mib": None})
    assert (result["kind"], result["model"], result["questions"]) == ("plan", "scripted", 3)
    assert (result["right_first_steps"], result["right_tools"]) == (33.3, 66.7)
    assert result["counts"]["no_plan"] == 1
    assert result["rows"][0]["planned"]["args"] == {"start_date": "2027-05-17"}


def test_each_layout_is_offered_what_the_program_offers(data: Path) -> None:
    questions = read_plan_questions(data)
    large = ScriptedModel([plan("do_nothing")] * 3)
    list(plans(Planner(large, builtin_registry()), questions, threading.Event()))
    assert '"name": "get_weather_info"' in large.prompts[1][0].content
    # Where the internet is shut, nobody is offered it.
    assert '"name": "get_weather_info"' not in large.prompts[0][0].content
    small = ScriptedModel([plan("do_nothing")] * 3, style="pointer")
    list(plans(Planner(small, builtin_registry()), questions, threading.Event()))
    assert small.prompts[0][0].content.startswith("KAgent. Plan one task as JSON.")
    free = ScriptedModel([plan("do_nothing")] * 3)
    list(plans(Planner(free, builtin_registry(), grammar=False), questions, threading.Event()))
    assert (free.constraints, small.constraints.count(None)) == ([None] * 3, 0)


def test_a_prompt_that_does_not_fit_is_a_wrong_plan(data: Path) -> None:
    model = ScriptedModel([], longest=0)
    rows = list(
        plans(Planner(model, builtin_registry()), read_plan_questions(data), threading.Event())
    )
    assert [one.tool for one in rows] == ["", "", ""]


def test_plans_are_kept_and_gone_on_with(data: Path, tmp_path: Path) -> None:
    questions, registry = read_plan_questions(data), builtin_registry()
    journal = tmp_path / "journal"

    def fail_third(number: int) -> None:
        if number == 3:
            raise ModelError("it broke")

    def run(model: ScriptedModel, label: str = "a") -> list[Planned]:
        with contextlib.closing(open_journal(journal, "plan", fresh=False)) as opened:
            planner = Planner(model, registry)
            return list(plans(planner, questions, threading.Event(), opened, label))

    first = ScriptedModel([plan("do_nothing")] * 2, on_generate=fail_third)
    with pytest.raises(ModelError, match="it broke"):
        run(first)
    assert len(run(ScriptedModel([plan("do_nothing")]))) == 3
    assert len(run(ScriptedModel([]))) == 3
    assert len(run(ScriptedModel([plan("do_nothing")] * 3), "b")) == 3


def test_the_built_in_questions_name_tools_and_the_small_model_plans_them() -> None:
    questions = read_plan_questions(QUESTIONS)
    assert len(questions) == 36
    assert not any(one.before for one in questions)
    some = [one for one in questions if one.id in ("calendar-zh-1", "time_delta-en-2")]
    with contextlib.closing(load_model(ModelSpec("builtin"))) as model:
        rows = list(plans(Planner(model, builtin_registry()), some, threading.Event()))
    assert [one.right_call for one in rows] == [True, True]


def test_a_file_without_a_tool_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"question": "a"}', encoding="utf-8")
    with pytest.raises(BenchError, match="no question in it names a tool"):
        read_plan_questions(path)
    path.write_text('{"question": "a", "tool": "x", "args": [1]}', encoding="utf-8")
    with pytest.raises(BenchError, match='line 1: "args" must be a list of objects'):
        read_plan_questions(path, NOW)


def test_the_same_words_are_the_same_but_for_case_and_spaces() -> None:
    assert same_words({"location": "New York"}, {"location": "new  york "})
    assert same_words({"text": "*"}, {"text": "anything"})
    assert same_words({"year": 2027}, {"year": "2027"})
    assert not same_words({"location": "Oslo"}, {"location": "Oslo", "start_date": "now"})


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ({"start_date": "17 May 2027"}, {"start_date": "2027-05-17", "end_date": "x"}, True),
        ({"start_date": "17 May 2027"}, {"start_date": "2027-05-18"}, False),
        ({"start_date": "now"}, {"start_date": "2026-11-20"}, True),
        ({"start_time": "now", "end_time": "christmas"},
         {"start_time": "2026-12-25", "end_time": "today"}, True),
        ({"start_time": "14:00", "end_time": "16:00"},
         {"start_time": "2pm", "end_time": "5pm"}, False),
        ({"year": "next year"}, {"year": "2027"}, True),
        ({"year": "2026"}, {"year": "soon"}, False),
        ({"text": "*"}, {"text": " "}, False),
        ({"location": "Oslo"}, {"location": "Bergen"}, False),
        ({"location": "Oslo"}, {}, False),
    ],
)  # fmt: skip
def test_the_same_meaning(gold: dict[str, str], found: dict[str, str], same: bool) -> None:
    assert same_meaning(gold, found, CONTEXT) is same
