"""kagent.db: what is refused, in one line, with nothing changed."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from store.database import Database
from store.errors import StoreError
from store.memory import MemoryBank
from store.migrations import APPLICATION_ID, SCHEMA_VERSION
from store.records import NewDocument, NewSegment


def _fill(home: Path, count: int = 30) -> None:
    with MemoryBank.open(home) as bank:
        for number in range(count):
            text = f"Entry {number}. " + "The lamp in the harbour burns at night. " * 40
            bank.add_document(
                NewDocument(f"/d{number}", f"d{number}", text, "1"),
                [NewSegment(text, 0, len(text))],
            )


def _refused(home: Path) -> str:
    with pytest.raises(StoreError) as caught:
        Database.open(home, busy_timeout_ms=50)
    message = str(caught.value)
    assert "\n" not in message
    assert str(home) in message
    return message


def _write_pragma(name: str, value: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        connection = dbapi2.connect(str(path))
        connection.execute(f"PRAGMA {name} = {value}")
        connection.close()

    return write


def test_a_new_home_is_private(tmp_path: Path) -> None:
    home = tmp_path / "a" / "home"
    _fill(home)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "kagent.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "index").stat().st_mode) == 0o700


def test_settings_are_the_safe_ones(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION,
    }
    assert {name: database.value(f"PRAGMA {name}") for name in expected} == expected
    database.close()


def test_an_open_file_that_others_may_read_is_made_private(tmp_path: Path) -> None:
    _fill(tmp_path, 1)
    (tmp_path / "kagent.db").chmod(0o644)
    Database.open(tmp_path).close()
    assert stat.S_IMODE((tmp_path / "kagent.db").stat().st_mode) == 0o600


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("mine")
    assert "cannot write to" in _refused(home)
    assert home.read_text() == "mine"


def test_a_home_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "--home" in _refused(tmp_path / "file" / "home")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_home_without_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "cannot write to" in _refused(tmp_path)


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    _fill(tmp_path, 1)
    _write_pragma("user_version", SCHEMA_VERSION + 1)(tmp_path / "kagent.db")
    before = (tmp_path / "kagent.db").read_bytes()
    assert "newer KAgent" in _refused(tmp_path)
    assert (tmp_path / "kagent.db").read_bytes() == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    connection = dbapi2.connect(str(tmp_path / "kagent.db"))
    connection.execute("CREATE TABLE notes(text)")
    connection.close()
    assert "another program" in _refused(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: os.urandom(len(data)), id="garbage"),
        pytest.param(lambda data: b"not a database at all, " * 200, id="text"),
        pytest.param(lambda data: b"", id="emptied"),
        pytest.param(lambda data: data[:100] + os.urandom(len(data) - 100), id="after the header"),
    ],
)
def test_a_damaged_database_is_refused_and_kept(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    _fill(tmp_path)
    path = tmp_path / "kagent.db"
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    message = _refused(tmp_path)
    assert "damaged" in message
    assert "backup" in message
    assert path.read_bytes() == damaged
    assert (tmp_path / "index").is_dir()


def test_a_damaged_page_is_said_when_it_is_read(tmp_path: Path) -> None:
    _fill(tmp_path)
    path = tmp_path / "kagent.db"
    data = bytearray(path.read_bytes())
    half = len(data) // 2
    data[half:] = bytes(len(data) - half)
    path.write_bytes(data)

    def read_everything() -> None:
        with MemoryBank.open(tmp_path) as bank:
            for number in range(30):
                bank.document_text(f"/d{number}")

    with pytest.raises(StoreError, match="damaged") as caught:
        read_everything()
    assert str(path) in str(caught.value)


def test_a_home_locked_by_another_program_is_said(tmp_path: Path) -> None:
    _fill(tmp_path, 1)
    other = dbapi2.connect(str(tmp_path / "kagent.db"), isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("CREATE TABLE held(x)")
    assert "locked by another program" in _refused(tmp_path)
    other.execute("ROLLBACK")
    other.close()
    Database.open(tmp_path).close()


def test_a_write_lock_held_too_long_is_said(tmp_path: Path) -> None:
    database = Database.open(tmp_path, busy_timeout_ms=50)
    other = dbapi2.connect(str(tmp_path / "kagent.db"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"), database.transaction():
        pass
    assert database.value("SELECT count(*) FROM documents") == 0
    other.execute("ROLLBACK")
    with database.transaction():
        database.execute("INSERT INTO left_out VALUES ('a', 'b')")
    other.close()
    database.close()


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database.open(tmp_path)

    def fail_half_way() -> None:
        with database.transaction():
            database.execute("INSERT INTO left_out VALUES ('a', 'b')")
            database.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StoreError):
        fail_half_way()
    assert database.value("SELECT count(*) FROM left_out") == 0
    database.close()


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as bank:
        pages = bank._database.value("PRAGMA page_count")
        bank._database.execute(f"PRAGMA max_page_count = {pages}")
        text = "word " * 50_000
        with pytest.raises(StoreError, match="disk is full"):
            bank.add_document(NewDocument("/d", "d", text, "1"), [NewSegment(text, 0, len(text))])
        assert bank.documents() == []
