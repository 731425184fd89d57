"""What a stage tells, as text, as JSON, and as an exit code."""

from __future__ import annotations

import json

import pytest

from engine.mat.events import (
    ItemFailed,
    ItemRefused,
    Spent,
    StageEstimated,
    StageEvent,
    StageFinished,
    StageNoticed,
    StagePlanned,
    StageProgressed,
)
from kagent_tui.cli.mat_events import StageView, estimate_text, event_to_json, progress_text

SPENT = Spent(12, 34_000, 5_600, 7.5)
FINISHED = StageFinished(
    "craft", 9, 9, 1, 0, {"it is too short": 3}, SPENT, 1.25, 61.0, False, {"templates": 8}
)
EVENTS: list[StageEvent] = [
    StagePlanned("craft", 9, 2),
    StageEstimated("craft", 7, SPENT, 0.0, 90.0, 2),
    StageProgressed("craft", 3, 9, 1, 0, SPENT, 0.5, 2.0, 0.5, 12.0),
    ItemRefused("craft", "craft/1", "it is too short"),
    ItemFailed("craft", "craft/2", "status 503"),
    StageNoticed("lines that gave no query: 1 too long"),
    FINISHED,
]


def _finished(**changes: object) -> StageFinished:
    import dataclasses

    return dataclasses.replace(FINISHED, **changes)  # type: ignore[arg-type]


def test_the_result_is_on_standard_output_and_the_rest_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert StageView(as_json=False, quiet=False).show_all(iter(EVENTS)) == 0
    shown = capsys.readouterr()
    assert shown.out == "craft: 9 of 9 items settled, 1 given up, templates: 8\n"
    assert "craft: 9 items, 2 settled before" in shown.err
    assert "given up: craft/1: it is too short" in shown.err
    assert "3 x it is too short" in shown.err
    assert "cost 1.25 in 1:01 min" in shown.err


def test_quiet_leaves_what_went_wrong_and_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    StageView(as_json=False, quiet=True).show_all(iter(EVENTS))
    shown = capsys.readouterr()
    assert shown.out.startswith("craft: 9 of 9")
    assert shown.err == "kagent: lines that gave no query: 1 too long\n"


def test_json_is_one_event_a_line_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    StageView(as_json=True, quiet=False).show_all(iter(EVENTS))
    shown = capsys.readouterr()
    assert shown.err == ""
    events = [json.loads(line) for line in shown.out.splitlines()]
    assert [event["event"] for event in events] == [
        "planned",
        "estimate",
        "progress",
        "refused",
        "failed",
        "notice",
        "finished",
    ]
    assert events[1]["spent"] == {
        "requests": 12,
        "tokens_in": 34_000,
        "tokens_out": 5_600,
        "seconds": 7.5,
    }
    assert event_to_json(EVENTS[2])["seconds_left"] == 12.0


@pytest.mark.parametrize(
    ("event", "code", "told"),
    [
        (_finished(interrupted=True), 130, "give the same command to go on"),
        (_finished(failed=2), 1, "2 items failed"),
        (_finished(settled=0), 1, ""),
        (_finished(settled=0, total=0), 0, ""),
    ],
)
def test_the_exit_code_tells_how_it_ended(
    event: StageFinished, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert StageView(as_json=False, quiet=True).show_all(iter([event])) == code
    assert told in capsys.readouterr().err


def test_progress_has_number_rate_time_left_and_cost() -> None:
    progress = EVENTS[2]
    assert isinstance(progress, StageProgressed)
    assert progress_text(progress) == (
        "craft: 3 of 9, 30.0 items/min, 1 given up, about 12 s left, "
        "12 requests, 34,000 + 5,600 tokens, cost 0.50"
    )


def test_an_estimate_says_what_it_rests_on() -> None:
    measured = StageEstimated("craft", 7, SPENT, 3.0, 90.0, 2)
    assert "cost 3.00, about 1:30 min (by 2 settled items)" in estimate_text(measured)
    counted = StageEstimated("craft", 7, SPENT, 0.0, None, 0)
    assert "time unknown until some items are settled" in estimate_text(counted)
    assert (
        estimate_text(StageEstimated("craft", 0, Spent(), 0.0, 0.0, 2)) == "nothing is left to do"
    )
