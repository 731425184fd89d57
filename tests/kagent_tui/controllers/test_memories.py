"""What is remembered, for both faces: listed, searched, looked at, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kagent_tui.controllers import memories, sessions
from kagent_tui.controllers.memories import MemoryItem, MemoryItemError
from kagent_tui.controllers.sessions import SessionError
from store.memory import MemoryBank
from tests.kagent_tui.remembered import answer, ask, citation, remember


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "bank") as opened:
        yield opened


@pytest.fixture
def ids(bank: MemoryBank) -> dict[str, str]:
    return remember(bank)


def names(items: list[MemoryItem]) -> set[str]:
    return {item.id for item in items}


def test_all_three_memories_are_listed(bank: MemoryBank, ids: dict[str, str]) -> None:
    assert names(memories.list_items(bank)) == {"c1", "c2", "c3", "c4", "t1", "k1"}
    assert names(memories.list_items(bank, ("knowledge",))) == {"k1"}
    assert names(memories.list_items(bank, session=ids["boiler"][:9])) == {"c1", "c2", "t1"}
    assert memories.list_items(bank, before="2000-01-01T00:00:00+00:00") == []
    with pytest.raises(SessionError):
        memories.list_items(bank, session="nope")


def test_all_three_memories_are_searched(bank: MemoryBank, ids: dict[str, str]) -> None:
    assert names(memories.search_items(bank, "boiler")) == {"c1", "c2", "t1"}
    assert names(memories.search_items(bank, "更换")) == {"c3"}
    assert names(memories.search_items(bank, "ferry")) == {"k1"}
    assert memories.search_items(bank, "ferry", ("task",)) == []
    assert memories.search_items(bank, "submarine") == []
    sessions.delete(bank, ids["boiler"])
    assert memories.search_items(bank, "boiler") == []


def test_an_item_is_looked_at_whole(bank: MemoryBank, ids: dict[str, str]) -> None:
    found = memories.whole(bank, memories.find_item(bank, "T1"))
    assert (found.where, found.item.session) == ("The boiler", ids["boiler"])
    assert "search_knowledge" in found.call
    document = memories.whole(bank, memories.find_item(bank, "k1"))
    assert (document.text, document.where) == ("The ferry leaves at 22:40.", "/notes/ferry.md")
    for wrong in ("", "c", "c99", "k99", "x1", "c²", "cc"):
        with pytest.raises(MemoryItemError, match="there is nothing with the id"):
            memories.find_item(bank, wrong)


def test_forgetting_says_which_answers_quote_a_document(
    bank: MemoryBank, ids: dict[str, str]
) -> None:
    said = answer("When?", "At 22:40. [1]", citation(1, "22:40", "/notes/ferry.md"))
    ask(bank, ids["boiler"], said)
    done = memories.forget(bank, [memories.find_item(bank, "k1")])
    assert done.count == 1
    assert done.quoted == {"/notes/ferry.md": ["c5"]}
    assert memories.search_items(bank, "ferry", ("knowledge",)) == []


def test_an_empty_session_goes_too(bank: MemoryBank, ids: dict[str, str]) -> None:
    branch = sessions.branch(bank, ids["membrane"]).id
    item = memories.find_item(bank, "c3")
    assert memories.branches_with(bank, item) == 1
    memories.forget(bank, [item])
    left = {record.id for record in bank.sessions()}
    assert left == set(ids.values()) - {ids["membrane"]}
    assert branch not in left


def test_forgetting_a_session_leaves_its_branches(bank: MemoryBank, ids: dict[str, str]) -> None:
    branch = sessions.branch(bank, ids["boiler"]).id
    items = memories.list_items(bank, session=ids["boiler"])
    memories.forget(bank, items, everywhere=False)
    assert ids["boiler"] not in {record.id for record in bank.sessions()}
    assert [turn.question for turn in bank.turns(branch)] == [
        "Is it under warranty?",
        "And the pump?",
    ]
    assert len(memories.search_items(bank, "boiler warranty three")) >= 2
