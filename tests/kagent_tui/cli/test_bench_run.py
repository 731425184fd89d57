"""`kagent bench run`: the real model, the real program, killed and interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kagent_tui.cli.diagnostics import run
from tests.engine.bench.run_cases import plan_row, profile_row, read_rows, said_back, write_rows
from tests.engine.mat.teacher_server import teacher_server

# Windows has no name for it.
_KILL = 9


@pytest.fixture
def data(tmp_path: Path, isolated_home: Path) -> Path:
    """Three instances with five prompts."""
    rows = [plan_row("Leeds"), plan_row("Bath"), profile_row("A pirate")]
    return write_rows(tmp_path / "data.jsonl", rows)


def _arguments(data: Path, model: str, *more: str) -> list[str]:
    out = str(data.with_name("out.jsonl"))
    return ["bench", "run", "--data", str(data), "--model", model, "--out", out, *more]


def test_the_built_in_model_answers_side_by_side(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(_arguments(data, "builtin", "--max-tokens", "48", "--in-flight", "4")) == 0
    told = capsys.readouterr()
    assert told.out.startswith("bench: 5 of 5 items settled, instances: 3")
    assert "written: " in told.err
    rows = read_rows(data.with_name("out.jsonl"))
    texts = [*rows["Leeds"]["model_predict"].values(), rows["A pirate"]["model_predict"]]
    assert all(isinstance(text, str) and text for text in texts)
    record = json.loads(data.with_name("out.jsonl.run.json").read_text())
    assert (record["model"], record["source"], record["in_flight"]) == ("kagent-nano", "builtin", 4)
    assert record["peak_mib"] > 30
    assert "of memory" in record["machine"]
    # Whether side by side or one by one, nothing is asked twice.
    assert run(_arguments(data, "builtin", "--max-tokens", "48", "--json")) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events] == ["planned", "finished"]
    assert events[0]["settled"] == 5
    record = json.loads(data.with_name("out.jsonl.run.json").read_text())
    # One by one, unless it is told otherwise.
    assert (record["prompts"], record["in_flight"]) == (5, 1)


def test_a_model_alone_and_under_a_grammar(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(data, [plan_row("Leeds", ("KuaiAgent", "AutoGPT"))])
    more = ("--grammar", "--template", "kuaiagent", "--limit", "1", "--in-flight", "1")
    assert run(_arguments(data, "builtin", *more)) == 0
    capsys.readouterr()
    (row,) = read_rows(data.with_name("out.jsonl")).values()
    data = data.rename(data.with_name("the data.jsonl"))
    assert run(_arguments(data, "builtin", *more)) == 0
    told = capsys.readouterr().err.splitlines()[-1]
    command = f"kagent bench score --data '{data}' --predictions {data.with_name('out.jsonl')}"
    assert told.endswith(f"; to score it: {command} --only-predicted")
    step = json.loads(row["model_predict"]["KuaiAgent"])
    assert list(row["model_predict"]) == ["KuaiAgent"]
    assert step["command"]["name"] in ("get_weather_info", "task_complete")


def test_a_server_is_asked_with_its_key_and_says_what_it_failed(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAGENT_MODEL_KEY", "secret-key")

    def script(number: int, _body: Mapping[str, Any]) -> tuple[int, str] | None:
        return (503, "busy") if number == 2 else None

    with teacher_server(script, said_back) as server:
        arguments = _arguments(data, f"{server.url}#big", "--in-flight", "1", "--tries", "1")
        assert run(arguments) == 1
        told = capsys.readouterr()
        assert "failed: Leeds/AutoGPT: the model server" in told.err
        assert "1 items failed; give the same command to try them again" in told.err
        assert run(arguments) == 0
        assert server.requests == 6
        assert set(server.keys) == {"Bearer secret-key"}
    record = json.loads(data.with_name("out.jsonl.run.json").read_text())
    assert record["model"] == "big"
    assert record["peak_mib"] is None
    assert record["machine"].startswith("server 127.0.0.1:")
    assert "secret-key" not in data.with_name("out.jsonl.journal").read_text()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (_KILL, -_KILL)])
@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_a_run_that_is_interrupted_or_killed_goes_on(
    data: Path, number: int, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    arrived, let_go = threading.Event(), threading.Event()

    def script(count: int, _body: Mapping[str, Any]) -> None:
        if count == 3:
            arrived.set()
            let_go.wait(20)

    with teacher_server(script, said_back) as server:
        arguments = _arguments(data, server.url, "--in-flight", "1")
        program = (
            "import sys; from kagent_tui.cli.diagnostics import run; sys.exit(run(sys.argv[1:]))"
        )
        with subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=dict(os.environ),
            text=True,
        ) as process:
            assert arrived.wait(30)
            process.send_signal(number)
            _, said = process.communicate(timeout=30)
        let_go.set()
        assert process.returncode == code
        if code == 130:
            assert "interrupted; give the same command to go on" in said
            assert list(read_rows(data.with_name("out.jsonl"))) == ["Leeds"]
        assert run(arguments) == 0
        # The third prompt was under way, and is asked again.
        assert server.requests == 6
    assert capsys.readouterr().out == "bench: 5 of 5 items settled, instances: 3\n"
    rows = read_rows(data.with_name("out.jsonl"))
    assert rows["Bath"]["model_predict"]["ReACT"] == "<ReACT asks for Bath>"
    assert rows["A pirate"]["model_predict"] == "<A pirate greets>"


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"--model": "nothing.gguf"}, 1, "nothing.gguf: the model cannot be read"),
        ({"--model": "no-such-model"}, 1, "no-such-model"),
        ({"--out": "data.jsonl"}, 1, "that is the benchmark itself"),
        ({"--out": "nowhere/out.jsonl"}, 1, "there is no such folder"),
        ({"--data": "absent.jsonl"}, 1, "absent.jsonl"),
        ({"--type": "planning"}, 2, "'planning' is not one of"),
        ({"--template": "React2"}, 2, "is not one of"),
        ({"--max-tokens": "1"}, 2, "--max-tokens"),
    ],
)
def test_what_cannot_be_run_is_one_line(
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(data.parent)
    chosen = {"--data": "data.jsonl", "--model": "builtin", "--out": "out.jsonl", **changed}
    arguments = [part for pair in chosen.items() for part in pair]
    assert run(["bench", "run", *arguments]) == code
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1
    assert not Path("out.jsonl").exists()


def test_a_server_is_not_asked_where_the_network_is_off(
    data: Path, isolated_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = isolated_home / "kagent"
    home.mkdir()
    (home / "config.toml").write_text('network = "off"\n')
    with teacher_server(reply=said_back) as server:
        assert run(_arguments(data, server.url)) == 1
        assert server.requests == 0
    assert "the network is off" in capsys.readouterr().err


def test_bad_lines_are_said_and_the_rest_is_run(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with data.open("a") as stream:
        stream.write("{broken\n")
    with teacher_server(reply=said_back) as server:
        assert run(_arguments(data, server.url, "--quiet")) == 0
    told = capsys.readouterr()
    assert "data.jsonl, line 4: is no JSON object" in told.err
    assert "5 of 5 items settled" in told.out
