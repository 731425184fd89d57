"""Syncing: only what changed is read, moved files keep their history, gone ones go."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.library import Library, SyncOptions
from engine.library_events import AddReport, LibraryEvent, Noticed, Planned
from engine.reading.extracted import Extracted
from engine.reading.media_worker import Progress
from engine.reading.reader import SourceFile
from engine.reading.worker import ReadingWorker
from store.memory import MemoryBank

OLD = 1_600_000_000_123_456_789


class CountingReader:
    """Counts the files that are really read."""

    def __init__(self) -> None:
        self._worker = ReadingWorker()
        self.read_names: list[str] = []

    def read(self, source: SourceFile, progress: Progress | None = None) -> Extracted:
        self.read_names.append(source.path.name)
        return self._worker.read(source, progress)

    def close(self) -> None:
        self._worker.close()

    def taken(self) -> list[str]:
        names, self.read_names = sorted(self.read_names), []
        return names


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def reader() -> CountingReader:
    return CountingReader()


@pytest.fixture
def library(bank: MemoryBank, reader: CountingReader) -> Library:
    return Library(bank, reader=reader)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Three files whose times lie in the past, as most files' do."""
    folder = tmp_path / "docs"
    for name in ("a.md", "b.txt", "sub/c.md"):
        write(folder / name, f"The lamp of {name} burns.")
        os.utime(folder / name, ns=(OLD, OLD))
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def counts(events: Iterator[LibraryEvent]) -> dict[str, int]:
    return dict(Counter(event.outcome for event in events if isinstance(event, AddReport)))


def sync(library: Library, **options: bool | tuple[str, ...]) -> dict[str, int]:
    return counts(library.syncing(SyncOptions(**options)))  # type: ignore[arg-type]


def sources(bank: MemoryBank) -> list[str]:
    return [record.source for record in bank.documents()]


def test_only_what_changed_is_read_again(
    library: Library, reader: CountingReader, docs: Path
) -> None:
    assert counts(library.adding([docs])) == {"added": 3}
    assert reader.taken() == ["a.md", "b.txt", "c.md"]
    planned = [event for event in library.syncing() if isinstance(event, Planned)]
    assert planned == [Planned(0, 0)]
    write(docs / "a.md", "The beacon burns.")
    write(docs / "d.md", "A new lamp.")
    assert sync(library) == {"added": 1, "updated": 1, "unchanged": 2}
    assert reader.taken() == ["a.md", "d.md"]


def test_a_touched_file_is_not_read_and_its_new_time_is_kept(
    bank: MemoryBank, library: Library, reader: CountingReader, docs: Path
) -> None:
    list(library.adding([docs]))
    reader.taken()
    os.utime(docs / "a.md", ns=(OLD + 5, OLD + 5))
    assert sync(library) == {"unchanged": 3}
    assert reader.taken() == []
    record = bank.library.get(str(docs / "a.md"))
    assert record is not None
    assert record.modified_ns == OLD + 5


def test_a_change_that_keeps_size_and_time_is_found_by_verify(library: Library, docs: Path) -> None:
    list(library.adding([docs]))
    write(docs / "a.md", "The lamp of a.md BURNS.")
    os.utime(docs / "a.md", ns=(OLD, OLD))
    assert sync(library) == {"unchanged": 3}
    assert sync(library, verify=True) == {"updated": 1, "unchanged": 2}


def test_a_moved_file_keeps_its_history_and_is_not_read(
    bank: MemoryBank, library: Library, reader: CountingReader, docs: Path
) -> None:
    list(library.adding([docs], collection="lamps"))
    before = bank.library.get(str(docs / "b.txt"))
    assert before is not None
    reader.taken()
    (docs / "new").mkdir()
    (docs / "b.txt").rename(docs / "new" / "e.txt")
    assert sync(library) == {"moved": 1, "unchanged": 2}
    assert reader.taken() == []
    moved = bank.library.get(str(docs / "new" / "e.txt"))
    assert moved is not None
    assert (moved.id, moved.created_at) == (before.id, before.created_at)
    assert moved.collections == ("lamps",)
    assert moved.title == "e"  # a text without a title is called by its file
    assert bank.library.get(str(docs / "b.txt")) == moved
    (hit,) = (hit for hit in bank.search("lamp e") if hit.title == "e")
    assert hit.source == moved.source


def test_a_file_that_was_moved_and_changed_is_another(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    list(library.adding([docs]))
    (docs / "a.md").unlink()
    write(docs / "z.md", "Other words.")
    assert sync(library) == {"added": 1, "removed": 1, "unchanged": 2}
    assert str(docs / "a.md") not in sources(bank)


def test_a_copy_is_no_move(bank: MemoryBank, library: Library, docs: Path) -> None:
    list(library.adding([docs]))
    shutil.copy(docs / "a.md", docs / "copy.md")
    assert sync(library) == {"added": 1, "unchanged": 3}
    assert len(sources(bank)) == 4


def test_a_renamed_root_is_followed_when_it_is_added(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    list(library.adding([docs]))
    renamed = docs.rename(docs.with_name("papers"))
    assert counts(library.adding([renamed])) == {"moved": 3}
    assert all(source.startswith(str(renamed)) for source in sources(bank))
    assert sync(library) == {"unchanged": 3}
    assert [root.path for root in bank.roots.all()] == [str(renamed)]


def test_another_case_of_the_name_is_the_same_file(
    bank: MemoryBank, library: Library, tmp_path: Path
) -> None:
    """On file systems that ignore case both names lead to one file; so does a hard link here."""
    write(tmp_path / "docs" / "Note.md", "The lamp burns.")
    list(library.adding([tmp_path / "docs" / "Note.md"]))
    os.link(tmp_path / "docs" / "Note.md", tmp_path / "docs" / "note.md")
    assert counts(library.adding([tmp_path / "docs" / "note.md"])) == {"moved": 1}
    assert sources(bank) == [str(tmp_path / "docs" / "note.md")]


def test_a_folder_that_is_not_there_keeps_its_documents(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    list(library.adding([docs]))
    away = docs.rename(docs.with_name("unplugged"))
    events = list(library.syncing())
    assert counts(iter(events)) == {}
    (notice,) = (event.message for event in events if isinstance(event, Noticed))
    assert f"{docs} is not there: its 3 documents stay" in notice
    away.rename(docs)
    assert sync(library) == {"unchanged": 3}
    assert len(sources(bank)) == 3


def test_single_files_come_and_go(bank: MemoryBank, library: Library, docs: Path) -> None:
    list(library.adding([docs / "a.md", docs / "b.txt"]))
    text = (docs / "a.md").read_text("utf-8")
    (docs / "a.md").unlink()
    assert sync(library) == {"removed": 1, "unchanged": 1}
    assert sync(library) == {"unchanged": 1}
    write(docs / "a.md", text)
    assert sync(library) == {"added": 1, "unchanged": 1}
    shutil.rmtree(docs)
    events = list(library.syncing())
    assert counts(iter(events)) == {}
    assert [event.message for event in events if isinstance(event, Noticed)] == [
        f"{docs} is not there: its 2 documents stay; if it is gone for good: "
        f"kagent library remove {docs}"
    ]
    assert len(sources(bank)) == 2


def test_what_is_ignored_later_goes_and_comes_back(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    list(library.adding([docs]))
    write(docs / ".kagentignore", "sub/\n")
    assert sync(library) == {"removed": 1, "unchanged": 2}
    (docs / ".kagentignore").unlink()
    assert sync(library) == {"added": 1, "unchanged": 2}


def test_a_named_file_stays_though_its_folder_ignores_it(library: Library, docs: Path) -> None:
    write(docs / ".gitignore", "a.md\n")
    assert counts(library.adding([docs, docs / "a.md"])) == {"added": 3}
    assert sync(library) == {"unchanged": 3}


def test_a_folder_that_may_not_be_read_keeps_its_documents(
    library: Library, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read every folder, so the refusal is made up."""
    list(library.adding([docs]))
    scan = os.scandir

    def refuse(path: Path) -> object:
        if path == docs / "sub":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        events = list(library.syncing())
    assert counts(iter(events)) == {"unchanged": 2, "failed": 1}
    (error,) = (event.error for event in events if isinstance(event, AddReport) and event.error)
    assert error == f"cannot add {docs / 'sub'}: reading it is not permitted"
    assert sync(library) == {"unchanged": 3}


def test_patterns_are_roots(library: Library, docs: Path) -> None:
    assert counts(library.adding([str(docs / "**" / "*.md")])) == {"added": 2}
    write(docs / "sub" / "d.md", "New.")
    write(docs / "sub" / "e.txt", "New.")
    (docs / "a.md").unlink()
    assert sync(library) == {"added": 1, "removed": 1, "unchanged": 1}


def test_only_a_part_is_looked_at(library: Library, docs: Path) -> None:
    list(library.adding([docs]))
    for name in ("a.md", "sub/c.md"):
        write(docs / name, "Changed.")
    assert sync(library, within=(str(docs / "sub"),)) == {"updated": 1}
    shutil.rmtree(docs / "sub")
    (docs / "b.txt").unlink()
    assert sync(library, within=(str(docs / "sub"),)) == {"removed": 1}
    assert sync(library) == {"updated": 1, "removed": 1}
    assert sync(library, within=("/nowhere",)) == {"failed": 1}


def test_documents_of_before_there_were_roots_are_synced(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    list(library.adding([docs]))
    bank.roots.remove(str(docs))
    write(docs / "a.md", "Changed.")
    write(docs / "new.md", "Not asked for.")
    (docs / "b.txt").unlink()
    assert sync(library) == {"updated": 1, "removed": 1, "unchanged": 1}


def test_new_files_join_their_roots_collection(
    bank: MemoryBank, library: Library, docs: Path
) -> None:
    list(library.adding([docs], collection="work"))
    bank.collections.take_out(str(docs / "a.md"), "work")
    write(docs / "a.md", "Changed, and still out of it.")
    write(docs / "d.md", "New.")
    sync(library)
    held = [record.source for record in bank.library.all("work")]
    assert held == [str(docs / name) for name in ("b.txt", "d.md", "sub/c.md")]
    # What is added once more under a name joins it, changed or not.
    assert counts(library.adding([docs / "a.md"], collection="work")) == {"unchanged": 1}
    assert len(bank.library.all("work")) == 4


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX systems only")
def test_names_that_are_no_text_are_kept_apart_and_in_step(
    bank: MemoryBank, library: Library, tmp_path: Path
) -> None:
    folder = os.fsencode(tmp_path / "odd")
    os.mkdir(folder)  # noqa: PTH102 - pathlib takes no bytes
    names = [b"\xff.txt", b"\xfe.txt", b"a\nb.txt", b"two  spaces.txt", "退潮　表.txt".encode()]
    for name in names:
        Path(os.fsdecode(folder + b"/" + name)).write_text(f"Lamp {name!r}.", "utf-8")
    assert counts(library.adding([tmp_path / "odd"])) == {"added": 5}
    assert sync(library) == {"unchanged": 5}
    Path(os.fsdecode(folder + b"/\xff.txt")).unlink()
    assert sync(library) == {"removed": 1, "unchanged": 4}
    assert all(source.isprintable() for source in sources(bank) if "表" not in source)


NAMES = ("a.md", "b.txt", "sub/a.md", "sub/deep/c.md", "skip/d.md", "skip/a.txt")
TEXTS = (
    "The lamp burns.",
    "The sea is wide.",
    "Short.",
    "# Heading\n\nSame size 1.",
    "# Heading\n\nSame size 2.",
)
OPERATIONS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("copy"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(
        st.just("ignore"), st.sampled_from(("", "skip/", "*.txt\n!b.txt", "a.md")), st.just("")
    ),
    st.tuples(st.just("drop"), st.sampled_from(("sub", "skip")), st.just("")),
    st.tuples(st.just("swap"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
)


def operate(folder: Path, operation: tuple[str, str, str]) -> None:
    what, name, other = operation
    path = folder / name
    if what == "write":
        write(path, other)
    elif what == "ignore":
        write(folder / ".kagentignore", name)
    elif what == "drop":
        shutil.rmtree(path, ignore_errors=True)
    elif path.exists():
        target = folder / other
        target.parent.mkdir(parents=True, exist_ok=True)
        if what == "delete":
            path.unlink()
        elif what == "move":
            path.replace(target)
        elif what == "copy" and path != target:
            shutil.copy2(path, target)
        elif what == "swap" and path != target and target.exists():
            path.rename(folder / "aside")
            target.replace(path)
            (folder / "aside").replace(target)


def held(bank: MemoryBank) -> dict[str, tuple[str, str, str | None, int]]:
    return {
        record.source: (
            record.title,
            record.fingerprint,
            bank.document_text(record.source),
            record.segments,
        )
        for record in bank.documents()
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(OPERATIONS, max_size=5), min_size=1, max_size=4))
def test_after_any_operations_a_sync_is_like_adding_afresh(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, str]]]
) -> None:
    top = tmp_path_factory.mktemp("any")
    folder = top / "docs"
    write(folder / "always.md", "It is always there.")
    with MemoryBank.open(top / "home") as bank:
        library = Library(bank)
        list(library.adding([folder]))
        for operations in rounds:
            for operation in operations:
                operate(folder, operation)
            assert "failed" not in sync(library)
        with MemoryBank.open(top / "fresh") as fresh:
            list(Library(fresh).adding([folder]))
            assert held(bank) == held(fresh)
        assert sync(library).keys() == {"unchanged"}
        found = {hit.source for text in TEXTS for hit in bank.search(text, limit=100)}
        assert found <= held(bank).keys()


def test_a_file_moved_to_another_kind_of_name_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    write(folder / "b.txt", "# Heading\n\nA lamp.")
    with MemoryBank.open(tmp_path / "home") as bank:
        library = Library(bank)
        list(library.adding([folder]))
        (folder / "b.txt").rename(folder / "a.md")
        sync(library)
        (record,) = bank.documents()
        assert (Path(record.source).name, record.title) == ("a.md", "Heading")
