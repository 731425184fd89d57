"""What has become of a cited source."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.events import Citation, Location
from engine.library import Library
from engine.source_passage import beginning_of, passage_around
from engine.source_state import SourceState, SourceStates
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment

TEXT = "First things first. A card costs 4 crowns a year. Children pay nothing."


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def notes(bank: MemoryBank, tmp_path: Path) -> Path:
    path = tmp_path / "rules.txt"
    path.write_text(TEXT, encoding="utf-8")
    list(Library(bank).add([path]))
    return path


def citation_of(bank: MemoryBank, source: str) -> Citation:
    quote = "A card costs 4 crowns a year."
    start = TEXT.index(quote)
    place = Location(line=1, span=(start, start + len(quote)))
    return Citation(1, source, "Rules", place, quote, bank.fingerprint(source))


def state(bank: MemoryBank, citation: Citation) -> SourceState:
    return SourceStates(bank).of(citation)


def test_the_same_file(bank: MemoryBank, notes: Path) -> None:
    cited = citation_of(bank, str(notes))
    found = state(bank, cited)
    assert found == SourceState(str(notes), notes)
    assert found.notes("en") == []
    os.utime(notes, (1, 1))
    assert state(bank, cited).notes("en") == []


def test_a_changed_file_whether_or_not_it_was_read_again(bank: MemoryBank, notes: Path) -> None:
    cited = citation_of(bank, str(notes))
    notes.write_text("Preface. " + TEXT, encoding="utf-8")
    assert state(bank, cited).notes("en") == ["the source has changed since"]
    list(Library(bank).add([notes]))
    changed = state(bank, cited)
    assert changed.notes("zh") == ["来源此后已有改动"]
    passage = passage_around(bank, cited, changed)
    assert "A card costs 4 crowns a year" in passage.quote
    assert passage.before.endswith("First things first. ")


def test_a_moved_file(bank: MemoryBank, notes: Path, tmp_path: Path) -> None:
    cited = citation_of(bank, str(notes))
    new = tmp_path / "new.txt"
    notes.rename(new)
    assert bank.library.move(str(notes), str(new))
    moved = state(bank, cited)
    assert (moved.source, moved.path, moved.moved, moved.changed) == (str(new), new, True, False)
    assert moved.notes("en") == [f"the source has moved to {new}"]
    assert passage_around(bank, cited, moved).after.strip() == "Children pay nothing."


def test_a_file_that_is_gone_and_one_that_was_forgotten(bank: MemoryBank, notes: Path) -> None:
    cited = citation_of(bank, str(notes))
    notes.unlink()
    gone = state(bank, cited)
    assert gone.notes("en") == ["the source is gone"]
    assert passage_around(bank, cited, gone).before == "First things first. "
    assert bank.remove_document(str(notes))
    forgotten = state(bank, cited)
    assert forgotten.notes("en") == ["the source is gone", "no longer in the library"]
    alone = passage_around(bank, cited, forgotten)
    assert (alone.before, alone.quote, alone.after) == ("", cited.quote, "")


def test_a_folder_or_a_pipe_is_no_source(bank: MemoryBank, tmp_path: Path) -> None:
    cited = Citation(1, str(tmp_path), "t", Location(), "q", "abc-3")
    assert state(bank, cited).gone
    if hasattr(os, "mkfifo"):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        assert state(bank, replace(cited, source=str(pipe))).gone
    assert state(bank, replace(cited, source="relative.md")).gone
    assert state(bank, replace(cited, source="/no\x00such")).gone


def test_what_is_computed_or_said_has_no_file(bank: MemoryBank) -> None:
    for source in ("tool:time_delta", "session:abc"):
        found = state(bank, Citation(1, source, "t", Location(), "q"))
        assert (found.path, found.notes("en")) == (None, [])


def test_a_web_page_is_compared_with_what_was_last_read(bank: MemoryBank) -> None:
    address = "https://example.org/rules"
    cited = Citation(1, address, "t", Location(), "A card costs 4 crowns a year.", "one-3")
    assert state(bank, cited).notes("en") == ["no longer in the library"]
    segments = [NewSegment(TEXT, 0, len(TEXT))]
    bank.add_document(NewDocument(address, "t", TEXT, "one-4"), segments)
    assert state(bank, cited).notes("en") == []
    bank.add_document(NewDocument(address, "t", TEXT, "two-4"), segments)
    assert state(bank, cited).notes("en") == ["the source has changed since"]


def test_the_notes_of_an_answer(bank: MemoryBank, notes: Path) -> None:
    cited = citation_of(bank, str(notes))
    notes.write_text("x", encoding="utf-8")
    fact = Citation(2, "tool:time_delta", "t", Location(), "q")
    assert SourceStates(bank).notes([cited, fact], "en") == {1: "the source has changed since"}


def test_only_whole_sentences_stand_around_a_quote(bank: MemoryBank) -> None:
    text = "Some words stand here. " * 100 + "The quote. " + "Other words follow it. " * 100
    bank.add_document(NewDocument("/a", "t", text, "f"), [NewSegment("The quote.", 0, 10)])
    start = text.index("The quote.")
    cited = Citation(1, "/a", "t", Location(span=(start, start + 10)), "The quote.", "f")
    passage = passage_around(bank, cited, SourceState("/a", None))
    assert passage.before.startswith("Some words")
    assert passage.after.strip().startswith("Other words")
    assert passage.after.endswith("it.")
    assert 400 < len(passage.before) <= 600
    assert beginning_of(bank, "/a").startswith("Some words stand here. Some")
    assert beginning_of(bank, "/nope") == ""
