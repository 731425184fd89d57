"""Many items at once, servers that fail, answers that cannot be used: all counted, none lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.mat.asking import Asking, Patience, is_passing
from engine.mat.errors import MalformedError, MatError, NotReadyError
from engine.mat.estimating import estimate
from engine.mat.events import (
    ItemFailed,
    ItemRefused,
    Prices,
    Spent,
    StageEvent,
    StageFinished,
    StageProgressed,
)
from engine.mat.journal import Entry, Journal
from engine.mat.whole import OneAtATime
from engine.mat.working import Work, Worker, WorkOptions
from engine.server_connection import ModelServers
from models.language.base import ContextOverflowError, Message, ModelError, RemoteModelError
from models.language.remote import RemoteModel
from tests.engine.mat.scripted_teacher import ScriptedTeacher
from tests.engine.mat.teacher_server import TeacherServer, teacher_server
from tests.engine.scripted_model import ScriptedModel

HELLO = [Message("user", "hello")]
QUICK = Patience(tries=3, attempts=2, first_wait=0.01)


def _journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "craft.jsonl", "craft", {})


def _run(
    work: list[Work], journal: Journal, options: WorkOptions | None = None
) -> tuple[list[StageEvent], StageFinished]:
    options = options or WorkOptions(patience=QUICK)
    worker = Worker("craft", journal, len(work), options, threading.Event())
    events = list(worker.phase(work))
    return events, worker.finished({})


def _asks(model: RemoteModel | ScriptedModel) -> Work:
    return Work("ask/1", lambda asking: {"text": asking.ask(model, HELLO, 50)})


def _remote(server: TeacherServer) -> RemoteModel:
    return RemoteModel(server.url, ModelServers("ask"), name="m", timeout=5)


def test_requests_are_in_flight_at_once_as_many_as_allowed(tmp_path: Path) -> None:
    # The server answers nobody before eight requests are there.
    barrier = threading.Barrier(8, timeout=20)
    lock, inside, most = threading.Lock(), [0], [0]

    def script(_number: int, _body: Mapping[str, Any]) -> None:
        barrier.wait()

    with teacher_server(script) as server:
        model = _remote(server)

        def do(asking: Asking) -> Mapping[str, Any]:
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            text = asking.ask(model, HELLO, 50)
            with lock:
                inside[0] -= 1
            return {"text": text}

        work = [Work(f"ask/{number}", do) for number in range(16)]
        options = WorkOptions(in_flight=8, patience=QUICK)
        _, finished = _run(work, _journal(tmp_path), options)
    assert most == [8]
    assert (finished.settled, finished.failed) == (16, 0)
    assert finished.spent.requests == 16


@pytest.mark.parametrize("trouble", [(503, "busy"), (429, "slow down"), "cut"])
def test_a_server_that_fails_half_way_is_asked_again(
    trouble: tuple[int, str] | str, tmp_path: Path
) -> None:
    with teacher_server(lambda number, _body: trouble if number < 3 else None) as server:
        events, finished = _run([_asks(_remote(server))], _journal(tmp_path))
        assert server.requests == 3
    assert finished.settled == 1
    assert finished.reasons == {"the server failed and was asked again": 2}
    assert isinstance(events[-1], StageProgressed)


def test_a_server_that_stays_away_leaves_the_item_for_the_next_run(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    with teacher_server(lambda _number, _body: (500, "out of memory")) as server:
        events, finished = _run([_asks(_remote(server))], journal)
    assert isinstance(events[0], ItemFailed)
    assert "out of memory" in events[0].reason
    assert (finished.settled, finished.failed) == (0, 1)
    with teacher_server() as server:
        _, finished = _run([_asks(_remote(server))], journal)
    assert (finished.settled, finished.failed) == (1, 0)


def test_a_server_that_fails_for_every_item_ends_the_stage_in_one_line(tmp_path: Path) -> None:
    with teacher_server(lambda _number, _body: (500, "broken")) as server:
        model = _remote(server)
        patience = Patience(tries=1, first_wait=0.01)
        work = [
            Work(f"a/{n}", lambda asking: {"t": asking.ask(model, HELLO, 5)}) for n in range(99)
        ]
        options = WorkOptions(in_flight=2, patience=patience)
        with pytest.raises(MatError, match="run the same command again") as caught:
            _run(work, _journal(tmp_path), options)
        assert "\n" not in str(caught.value)
        assert server.requests < 20


def test_a_refused_key_ends_the_stage_at_once(tmp_path: Path) -> None:
    with teacher_server(lambda _number, _body: (401, "no")) as server:
        with pytest.raises(MatError, match="API key"):
            _run([_asks(_remote(server))], _journal(tmp_path))
        assert server.requests == 1


def test_a_prompt_that_the_server_finds_too_long_is_given_up_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    detail = "This model's maximum context length is 2048 tokens."
    with teacher_server(lambda number, _body: (400, detail) if number == 1 else None) as server:
        model = _remote(server)
        work = [Work(f"a/{n}", lambda asking: {"t": asking.ask(model, HELLO, 5)}) for n in range(3)]
        events, finished = _run(work, _journal(tmp_path))
        assert server.requests == 3
    assert isinstance(events[0], ItemRefused)
    assert "does not fit" in events[0].reason
    assert (finished.settled, finished.refused, finished.failed) == (3, 1, 0)


def test_a_request_that_the_server_refuses_otherwise_ends_the_stage(tmp_path: Path) -> None:
    with (
        teacher_server(lambda _number, _body: (400, "unknown field")) as server,
        pytest.raises(MatError, match="unknown field"),
    ):
        _run([_asks(_remote(server))], _journal(tmp_path))


def test_which_trouble_passes() -> None:
    assert is_passing(RemoteModelError("broke off"))
    assert not is_passing(ModelError("the model is closed"))
    assert not is_passing(ContextOverflowError("too long"))


def _number(text: str) -> int:
    if not text.isdigit():
        raise MalformedError("it is no number")
    return int(text)


def test_what_cannot_be_used_is_told_to_the_model_and_counted(tmp_path: Path) -> None:
    model = ScriptedModel(["", "seven", "7"])

    def do(asking: Asking) -> Mapping[str, Any]:
        return {"n": asking.read(model, HELLO, 9, _number, "en")}

    patience = Patience(attempts=3, first_wait=0.01)
    journal = _journal(tmp_path)
    _, finished = _run([Work("n/1", do)], journal, WorkOptions(patience=patience))
    assert journal.done("n/1") == {"n": 7}
    assert finished.reasons == {"the answer is empty": 1, "it is no number": 1}
    assert [m.role for m in model.prompts[2]] == ["user", "assistant", "user"]
    assert "it is no number" in model.prompts[2][2].content


def test_an_item_is_given_up_after_so_many_attempts_and_not_tried_again(tmp_path: Path) -> None:
    model = ScriptedModel(["a", "b", "8"])

    def do(asking: Asking) -> Mapping[str, Any]:
        return {"n": asking.read(model, HELLO, 9, _number, "en")}

    journal = _journal(tmp_path)
    events, finished = _run([Work("n/1", do)], journal)
    assert events[0] == ItemRefused("craft", "n/1", "it is no number")
    assert (finished.settled, finished.refused) == (1, 1)
    assert finished.spent.requests == 2
    again, _ = _run([Work("n/1", do)], journal)
    assert again == []


def test_a_prompt_that_does_not_fit_is_given_up(tmp_path: Path) -> None:
    model = ScriptedModel(["x"], longest=0)
    events, _ = _run([_asks(model)], _journal(tmp_path))
    assert isinstance(events[0], ItemRefused)
    assert "does not fit" in events[0].reason


def test_an_item_whose_part_failed_waits_for_the_next_run(tmp_path: Path) -> None:
    def do(_asking: Asking) -> Mapping[str, Any]:
        raise NotReadyError("its part is not there yet")

    journal = _journal(tmp_path)
    events, finished = _run([Work("n/1", do)], journal)
    assert isinstance(events[0], ItemFailed)
    assert "n/1" not in journal
    assert finished.failed == 1


def test_an_interruption_settles_nothing_that_is_not_whole(tmp_path: Path) -> None:
    cancel = threading.Event()
    model = ScriptedModel(
        ["abc"] * 9, on_generate=lambda number: cancel.set() if number == 2 else None
    )
    journal = _journal(tmp_path)
    work = [Work(f"a/{n}", lambda asking: {"t": asking.ask(model, HELLO, 5)}) for n in range(9)]
    worker = Worker("craft", journal, 9, WorkOptions(patience=QUICK), cancel)
    list(worker.phase(work))
    finished = worker.finished({})
    assert finished.interrupted
    assert finished.settled == len(journal) == 1


def test_a_limit_leaves_the_rest(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    work = [Work(f"a/{n}", lambda _asking: {}) for n in range(9)]
    _, finished = _run(work, journal, WorkOptions(limit=4))
    assert (finished.settled, finished.total) == (4, 9)


def test_a_local_model_does_one_at_a_time() -> None:
    inside: list[int] = []
    most: list[int] = []
    scripted = ScriptedTeacher(lambda _n, _p, _t: _noted(inside, most))
    model = OneAtATime(scripted)
    threads = [
        threading.Thread(target=lambda: "".join(model.generate(HELLO, max_tokens=5)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert scripted.requests == 6


def _noted(inside: list[int], most: list[int]) -> str:
    inside.append(1)
    most.append(len(inside))
    inside.pop()
    return "x"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    found = _journal(tmp_path)
    yield found
    found.close()


def test_the_rest_is_estimated_by_what_settled_items_of_the_kind_took(journal: Journal) -> None:
    journal.add(Entry("a/1", "done", {}, (), Spent(1, 1000, 100, 2.0)))
    journal.add(Entry("a/2", "refused", {}, (), Spent(3, 3000, 300, 4.0)))
    keys = [f"a/{n}" for n in range(1, 7)]
    options = WorkOptions(in_flight=2, prices=Prices(10.0, 20.0))
    found = estimate("craft", keys, journal, lambda _key: Spent(), options)
    assert (found.items, found.measured_items) == (4, 2)
    assert found.spent == Spent(8, 8000, 800, 12.0)
    assert found.cost == pytest.approx(8000 * 10 / 1e6 + 800 * 20 / 1e6)
    assert found.seconds == 6.0


def test_what_was_never_measured_is_counted_and_has_no_time(journal: Journal) -> None:
    journal.add(Entry("a/1", "done", {}, (), Spent(1, 1000, 100, 2.0)))
    keys = ["a/1", "a/2", *(f"b/{n}" for n in range(30))]
    found = estimate("craft", keys, journal, lambda _key: Spent(2, 20, 10), WorkOptions())
    assert (found.items, found.measured_items, found.seconds) == (31, 0, None)
    assert (found.spent.requests, found.spent.tokens_in) == (61, 1600)
