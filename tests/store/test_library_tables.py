"""Collections, roots, unread files and moves, in the tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.documents import NewEntry
from store.errors import StoreError
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def entry(source: str, text: str = "The lamp burns.", *collections: str) -> NewEntry:
    document = NewDocument(source, source.strip("/"), text, f"{text}-1", size=1, modified_ns=2)
    return NewEntry(document, [NewSegment(text, 0, len(text))], collections)


def test_several_documents_in_one_transaction(bank: MemoryBank) -> None:
    entries = [entry("/a"), entry("/b", "The sea."), entry("/a")]
    outcomes = [result.outcome for result in bank.add_documents(entries)]
    assert outcomes == ["added", "added", "unchanged"]
    assert [hit.source for hit in bank.search("sea")] == ["/b"]
    assert [state.source for state in bank.library.states()] == ["/a", "/b"]


def test_none_is_stored_when_one_cannot_be(bank: MemoryBank) -> None:
    with pytest.raises(StoreError):
        bank.add_documents([entry("/a"), entry("/b", "x", "n" * 100)])
    assert bank.documents() == []
    assert bank.search("lamp") == []


def test_states_are_read_without_the_texts(bank: MemoryBank) -> None:
    plan = bank.library._database.rows(
        "EXPLAIN QUERY PLAN SELECT id, source, fingerprint, size, modified_ns, title"
        " FROM documents INDEXED BY documents_by_state ORDER BY source"
    )
    assert "COVERING INDEX documents_by_state" in plan[0]["detail"]


def test_a_move_keeps_the_document_and_the_old_name_leads_to_it(bank: MemoryBank) -> None:
    bank.add_documents([entry("/a", "The lamp burns.", "c"), entry("/b", "The sea.")])
    before = bank.library.get("/a")
    assert before is not None
    assert bank.library.move_all([("/a", "/z", "z"), ("/b", "/z", None), ("/x", "/y", None)]) == [
        True,
        False,
        False,
    ]
    moved = bank.library.get("/a")
    assert moved is not None
    assert (moved.id, moved.source, moved.title, moved.collections) == (
        before.id,
        "/z",
        "z",
        ("c",),
    )
    assert [source for source, _ in bank.library.former_sources(moved.id)] == ["/a"]
    (hit,) = bank.search("lamp")
    assert (hit.source, hit.title) == ("/z", "z")
    # A new document at the old place takes the name over.
    bank.add_documents([entry("/a", "Another.")])
    taken = bank.library.get("/a")
    assert taken is not None
    assert taken.id != before.id
    assert bank.library.former_sources(before.id) == []


def test_collections(bank: MemoryBank) -> None:
    bank.add_documents([entry("/a", "x", " two  words "), entry("/b", "y")])
    assert [(record.name, record.documents) for record in bank.collections.all()] == [
        ("two words", 1)
    ]
    assert bank.collections.add("/b", "two words")
    assert not bank.collections.add("/absent", "two words")
    bank.collections.rename("two words", "工作")
    assert len(bank.collections.documents_in("工作")) == 2
    assert bank.collections.take_out("/b", "工作")
    assert not bank.collections.take_out("/b", "工作")
    bank.collections.remove("工作")
    assert bank.collections.all() == []
    assert len(bank.documents()) == 2


@pytest.mark.parametrize("name", ["", "  ", "n" * 81])
def test_names_that_are_none(bank: MemoryBank, name: str) -> None:
    with pytest.raises(StoreError, match="cannot name a collection"):
        bank.roots.add("/a", "folder", name)
    assert bank.roots.all() == []


def test_an_unknown_collection_names_those_there_are(bank: MemoryBank) -> None:
    with pytest.raises(StoreError, match="there are none yet"):
        bank.collections.documents_in("x")
    bank.roots.add("/a", "folder", "work")
    with pytest.raises(StoreError, match="there are: work"):
        bank.collections.remove("x")
    bank.roots.add("/b", "folder", "home")
    with pytest.raises(StoreError, match="already"):
        bank.collections.rename("home", "work")


def test_roots(bank: MemoryBank) -> None:
    bank.roots.add("/b", "folder", "work")
    bank.roots.add("/a/*.md", "glob")
    bank.roots.add("/b", "folder")
    bank.roots.note_synced(["/b", "/never"])
    first, second = bank.roots.all()
    assert (first.path, first.kind, first.collection, first.synced_at) == (
        "/a/*.md",
        "glob",
        None,
        None,
    )
    assert (second.collection, second.synced_at is None) == ("work", False)
    bank.collections.remove("work")
    assert bank.roots.all()[1].collection is None
    assert bank.roots.remove("/b")
    assert not bank.roots.remove("/b")


def test_what_is_left_out_can_be_taken_back(bank: MemoryBank) -> None:
    bank.roots.leave_out(["/a", "/b", "/a"])
    assert bank.roots.left_out() == {"/a", "/b"}
    bank.roots.take_back(["/a", "/never"])
    assert bank.roots.left_out() == {"/b"}
