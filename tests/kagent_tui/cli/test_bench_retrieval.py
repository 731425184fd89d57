"""`kagent bench retrieval`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kagent_tui.cli.diagnostics import run
from tests.engine.bench.test_retrieval import squad


def test_the_built_in_library_and_a_file(
    isolated_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", "retrieval", "-q"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["questions", "recall@1", "recall@5", "MRR", "ms", "each"]
    assert [line.split()[1] for line in lines[1:]] == ["keywords", "vectors", "both", "search"]
    assert lines[4].split()[2:5] == ["12", "100.0", "100.0"]
    assert not list(isolated_home.iterdir())
    out = tmp_path / "r.json"
    data = ["--data", str(squad(tmp_path / "s.json"))]
    assert run(["bench", "retrieval", *data, "--k", "3", "--out", str(out), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["kind"], result["model"]) == ("retrieval", "search (builtin)")
    assert (result["recall_at_1"], result["recall_at_3"], result["mrr"]) == (100.0, 100.0, 100.0)
    assert result["usage"]["peak_mib"] > 10
    rows = json.loads(out.read_text(encoding="utf-8"))["rows"]
    assert [row["search"] for row in rows] == [1, 1]


def test_trouble_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.json"
    path.write_text("{}", encoding="utf-8")
    assert run(["bench", "retrieval", "--data", str(path)]) == 1
    told = capsys.readouterr().err
    assert "not in SQuAD's format" in told
    assert len(told.splitlines()) == 1
    assert run(["bench", "retrieval", "--every", "0"]) == 2
