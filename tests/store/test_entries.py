"""Turns and tasks as entries: listed, found by their segments, forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.memory import MemoryBank
from store.records import NewTask


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path) as opened:
        yield opened


def turn(bank: MemoryBank, session: str, question: str, answer: str, **more: Any) -> None:
    stored = {"outcome": "answered", "tasks": [], "citations": [], **more}
    bank.append_turn(session, question, answer, json.dumps(stored))


def task(bank: MemoryBank, session: str, name: str, seen: str) -> dict[str, str]:
    bank.append_task(session, NewTask(name, "{}", seen, None, 0.1))
    return {"task_name": name, "observation": seen}


def ids(bank: MemoryBank, **options: Any) -> list[str]:
    return [f"{entry.kind[0]}{entry.id}" for entry in bank.entries.all(**options)]


def test_entries_are_listed_by_kind_session_and_time(bank: MemoryBank) -> None:
    first, second = bank.create_session("first"), bank.create_session("second")
    turn(bank, first, "Where is the lamp?", "At sea.")
    task(bank, first, "Search", "the lamp is at sea")
    turn(bank, second, "Who feeds the cat?", "Ada.")
    assert sorted(ids(bank)) == ["c1", "c2", "t1"]
    assert ids(bank, kinds=("task",)) == ["t1"]
    assert sorted(ids(bank, session_id=first)) == ["c1", "t1"]
    assert ids(bank, before="2000-01-01T00:00:00+00:00") == []
    assert len(ids(bank, before="2999-01-01T00:00:00+00:00")) == 3
    entry = bank.entries.get("conversation", 2)
    assert entry is not None
    assert (entry.title, entry.text, entry.session_id) == ("Who feeds the cat?", "Ada.", second)
    assert bank.entries.get("task", 9) is None


def test_the_latest_turns_come_newest_first(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    for number in range(4):
        turn(bank, session, f"q{number}", "a", outcome="not_found")
    assert [entry.title for entry in bank.entries.latest_turns(session, 2)] == ["q3", "q2"]
    assert bank.entries.latest_turns("nope", 2) == []


def test_segments_lead_to_their_entries(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    turn(bank, session, "Where is the lamp?", "At sea.")
    turn(bank, session, "Is the lamp lit?", "I found nothing.", outcome="not_found")
    bank.append_turn(session, "Is the lamp big?", "Yes.", "not an object")
    task(bank, session, "Search the lamp", "it is at sea")
    bank.append_task(session, NewTask("Search the lamp again", "{}", "", "no such lamp", 0.1))
    hits = bank.search("lamp", kinds=("conversation", "task"))
    found = bank.entries.of_segments([hit.id for hit in hits])
    assert sorted(f"{entry.kind[0]}{entry.id}" for entry in found.values()) == [
        "c1", "c2", "c3", "t1", "t2",
    ]  # fmt: skip
    useful = bank.entries.of_segments([hit.id for hit in hits], useful=True)
    assert sorted(f"{entry.kind[0]}{entry.id}" for entry in useful.values()) == ["c1", "c3", "t1"]


def test_a_turn_goes_with_its_tasks_and_segments(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    held = task(bank, session, "Search", "the lamp is at sea")
    turn(bank, session, "Where is the lamp?", "At sea.", tasks=[held])
    other = task(bank, session, "Search", "the lamp is lit")
    turn(bank, session, "Is the lamp lit?", "Yes.", tasks=[other])
    assert bank.entries.forget("conversation", 1)
    assert not bank.entries.forget("conversation", 1)
    assert sorted(ids(bank)) == ["c2", "t2"]
    assert {hit.text for hit in bank.search("lamp", kinds=("conversation", "task"))} == {
        "Is the lamp lit?\nYes.",
        "Search\nthe lamp is lit",
    }


def test_a_task_goes_from_the_record_of_its_turn_too(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    held = task(bank, session, "Search", "the secret lamp")
    kept = task(bank, session, "Search", "the open lamp")
    turn(bank, session, "Where?", "At sea.", tasks=[held, kept])
    assert bank.entries.forget("task", 1)
    assert not bank.entries.forget("task", 1)
    (stored,) = bank.turns(session)
    assert json.loads(stored.answer_json)["tasks"] == [kept]
    assert sorted(ids(bank)) == ["c1", "t2"]


def test_a_session_is_renamed_and_found_under_its_name(bank: MemoryBank) -> None:
    session = bank.create_session("Lamps")
    turn(bank, session, "Where?", "At sea.")
    assert bank.sessions_store.rename(session, "Lighthouses")
    assert not bank.sessions_store.rename("nope", "x")
    assert bank.sessions()[0].title == "Lighthouses"
    assert bank.search("Lamps", kinds=("conversation",)) == []
    assert bank.search("Lighthouses", kinds=("conversation",))[0].title == "Lighthouses"


def test_a_deleted_session_leaves_nothing(bank: MemoryBank) -> None:
    session, other = bank.create_session("Lamps"), bank.create_session("Eels")
    turn(bank, session, "Where is the lamp?", "At sea.")
    task(bank, session, "Search the lamp", "at sea")
    turn(bank, other, "Where is the eel?", "At sea.")
    assert bank.sessions_store.delete(session)
    assert not bank.sessions_store.delete(session)
    assert ids(bank) == ["c2"]
    assert bank.search("lamp", kinds=("conversation", "task")) == []
    assert bank.statistics().segments == 1


def test_answers_that_cite_a_source_are_found(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    turn(bank, session, "q", "a", citations=[{"source": "/a.md"}, {"source": "/b.md"}])
    turn(bank, session, "q", "a", citations=[{"source": "/b.md"}])
    bank.append_turn(session, "q", "a", "not JSON at all")
    assert [entry.id for entry in bank.entries.citing("/b.md")] == [2, 1]
    assert [entry.id for entry in bank.entries.citing("/a.md")] == [1]
    assert bank.entries.citing("/c.md") == []
