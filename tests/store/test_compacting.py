"""The database written anew: nothing is lost that others write meanwhile."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store import compacting
from store.database import Database
from store.errors import StoreError
from store.home import COMPACTING_NAME, only_backup

REPOSITORY = Path(__file__).resolve().parents[2]
_ADD = (
    "INSERT INTO documents(source, title, fingerprint, media_type, text, created_at, updated_at)"
    " VALUES (?, '', '', '', ?, '', '')"
)


def fill(database: Database, first: int, count: int) -> None:
    with database.transaction():
        for number in range(first, first + count):
            database.execute(_ADD, (str(number), f"text {number} " * 1000))


def numbers(database: Database) -> list[int]:
    return [int(row["source"]) for row in database.rows("SELECT source FROM documents ORDER BY id")]


def test_the_file_shrinks_and_another_connection_goes_on(tmp_path: Path) -> None:
    one, other = Database.open(tmp_path), Database.open(tmp_path)
    fill(one, 0, 60)
    with one.transaction():
        one.execute("DELETE FROM documents WHERE id % 2 = 0")
    assert one.fold_in_log()
    size = one.path.stat().st_size
    assert len(numbers(other)) == 30
    one.vacuum()
    assert one.fold_in_log()
    assert one.path.stat().st_size < size * 0.7
    assert numbers(other) == numbers(one) == list(range(0, 60, 2))
    fill(other, 100, 1)
    assert numbers(one)[-1] == 100
    assert one.value("PRAGMA integrity_check") == "ok"
    assert one.value("PRAGMA journal_mode") == "wal"
    one.close()
    other.close()
    assert not list(tmp_path.glob(COMPACTING_NAME + "*"))


def test_what_is_written_after_the_copy_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Database.open(tmp_path), Database.open(tmp_path)
    fill(one, 0, 10)
    write_back = compacting._write_back
    written: list[int] = []

    def late(*arguments: object) -> None:
        if len(written) < often:
            written.append(100 + len(written))
            fill(other, written[-1], 1)
        write_back(*arguments)  # type: ignore[arg-type] # as they were given

    monkeypatch.setattr(compacting, "_write_back", late)
    often = 2
    one.vacuum()
    assert numbers(one) == [*range(10), 100, 101]
    often = 99
    with pytest.raises(StoreError, match="keeps writing"):
        one.vacuum()
    assert numbers(one) == [*range(10), *range(100, 105)]
    one.close()
    other.close()


def test_a_backup_at_work_is_waited_for_by_the_user(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    with only_backup(tmp_path), pytest.raises(StoreError, match="wait for its end"):
        database.vacuum()
    database.close()


_WRITER = """
import sys
from pathlib import Path
from store.database import Database
from tests.store.test_compacting import fill

database = Database.open(Path(sys.argv[1]))
for number in range(1000, 1200):
    fill(database, number, 1)
database.close()
"""


def test_a_process_that_writes_meanwhile_loses_nothing(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    fill(database, 0, 40)
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.PIPE,
        text=True,
    )
    tried, refusals = 0, set()
    while writer.poll() is None:
        tried += 1
        try:
            database.vacuum()
        except StoreError as error:
            refusals.add(str(error).partition(" to ")[0])
    assert tried
    assert refusals <= {"another KAgent keeps writing"}
    assert writer.communicate()[1] == ""
    assert writer.returncode == 0
    assert numbers(database) == [*range(40), *range(1000, 1200)]
    assert database.value("PRAGMA integrity_check") == "ok"
    database.close()
