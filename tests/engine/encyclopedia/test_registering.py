"""Archives that are added: registered where they lie, and not read in."""

from pathlib import Path

import pytest

from engine.encyclopedia.registering import registered_archives
from engine.library import Library
from store.memory import MemoryBank
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.zim_files import write_zim


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_zim(tmp_path / "wiki.zim", in_language("en"))


def test_an_archive_is_registered_and_not_read_in(tmp_path: Path, archive: Path) -> None:
    with MemoryBank.open(tmp_path / "home") as bank:
        (report,) = Library(bank).add([archive])
        assert (report.outcome, report.segments) == ("added", 0)
        assert report.articles >= len(in_language("en"))
        assert registered_archives(bank) == (archive,)
        assert bank.documents() == []
        assert bank.roots.all() == []
        assert [one.outcome for one in Library(bank).add([archive])] == ["unchanged"]


def test_documents_and_archives_in_one_command(tmp_path: Path, archive: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("The ferry leaves at nine.")
    with MemoryBank.open(tmp_path / "home") as bank:
        outcomes = {one.path.name: one.outcome for one in Library(bank).add([note, archive])}
        assert outcomes == {"note.md": "added", "wiki.zim": "added"}


def test_an_archive_in_a_folder_is_left_alone(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "note.md").write_text("The ferry leaves at nine.")
    with MemoryBank.open(tmp_path / "home") as bank:
        assert [one.path.name for one in Library(bank).add([tmp_path])] == ["note.md"]
        assert registered_archives(bank) == ()


def test_a_moved_archive_takes_the_place_of_its_former_self(tmp_path: Path, archive: Path) -> None:
    moved = tmp_path / "elsewhere" / "wiki.zim"
    moved.parent.mkdir()
    with MemoryBank.open(tmp_path / "home") as bank:
        list(Library(bank).add([archive]))
        archive.rename(moved)
        (report,) = Library(bank).add([moved])
        assert (report.outcome, report.previous) == ("moved", str(archive))
        assert registered_archives(bank) == (moved,)


@pytest.mark.parametrize("content", [b"not a ZIM file at all", None])
def test_what_is_no_archive_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.zim"
    if content is not None:
        path.write_bytes(content)
    with MemoryBank.open(tmp_path / "home") as bank:
        (report,) = Library(bank).add([path])
        assert report.outcome == "failed"
        assert report.error is not None
        assert str(path) in report.error
        assert "\n" not in report.error
        assert registered_archives(bank) == ()
