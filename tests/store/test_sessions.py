"""Sessions: tags, the trash, branches, search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.errors import StoreError
from store.memory import MemoryBank
from store.records import NewTask
from tests.store.fault_workload import open_bank

BOTH = ("conversation", "task")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(params=[False, True], ids=["keywords", "vectors"])
def bank(home: Path, request: pytest.FixtureRequest) -> Iterator[MemoryBank]:
    with open_bank(home) if request.param else MemoryBank.open(home) as opened:
        yield opened
        assert opened.problems() == []


def ask(bank: MemoryBank, session: str, question: str, answer: str, **more: Any) -> int:
    stored = {"answer": answer, "outcome": "answered", "session": session, "tasks": [], **more}
    bank.append_turn(session, question, answer, json.dumps(stored, ensure_ascii=False))
    return bank.turns(session)[-1].id


def look(bank: MemoryBank, session: str, name: str, seen: str) -> dict[str, str]:
    bank.append_task(session, NewTask(name, "{}", seen, None, 0.1))
    return {"task_name": name, "observation": seen}


def lamps(bank: MemoryBank) -> str:
    session = bank.create_session("Lamps")
    held = look(bank, session, "Search the lamp", "the lamp is at sea")
    ask(bank, session, "Where is the lamp?", "At sea.", tasks=[held])
    ask(bank, session, "Who lights the lamp?", "The keeper.")
    return session


def found(bank: MemoryBank, query: str = "lamp") -> list[str]:
    """Where the words are found: kind and session of each hit."""
    hits = bank.search(query, kinds=BOTH)
    return sorted(f"{hit.kind} {hit.session_id}" for hit in hits)


def listed(bank: MemoryBank) -> list[str]:
    return [record.id for record in bank.sessions()]


def test_tags_are_given_once_and_taken(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    store = bank.sessions_store
    assert store.tag(session, ["Work", "灯塔"])
    assert store.tag(session, ["work", "a"])
    assert bank.sessions()[0].tags == ("a", "Work", "灯塔")
    assert store.untag(session, ["WORK", "never given"])
    assert bank.sessions()[0].tags == ("a", "灯塔")
    assert not store.tag("nope", ["a"])
    assert not store.untag("nope", ["a"])


def test_the_trash_hides_everywhere_and_gives_back(bank: MemoryBank) -> None:
    session, other = lamps(bank), bank.create_session("Eels")
    ask(bank, other, "Where is the eel?", "In the lamp room.")
    everything = found(bank)
    assert len(everything) == 4
    before = bank.turns(session)
    assert bank.sessions_store.trash(session)
    assert not bank.sessions_store.trash(session)
    assert listed(bank) == [other]
    (record,) = bank.sessions_store.trashed()
    assert (record.id, record.turns) == (session, 2)
    assert record.deleted_at is not None
    assert found(bank) == [f"conversation {other}"]
    assert bank.sessions_store.search("keeper") == []
    assert {entry.session_id for entry in bank.entries.all()} == {other}
    assert bank.entries.all(session_id=session) == []
    assert bank.entries.latest_turns(session, 5) == []
    assert bank.entries.get("conversation", before[0].id) is None
    assert bank.statistics().turns == 1
    assert not bank.sessions_store.rename(session, "x")
    assert not bank.sessions_store.tag(session, ["x"])
    with pytest.raises(StoreError, match="no session"):
        bank.sessions_store.branch(session)
    assert bank.sessions_store.restore(session)
    assert not bank.sessions_store.restore(session)
    assert sorted(listed(bank)) == sorted([session, other])
    assert found(bank) == everything
    assert bank.turns(session) == before
    assert bank.sessions_store.trashed() == []


def test_what_came_back_is_whole(bank: MemoryBank) -> None:
    session = lamps(bank)
    columns = "kind, turn_id, task_id, source, title, text, heading, span_start, span_end"
    sql = f"SELECT {columns} FROM segments ORDER BY turn_id, task_id"
    before = bank._database.rows(sql)
    bank.sessions_store.trash(session)
    assert bank._database.rows(sql) == []
    bank.sessions_store.restore(session)
    assert bank._database.rows(sql) == before
    assert bank._database.value("SELECT count(*) FROM shelved_segments") == 0
    if bank.vectors.identity is not None:
        assert not bank.vectors.reembedding.due()


def test_who_goes_on_with_a_deleted_session_has_it_back(bank: MemoryBank) -> None:
    session = lamps(bank)
    bank.sessions_store.trash(session)
    ask(bank, session, "Is it lit?", "Yes.")
    assert listed(bank) == [session]
    assert len(found(bank)) == 4
    bank.sessions_store.trash(session)
    look(bank, session, "Look", "dark")
    assert listed(bank) == [session]


def test_the_trash_is_emptied_by_time_or_at_once(home: Path, bank: MemoryBank) -> None:
    old, new = bank.create_session("old"), bank.create_session("new")
    for session in (old, new):
        ask(bank, session, "Where is the lamp?", "At sea.")
        bank.sessions_store.trash(session)
    long_ago = (datetime.now(UTC) - timedelta(days=31)).isoformat(timespec="seconds")
    with bank._database.transaction():
        bank._database.execute("UPDATE sessions SET deleted_at = ? WHERE id = ?", (long_ago, old))
    with MemoryBank.open(home) as again:
        assert [record.id for record in again.sessions_store.trashed()] == [new]
    assert bank.turns(old) == []
    bank.purge()
    assert [record.id for record in bank.sessions_store.trashed()] == [new]
    assert bank.sessions_store.empty_trash() == 1
    assert bank.turns(new) == []
    assert bank.sessions_store.empty_trash() == 0
    assert not bank.sessions_store.restore(new)
    assert bank.unpurged() == 1
    assert bank.purge().remains is None
    assert bank.unpurged() == 0


def test_a_deleted_session_can_go_at_once(bank: MemoryBank) -> None:
    session = lamps(bank)
    bank.sessions_store.trash(session)
    assert bank.sessions_store.delete(session)
    assert not bank.sessions_store.delete(session)
    assert bank._database.value("SELECT count(*) FROM turns") == 0
    assert bank._database.value("SELECT count(*) FROM tasks") == 0
    assert bank._database.value("SELECT count(*) FROM shelved_segments") == 0


def test_a_branch_is_like_the_original_up_to_a_turn(bank: MemoryBank) -> None:
    session = lamps(bank)
    bank.sessions_store.tag(session, ["sea"])
    first = bank.turns(session)[0]
    branch = bank.sessions_store.branch(session, first.id)
    record = next(record for record in bank.sessions() if record.id == branch)
    assert (record.title, record.turns, record.parent) == ("Lamps (branch)", 1, session)
    assert record.tags == ("sea",)
    (copy,) = bank.turns(branch)
    assert (copy.question, copy.created_at) == (first.question, first.created_at)
    assert json.loads(copy.answer_json) == json.loads(first.answer_json) | {"session": branch}
    whole = bank.sessions_store.branch(session)
    assert [turn.question for turn in bank.turns(whole)] == [
        turn.question for turn in bank.turns(session)
    ]
    assert bank.turns(bank.sessions_store.branch(session, 0)) == []
    with pytest.raises(StoreError, match="no session"):
        bank.sessions_store.branch("nope")


def test_branches_are_numbered_and_named_in_the_users_language(bank: MemoryBank) -> None:
    session = lamps(bank)
    branch = bank.sessions_store.branch
    branches = [branch(session), branch(session)]
    branch(branches[0])
    branch(session, word="分支")
    assert sorted(record.title for record in bank.sessions()) == [
        "Lamps",
        "Lamps (branch 2)",
        "Lamps (branch 3)",
        "Lamps (branch)",
        "Lamps (分支)",
    ]


def test_an_unreadable_answer_is_branched_as_it_stands(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    for stored in ("not JSON", '"text"', "[1]", '{"n": NaN}'):
        bank.append_turn(session, "q", "a", stored)
    branch = bank.sessions_store.branch(session)
    assert [turn.answer_json for turn in bank.turns(branch)] == [
        turn.answer_json for turn in bank.turns(session)
    ]


def test_what_was_branched_is_found_once(bank: MemoryBank) -> None:
    session = lamps(bank)
    before = found(bank)
    branch = bank.sessions_store.branch(session)
    deeper = bank.sessions_store.branch(branch)
    assert found(bank) == before
    assert {entry.session_id for entry in bank.entries.all()} == {session}
    assert len(bank.entries.all()) == 3
    assert len(bank.entries.all(session_id=deeper)) == 3
    assert [entry.title for entry in bank.entries.latest_turns(deeper, 1)] == [
        "Who lights the lamp?"
    ]
    ask(bank, deeper, "Is the lamp lit?", "Yes.")
    assert f"conversation {deeper}" in found(bank)
    # By its words, each of them is found.
    assert [record.id for record in bank.sessions_store.search("keeper")] == [
        deeper,
        branch,
        session,
    ]


def test_a_branch_outlives_the_original(bank: MemoryBank) -> None:
    session = lamps(bank)
    branch = bank.sessions_store.branch(session, bank.turns(session)[0].id)
    bank.sessions_store.trash(session)
    expected = [f"conversation {branch}", f"task {branch}"]
    assert found(bank) == expected
    assert {hit.title for hit in bank.search("lamp", kinds=("conversation",))} == {"Lamps (branch)"}
    assert len(bank.entries.all()) == 2
    bank.sessions_store.restore(session)
    assert len(found(bank)) == 3
    bank.sessions_store.trash(branch)
    assert set(found(bank)) == {f"conversation {session}", f"task {session}"}
    assert len(found(bank)) == 3
    bank.sessions_store.trash(session)
    assert found(bank) == []
    bank.sessions_store.restore(branch)
    assert found(bank) == expected
    assert bank.sessions_store.delete(session)
    assert found(bank) == expected
    assert len(bank.turns(branch)) == 1


def test_a_branch_in_the_trash_inherits_from_an_original_that_goes(bank: MemoryBank) -> None:
    session = lamps(bank)
    branch = bank.sessions_store.branch(session)
    bank.sessions_store.trash(branch)
    bank.sessions_store.delete(session)
    assert found(bank) == []
    bank.sessions_store.restore(branch)
    assert len(found(bank)) == 3
    assert bank._database.value("SELECT count(*) FROM shelved_segments") == 0


def test_forgetting_reaches_the_branches(bank: MemoryBank) -> None:
    session = lamps(bank)
    branch, trashed = (bank.sessions_store.branch(session) for _ in range(2))
    bank.sessions_store.trash(trashed)
    first = bank.turns(session)[0]
    assert set(bank.entries.sessions_with("conversation", first.id)) == {session, branch, trashed}
    assert bank.entries.forget("conversation", first.id)
    assert not bank.entries.forget("conversation", first.id)
    for each in (session, branch, trashed):
        assert [turn.question for turn in bank.turns(each)] == ["Who lights the lamp?"]
    assert bank._database.value("SELECT count(*) FROM tasks") == 0


def test_a_forgotten_task_leaves_the_branches_too(bank: MemoryBank) -> None:
    session = lamps(bank)
    branch = bank.sessions_store.branch(session)
    (task,) = bank.entries.all(("task",))
    assert bank.entries.forget("task", task.id)
    for each in (session, branch):
        assert json.loads(bank.turns(each)[0].answer_json)["tasks"] == []


@pytest.mark.parametrize("trashed", [False, True])
def test_forgetting_in_one_place_leaves_the_copies_to_be_found(
    bank: MemoryBank, trashed: bool
) -> None:
    session = lamps(bank)
    branch = bank.sessions_store.branch(session)
    if trashed:
        bank.sessions_store.trash(branch)
    for turn in bank.turns(session):
        assert bank.entries.forget("conversation", turn.id, copies=False)
    assert bank.turns(session) == []
    if trashed:
        assert found(bank) == []
        bank.sessions_store.restore(branch)
    assert found(bank) == [f"conversation {branch}"] * 2 + [f"task {branch}"]
    bank.sessions_store.delete_empty([session, branch])
    assert listed(bank) == [branch]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("lamp", {"Lamps", "Eels"}),
        ("LAMP eel", {"Eels"}),
        ("lam", {"Lamps", "Eels"}),
        ("light", {"Lamps"}),
        ("lighting", {"Lamps"}),
        ("harbour", {"Eels"}),
        ("反渗透", {"膜"}),
        ("膜 两年", {"膜"}),
        ("年 更换", {"膜"}),
        ("50%", {"膜"}),
        ("%", {"膜"}),
        ("nothing", set()),
        ("", set()),
        ("   ", set()),
    ],
)
def test_sessions_are_found_by_what_they_hold(
    bank: MemoryBank, words: str, titles: set[str]
) -> None:
    lamps(bank)
    eels = bank.create_session("Eels")
    ask(bank, eels, "Where?", "In the lamp room.")
    bank.sessions_store.tag(eels, ["Harbour"])
    membrane = bank.create_session("膜")
    ask(bank, membrane, "反渗透膜多久更换一次？", "每两年半更换一次，50%。")
    assert {record.title for record in bank.sessions_store.search(words)} == titles
