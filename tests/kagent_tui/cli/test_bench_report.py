"""`kagent bench report`, and what `kagent mat report` shows of results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kagent_tui.cli.diagnostics import run
from tests.engine.bench.report.sample_results import hostile_scores, scores, system, written

Captured = pytest.CaptureFixture[str]


def test_the_page_is_printed_as_markdown(tmp_path: Path, capsys: Captured) -> None:
    path = written(tmp_path, "a.json", scores())
    assert run(["--now", "2026-11-27", "bench", "report", str(path), "--title", "Laptops"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("# Laptops\n\n1 result of kagent bench, 2026-11-27\n")
    assert "| builtin | corrected | 30.00 | 40.00 | 10.00 | 50.00 | 20.00 | 34.50 |" in page
    # Without a file there is none for the chart either.
    assert "![" not in page


def test_the_page_is_written_where_it_is_named(tmp_path: Path, capsys: Captured) -> None:
    path = written(tmp_path, "a.json", scores())
    page = tmp_path / "report.html"
    assert run(["bench", "report", str(path), str(path), "--out", str(page)]) == 0
    assert capsys.readouterr().out == f"written: {page}\n"
    assert "<title>KAgentBench report</title>" in page.read_text(encoding="utf-8")
    assert run(["bench", "report", str(path), "--out", str(tmp_path / "r.md"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["written"] == [str(tmp_path / "r.md"), str(tmp_path / "r.md.svg")]
    (result,) = found["results"]
    assert (result["model"], result["overall"], result["is_papers_data"]) == (
        "builtin",
        34.5,
        False,
    )
    assert found["paper"][-1]["overall"] == 45.34
    assert len(found["warnings"]) == 1


def test_what_cannot_be_read_or_written_is_one_line(tmp_path: Path, capsys: Captured) -> None:
    good = written(tmp_path, "a.json", scores())
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    for arguments, code, says in (
        ([str(broken)], 1, "broken.json: is no result of kagent bench"),
        ([str(good), str(tmp_path / "none.json")], 1, "none.json: cannot be read"),
        ([str(good), "--out", str(tmp_path / "no" / "r.html")], 1, "cannot be written"),
        ([str(good), "--out", str(tmp_path / "r.pdf")], 2, "ends in .html or .md"),
        ([], 2, "RESULT"),
    ):
        assert run(["bench", "report", *arguments]) == code, arguments
        captured = capsys.readouterr()
        assert captured.out == ""
        assert says in captured.err
        assert captured.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "broken.json"]


def test_hostile_text_reaches_no_terminal(tmp_path: Path, capsys: Captured) -> None:
    path = written(tmp_path, "h.json", hostile_scores())
    for more in ([], ["--json"]):
        assert run(["bench", "report", str(path), *more]) == 0
        assert not set(capsys.readouterr().out) & set("\x1b\x00\u202e")


def test_a_run_of_the_pipeline_shows_the_five_figures(tmp_path: Path, capsys: Captured) -> None:
    path = written(tmp_path, "a.json", scores("my_model|v1"))
    run_folder = tmp_path / "run"
    assert run(["mat", "report", str(run_folder), "--bench", str(path)]) == 0
    page = capsys.readouterr().out
    assert "## KAgentBench, in percent" in page
    assert "| my\\_model\\|v1 | mini | corrected | 30.00 | 40.00 |" in page
    assert run(["mat", "report", str(run_folder), "--bench", str(path), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["bench"]
    assert (found["model"], found["reflection"], found["overall"]) == ("my_model|v1", 10, 34.5)


def test_only_the_five_figures_go_into_it(tmp_path: Path, capsys: Captured) -> None:
    path = written(tmp_path, "s.json", system())
    assert run(["mat", "report", str(tmp_path / "run"), "--bench", str(path)]) == 1
    assert "s.json: is a result of kagent bench system" in capsys.readouterr().err
