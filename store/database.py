"""kagent.db: opened with safe settings, written in short transactions, errors said in one line."""

from __future__ import annotations

import importlib.util
import os
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils
from pysqlite3 import dbapi2

from store.compacting import compact
from store.errors import StoreError
from store.file_names import DATABASE_NAME, INDEX_NAME
from store.home import hold_home, remove_leftovers
from store.locking import FileLock
from store.migrations import APPLICATION_ID, SCHEMA_VERSION, migrate
from store.older_copies import copy_before_migration

BUSY_TIMEOUT_MS = 5_000
# A write-ahead log left behind means another process at work or a crash; files up to this size
# are then checked whole (about 1 s per GB).
_CHECK_LIMIT_BYTES = 64 * 1024 * 1024

_ELSEWHERE = "choose another place with --home DIR or KAGENT_HOME"
# SQLite's primary result codes (sqlite.org/rescode.html), as its messages' stable beginnings.
_LOCKED = ("database is locked", "database table is locked", "database schema is locked")
_UNWRITABLE = ("attempt to write a readonly", "unable to open database", "access permission")
_FULL = ("database or disk is full",)
_REFUSED = ("disk I/O error",)
_FULL_BELOW_BYTES = 1024 * 1024


class Database:
    """One connection to kagent.db, shared by the threads of this process under a lock.

    `notices` has what the user should hear of: that the schema was brought up to date.
    """

    def __init__(self, path: Path, connection: sqlite_utils.Database, hold: FileLock) -> None:
        self.path = path
        self.notices: list[str] = []
        self._utils = connection
        self._hold = hold
        self._lock = threading.RLock()
        self._has_vector_functions = False

    @classmethod
    def open(cls, home: Path, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Database:
        """Open or create `home`/kagent.db and bring its schema up to date.

        Raises:
            StoreError: not writable, locked, damaged, made by a newer version, or not ours.
        """
        path = home / DATABASE_NAME
        _make_directory(home)
        remove_leftovers(home)
        hold = hold_home(home, busy_timeout_ms / 1000)
        try:
            unclean = _prepare_file(home, path)
            with _said_plainly(path):
                database = cls(path, _connect(path, busy_timeout_ms), hold)
        except BaseException:
            hold.release()
            raise
        try:
            with _said_plainly(path):
                database._settle(unclean, busy_timeout_ms)
        except BaseException:
            database.close()
            raise
        return database

    def _settle(self, unclean: bool, busy_timeout_ms: int) -> None:
        connection = self._utils.conn
        version = self._checked_version()
        _enter_wal_mode(connection, time.monotonic() + busy_timeout_ms / 1000)
        for setting in (
            "synchronous = FULL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "secure_delete = ON",
            "journal_size_limit = 8388608",
        ):
            connection.execute(f"PRAGMA {setting}")
        if version < SCHEMA_VERSION:
            with self.transaction():
                # Another process may have taken the steps since the version was read.
                self._migrate(self._checked_version())
        if unclean and self.path.stat().st_size <= _CHECK_LIMIT_BYTES:
            problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if problem != "ok":
                raise StoreError(_damaged(self.path, problem.splitlines()[0]))

    def _migrate(self, version: int) -> None:
        if 0 < version < SCHEMA_VERSION:
            kept = copy_before_migration(self.path, SCHEMA_VERSION)
            self.notices.append(
                f"{self.path} was brought up to date; the file as it was is kept in {kept}"
            )
        migrate(self._utils, version)

    def _checked_version(self) -> int:
        connection = self._utils.conn
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
        if application != APPLICATION_ID and (application or version or tables):
            raise StoreError(
                f"{self.path} is another program's database, not KAgent's; {_ELSEWHERE}"
            )
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} was written by a newer KAgent (schema {version}, this one knows "
                f"{SCHEMA_VERSION}); update KAgent, or {_ELSEWHERE}"
            )
        return version

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A write transaction that takes the write lock at once; rolled back on any exception.

        Raises:
            StoreError: locked by another process, disk full, or damaged.
        """
        with self._lock, _said_plainly(self.path):
            connection = self._utils.conn
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A read transaction: everything read in the block is of one moment.

        Raises:
            StoreError: locked or damaged.
        """
        with self._lock, _said_plainly(self.path):
            connection = self._utils.conn
            connection.execute("BEGIN")
            try:
                yield
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement, in a transaction of the caller's; the last inserted row id.

        Raises:
            StoreError: as for `transaction`.
        """
        with self._lock, _said_plainly(self.path):
            return int(self._utils.conn.execute(sql, parameters).lastrowid or 0)

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each of `rows`, in a transaction of the caller's.

        Raises:
            StoreError: as for `transaction`.
        """
        with self._lock, _said_plainly(self.path):
            self._utils.conn.executemany(sql, rows)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """All rows of a query, as dictionaries.

        Raises:
            StoreError: locked or damaged.
        """
        with self._lock, _said_plainly(self.path):
            return list(self._utils.query(sql, list(parameters)))

    def tuples(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples: for thousands of rows.

        Raises:
            StoreError: locked or damaged.
        """
        with self._lock, _said_plainly(self.path):
            rows: list[tuple[Any, ...]] = self._utils.conn.execute(sql, parameters).fetchall()
            return rows

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first column of the first row, None when there is none.

        Raises:
            StoreError: locked or damaged.
        """
        with self._lock, _said_plainly(self.path):
            row = self._utils.conn.execute(sql, parameters).fetchone()
            return row[0] if row else None

    def load_vector_functions(self) -> None:
        """Have sqlite-vec's tables and functions at hand in this connection (1 ms, once).

        Raises:
            StoreError: sqlite-vec is not installed, or is for another system.
        """
        with self._lock:
            if self._has_vector_functions:
                return
            connection = self._utils.conn
            try:
                connection.enable_load_extension(True)
                try:
                    connection.load_extension(_vector_extension())
                finally:
                    connection.enable_load_extension(False)
            except (ImportError, dbapi2.DatabaseError) as error:
                raise StoreError(
                    f"sqlite-vec cannot be loaded ({error}); install KAgent again"
                ) from error
            self._has_vector_functions = True

    def vacuum(self) -> None:
        """Write the whole file anew, so that no page keeps anything of rows that were deleted.

        Raises:
            StoreError: as for `transaction`.
        """
        with self._lock, _said_plainly(self.path):
            try:
                compact(self.path, self._utils.conn)
            except OSError as error:
                raise _unwritable(self.path, error) from error

    def fold_in_log(self) -> bool:
        """Write the log's pages into the file and cut it to nothing; False while others read it.

        Raises:
            StoreError: as for `transaction`.
        """
        with self._lock, _said_plainly(self.path):
            row = self._utils.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return int(row[0]) == 0

    def close(self) -> None:
        """Close the connection; SQLite then folds the write-ahead log into the file."""
        with self._lock:
            try:
                self._utils.close()
            finally:
                self._hold.release()


def _make_directory(home: Path) -> None:
    try:
        if not home.is_dir():
            home.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise _unwritable(home, error) from error


def _prepare_file(home: Path, path: Path) -> bool:
    """Make the file (0600) if it is not there; True when a write-ahead log was left."""
    log = path.with_name(path.name + "-wal")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            size = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
        left = log.exists() and log.stat().st_size > 0
    except OSError as error:
        raise _unwritable(home, error) from error
    if size == 0 and (home / INDEX_NAME).exists():
        raise StoreError(_damaged(path, "it is empty, yet an index of its documents is beside it"))
    return left


def _unwritable(home: Path, error: OSError) -> StoreError:
    return StoreError(f"cannot write to {home}: {error.strerror or error}; {_ELSEWHERE}")


def _vector_extension() -> str:
    """The path of sqlite-vec's library; importing the package would import numpy as well."""
    package = importlib.util.find_spec("sqlite_vec")
    if package is None or package.origin is None:
        raise ImportError("it is not there")
    return str(Path(package.origin).with_name("vec0"))


def _connect(path: Path, busy_timeout_ms: int) -> sqlite_utils.Database:
    # Transactions are begun by hand, always as IMMEDIATE when they write.
    connection = dbapi2.connect(
        str(path),
        timeout=busy_timeout_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    return sqlite_utils.Database(connection, execute_plugins=False)


def _enter_wal_mode(connection: Any, deadline: float) -> None:
    """Switch to write-ahead logging; unlike writing, this does not wait for other programs."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except dbapi2.OperationalError as error:
            if not str(error).startswith(_LOCKED) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except dbapi2.DatabaseError as error:
        raise StoreError(_explain(path, error)) from error


def _explain(path: Path, error: Exception) -> str:
    message = str(error)
    if message.startswith(_LOCKED):
        return f"{path} is locked by another program; close that program, or try again in a moment"
    if message.startswith(_UNWRITABLE):
        return f"cannot write to {path}: {message}; {_ELSEWHERE}"
    # A log that cannot grow on a full disk is a disk I/O error, too.
    if message.startswith(_FULL) or (message.startswith(_REFUSED) and _is_full(path.parent)):
        return f"cannot write to {path}: the disk is full; free some space and try again"
    if message.startswith(_REFUSED):
        return (
            f"the system cannot read or write {path} ({message}); look whether the disk has space "
            "and is sound, and try again"
        )
    return _damaged(path, message)


def _is_full(directory: Path) -> bool:
    try:
        return shutil.disk_usage(directory).free < _FULL_BELOW_BYTES
    except OSError:
        return False


def _damaged(path: Path, detail: str) -> str:
    return (
        f"{path} is damaged ({detail}); nothing was changed: put a backup in its place, or move it "
        "away and add your documents again"
    )
