"""Backup and restore: online, checked, and never half there."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from store import backup
from store.database import Database
from store.errors import StoreError
from store.memory import MemoryBank
from store.migrations import SCHEMA_VERSION
from store.older_copies import older_copies
from store.records import NewDocument, NewSegment

REPOSITORY = Path(__file__).resolve().parents[2]


def add(home: Path, *words: str) -> None:
    with MemoryBank.open(home) as bank:
        for word in words:
            text = f"The lamp {word} burns. 灯火。"
            bank.add_document(
                NewDocument(f"/{word}", word, text, "1"), [NewSegment(text, 0, len(text))]
            )


def found(home: Path, query: str) -> list[str]:
    with MemoryBank.open(home) as bank:
        return sorted(hit.source for hit in bank.search(query, limit=50))


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    filled = tmp_path / "home"
    add(filled, "alpha", "beta")
    return filled


def test_a_backup_is_one_private_whole_file(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "to" / "mine.kagent"
    target.parent.mkdir()
    shares: list[float] = []
    report = backup.back_up(home, target, progress=shares.append)
    assert names(target.parent) == ["mine.kagent"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (report.path, report.bytes) == (target, target.stat().st_size)
    assert (report.documents, report.segments, report.schema) == (2, 2, SCHEMA_VERSION)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    connection = dbapi2.connect(str(target))
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    connection.close()


def test_a_backup_is_taken_while_the_memory_is_open_and_written(home: Path, tmp_path: Path) -> None:
    with MemoryBank.open(home) as bank:
        text = "written and not yet folded in"
        bank.add_document(NewDocument("/late", "late", text, "1"), [NewSegment(text, 0, len(text))])
        assert backup.back_up(home, tmp_path / "copy").documents == 3


def test_restore_brings_back_what_was_there_and_keeps_what_is(home: Path, tmp_path: Path) -> None:
    backup.back_up(home, tmp_path / "copy")
    with MemoryBank.open(home) as bank:
        bank.remove_document("/alpha")
    add(home, "gamma", "delta")
    assert found(home, "lamp") == ["/beta", "/delta", "/gamma"]
    report = backup.restore(home, tmp_path / "copy")
    assert report.documents == 2
    # The same ids now name other segments: an index that was kept would mix them up.
    add(home, "epsilon")
    assert found(home, "lamp") == ["/alpha", "/beta", "/epsilon"]
    assert found(home, "gamma delta") == []
    assert report.kept is not None
    assert older_copies(home / "kagent.db") == [report.kept]
    before = backup.restore(tmp_path / "elsewhere", report.kept)
    assert (before.documents, before.kept) == (3, None)
    assert found(tmp_path / "elsewhere", "lamp") == ["/beta", "/delta", "/gamma"]
    assert not [name for name in names(home) if "restoring" in name]


def test_an_older_backup_is_brought_up_to_date_when_opened(home: Path, tmp_path: Path) -> None:
    backup.back_up(home, tmp_path / "copy")
    twice = [backup.restore(home, tmp_path / "copy").kept for _ in range(2)]
    assert len(set(twice)) == 2
    assert found(home, "alpha") == ["/alpha"]


def test_what_is_there_is_not_overwritten_unasked(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.write_text("mine")
    with pytest.raises(StoreError, match="--force"):
        backup.back_up(home, target)
    assert target.read_text() == "mine"
    backup.back_up(home, target, overwrite=True)
    assert backup.restore(tmp_path / "other", target).documents == 2


@pytest.mark.parametrize("name", ["kagent.db", "kagent.db-wal", "."])
def test_a_backup_never_replaces_the_database(home: Path, name: str) -> None:
    with pytest.raises(StoreError, match=r"another name|directory"):
        backup.back_up(home, home / name, overwrite=True)
    assert found(home, "alpha") == ["/alpha"]


def test_there_must_be_something_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        backup.back_up(tmp_path / "home", tmp_path / "copy")
    assert names(tmp_path) == []


def test_a_target_that_cannot_be_written_is_said(home: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no directory"):
        backup.back_up(home, tmp_path / "nowhere" / "copy")


def _foreign(path: Path) -> None:
    path.unlink()
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE notes(text)")
    connection.close()


def _newer(path: Path) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()


def _damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: path.write_bytes(b""), "no database of KAgent's"),
        (lambda path: path.write_text("a letter"), "no database of KAgent's"),
        (Path.unlink, "No such file"),
        (_foreign, "another program"),
        (_newer, "newer KAgent"),
        (_damaged, r"damaged|malformed"),
        (_cut, r"damaged|malformed"),
    ],
)
def test_what_is_no_good_backup_is_refused(
    home: Path, tmp_path: Path, spoil: Callable[[Path], object], reason: str
) -> None:
    target = tmp_path / "copy"
    backup.back_up(home, target)
    spoil(target)
    before = names(home)
    with pytest.raises(StoreError, match=reason) as caught:
        backup.restore(home, target)
    assert "\n" not in str(caught.value)
    assert str(target) in str(caught.value)
    assert names(home) == before
    assert found(home, "alpha") == ["/alpha"]


def test_the_database_in_use_is_no_backup(home: Path) -> None:
    with pytest.raises(StoreError, match="in use"):
        backup.restore(home, home / "kagent.db")


def test_restore_waits_for_no_running_program(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.home._PATIENCE_SECONDS", 0.1)
    backup.back_up(home, tmp_path / "copy")
    with MemoryBank.open(home) as bank:
        with pytest.raises(StoreError, match="KAgent is running"):
            backup.restore(home, tmp_path / "copy")
        assert len(bank.documents()) == 2
    backup.restore(home, tmp_path / "copy")


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000], ids=["empty", "garbage"])
def test_restore_mends_a_damaged_database_and_keeps_it(
    home: Path, tmp_path: Path, damage: bytes
) -> None:
    backup.back_up(home, tmp_path / "copy")
    (home / "kagent.db").write_bytes(damage)
    (home / "kagent.db-wal").write_bytes(b"a log")
    report = backup.restore(home, tmp_path / "copy")
    assert found(home, "alpha") == ["/alpha"]
    assert report.kept is not None
    assert report.kept.read_bytes() == damage
    assert report.kept.with_name(report.kept.name + "-wal").read_bytes() == b"a log"


def test_a_database_in_wal_mode_is_restored_with_its_log(home: Path, tmp_path: Path) -> None:
    """A plain copy of a running program's files, log included, is a backup too."""
    with MemoryBank.open(home) as bank:
        text = "only in the log"
        bank.add_document(NewDocument("/log", "log", text, "1"), [NewSegment(text, 0, len(text))])
        for suffix in ("", "-wal"):
            data = (home / f"kagent.db{suffix}").read_bytes()
            (tmp_path / f"copy{suffix}").write_bytes(data)
    assert backup.restore(tmp_path / "other", tmp_path / "copy").documents == 3


def test_what_a_killed_restore_left_goes(home: Path) -> None:
    (home / "kagent.db.restoring").write_bytes(b"half")
    Database.open(home).close()
    assert not (home / "kagent.db.restoring").exists()


_WRITER = """
import sys
from collections.abc import Callable
from pathlib import Path
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment

with MemoryBank.open(Path(sys.argv[1])) as bank:
    for number in range(10_000):
        text = f"The lamp number {number} burns. " * 50
        bank.add_document(NewDocument(f"/n{number}", "n", text, "1"), [NewSegment(text, 0, 20)] * 4)
        print(number, flush=True)
        if sys.stdin.readline() == "":
            break
"""


def test_backups_beside_a_writing_process_are_each_of_one_moment(
    home: Path, tmp_path: Path
) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(home)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write("\n" * 150)
    writer.stdin.flush()
    last = 0
    for number in range(4):
        writer.stdout.readline()
        report = backup.back_up(home, tmp_path / f"copy{number}")
        assert report.segments == 2 + 4 * (report.documents - 2)
        assert report.documents > last
        last = report.documents
    writer.communicate(timeout=60)
    assert writer.returncode == 0
