"""`kagent backup`, `restore`, `memory purge` and `doctor --deep`, as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.conftest import Kagent


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text("# Ferry\n\nThe quokka ferry leaves the harbour at nine.\n", "utf-8")
    return path


def test_a_library_is_backed_up_lost_and_restored(
    kagent: Kagent, notes: Path, tmp_path: Path
) -> None:
    assert kagent("add", str(notes)).returncode == 0
    made = kagent("backup", str(tmp_path / "copy.db"))
    assert made.returncode == 0, made.stderr
    assert "1 documents" in made.stdout
    assert "MB" in made.stdout
    again = kagent("backup", str(tmp_path / "copy.db"))
    assert (again.returncode, again.stdout) == (1, "")
    assert "--force" in again.stderr
    assert kagent("backup", "--force", str(tmp_path / "copy.db")).returncode == 0
    assert kagent("library", "remove", str(notes)).returncode == 0
    assert kagent("search", "quokka").returncode == 3
    back = kagent("restore", str(tmp_path / "copy.db"))
    assert back.returncode == 0, back.stderr
    assert "1 documents" in back.stdout
    assert "is kept in" in back.stdout
    found = kagent("search", "quokka")
    assert found.returncode == 0
    assert "ferry" in found.stdout
    doctor = kagent("doctor", "--deep")
    assert doctor.returncode == 0, doctor.stdout
    assert "every page is sound" in doctor.stdout
    assert "kagent.db.before-restore-" in doctor.stdout


def test_what_is_no_backup_is_refused_in_a_line(kagent: Kagent, notes: Path) -> None:
    assert kagent("add", str(notes)).returncode == 0
    refused = kagent("restore", str(notes))
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert str(notes) in refused.stderr
    assert kagent("search", "quokka").returncode == 0


def test_nothing_is_backed_up_where_nothing_is(kagent: Kagent, tmp_path: Path) -> None:
    refused = kagent("backup", str(tmp_path / "copy.db"))
    assert refused.returncode == 1
    assert "nothing to back up" in refused.stderr
    assert not (tmp_path / "copy.db").exists()


def test_what_was_removed_is_gone_from_the_bytes(
    kagent: Kagent, notes: Path, isolated_home: Path
) -> None:
    def files_with_it() -> list[Path]:
        files = (isolated_home / "kagent").rglob("*")
        return [path for path in files if path.is_file() and b"quokka" in path.read_bytes()]

    assert kagent("add", str(notes)).returncode == 0
    assert files_with_it()
    assert kagent("library", "remove", str(notes)).returncode == 0
    assert files_with_it() == []
    purged = kagent("memory", "purge")
    assert purged.returncode == 0, purged.stderr
    assert "nothing of what was removed is left" in purged.stdout
