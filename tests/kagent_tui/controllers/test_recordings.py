"""What is said and shown around a citation of a recording, and what can be looked at of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.events import Citation, Location
from kagent_tui.controllers.recordings import sight_of, timeline_of
from kagent_tui.sources import find_source
from store.memory import MemoryBank
from store.records import DocumentRecord, NewDocument, NewSegment
from tests.kagent_tui.controllers.libraries import open_bank
from tests.kagent_tui.recorded import add_recording, citation_of_line


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "boiler.mp4"
    path.write_bytes(b"no picture of it is decoded here")
    return path


@pytest.fixture
def bank(tmp_path: Path, recording: Path) -> Iterator[MemoryBank]:
    with open_bank(tmp_path / "home") as opened:
        add_recording(opened, recording)
        yield opened


def document_of(bank: MemoryBank, path: Path) -> DocumentRecord:
    document = bank.library.get(str(path))
    assert document is not None
    return document


def test_the_cited_line_stands_among_its_neighbours(bank: MemoryBank, recording: Path) -> None:
    citation = citation_of_line(recording, 3)
    timeline = timeline_of(bank, document_of(bank, recording), citation)
    assert timeline is not None
    assert [(line.start, line.channel, line.text, line.cited) for line in timeline.lines] == [
        (0.0, "said", "This is how the boiler is descaled.", False),
        (0.0, "shown", "Descaling the boiler", False),
        (5.0, "said", "First close the red valve.", False),
        (5.0, "shown", "Step 1: the red valve", True),
    ]
    assert (timeline.start, timeline.channels) == (5.0, ("shown",))


def test_a_citation_of_a_whole_window_marks_what_it_quotes(
    bank: MemoryBank, recording: Path
) -> None:
    whole = Location(start=0, end=10, span=(0, 500))
    citation = replace(citation_of_line(recording, 2), location=whole)
    timeline = timeline_of(bank, document_of(bank, recording), citation)
    assert timeline is not None
    assert [line.text for line in timeline.lines if line.cited] == ["First close the red valve."]


def test_a_citation_with_a_span_alone_has_its_time(bank: MemoryBank, recording: Path) -> None:
    cited = citation_of_line(recording, 2)
    citation = replace(cited, location=Location(span=cited.location.span))
    timeline = timeline_of(bank, document_of(bank, recording), citation)
    assert timeline is not None
    assert timeline.start == 5.0


def test_a_text_has_no_timeline(bank: MemoryBank, tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    bank.add_document(NewDocument(str(path), "Note", "A note.", "1"), [NewSegment("A note.", 0, 7)])
    citation = Citation(1, str(path), "Note", Location(span=(0, 7)), "A note.")
    found = find_source(bank, citation, has_terminal=True)
    assert (found.timeline, found.sight) == (None, None)


def test_what_can_be_looked_at(bank: MemoryBank, recording: Path, tmp_path: Path) -> None:
    found = find_source(bank, citation_of_line(recording, 3), has_terminal=True)
    assert found.sight is not None
    assert found.sight.path == recording
    assert found.sight.second == pytest.approx(5.5)  # when the words have settled
    assert (found.sight.size, found.sight.shown) == ((320, 180), "Step 1: the red valve")
    said = find_source(bank, citation_of_line(recording, 2), has_terminal=True).sight
    assert said is not None
    assert (said.second, said.shown) == (5.0, "")
    whole = Location(start=0, end=10, span=(0, 500))
    window = replace(citation_of_line(recording, 1), location=whole, quote="")
    first = find_source(bank, window, has_terminal=True).sight
    assert first is not None
    # What comes onto the screen later in the window is not on this frame.
    assert (first.second, first.shown) == (0.5, "Descaling the boiler")
    page = Citation(1, "x", "x", Location(page=7), "")
    looked = sight_of(None, tmp_path / "book.pdf", page, None)
    assert looked is not None
    assert looked.page == 7
    assert sight_of(None, tmp_path / "talk.mp3", page, None) is None
    assert sight_of(None, None, page, None) is None
