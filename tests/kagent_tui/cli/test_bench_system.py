"""`kagent bench system`: the real program with the real small model."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kagent_tui.cli.diagnostics import run
from tests.engine.mat.teacher_server import teacher_server

CARD = "# Library card\n\nA card costs 4 crowns a year. Children pay nothing for a card.\n"
ROWS: list[dict[str, Any]] = [
    {
        "id": "card",
        "question": "what does a library card cost",
        "answer": [["4 crowns"]],
        "source": "card.md",
    },
    {
        "id": "days",
        "question": "how many days until 24 december 2026",
        "now": "2026-11-27T10:00",
        "answer": [["27 days"]],
    },
    {"id": "oslo", "question": "weather in oslo", "online": True, "answer": [["rain"]]},
]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


Bench = Callable[..., Ended]


@pytest.fixture
def bench(isolated_home: Path, capsys: pytest.CaptureFixture[str]) -> Bench:
    """`kagent bench`."""

    def call(*arguments: str | Path) -> Ended:
        capsys.readouterr()
        code = run(["bench", *map(str, arguments)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ended(code, captured.out, captured.err)

    return call


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """The options that name the questions and the library."""
    data, library = tmp_path / "questions.jsonl", tmp_path / "card.md"
    data.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    library.write_text(CARD, encoding="utf-8")
    return ("--data", str(data), "--library", str(library))


def test_the_program_answers_and_the_home_stays_as_it_was(
    bench: Bench, files: tuple[str, ...], tmp_path: Path, isolated_home: Path
) -> None:
    out = tmp_path / "result.json"
    ended = bench("system", *files, "--out", out)
    assert ended.code == 0, ended.err
    assert "questions left out since they need the internet: 1; to ask them: --online" in ended.err
    assert ended.out.splitlines()[1].split()[:4] == ["kagent-nano", "2", "100.0", "5.00"]
    assert not list(isolated_home.iterdir())
    result = json.loads(out.read_text(encoding="utf-8"))
    assert (result["kind"], result["model"], result["questions"]) == ("system", "kagent-nano", 2)
    assert result["usage"]["tokens_a_question"] > 100
    assert result["usage"]["peak_mib"] > 30
    assert [row["score"] for row in result["rows"]] == [5, 5]
    # The same command has nothing left to do, and says the same.
    again = bench("system", *files, "--out", out, "--json")
    assert (
        json.loads(again.out)["usage"]["seconds_a_question"]
        == (result["usage"]["seconds_a_question"])
    )


def test_the_small_model_without_memory_misses_what_stands_far_down(
    bench: Bench, files: tuple[str, ...], tmp_path: Path
) -> None:
    first = tmp_path / "a.md"
    first.write_text(f"# A harbour\n\n{'The harbour wall is old. ' * 250}", encoding="utf-8")
    arguments = ("--library", first, "--limit", "1", "--without", "memory", "--json")
    ended = bench("system", *files, *arguments)
    assert ended.code == 0, ended.err
    result = json.loads(ended.out)
    assert (result["model"], result["setup"]) == (
        "kagent-nano (without memory)",
        "without memory",
    )
    assert (result["questions"], result["pass_rate"]) == (1, 0.0)


def test_parts_are_left_out_side_by_side_and_written_apart(
    bench: Bench, files: tuple[str, ...], tmp_path: Path
) -> None:
    plan = '{"task_name": "x", "command": {"name": "do_nothing", "args": {}}}'
    out = ("--out", tmp_path / "r.json", "-q")
    with teacher_server(reply=lambda _messages: plan) as server:
        ended = bench("system", *files, "--limit", "1", "--ablations", *out, "--model", server.url)
    assert ended.code == 0, ended.err
    names = [
        "scripted",
        "scripted (without memory)",
        "scripted (without hybrid)",
        "scripted (without quotes)",
        "scripted (layout pointer)",
    ]
    assert [line.rsplit(maxsplit=6)[0] for line in ended.out.splitlines()[1:]] == names
    written = {json.loads(path.read_text())["model"]: path for path in tmp_path.glob("r-*.json")}
    assert set(written) == set(names)
    assert written["scripted (without memory)"].name == "r-scripted-without-memory.json"


def test_a_judge_on_a_server_scores_the_answers(
    bench: Bench, files: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grades = iter(["Fine, I think.", "Score: 4\nalmost", "分数：2"])
    monkeypatch.setenv("KAGENT_JUDGE_KEY", "secret")
    bodies: list[dict[str, Any]] = []
    with teacher_server(
        lambda _number, body: bodies.append(body), lambda _messages: next(grades)
    ) as server:
        ended = bench("system", *files, "--judge", server.url, "--json")
        assert set(server.keys) == {"Bearer secret"}
    assert ended.code == 0, ended.err
    result = json.loads(ended.out)
    assert (result["pass_rate"], result["score"]) == (50.0, 3.0)
    assert (result["checked_pass_rate"], result["checked_score"]) == (100.0, 5.0)
    assert "4 crowns" in bodies[0]["messages"][-1]["content"]
    assert "not a score from 1 to 5 alone" in bodies[1]["messages"][-1]["content"]


def test_a_model_on_a_server_that_fails_is_said_and_gone_on_with(
    bench: Bench, files: tuple[str, ...], tmp_path: Path
) -> None:
    plan = '{"task_name": "x", "command": {"name": "do_nothing", "args": {}}}'

    def said(messages: Sequence[dict[str, str]]) -> str:
        return "4 crowns" if "No tool is needed" in messages[-1]["content"] else plan

    out = ("--out", tmp_path / "r.json")
    # The one question takes two requests, the first try of the other fails.
    with teacher_server(lambda number, _: (503, "busy") if number >= 3 else None, said) as server:
        told = bench("system", *files, *out, "--model", server.url, "--tries", "1")
        assert told.code == 1
        assert "questions that failed: 1; to ask them again, give the same command" in told.err
        assert json.loads((tmp_path / "r.json").read_text())["counts"]["retriable"] == 1
        server.script = lambda _number, _body: None
        before = server.requests
        told = bench("system", *files, *out, "--model", server.url)
        assert (told.code, server.requests - before) == (0, 2)


def test_trouble_is_said_in_one_line(bench: Bench, tmp_path: Path) -> None:
    data = tmp_path / "q.jsonl"

    def told(text: str, *arguments: str | Path) -> str:
        data.write_text(text, encoding="utf-8")
        ended = bench("system", "--data", data, *arguments)
        assert ended.code == 1
        assert len(ended.err.splitlines()) == 1
        return ended.err

    good = '{"question": "hello", "outcome": "talk"}'
    assert "line 2: not JSON; correct that line" in told(f"{good}\nnope")
    assert "line-1 says nothing of a right answer" in told('{"question": "hello"}')
    assert "allow it with --online" in told('{"question": "a", "online": true, "refuse": true}')
    assert "correct --library" in told(good, "--library", tmp_path / "none.md")
    assert "there is no such folder" in told(good, "--out", tmp_path / "no" / "r.json")
    (tmp_path / "r.json.journal").write_text("notes\nnotes\n", encoding="utf-8")
    assert "give --fresh to begin anew" in told(good, "--out", tmp_path / "r.json")
    assert bench("system", "--without", "everything").code == 2
    assert bench("system", "--model", " ").code == 2


def test_an_interrupted_run_ends_with_130(
    bench: Bench, files: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def pressed(_notice: str) -> Iterator[threading.Event]:
        cancel = threading.Event()
        cancel.set()
        yield cancel

    monkeypatch.setattr("kagent_tui.cli.bench_system.interruptible", pressed)
    ended = bench("system", *files)
    assert (ended.code, ended.out) == (130, "")
    assert "interrupted" in ended.err
