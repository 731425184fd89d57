"""The JSON renderers: one object, or one event a line."""

import json
from typing import Any

import pytest

from engine.events import Event, Failed, Observed, Stopped, TaskRecord
from kagent_tui.render.encoding import cleaned, dumps
from kagent_tui.render.json import JsonRenderer
from kagent_tui.render.stream import StreamRenderer

KEYS = {
    "question",
    "answer",
    "language",
    "outcome",
    "citations",
    "tasks",
    "session",
    "model",
    "usage",
}


def as_object(events: list[Event]) -> dict[str, Any]:
    written: list[str] = []
    renderer = JsonRenderer(written.append, question="q?", language="zh", session="s1")
    for event in events:
        renderer.show(event)
    assert len(written) == 1
    loaded: dict[str, Any] = json.loads(written[0])
    return loaded


def as_lines(events: list[Event]) -> list[dict[str, Any]]:
    written: list[str] = []
    renderer = StreamRenderer(written.append)
    for event in events:
        renderer.show(event)
    assert all(text.count("\n") == 1 and text.endswith("\n") for text in written)
    return [json.loads(text) for text in written]


def test_one_object_has_the_contracts_keys(events: list[Event]) -> None:
    shown = as_object(events)
    assert shown.keys() >= KEYS
    assert shown["outcome"] == "answered"
    assert shown["citations"][1]["location"]["span"] == [100, 140]
    assert shown["citations"][1]["quote"] == "The warranty lasts\ntwo years."
    assert shown["tasks"][0]["command"]["name"] == "time_delta"
    assert shown["usage"]["evaluated_tokens"] == 310


def test_a_failure_is_an_object_too(record: TaskRecord) -> None:
    shown = as_object([Observed(record), Failed("the model file is truncated")])
    assert shown.keys() >= KEYS
    assert shown["question"] == "q?"
    assert shown["language"] == "zh"
    assert shown["outcome"] == "failed"
    assert shown["error"] == "the model file is truncated"
    assert shown["session"] == "s1"
    assert len(shown["tasks"]) == 1


def test_every_event_is_a_line(events: list[Event]) -> None:
    shown = as_lines([*events, Stopped("step_limit"), Failed("no")])
    assert [line["event"] for line in shown] == [
        "Recalled",
        "Planning",
        "TaskPlanned",
        "ToolStarted",
        "Observed",
        "Concluding",
        "Concluding",
        "Concluded",
        "Stopped",
        "Failed",
    ]
    assert shown[0]["memory"][0]["title"] == "Car"
    assert shown[1]["text"] == '{"task_name": '
    assert shown[2]["command"]["args"]["start_time"] == "2024-01-01"
    assert shown[4]["error"] is None
    assert shown[7]["answer"].keys() >= KEYS
    assert shown[8]["reason"] == "step_limit"
    assert shown[9]["message"] == "no"


def test_texts_are_cleaned_wherever_they_stand() -> None:
    assert cleaned({"a\x07": ["\x1b[1mb", ("\u202ec",), 1, None]}) == {"a": ["b", ["c"], 1, None]}


def test_other_values_become_text() -> None:
    from datetime import date

    assert json.loads(dumps({"day": date(2026, 11, 20)})) == {"day": "2026-11-20"}


def test_chinese_is_readable_where_the_terminal_can_show_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert dumps("中秋") == '"中秋"'
    assert capsys.readouterr().out == ""
