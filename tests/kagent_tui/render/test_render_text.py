"""The text renderer: the answer on one side, the trace on the other."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import (
    Answer,
    Concluded,
    Concluding,
    Event,
    Location,
    Observed,
    Planning,
    Stopped,
    Task,
    TaskRecord,
    ToolStarted,
    UsageTotals,
)
from kagent_tui.render.text import (
    TextRenderer,
    answer_lines,
    observation_lines,
    place_text,
    task_line,
)


def shown(events: list[Event]) -> tuple[list[str], list[str]]:
    written: list[str] = []
    traced: list[str] = []
    renderer = TextRenderer(written.append, traced.append)
    for event in events:
        renderer.show(event)
    return written, traced


def test_the_answer_and_its_sources_are_written(events: list[Event]) -> None:
    written, _ = shown(events)
    assert "".join(written) == (
        "There are 60 days. [1] The warranty is two years. [2]\n"
        "\n"
        "Sources:\n"
        "[1] time_delta(start_time=2024-01-01, end_time=2024-03-01) — "
        "From 2024-01-01 to 2024-03-01 there are 60 days.\n"
        "[2] Car — /notes/car.md:12, Warranty — The warranty lasts two years.\n"
    )


def test_pieces_are_written_as_they_come(events: list[Event]) -> None:
    written, _ = shown(events)
    assert written[:2] == ["There are 60 days. [1] ", "The warranty is two years. [2]"]


def test_the_trace_tells_the_plan_and_what_was_observed(events: list[Event]) -> None:
    _, traced = shown(events)
    assert traced == [
        "Remembered: Car",
        "1. Count the days: time_delta(start_time=2024-01-01, end_time=2024-03-01)",
        "   From 2024-01-01 to 2024-03-01 there are 60 days. (0.01 s)",
        "kagent-nano, 1.93 s; tokens: 812 read, 310 of them evaluated, 96 written",
    ]


def test_chinese_sources_have_a_chinese_heading(answer: Answer) -> None:
    written, _ = shown([Concluded(dataclasses.replace(answer, language="zh"))])
    assert "\n来源：\n" in "".join(written)


def test_an_answer_that_did_not_stream_is_written_whole(answer: Answer) -> None:
    written, _ = shown([Concluded(answer)])
    assert "".join(written).startswith(f"{answer.text}\n")


def test_the_end_that_did_not_stream_is_added(answer: Answer) -> None:
    written, _ = shown([Concluding("There are 60"), Concluded(answer)])
    assert "".join(written).startswith(f"{answer.text}\n")


def test_an_answer_that_changed_in_the_end_is_written_again(answer: Answer) -> None:
    written, _ = shown([Concluding("Sixty"), Concluded(answer)])
    assert "".join(written).startswith(f"Sixty\n\n{answer.text}\n")


def test_a_stopped_answer_keeps_what_was_written(answer: Answer) -> None:
    stopped = dataclasses.replace(answer, text="There are", outcome="stopped", citations=())
    written, traced = shown([Concluding("There are"), Stopped("cancelled"), Concluded(stopped)])
    assert "".join(written) == "There are\n"
    assert len(traced) == 1
    _, traced = shown([Stopped("step_limit"), Concluded(stopped)])
    assert traced[0].startswith("the step limit was reached")


def test_nothing_is_written_for_an_empty_answer(answer: Answer) -> None:
    empty = dataclasses.replace(answer, text="", outcome="stopped", citations=())
    written, _ = shown([Concluded(empty)])
    assert "".join(written) == ""


def test_an_error_is_traced_in_one_line(task: Task) -> None:
    _, traced = shown([Observed(TaskRecord(task, "", "no such\ndate", 0.5))])
    assert traced == ["   error: no such date (0.50 s)"]


def test_a_long_observation_is_shortened(task: Task) -> None:
    lines = observation_lines(TaskRecord(task, "\n".join(["word " * 80] * 30), None, 0.0))
    assert len(lines) == 7
    assert lines[-1] == "… 24 more lines (0.00 s)"
    assert all(len(line) <= 180 for line in lines)


def test_an_empty_observation_has_a_line(task: Task) -> None:
    assert observation_lines(TaskRecord(task, "", None, 0.0)) == ["nothing to observe (0.00 s)"]


def test_a_plan_cannot_bring_control_characters(task: Task) -> None:
    evil = dataclasses.replace(task, task_name="a\x1b[2Jb\nc")
    assert task_line(1, evil).startswith("1. ab c: time_delta(")


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (Location(), "/a.pdf"),
        (Location(page=3), "/a.pdf, page 3"),
        (Location(line=7), "/a.pdf:7"),
        (Location(start=65.4, end=70.0), "/a.pdf, at 1:05"),
        (Location(start=3725.0), "/a.pdf, at 1:02:05"),
        (Location(heading="One > Two"), "/a.pdf, One > Two"),
    ],
)
def test_places(location: Location, expected: str) -> None:
    assert place_text("/a.pdf", location) == expected


def test_a_stored_answer_shows_its_tasks_and_sources(answer: Answer) -> None:
    lines = list(answer_lines(1, answer))
    assert lines[0] == "1. How many days?"
    assert any("time_delta" in line for line in lines)
    assert "Sources:" in lines
    assert lines[-1].startswith("[2] Car")


def test_events_without_a_line_are_quiet(task: Task) -> None:
    assert shown([Planning("{"), ToolStarted(task)]) == ([], [])


@given(st.lists(st.text(max_size=12), max_size=6))
def test_streamed_text_never_carries_controls_and_always_ends_as_stored(pieces: list[str]) -> None:
    final = "".join(pieces)
    answer = Answer("q", final, "en", "answered", (), (), "s", "m", UsageTotals())
    written, _ = shown([*(Concluding(piece) for piece in pieces), Concluded(answer)])
    text = "".join(written)
    assert "\x1b" not in text
    assert "\r" not in text
    text.encode("utf-8")
