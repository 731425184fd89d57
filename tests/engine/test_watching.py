"""Watching: real changes of real files, seen by watchfiles, are in the library soon after."""

import os
import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import watching
from engine.library import Library
from engine.library_events import AddReport, Finished, LibraryEvent, Noticed, Watching
from engine.removing import remove
from engine.watched import Places
from store.errors import StoreError
from store.memory import MemoryBank

_PATIENCE = 30.0


class Watched:
    """A watcher at work in a thread, and its events as they come."""

    def __init__(self, bank: MemoryBank, library: Library | None = None) -> None:
        self.cancel = threading.Event()
        self.error: StoreError | None = None
        self._events: queue.SimpleQueue[LibraryEvent] = queue.SimpleQueue()
        self._watcher = watching.Watcher(bank, library or Library(bank))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            for event in self._watcher.events(self.cancel):
                self._events.put(event)
        except StoreError as error:
            self.error = error

    def until(self, wanted: Callable[[LibraryEvent], bool]) -> list[LibraryEvent]:
        """Events up to the one that is wanted."""
        events: list[LibraryEvent] = []
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                events.append(self._events.get(timeout=0.5))
            except queue.Empty:
                continue
            if wanted(events[-1]):
                return events
        raise AssertionError(f"it did not come; these came: {events}")

    def outcomes(self, *names: str) -> dict[str, str]:
        """What became of files with these names, once all of them were reported anew."""
        found: dict[str, str] = {}

        def all_there(event: LibraryEvent) -> bool:
            if isinstance(event, AddReport) and event.outcome != "unchanged":
                found[event.path.name] = event.outcome
            return isinstance(event, Finished) and found.keys() >= set(names)

        self.until(all_there)
        return found

    def rest(self) -> list[LibraryEvent]:
        """The events that nobody waited for."""
        found = []
        while not self._events.empty():
            found.append(self._events.get())
        return found

    def end(self) -> None:
        self.cancel.set()
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text("The lamp burns.", "utf-8")
    return folder


@pytest.fixture
def watched(bank: MemoryBank, docs: Path) -> Iterator[Watched]:
    list(Library(bank).add([docs]))
    watcher = Watched(bank)
    watcher.until(lambda event: isinstance(event, Watching))
    yield watcher
    watcher.end()


def test_what_changed_before_is_found_first(bank: MemoryBank, docs: Path) -> None:
    list(Library(bank).add([docs]))
    (docs / "b.md").write_text("New.", "utf-8")
    watcher = Watched(bank)
    events = watcher.until(lambda event: isinstance(event, Watching))
    watcher.end()
    assert {event.outcome for event in events if isinstance(event, AddReport)} == {
        "added",
        "unchanged",
    }
    assert events[-1] == Watching(folders=1, files=0)


def test_new_changed_and_deleted_files(bank: MemoryBank, docs: Path, watched: Watched) -> None:
    (docs / "b.md").write_text("New.", "utf-8")
    assert watched.outcomes("b.md") == {"b.md": "added"}
    (docs / "b.md").write_text("Newer.", "utf-8")
    assert watched.outcomes("b.md") == {"b.md": "updated"}
    (docs / "b.md").unlink()
    assert watched.outcomes("b.md") == {"b.md": "removed"}
    assert [Path(record.source).name for record in bank.documents()] == ["a.md"]


def test_editors_save_by_renaming(bank: MemoryBank, docs: Path, watched: Watched) -> None:
    before = bank.library.get(str(docs / "a.md"))
    assert before is not None
    (docs / ".a.md.part").write_text("The beacon burns.", "utf-8")
    (docs / ".a.md.part").replace(docs / "a.md")
    assert watched.outcomes("a.md") == {"a.md": "updated"}
    # Others move the old file away first, and remove it in the end.
    (docs / "a.md").rename(docs / "a.md~")
    time.sleep(0.3)
    (docs / "a.md").write_text("The fire burns.", "utf-8")
    (docs / "a.md~").unlink()
    assert watched.outcomes("a.md") == {"a.md": "updated"}
    after = bank.library.get(str(docs / "a.md"))
    assert after is not None
    assert after.id == before.id


def test_new_folders_moved_folders_and_ignore_files(
    bank: MemoryBank, docs: Path, watched: Watched
) -> None:
    (docs / "new" / "deep").mkdir(parents=True)
    (docs / "new" / "deep" / "b.md").write_text("Deep.", "utf-8")
    assert watched.outcomes("b.md") == {"b.md": "added"}
    (docs / "new").rename(docs / "old")
    assert watched.outcomes("b.md") == {"b.md": "moved"}
    (docs / ".kagentignore").write_text("old/\n", "utf-8")
    assert watched.outcomes("b.md") == {"b.md": "removed"}
    (docs / ".kagentignore").unlink()
    assert watched.outcomes("b.md") == {"b.md": "added"}
    shutil.rmtree(docs / "old")
    assert watched.outcomes("b.md") == {"b.md": "removed"}


def test_a_burst_of_a_thousand_files(bank: MemoryBank, docs: Path, watched: Watched) -> None:
    names = [f"{number}.md" for number in range(1000)]
    for name in names:
        (docs / name).write_text(f"Lamp {name} burns.", "utf-8")
    assert watched.outcomes(*names) == dict.fromkeys(names, "added")
    assert len(bank.documents()) == 1001


def test_roots_that_are_added_and_removed_meanwhile(
    bank: MemoryBank, tmp_path: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_ROOTS_SECONDS", 0.2)
    single = tmp_path / "single.md"
    single.write_text("Alone.", "utf-8")
    list(Library(bank).add([single]))
    watched.until(lambda event: event == Watching(folders=1, files=1))
    (tmp_path / "aside").write_text("Alone no more.", "utf-8")
    (tmp_path / "aside").replace(single)
    assert watched.outcomes("single.md") == {"single.md": "updated"}
    remove(bank, str(tmp_path / "docs"))
    watched.until(lambda event: event == Watching(folders=0, files=1))


def test_nothing_is_watched_twice_and_no_loop_comes_of_kagents_own_home(
    bank: MemoryBank, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text("Words.", "utf-8")
    list(Library(bank).add([tmp_path, tmp_path / "sub", tmp_path / "sub" / "a.md"]))
    places = Places(bank)
    assert (places.folders, places.files) == ([str(tmp_path)], {str(tmp_path / "sub" / "a.md")})
    watcher = Watched(bank)
    watcher.until(lambda event: isinstance(event, Watching))
    (tmp_path / "b.md").write_text("More words.", "utf-8")
    watcher.outcomes("b.md")
    time.sleep(1.5)  # were our own writes seen, they would be followed by another sync
    watcher.end()
    assert watcher.rest() == []


def test_a_memory_in_use_is_waited_for_but_not_for_ever(
    bank: MemoryBank, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(Library(bank).add([docs]))
    refusals = iter([True, True, False] + [True] * 10)

    class Locked(Library):
        def syncing(self, *arguments: object, **options: object) -> Iterator[LibraryEvent]:
            if next(refusals):
                raise StoreError("it is locked")
            return super().syncing()

    monkeypatch.setattr(watching, "_EVERYTHING_SECONDS", 0.1)
    monkeypatch.setattr(watching, "_WAIT_SECONDS", 0.05)
    watcher = Watched(bank, Locked(bank))
    events = watcher.until(lambda event: isinstance(event, Finished))
    assert [event.message for event in events if isinstance(event, Noticed)] == [
        "it is locked; the changes wait"
    ] * 2
    watcher._thread.join(_PATIENCE)
    assert str(watcher.error) == "it is locked"


def test_without_a_watch_everything_is_looked_at_now_and_then(
    bank: MemoryBank, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import watchfiles

    def refuse(*paths: Path, **options: object) -> Iterator[set[tuple[watchfiles.Change, str]]]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    monkeypatch.setattr(watching, "_UNWATCHED_SECONDS", 0.2)
    list(Library(bank).add([docs]))
    watcher = Watched(bank)
    events = watcher.until(lambda event: isinstance(event, Watching))
    assert any("watch limit" in event.message for event in events if isinstance(event, Noticed))
    (docs / "b.md").write_text("New.", "utf-8")
    assert watcher.outcomes("b.md") == {"b.md": "added"}
    watcher.end()


@pytest.mark.skipif(os.name != "posix", reason="a folder in use cannot be removed there")
def test_a_root_that_is_made_anew_is_watched_again(
    bank: MemoryBank, docs: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_ROOTS_SECONDS", 0.2)
    away = docs.rename(docs.with_name("away"))
    watched.until(lambda event: isinstance(event, Noticed) and "is not there" in event.message)
    docs.mkdir()
    (docs / "a.md").write_text("The lamp burns again.", "utf-8")
    assert watched.outcomes("a.md") == {"a.md": "updated"}
    (docs / "b.md").write_text("New.", "utf-8")
    assert watched.outcomes("b.md") == {"b.md": "added"}
    assert away.is_dir()
