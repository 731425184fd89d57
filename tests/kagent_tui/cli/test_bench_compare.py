"""`kagent bench compare`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bench.report.document import Row, Table
from kagent_tui.cli.bench_tables import table_lines
from kagent_tui.cli.diagnostics import run
from tests.engine.bench.report.sample_results import hostile_scores, scores, system, written

Captured = pytest.CaptureFixture[str]


def test_two_models_stand_side_by_side(tmp_path: Path, capsys: Captured) -> None:
    first = written(tmp_path, "a.json", scores())
    second = written(tmp_path, "b.json", scores("large", 5.0))
    assert run(["bench", "compare", str(first), str(second)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "The five figures and the overall score:",
        "  Model    Scorer     Planning  Tool use  Reflection  Concluding  Profile  Overall",
        "  builtin  corrected     30.00     40.00       10.00       50.00    20.00    34.50",
        "  large    corrected     35.00     45.00       15.00       55.00    25.00    39.50",
    ]
    assert lines[5] == "large less builtin, in points of percent, over 6 instances:"
    assert lines[7] == "  Planning         +5.00  +5.00 to +5.00  yes"
    assert lines[12].split() == ["Overall", "+5.00", "+5.00", "to", "+5.00", "yes"]
    assert "Note: mini is not the paper's KAgentBench" in lines[-1]


def test_what_is_not_told_apart_is_said(tmp_path: Path, capsys: Captured) -> None:
    first = written(tmp_path, "a.json", scores())
    second = written(tmp_path, "b.json", scores("same"))
    assert run(["bench", "compare", str(first), str(second)]) == 0
    assert capsys.readouterr().out.count("no, chance may explain it") == 6
    assert run(["bench", "compare", str(first), str(second), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["differences"] == [
        {
            "label": "same",
            "instances": 6,
            "note": None,
            "figures": {
                name: {"difference": 0.0, "low": 0.0, "high": 0.0, "is_told_apart": False}
                for name in (
                    *("planning", "tool_use", "reflection", "concluding", "profile"),
                    "overall",
                )
            },
        }
    ]


def test_other_scorers_are_not_set_against_each_other(tmp_path: Path, capsys: Captured) -> None:
    first = written(tmp_path, "a.json", scores())
    second = written(tmp_path, "b.json", scores(scorer="faithful"))
    assert run(["bench", "compare", str(first), str(second)]) == 0
    shown = capsys.readouterr().out
    assert "less" not in shown
    assert (
        "Note: builtin (faithful) and builtin (corrected): no differences are told, for they are "
        "by different scorers (faithful and corrected)." in shown
    )


def test_a_models_worth_is_merged_from_all_kinds(tmp_path: Path, capsys: Captured) -> None:
    files = [
        written(tmp_path, "a.json", scores()),
        written(tmp_path, "s.json", system()),
        written(
            tmp_path,
            "r.json",
            {"kind": "retrieval", "model": "e5", "questions": 20, "recall_at_5": 91.5},
        ),
    ]
    assert run(["bench", "compare", *map(str, files), "--json"]) == 0
    builtin, e5 = json.loads(capsys.readouterr().out)["worth"]
    assert builtin == {
        "model": "builtin",
        "scorer": "corrected",
        "overall": 34.5,
        "seconds_a_prompt": 2.5,
        "pass_rate": 62.5,
        "seconds_an_answer": 41.25,
        "tokens_an_answer": 3100.0,
        "recall": None,
        "plan": None,
        "memory_mib": 1800.0,
    }
    assert (e5["model"], e5["recall"], e5["overall"]) == ("e5", 91.5, None)


def test_one_result_is_wrong_usage(tmp_path: Path, capsys: Captured) -> None:
    path = written(tmp_path, "a.json", scores())
    assert run(["bench", "compare", str(path), str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Name two results or more." in captured.err


def test_hostile_text_reaches_no_terminal(tmp_path: Path, capsys: Captured) -> None:
    first = written(tmp_path, "h.json", hostile_scores())
    second = written(tmp_path, "a.json", scores())
    assert run(["bench", "compare", str(first), str(second)]) == 0
    assert not set(capsys.readouterr().out) & set("\x1b\x00\u202e")


def test_wide_characters_keep_the_columns_straight() -> None:
    table = Table("c", ("Model", "Figure"), (Row("模型", ("1.00",)), Row("model", ("20.00",))))
    assert list(table_lines(table)) == [
        "c:",
        "  Model  Figure",
        "  模型     1.00",
        "  model   20.00",
    ]
