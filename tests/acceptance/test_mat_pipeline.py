"""`kagent mat`: the real program against a real server, from seed queries to records."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.engine.mat.scripted_teacher import QUERIES, write_queries
from tests.engine.mat.teacher_server import teacher_server

Kagent = Callable[..., subprocess.CompletedProcess[str]]
COLLECT = ("--profiles", "2", "--dialogues", "1", "--mistakes", "1")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    found: Path = write_queries(tmp_path / "queries.txt")
    return found


def test_craft_validate_and_collect_over_a_server(kagent: Kagent, queries: Path) -> None:
    with teacher_server() as server:
        craft = ("mat", "craft", "run", "--queries", queries, "--teacher", server.url)
        told = kagent(*craft, "--estimate", "--price-in", "2", "--price-out", "6")
        assert told.returncode == 0, told.stderr
        assert re.search(r"^craft: \d+ items left, .* cost 0\.\d\d", told.stdout)
        assert server.requests == 0

        ended = kagent(*craft, "--templates", "1")
        assert ended.returncode == 0, ended.stderr
        assert f"queries: {len(QUERIES)}" in ended.stdout
        ended = kagent(
            "mat", "validate", "run", "--queries-per-template", "1",
            "--model", server.url, "--judge", f"{server.url}#a-judge", "--json",
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        events = [json.loads(line) for line in ended.stdout.splitlines()]
        assert [event["event"] for event in events[:2]] == ["planned", "estimate"]
        assert events[-1]["event"] == "finished"
        assert events[-1]["results"]["approved"] > 0
        progress = next(event for event in events if event["event"] == "progress")
        assert progress["per_second"] > 0

        models = ("--model", server.url, "--teacher", server.url)
        ended = kagent("mat", "collect", "run", *models, *COLLECT, "--in-flight", "8")
        assert ended.returncode == 0, ended.stderr
    run = queries.parent / "run"
    records = _lines(run / "records.jsonl")
    assert f"records: {len(records)}" in ended.stdout
    assert {record["type"] for record in records} >= {"plan", "conclusion", "profile"}
    assert all(record["model"] for record in records)


def test_a_killed_stage_goes_on_and_loses_only_what_was_in_flight(
    kagent: Kagent, environment: Mapping[str, str], queries: Path
) -> None:
    run = queries.parent / "run"
    arguments = ["mat", "craft", "run", "--queries", str(queries), "--templates", "3"]
    arguments += ["--in-flight", "2", "--teacher"]
    program: list[subprocess.Popen[bytes]] = []

    def script(number: int, _body: Mapping[str, Any]) -> None:
        if number == 12:
            os.kill(program[0].pid, signal.SIGKILL)

    with teacher_server(script) as server:
        command = [sys.executable, "-m", "kagent_tui", *arguments, server.url]
        program.append(
            subprocess.Popen(
                command,
                cwd=queries.parent,
                env=dict(environment),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        assert program[0].wait(60) == -signal.SIGKILL
        journal = run / "craft.jsonl"
        # As if the power had failed in the middle of a line.
        with journal.open("ab") as stream:
            stream.write(b'{"key": "craft/0/en/prompt-API/9", "sta')
        settled = journal.read_bytes().count(b"\n") - 1
        assert 12 - 1 - 2 <= settled <= 12 - 1
        before = server.requests
        ended = kagent(*arguments, server.url)
        assert ended.returncode == 0, ended.stderr
        assert f"{settled} settled before" in ended.stderr
        total = int(re.findall(r"of (\d+) items settled", ended.stdout)[0])
        assert server.requests - before == total - settled
    keys = [line["key"] for line in _lines(run / "craft.jsonl")[1:]]
    assert len(keys) == len(set(keys)) == total


def test_trouble_is_said_in_one_line(kagent: Kagent, queries: Path) -> None:
    ended = kagent("mat", "craft", "run")
    assert ended.returncode == 2
    assert "--synthetic" in ended.stderr
    ended = kagent("mat", "collect", "run")
    assert ended.returncode == 1
    assert "run first: kagent mat craft run" in ended.stderr
    nobody = "http://127.0.0.1:9/v1"
    ended = kagent(
        "mat", "craft", "run", "--queries", queries, "--teacher", nobody, "--tries", "1", "-q"
    )
    assert ended.returncode == 1
    assert "run the same command again" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    with teacher_server() as server:
        craft = ("mat", "craft", "run", "--queries", queries, "--teacher", server.url)
        assert kagent(*craft, "--limit", "2", "-q").returncode == 0
        ended = kagent(*craft, "--seed", "2")
    assert ended.returncode == 1
    assert "seed was 1 and is 2" in ended.stderr


def test_a_key_goes_only_to_the_server_that_it_is_for(kagent: Kagent, queries: Path) -> None:
    seen: list[str | None] = []
    with teacher_server() as server:
        server.keys = seen
        craft = ("mat", "craft", "run", "--queries", queries, "--teacher", server.url)
        kagent(*craft, "--limit", "1", env={"KAGENT_TEACHER_KEY": "secret"})
        assert set(seen) == {"Bearer secret"}
        seen.clear()
        kagent(*craft, "--limit", "1", env={"KAGENT_JUDGE_KEY": "secret"})
        assert set(seen) == {None}


@pytest.mark.timeout(300)
def test_the_whole_way_from_seed_queries_to_a_model_file(kagent: Kagent, queries: Path) -> None:
    if "CI" not in os.environ:
        pytest.importorskip("transformers")
    from models.language.base import Message
    from models.language.local import LocalModel
    from models.training.tuning_pipeline import tiny_pipeline

    general = queries.parent / "general.jsonl"
    chat = [{"prompt": f"What is {n} like?", "response": f"Like {n + 1}."} for n in range(30)]
    general.write_text("".join(json.dumps(line) + "\n" for line in chat), encoding="utf-8")
    evaluation = queries.parent / "evaluation.txt"
    first = next(iter(QUERIES))
    evaluation.write_text(first + "\n", encoding="utf-8")
    with teacher_server() as server:
        model, teacher, judge = (f"--{role}={server.url}" for role in ("model", "teacher", "judge"))
        stages = (
            ("craft", "run", "--queries", queries, "--templates", "1", teacher),
            ("validate", "run", "--queries-per-template", "1", model, judge),
            ("collect", "run", model, teacher, *COLLECT),
            ("mix", "run", "--general", general, "--against", evaluation),
            ("export", "run", "--out", "data", "--title", "A small set"),
        )
        for stage in stages:
            ended = kagent("mat", *stage)
            assert ended.returncode == 0, (stage[0], ended.stderr)
    data = queries.parent / "data"
    pairs = _lines(data / "train.jsonl")
    assert {pair["type"] for pair in pairs} >= {"plan", "conclusion", "general"}
    assert not any(first in pair["query"] for pair in pairs)
    assert "# A small set" in (data / "DATA_CARD.md").read_text(encoding="utf-8")
    told = kagent("mat", "report", "run", "--json")
    assert json.loads(told.stdout)["mix"]["general"] > 0

    made = tiny_pipeline(data / "train.chat.jsonl", queries.parent / "model", steps=10)
    assert made.same, made.comparison
    assert made.last_loss < made.first_loss
    tuned = LocalModel(made.quantised)
    try:
        answer = tuned.generate([Message("user", "What is 3 like?")], max_tokens=8)
        assert "".join(answer)
    finally:
        tuned.close()
