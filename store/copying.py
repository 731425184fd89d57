"""Copies of a database file: taken while others read and write it, checked, and never half there.

SQLite's backup of a WAL database that is read under one open transaction copies that moment's
content whatever is written meanwhile, so the copy's tables can be counted against the original's.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from store.errors import StoreError

Progress = Callable[[float], None]  # called with the share done, 0 to 1

_PAGES_A_STEP = 2048
_BUSY_TIMEOUT_SECONDS = 5.0
_ORDINARY_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND sql NOT LIKE 'CREATE VIRTUAL%'"
)


def copy_database(source: Path, target: Path, progress: Progress | None = None) -> dict[str, int]:
    """Copy the database `source` to `target`, which is replaced, and check the copy.

    The copy is one file that only its owner may read; it is on the disk when this returns.

    Returns:
        The number of rows of each table.

    Raises:
        StoreError: the source cannot be read or is damaged, or the target cannot be written.
    """
    try:
        # Made by hand, for SQLite would let others read it.
        os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        with _said_of(source, target):
            with closing(read_only(source)) as origin:
                origin.execute("BEGIN")
                counts = row_counts(origin)
                _copy_pages(origin, target, progress)
            with closing(_connect(target)) as copy:
                copied = row_counts(copy)
                problem = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok" or copied != counts:
            raise StoreError(f"{source} is damaged: a copy of it is not whole ({problem})")
        sync_file(target)
    except OSError as error:
        raise StoreError(f"cannot write to {target}: {error.strerror or error}") from error
    return counts


def _copy_pages(origin: Any, target: Path, progress: Progress | None) -> None:
    def say(_status: int, remaining: int, total: int) -> None:
        if progress is not None and total:
            progress(1 - remaining / total)

    with closing(_connect(target)) as copy:
        # One file to keep and to carry away; what a crash leaves of it is never used.
        copy.execute("PRAGMA synchronous = OFF")
        origin.backup(copy, pages=_PAGES_A_STEP, progress=say, sleep=0)
        copy.execute("PRAGMA journal_mode = DELETE")


def read_only(path: Path) -> Any:
    """A connection that cannot write, though beside a WAL database it may make its -shm file."""
    return dbapi2.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=_BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
    )


def _connect(path: Path) -> Any:
    return dbapi2.connect(str(path), timeout=_BUSY_TIMEOUT_SECONDS, isolation_level=None)


def row_counts(connection: Any) -> dict[str, int]:
    """The number of rows of every ordinary table, by name."""
    names = sorted(row[0] for row in connection.execute(_ORDINARY_TABLES))
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (a name from the schema)
        for name in names
    }


def sync_file(path: Path) -> None:
    """Have the file's content on the disk; raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_directory(path: Path) -> None:
    """Have the names in a directory on the disk, where the system knows how; raises OSError."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_database(path: Path) -> None:
    """Remove a database file and what SQLite keeps beside it, as far as they are there."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _said_of(source: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except dbapi2.DatabaseError as error:
        message = str(error)
        if message.startswith("database or disk is full"):
            message = "the disk is full; free some space and try again"
        elif message.startswith(("database is locked", "database table is locked")):
            message = "it is locked by another program; close that program, or try again"
        raise StoreError(f"cannot copy {source} to {target}: {message}") from error
