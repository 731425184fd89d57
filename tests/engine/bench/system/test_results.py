"""The figures of a run, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.bench.system.answered import Answered
from engine.bench.system.judge import Verdict
from engine.bench.system.results import Measured, full_result, scored, summary
from tests.engine.bench.system.program import question

RIGHT = Answered(
    "search_knowledge", {"text": "x"}, ("search_knowledge",), "answered", "It is 4 crowns. [1]",
    ("/a/card.md",), (), 2.0, 100, 20,
)  # fmt: skip
WRONG = replace(RIGHT, tool="do_nothing", text="It is 9 crowns.", seconds=1.0, prompt_tokens=40)
MISSED = replace(RIGHT, outcome="not_found", text="Nothing.", citations=(), seconds=3.0)
DOWN = replace(RIGHT, outcome="failed", text="", trouble="the server is busy", seconds=0.0)
TOOL = {"tool": ("search_knowledge",), "args": ({"text": "*"},)}
QUESTIONS = [
    question("a", **TOOL),
    question("b", **TOOL),
    question("c", category="other"),
    question("d", category="other"),
]
ANSWERS = {"a": RIGHT, "b": WRONG, "c": MISSED, "d": DOWN}


def measured(**fields: Any) -> Measured:
    return Measured("nano", "", "some.jsonl", peak_mib=250.5, **fields)


def test_the_figures_by_checkable_answers() -> None:
    rows = scored(QUESTIONS, ANSWERS, None)
    assert [one.score for one in rows] == [5, 1, 2, 2]
    found = summary(rows, measured())
    assert (found["kind"], found["model"], found["setup"]) == ("system", "nano", "whole")
    assert (found["questions"], found["pass_rate"], found["score"]) == (4, 25.0, 2.5)
    assert (found["first_tool"], found["first_call"]) == (50.0, 50.0)
    assert found["counts"]["failed"] == 1
    assert found["counts"]["retriable"] == 0
    usage = found["usage"]
    assert usage["seconds_a_question"] == 1.5
    assert usage["tokens_a_question"] == (120 + 60 + 120 + 120) / 4
    assert usage["peak_mib"] == 250.5
    assert "checked_score" not in found
    assert summary(rows, measured(remote=True))["counts"]["retriable"] == 1


def test_the_figures_by_a_judge_stand_beside_those() -> None:
    verdicts = {"a": Verdict(4, "fine"), "b": Verdict(4), "c": Verdict(None, "no form")}
    rows = scored(QUESTIONS, ANSWERS, verdicts)
    found = full_result(rows, measured(judge="large"))
    # What the judge never scored did not pass, and has no part in the mean: (4 + 4 + 2) / 3.
    assert (found["pass_rate"], found["score"]) == (50.0, 3.33)
    assert (found["checked_pass_rate"], found["checked_score"]) == (25.0, 2.5)
    assert found["counts"]["unscored"] == 1
    assert found["groups"]["category"]["knowledge"]["pass_rate"] == 100.0
    assert found["groups"]["category"]["other"] == {
        "questions": 2,
        "pass_rate": 0.0,
        "score": 2.0,
        "seconds_a_question": 1.5,
    }
    first, *_, last = found["rows"]
    assert (first["score"], first["checked"], first["reason"]) == (4, 5, "fine")
    assert (last["score"], last["trouble"]) == (2, "the server is busy")


def test_the_part_that_was_left_out_is_in_the_name() -> None:
    rows = scored(QUESTIONS[:1], ANSWERS, None)
    found = summary(rows, replace(measured(), setup="without memory"))
    assert found["model"] == "nano (without memory)"


def test_a_question_that_was_not_asked_has_no_row() -> None:
    assert [one.question.id for one in scored(QUESTIONS, {"c": MISSED}, None)] == ["c"]
    assert summary([], measured())["pass_rate"] == 0.0
