"""The catalogue: every document that passes, every segment that holds some words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.catalog import CatalogFilter, Piece
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment

NANOSECONDS = 1_000_000_000


def put(bank: MemoryBank, source: str, *texts: str, **values: object) -> int:
    segments = []
    start = 0
    for text in texts:
        segments.append(NewSegment(text, start, start + len(text)))
        start += len(text) + 1
    title = str(values.pop("title", source))
    media_type = str(values.pop("media_type", "text/plain"))
    changed = values.pop("modified_ns", None)
    document = NewDocument(
        source,
        title,
        "\n".join(texts),
        f"print of {source}",
        media_type,
        metadata=values,
        modified_ns=changed if isinstance(changed, int) else None,
    )
    return bank.add_document(document, segments).document_id


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        put(opened, "/a/one.PDF", "The solar panel.", author="Ines", modified_ns=5 * NANOSECONDS)
        put(opened, "/a/two_pdf.txt", "Two solar panels.", "More panels.", title="Roof")
        put(opened, "/b/100%.md", "太陽能電池板。", media_type="application/pdf")
        opened.collections.add("/b/100%.md", "work")
        yield opened


def sources(bank: MemoryBank, **wanted: Any) -> list[str]:
    return [entry.source for entry in bank.catalog.entries(CatalogFilter(**wanted))]


def test_an_entry_tells_all_but_the_text(bank: MemoryBank) -> None:
    entry = bank.catalog.entries(CatalogFilter(collection="work"))[0]
    assert (entry.title, entry.media_type) == ("/b/100%.md", "application/pdf")
    assert entry.collections == ("work",)
    assert entry.fingerprint == "print of /b/100%.md"
    assert bank.catalog.entries(CatalogFilter())[0].metadata == {"author": "Ines"}


def test_filters_leave_out_what_does_not_pass(bank: MemoryBank) -> None:
    everything = ["/a/one.PDF", "/a/two_pdf.txt", "/b/100%.md"]
    assert sources(bank) == everything
    assert sources(bank, suffixes=(".pdf",)) == ["/a/one.PDF"]
    pdfs = ["/a/one.PDF", "/b/100%.md"]
    assert sources(bank, suffixes=(".pdf",), media_types=("application/pdf",)) == pdfs
    assert sources(bank, suffixes=("_pdf.txt",)) == ["/a/two_pdf.txt"]
    assert sources(bank, suffixes=("0%.md",)) == ["/b/100%.md"]
    assert sources(bank, collection="no such") == []
    assert sources(bank, document_ids=frozenset({1, 3, 99})) == ["/a/one.PDF", "/b/100%.md"]
    assert sources(bank, document_ids=frozenset()) == []


def test_times_are_bounded_below_and_above(bank: MemoryBank) -> None:
    assert sources(bank, changed=(5 * NANOSECONDS, 6 * NANOSECONDS)) == ["/a/one.PDF"]
    assert sources(bank, changed=(None, 5 * NANOSECONDS)) == []
    assert len(sources(bank, added=("2020-01-01T00:00:00+00:00", None))) == 3
    assert sources(bank, added=(None, "2020-01-01T00:00:00+00:00")) == []


def test_sizes_count_what_is_still_there(bank: MemoryBank) -> None:
    assert bank.catalog.size() == 3
    assert bank.catalog.size(frozenset({1, 2, 99})) == 2
    bank.remove_document("/a/one.PDF")
    assert bank.catalog.size(frozenset({1, 2, 99})) == 1


def texts(pieces: Iterator[Piece]) -> list[str]:
    return [piece.text for piece in pieces]


def test_every_segment_with_the_words_is_found_in_any_form(bank: MemoryBank) -> None:
    found = texts(bank.catalog.pieces_with("solar panels"))
    assert found == ["The solar panel.", "Two solar panels."]
    # The title belongs to each segment.
    assert texts(bank.catalog.pieces_with("roof panel")) == ["Two solar panels.", "More panels."]
    assert texts(bank.catalog.pieces_with("太阳能")) == ["太陽能電池板。"]
    assert texts(bank.catalog.pieces_with("panels", frozenset({2}))) == [
        "Two solar panels.",
        "More panels.",
    ]
    assert texts(bank.catalog.pieces_with("wind")) == []


def test_of_each_document_the_first_segment_stands_for_it(bank: MemoryBank) -> None:
    first = bank.catalog.first_pieces_with("panel")
    assert {number: piece.text for number, piece in first.items()} == {
        1: "The solar panel.",
        2: "Two solar panels.",
    }
    opening = bank.catalog.first_pieces([2, 3, 99])
    assert {number: piece.text for number, piece in opening.items()} == {
        2: "Two solar panels.",
        3: "太陽能電池板。",
    }
    assert bank.catalog.openings([2, 99], 3) == {2: "Two"}
    assert texts(bank.catalog.pieces_of([2])) == ["Two solar panels.", "More panels."]


def test_conversations_and_tasks_are_no_part_of_it(bank: MemoryBank) -> None:
    session = bank.create_session("panels")
    bank.append_turn(session, "how many panels", "two panels", "{}")
    assert len(texts(bank.catalog.pieces_with("panels"))) == 3
    assert bank.catalog.size() == 3


def test_more_segments_than_one_step_are_all_found(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path / "large") as bank:
        put(bank, "/large.txt", *(f"Panel number {number}." for number in range(4500)))
        assert len(texts(bank.catalog.pieces_with("panel"))) == 4500
        assert len(texts(bank.catalog.pieces_of([1]))) == 4500


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path_factory.mktemp("catalog") / "home") as opened:
        put(opened, "/one.txt", "The solar panel 4090.", "太阳能")
        yield opened


@given(st.text(max_size=30))
def test_no_words_are_trouble(shared: MemoryBank, words: str) -> None:
    assert len(texts(shared.catalog.pieces_with(words))) <= 2
