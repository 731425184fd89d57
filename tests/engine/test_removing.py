"""Taking things out of the library so that they stay out, and what is told of a document."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.library import Library
from engine.library_events import AddReport, LibraryEvent
from engine.library_info import find, find_unread
from engine.removing import documents_of, remove
from store.memory import MemoryBank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def docs(tmp_path: Path, bank: MemoryBank) -> Path:
    folder = tmp_path / "docs"
    for name in ("a.md", "b.txt", "sub/c.md", "sub/d.md"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The lamp of {name} burns.", "utf-8")
    (folder / "bad.md").write_bytes(b"\x00\x01" * 50)
    list(Library(bank).add([folder]))
    return folder


def sync(bank: MemoryBank) -> dict[str, int]:
    events: Iterator[LibraryEvent] = Library(bank).syncing()
    return dict(Counter(event.outcome for event in events if isinstance(event, AddReport)))


def held(bank: MemoryBank, folder: Path) -> list[str]:
    return [os.path.relpath(record.source, folder) for record in bank.documents()]


def test_a_removed_file_does_not_come_back_until_it_is_added(bank: MemoryBank, docs: Path) -> None:
    removal = remove(bank, str(docs / "a.md"))
    assert removal.documents == (str(docs / "a.md"),)
    (docs / "a.md").write_text("Changed.", "utf-8")
    assert sync(bank)["unchanged"] == 3
    assert held(bank, docs) == ["b.txt", "sub/c.md", "sub/d.md"]
    list(Library(bank).add([docs / "a.md"]))
    assert len(held(bank, docs)) == 4
    remove(bank, str(docs / "a.md"))
    list(Library(bank).add([docs]))
    assert len(held(bank, docs)) == 4


def test_a_folder_within_a_root(bank: MemoryBank, docs: Path) -> None:
    assert len(remove(bank, str(docs / "sub")).documents) == 2
    (docs / "sub" / "new.md").write_text("New.", "utf-8")
    sync(bank)
    assert held(bank, docs) == ["a.md", "b.txt"]


def test_a_whole_root_is_forgotten(bank: MemoryBank, docs: Path) -> None:
    removal = remove(bank, f"{docs}/")
    assert (len(removal.documents), len(removal.unread), removal.roots) == (4, 1, (str(docs),))
    assert sync(bank) == {}
    assert bank.roots.left_out() == frozenset()
    assert bank.unread.all() == []


def test_a_pattern(bank: MemoryBank, docs: Path) -> None:
    assert len(documents_of(bank, str(docs / "**" / "*.md"))) == 3
    assert len(remove(bank, str(docs / "**" / "*.md")).documents) == 3
    sync(bank)
    assert held(bank, docs) == ["b.txt"]


def test_a_pattern_that_is_a_root(bank: MemoryBank, docs: Path) -> None:
    remove(bank, str(docs))
    pattern = str(docs / "*.txt")
    list(Library(bank).add([pattern]))
    assert remove(bank, pattern).roots == (pattern,)
    assert sync(bank) == {}


def test_paths_as_they_are_written(
    bank: MemoryBank, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(docs / "sub")
    assert remove(bank, "../a.md").documents == (str(docs / "a.md"),)
    (docs / "link").symlink_to(docs / "sub")
    assert remove(bank, "../link/c.md").documents == (str(docs / "sub" / "c.md"),)
    assert remove(bank, ".").documents == (str(docs / "sub" / "d.md"),)
    assert not remove(bank, "nothing.md")
    assert len(remove(bank, "/").documents) == 1
    assert held(bank, docs) == []


def test_the_place_before_a_move_names_the_document_too(bank: MemoryBank, docs: Path) -> None:
    (docs / "a.md").rename(docs / "z.md")
    sync(bank)
    info = find(bank, str(docs / "a.md"))
    assert info is not None
    assert info.record.source == str(docs / "z.md")
    assert [source for source, _ in info.former] == [str(docs / "a.md")]
    assert remove(bank, str(docs / "a.md")).documents == (str(docs / "z.md"),)


def test_what_is_told_of_a_document(bank: MemoryBank, docs: Path) -> None:
    path = docs / "b.txt"
    info = find(bank, str(path))
    assert info is not None
    assert (info.state, info.roots, info.former) == ("unchanged", (str(docs),), ())
    os.utime(path, ns=(1, 1))
    assert find(bank, str(path)) == info  # the content is what counts
    path.write_text("Changed.", "utf-8")
    changed = find(bank, str(path))
    assert changed is not None
    assert changed.state == "changed"
    path.unlink()
    gone = find(bank, str(path))
    assert gone is not None
    assert gone.state == "missing"
    assert find(bank, str(docs / "never.md")) is None


def test_a_file_that_never_could_be_read(bank: MemoryBank, docs: Path) -> None:
    assert find(bank, str(docs / "bad.md")) is None
    note = find_unread(bank, str(docs / "bad.md"))
    assert note is not None
    assert "binary" in note.error
    assert remove(bank, str(docs / "bad.md")).unread == (note.source,)
    assert sync(bank) == {"unchanged": 4}
