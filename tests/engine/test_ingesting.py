"""Reading and storing: interrupted and gone on with, failures noted, nothing reported too early."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.library import Library, SyncOptions
from engine.library_events import AddReport, Finished, LibraryEvent, Planned, Progressed
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.media_worker import Progress
from engine.reading.reader import SourceFile
from engine.reading.worker import ReadingWorker
from store.errors import StoreError
from store.memory import MemoryBank


class FaultyReader:
    """Refuses the files of `refused`, takes its time with `slow` ones, breaks at `broken` ones."""

    def __init__(self) -> None:
        self._worker = ReadingWorker()
        self.refused: set[str] = set()
        self.slow: set[str] = set()
        self.broken: set[str] = set()
        self.tried: list[str] = []
        self.stopped = threading.Event()

    def read(self, source: SourceFile, progress: Progress | None = None) -> Extracted:
        name = source.path.name
        self.tried.append(name)
        if name in self.broken:
            raise ZeroDivisionError
        if name in self.slow and self.stopped.wait(60):
            raise ReadingError("it was stopped")
        if name in self.refused:
            raise ReadingError("it is of no use")
        return self._worker.read(source, progress)

    def close(self) -> None:
        self.stopped.set()
        self._worker.close()


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def reader() -> FaultyReader:
    return FaultyReader()


@pytest.fixture
def library(bank: MemoryBank, reader: FaultyReader) -> Library:
    return Library(bank, reader=reader)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.md").write_text(f"# Note {number}\n\nLamp {number} burns.", "utf-8")
    return folder


def end_of(events: list[LibraryEvent]) -> Finished:
    (end,) = (event for event in events if isinstance(event, Finished))
    assert events[-1] is end
    return end


def test_what_was_reported_is_stored_already(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    seen = 0
    for event in library.adding([docs]):
        if isinstance(event, AddReport):
            assert bank.fingerprint(str(event.path)) is not None
            seen += 1
    assert seen == 40


def test_an_interrupted_run_is_gone_on_with(
    bank: MemoryBank, library: Library, reader: FaultyReader, docs: Path
) -> None:
    reader.slow = {"20.md"}
    cancel = threading.Event()
    events = []
    begin = time.monotonic()
    for event in library.adding([docs], cancel=cancel):
        events.append(event)
        if isinstance(event, AddReport):
            cancel.set()
    assert time.monotonic() - begin < 30
    end = end_of(events)
    assert end.interrupted
    done = len(bank.documents())
    assert 0 < done == end.counts["added"] < 40
    assert bank.unread.all() == []
    # Another run, of any kind, reads the others only.
    reader.slow, reader.tried = set(), []
    reader.stopped.clear()
    rest = end_of(list(library.syncing()))
    assert dict(rest.counts) == {"added": 40 - done, "unchanged": done}
    assert len(reader.tried) == 40 - done
    assert not rest.interrupted


def test_it_can_be_interrupted_while_one_file_takes_long(
    library: Library, reader: FaultyReader, docs: Path
) -> None:
    reader.slow = {"00.md"}
    cancel = threading.Event()
    threading.Timer(0.3, cancel.set).start()
    begin = time.monotonic()
    assert end_of(list(library.adding([docs], cancel=cancel))).interrupted
    assert time.monotonic() - begin < 20


def test_a_run_that_is_left_alone_lets_go_of_its_thread(
    library: Library, reader: FaultyReader, docs: Path
) -> None:
    events = library.adding([docs])
    next(event for event in events if isinstance(event, AddReport))
    events.close()  # type: ignore[attr-defined]
    assert not [thread for thread in threading.enumerate() if thread.name == "kagent-reading"]


def test_a_failure_is_noted_and_not_tried_again_until_the_file_changes(
    bank: MemoryBank, library: Library, reader: FaultyReader, docs: Path
) -> None:
    past = 1_600_000_000_000_000_001
    os.utime(docs / "03.md", ns=(past, past))
    reader.refused = {"03.md"}
    assert end_of(list(library.adding([docs]))).counts == {"added": 39, "failed": 1}
    (note,) = bank.unread.all()
    assert (note.source, note.error) == (str(docs / "03.md"), "it is of no use")
    reader.refused, reader.tried = set(), []
    assert end_of(list(library.syncing())).counts == {"unchanged": 39, "unread": 1}
    assert reader.tried == []
    # Asked for by name, or with another look at everything, it is tried.
    assert end_of(list(library.syncing(SyncOptions(retry=True)))).counts["added"] == 1
    assert bank.unread.all() == []


def test_a_named_file_is_tried_again(
    bank: MemoryBank, library: Library, reader: FaultyReader, docs: Path
) -> None:
    past = 1_600_000_000_000_000_001
    os.utime(docs / "03.md", ns=(past, past))
    reader.refused = {"03.md"}
    list(library.adding([docs]))
    reader.refused = set()
    assert end_of(list(library.adding([docs / "03.md"]))).counts == {"added": 1}
    assert bank.unread.all() == []


def test_a_file_that_turned_bad_keeps_its_old_text_and_says_so(
    bank: MemoryBank, library: Library, reader: FaultyReader, docs: Path
) -> None:
    list(library.adding([docs / "05.md"]))
    (docs / "05.md").write_bytes(b"\x00\x01\x02" * 100)
    assert end_of(list(library.syncing())).counts == {"failed": 1}
    assert bank.unread.get(str(docs / "05.md")) is not None
    assert "Lamp 5 burns." in (bank.document_text(str(docs / "05.md")) or "")


def test_notes_on_files_that_are_gone_go_too(
    bank: MemoryBank, library: Library, reader: FaultyReader, docs: Path
) -> None:
    reader.refused = {"03.md"}
    list(library.adding([docs]))
    (docs / "03.md").unlink()
    list(library.syncing())
    assert bank.unread.all() == []


def test_another_version_of_the_readers_tries_everything_again(bank: MemoryBank) -> None:
    bank.unread.expire("1")
    bank.unread.note("/a.md", 1, 2, "why")
    bank.unread.expire("1")
    assert len(bank.unread.all()) == 1
    bank.unread.expire("2")
    assert bank.unread.all() == []


def test_a_file_that_goes_while_it_is_looked_at_is_one_line(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    events = library.adding([docs])
    for event in events:
        if isinstance(event, Progressed | AddReport):
            break
        for path in docs.iterdir():
            path.unlink()
    rest = [event for event in events if isinstance(event, AddReport)]
    failed = [event.error for event in rest if event.outcome == "failed"]
    assert failed
    assert all(error and "there is no such file" in error for error in failed)
    assert bank.unread.all() == []


def test_a_fault_of_the_program_is_not_hidden(
    library: Library, reader: FaultyReader, docs: Path
) -> None:
    reader.broken = {"07.md"}
    with pytest.raises(ZeroDivisionError):
        list(library.adding([docs]))


def test_a_memory_that_cannot_be_written_ends_the_run(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    events = library.adding([docs])
    next(event for event in events if isinstance(event, Planned))
    bank.close()
    with pytest.raises(StoreError):
        list(events)


def test_progress_is_honest(library: Library, docs: Path) -> None:
    shown = [event for event in library.adding([docs]) if isinstance(event, Progressed)]
    last = shown[-1]
    assert (last.files, last.all_files, last.segments) == (40, 40, 40)
    assert last.bytes == last.all_bytes > 0
    assert last.seconds_left == 0
    assert last.files_per_second > 0
    half = Progressed(5, 10, 500, 1000, 7, 2.0)
    assert half.seconds_left == pytest.approx(2.0)
    assert Progressed(0, 10, 0, 1000, 0, 2.0).seconds_left is None
