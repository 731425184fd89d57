"""`kagent bench plan`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kagent_tui.cli.diagnostics import run
from tests.engine.mat.teacher_server import teacher_server

ROW = {
    "question": "how many days from 1 May 2027 to 9 May 2027",
    "language": "en",
    "tool": "time_delta",
    "args": {"start_time": "1 May 2027", "end_time": "9 May 2027"},
}
PLAN = (
    '{"task_name": "x", "command": {"name": "time_delta", "args": '
    '{"start_time": "2027-05-01", "end_time": "2027-05-09"}}}'
)


def test_the_small_model_and_a_server_side_by_side(
    isolated_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "p.jsonl", tmp_path / "r.json"
    data.write_text(json.dumps(ROW), encoding="utf-8")
    with teacher_server(reply=lambda _messages: PLAN) as server:
        models = ["--model", "builtin", "--model", server.url]
        arguments = ["bench", "plan", "--data", str(data), *models, "--out", str(out)]
        assert run([*arguments, "-q"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[1].split()[:5] == ["kagent-nano,", "p.jsonl", "1", "100.0", "100.0"]
        assert lines[2].split()[1:6] == ["p.jsonl", "1", "100.0", "0.0", "100.0"]
        before = server.requests
        assert run([*arguments, "--json"]) == 0
        assert server.requests == before
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["right_first_steps"], second["right_first_steps"]) == (100.0, 0.0)
    assert (first["usage"]["peak_mib"] > 30, second["usage"]["peak_mib"]) == (True, None)
    written = json.loads((tmp_path / "r-kagent-nano.json").read_text(encoding="utf-8"))
    assert written["rows"][0]["right_call"] is True


def test_trouble_is_said_in_one_line(
    isolated_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "p.jsonl"
    data.write_text('{"question": "a"}', encoding="utf-8")
    assert run(["bench", "plan", "--data", str(data)]) == 1
    assert "no question in it names a tool" in capsys.readouterr().err
    data.write_text(json.dumps(ROW), encoding="utf-8")
    with teacher_server(lambda _number, _body: (503, "busy")) as server:
        arguments = ["bench", "plan", "--data", str(data), "--model", server.url, "--tries", "1"]
        assert run(arguments) == 1
    told = capsys.readouterr().err
    assert "busy" in told or "503" in told
    assert len(told.splitlines()) == 1


def test_files_of_one_name_are_planned_each(
    isolated_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / folder / "q.jsonl" for folder in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(json.dumps(ROW), encoding="utf-8")
    with teacher_server(reply=lambda _messages: PLAN) as server:
        data = [part for path in paths for part in ("--data", str(path))]
        assert run(["bench", "plan", *data, "--model", server.url]) == 0
    told = capsys.readouterr().out
    assert all(f"scripted, {path} " in told for path in paths)
