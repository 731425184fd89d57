"""A run against a server: parallel, resumable, and nothing lost when the server fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.bench.errors import BenchError
from engine.bench.loading import load_instances
from engine.bench.running import BenchRun, Measuring, RunSettings
from engine.bench.selection import Selection
from engine.mat.asking import Patience
from engine.mat.events import ItemFailed, StageEvent, StageFinished, StagePlanned
from engine.mat.working import WorkOptions
from engine.server_connection import ModelServers
from models.language.remote import RemoteModel
from tests.engine.bench.run_cases import plan_row, profile_row, read_rows, said_back, write_rows
from tests.engine.mat.teacher_server import TeacherServer, teacher_server

ROWS = [*(plan_row(f"p{number}") for number in range(4)), profile_row("pirate")]
PROMPTS = 9


def _job(folder: Path, server: TeacherServer, *, in_flight: int = 1, **changed: Any) -> BenchRun:
    data = folder / "data.jsonl"
    if not data.exists():
        write_rows(data, ROWS)
    job = BenchRun(
        instances=load_instances(data).instances,
        out=folder / "out.jsonl",
        model=RemoteModel(server.url, ModelServers("ask"), name="m", timeout=5),
        settings=RunSettings("http://a-server#m", max_tokens=64),
        work=WorkOptions(in_flight, Patience(tries=1, first_wait=0.01)),
        measuring=Measuring("server a-server", lambda: 3 << 20),
    )
    return replace(job, **changed)


def _run(job: BenchRun) -> tuple[list[StageEvent], StageFinished]:
    events = list(job.events(threading.Event()))
    assert isinstance(events[-1], StageFinished)
    return events, events[-1]


def _noted(messages: Sequence[dict[str, str]], asked: list[str]) -> str:
    asked.append(messages[0]["content"])
    return said_back(messages)


def _record(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "out.jsonl.run.json").read_text())
    return found


def test_every_prompt_is_answered_and_written_with_what_it_took(tmp_path: Path) -> None:
    # Nobody is answered before four requests are there.
    barrier = threading.Barrier(4, timeout=20)

    def script(number: int, _body: Mapping[str, Any]) -> None:
        if number <= 8:
            barrier.wait()

    with teacher_server(script, said_back) as server:
        _, finished = _run(_job(tmp_path, server, in_flight=4))
    assert (finished.settled, finished.total, finished.failed) == (9, 9, 0)
    assert finished.results == {"instances": 5}
    rows = read_rows(tmp_path / "out.jsonl")
    assert list(rows) == ["p0", "p1", "p2", "p3", "pirate"]
    assert rows["p2"]["model_predict"] == {
        "ReACT": "<ReACT asks for p2>",
        "AutoGPT": "<AutoGPT asks for p2>",
    }
    assert rows["pirate"]["model_predict"] == "<pirate greets>"
    assert "prompt_input" not in rows["p2"]
    assert rows["p2"]["golden_result_list"] == ROWS[2]["golden_result_list"]
    record = _record(tmp_path)
    assert (record["model"], record["source"]) == ("m", "http://a-server#m")
    assert (record["prompts"], record["prompt_tokens"]) == (PROMPTS, 100 * PROMPTS)
    assert (record["peak_mib"], record["machine"]) == (3.0, "server a-server")
    assert (record["in_flight"], record["max_tokens"], record["grammar"]) == (4, 64, False)
    assert (record["overflows"], record["refused"], record["cut"]) == (0, 0, 0)
    assert record["seconds"] >= 0 < record["latency_seconds"]


def test_a_server_that_dies_half_way_is_said_and_the_same_run_goes_on(tmp_path: Path) -> None:
    asked: list[str] = []

    def script(number: int, body: Mapping[str, Any]) -> tuple[int, str] | None:
        asked.append(body["messages"][0]["content"])
        return (503, "going down") if number > 4 else None

    events: list[StageEvent] = []
    with teacher_server(script, said_back) as server, pytest.raises(BenchError) as died:
        events.extend(_job(tmp_path, server).events(threading.Event()))
    assert "run the same command again to go on" in str(died.value)
    assert asked[:3] == ["ReACT asks for p0", "AutoGPT asks for p0", "ReACT asks for p1"]
    assert list(read_rows(tmp_path / "out.jsonl")) == ["p0", "p1"]
    assert _record(tmp_path)["prompts"] == 4
    asked.clear()
    with teacher_server(reply=lambda messages: _noted(messages, asked)) as server:
        events, finished = _run(_job(tmp_path, server))
    assert events[0] == StagePlanned("bench", PROMPTS, 4)
    assert len(asked) == PROMPTS - 4
    assert "ReACT asks for p1" not in asked
    assert (finished.settled, finished.failed) == (PROMPTS, 0)
    assert len(read_rows(tmp_path / "out.jsonl")) == 5
    assert _record(tmp_path)["prompts"] == PROMPTS


def test_answers_that_break_off_are_counted_and_asked_again_by_the_next_run(
    tmp_path: Path,
) -> None:
    def script(number: int, _body: Mapping[str, Any]) -> str | None:
        return "cut" if number in (2, 6) else None

    with teacher_server(script, said_back) as server:
        events, finished = _run(_job(tmp_path, server))
        failed = [event.key for event in events if isinstance(event, ItemFailed)]
        assert failed == ["p0/AutoGPT", "p2/AutoGPT"]
        assert (finished.settled, finished.failed) == (PROMPTS - 2, 2)
        assert read_rows(tmp_path / "out.jsonl")["p0"]["model_predict"] == {
            "ReACT": "<ReACT asks for p0>"
        }
        _, finished = _run(_job(tmp_path, server))
        assert server.requests == PROMPTS + 2
    assert (finished.settled, finished.failed) == (PROMPTS, 0)


def test_prompts_that_do_not_fit_or_are_refused_are_empty_answers(tmp_path: Path) -> None:
    def script(_number: int, body: Mapping[str, Any]) -> tuple[int, str] | None:
        prompt = body["messages"][0]["content"]
        if prompt == "AutoGPT asks for p1":
            return 400, "This model's maximum context length is 64 tokens"
        return (400, "the content is filtered") if prompt == "ReACT asks for p2" else None

    with teacher_server(script, said_back) as server:
        _, finished = _run(_job(tmp_path, server))
    assert (finished.settled, finished.failed) == (PROMPTS, 0)
    assert finished.results == {"instances": 5, "overflows": 1, "refused": 1}
    rows = read_rows(tmp_path / "out.jsonl")
    assert rows["p1"]["model_predict"] == {"ReACT": "<ReACT asks for p1>", "AutoGPT": ""}
    assert rows["p2"]["model_predict"]["ReACT"] == ""
    assert (_record(tmp_path)["overflows"], _record(tmp_path)["refused"]) == (1, 1)


def test_under_a_grammar_servers_are_sent_a_schema_where_one_can_be_made(tmp_path: Path) -> None:
    write_rows(tmp_path / "data.jsonl", [plan_row("p0"), {**plan_row("p1"), "funcs": []}])
    schemas: dict[str, Any] = {}

    def script(_number: int, body: Mapping[str, Any]) -> None:
        schemas[body["messages"][0]["content"]] = body.get("response_format")

    with teacher_server(script, lambda _messages: "{}") as server:
        _, finished = _run(_job(tmp_path, server, settings=RunSettings("m", grammar=True)))
    assert finished.results == {"instances": 2, "unconstrained": 1}
    assert {prompt for prompt, schema in schemas.items() if schema} == {"AutoGPT asks for p0"}
    schema = schemas["AutoGPT asks for p0"]["json_schema"]["schema"]
    assert list(schema["properties"]) == ["thoughts", "command"]
    assert _record(tmp_path)["grammar"] is True


def test_a_server_that_refuses_everything_settles_nothing(tmp_path: Path) -> None:
    with (
        teacher_server(lambda *_: (400, "no such model"), said_back) as server,
        pytest.raises(BenchError, match=r"no such model.*4 items in a row"),
    ):
        _run(_job(tmp_path, server))
    assert read_rows(tmp_path / "out.jsonl") == {}


def test_a_wrong_key_ends_the_run_at_once(tmp_path: Path) -> None:
    with (
        teacher_server(lambda *_: (401, "wrong key"), said_back) as server,
        pytest.raises(BenchError, match="refused the API key"),
    ):
        _run(_job(tmp_path, server))
    assert server.requests == 1


def test_an_interrupted_run_writes_what_it_has_and_goes_on(tmp_path: Path) -> None:
    cancel = threading.Event()

    def script(number: int, _body: Mapping[str, Any]) -> None:
        if number == 4:
            cancel.set()

    with teacher_server(script, said_back) as server:
        events = list(_job(tmp_path, server).events(cancel))
        finished = events[-1]
        assert isinstance(finished, StageFinished)
        assert finished.interrupted
        settled = finished.settled
        assert 3 <= settled < PROMPTS
        written = read_rows(tmp_path / "out.jsonl").values()
        assert sum(len(row["model_predict"]) for row in written) == settled
        _, finished = _run(_job(tmp_path, server))
    assert finished.settled == PROMPTS


def test_a_torn_line_of_the_journal_costs_one_prompt(tmp_path: Path) -> None:
    with teacher_server(reply=said_back) as server:
        _run(_job(tmp_path, server))
        journal = tmp_path / "out.jsonl.journal"
        journal.write_bytes(journal.read_bytes()[:-5])
        _, finished = _run(_job(tmp_path, server))
        assert server.requests == PROMPTS + 1
    assert finished.settled == PROMPTS
    assert read_rows(tmp_path / "out.jsonl")["pirate"]["model_predict"] == "<pirate greets>"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"max_tokens": 65}, "max_tokens was 64 and is 65"),
        ({"grammar": True}, "grammar was false and is true"),
        ({"model": "other.gguf"}, 'model was "http://a-server#m" and is "other.gguf"'),
        ({"identity": "ab12"}, 'identity was "" and is "ab12"'),
    ],
)
def test_other_settings_are_refused(tmp_path: Path, changed: dict[str, Any], says: str) -> None:
    with teacher_server(reply=said_back) as server:
        job = _job(tmp_path, server, selection=Selection(limit=1))
        _run(job)
        with pytest.raises(BenchError) as refused:
            _run(replace(job, settings=replace(job.settings, **changed)))
    assert says in str(refused.value)
    assert "--fresh to begin anew" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_other_data_is_refused_and_fresh_begins_anew(tmp_path: Path) -> None:
    with teacher_server(reply=said_back) as server:
        _run(_job(tmp_path, server))
        write_rows(tmp_path / "data.jsonl", [plan_row("other")])
        with pytest.raises(BenchError, match="data was"):
            _run(_job(tmp_path, server))
        _, finished = _run(_job(tmp_path, server, fresh=True))
    assert finished.total == 2
    assert list(read_rows(tmp_path / "out.jsonl")) == ["other"]
    assert _record(tmp_path)["prompts"] == 2


def test_a_file_of_somebody_elses_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mine\n")
    with teacher_server(reply=said_back) as server:
        with pytest.raises(BenchError, match="there already, without the journal"):
            _run(_job(tmp_path, server))
        assert out.read_text() == "mine\n"
        (tmp_path / "out.jsonl.journal").write_text("notes\nof mine\n")
        with pytest.raises(BenchError, match="no journal of kagent bench run"):
            _run(_job(tmp_path, server))
    assert server.requests == 0


def test_a_wider_choice_goes_on_with_a_narrower_one(tmp_path: Path) -> None:
    with teacher_server(reply=said_back) as server:
        _run(_job(tmp_path, server, selection=Selection(templates=("ReACT",), limit=2)))
        assert server.requests == 2
        _, finished = _run(_job(tmp_path, server, selection=Selection(types=("plantooluse",))))
        assert server.requests == 8
        assert (finished.settled, finished.total) == (8, 8)
        with pytest.raises(BenchError, match="no prompts of the type conclusion"):
            _run(_job(tmp_path, server, selection=Selection(types=("conclusion",))))


def test_two_runs_do_not_write_into_one_file(tmp_path: Path) -> None:
    with teacher_server(reply=said_back) as server:
        first = _job(tmp_path, server).events(threading.Event())
        next(first)
        with pytest.raises(BenchError, match="another run is at work on it"):
            _run(_job(tmp_path, server))
        assert len(list(first)) > 0


def test_a_server_that_has_another_model_by_now_is_not_mixed_in(tmp_path: Path) -> None:
    def script(number: int, _body: Mapping[str, Any]) -> tuple[int, str] | None:
        return (503, "gone") if number > 3 else None

    with teacher_server(script, said_back) as server:
        job = _job(tmp_path, server, model=RemoteModel(server.url, ModelServers("ask")))
        with pytest.raises(BenchError, match="gone"):
            _run(job)
        assert _record(tmp_path)["model"] == "scripted"
        # Nothing answers: its name stays known.
        with pytest.raises(BenchError, match="gone"):
            _run(replace(job, model=RemoteModel(server.url, ModelServers("ask"))))
        assert _record(tmp_path)["model"] == "scripted"
    with teacher_server(reply=said_back) as server:
        server.models = ["other"]
        other = _job(tmp_path, server, model=RemoteModel(server.url, ModelServers("ask")))
        with pytest.raises(BenchError, match=r"model was scripted and is other: .*--fresh"):
            _run(other)
        assert (_record(tmp_path)["model"], _record(tmp_path)["prompts"]) == ("scripted", 3)
        server.models = ["scripted"]
        again = _job(tmp_path, server, model=RemoteModel(server.url, ModelServers("ask")))
        assert _run(again)[1].settled == PROMPTS


def test_an_answer_without_an_end_is_cut(tmp_path: Path) -> None:
    with teacher_server(reply=lambda _messages: "spam " * 100_000) as server:
        _run(_job(tmp_path, server, in_flight=4))
    record = _record(tmp_path)
    assert (record["cut"], record["prompts"]) == (PROMPTS, PROMPTS)
    texts = read_rows(tmp_path / "out.jsonl")["p0"]["model_predict"]
    assert {len(text) for text in texts.values()} == {64 * 24}


class _ChangingList(list[str]):
    """What a server lists: another model each time."""

    def __iter__(self) -> Iterator[str]:
        self.append(f"model {len(self)}")
        return iter([self[-1]])


def test_one_model_is_asked_even_if_the_servers_list_changes(tmp_path: Path) -> None:
    asked: list[str] = []

    def script(_number: int, body: Mapping[str, Any]) -> None:
        asked.append(body["model"])

    with teacher_server(script, said_back) as server:
        server.models = _ChangingList()
        job = _job(
            tmp_path, server, in_flight=8, model=RemoteModel(server.url, ModelServers("ask"))
        )
        _run(job)
    assert asked == ["model 0"] * PROMPTS


@pytest.mark.parametrize(
    "record", ['{"model": 5, "seconds": NaN, "peak_mib": -1e999}', '{"seconds": -7}', "[" * 100_000]
)
def test_a_record_that_somebody_edited_spoils_nothing(tmp_path: Path, record: str) -> None:
    with teacher_server(reply=said_back) as server:
        _run(_job(tmp_path, server))
        (tmp_path / "out.jsonl.run.json").write_text(record)
        _run(_job(tmp_path, server))
    found = _record(tmp_path)
    assert (found["model"], found["prompts"], found["peak_mib"]) == ("m", PROMPTS, 3.0)
    assert 0 <= found["seconds"] < 1000
