"""Backup of kagent.db to a file, and back: both checked, neither ever half there.

Only the database is kept, for the index can be made again from it. Restoring puts the present
database beside the restored one, under a dated name, and deletes nothing that cannot be remade.
"""

from __future__ import annotations

import contextlib
import shutil
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pysqlite3 import dbapi2

from store.copying import (
    Progress,
    copy_database,
    read_only,
    remove_database,
    sync_directory,
)
from store.errors import StoreError
from store.file_names import DATABASE_NAME, INDEX_NAME
from store.home import RESTORING_NAME, hold_home, home_alone, only_backup
from store.migrations import APPLICATION_ID, SCHEMA_VERSION
from store.older_copies import keep_before_restore

_PATIENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made or restored; `kept` is where the database before it is now."""

    path: Path
    bytes: int
    schema: int
    documents: int
    segments: int
    turns: int
    tasks: int
    kept: Path | None = None


def back_up(
    home: Path, target: Path, *, overwrite: bool = False, progress: Progress | None = None
) -> BackupReport:
    """Write the database of `home` to `target`, while other processes may read and write it.

    The file appears under its name when it is whole, checked and on the disk.

    Raises:
        StoreError: nothing to back up, `target` is there already or cannot be written, the
            database is damaged, or another backup is being made.
    """
    source = home / DATABASE_NAME
    if not source.is_file():
        raise StoreError(f"there is nothing to back up: {source} does not exist")
    target = _checked_target(home, target, overwrite)
    unfinished = target.with_name(f".{target.name}.unfinished")
    lock = hold_home(home, _PATIENCE_SECONDS)
    try:
        with only_backup(home):
            schema = _known_schema(source)
            try:
                counts = copy_database(source, unfinished, progress)
                size = unfinished.stat().st_size
                if not overwrite:
                    _refuse_existing(target)
                unfinished.replace(target)
                sync_directory(target.parent)
            finally:
                remove_database(unfinished)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        lock.release()
    return _report(target, size, schema, counts)


def restore(home: Path, source: Path, *, progress: Progress | None = None) -> BackupReport:
    """Put the backup `source` in the place of the database of `home`, which is kept beside it.

    At every instant, kill -9 included, the one or the other is there whole.

    Raises:
        StoreError: `source` is no backup, is damaged or of a newer KAgent, another KAgent is
            running in `home`, or `home` cannot be written.
    """
    database = home / DATABASE_NAME
    unfinished = home / RESTORING_NAME
    schema = _known_schema(source)
    try:
        if database.exists() and database.samefile(source):
            raise StoreError(f"{source} is the database in use; name a backup of it")
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with home_alone(home):
            pass  # Copying takes long: better refused at once, though it must be asked again.
        with only_backup(home):
            try:
                counts = copy_database(source, unfinished, progress)
                _make_distinct(unfinished)
                size = unfinished.stat().st_size
                with home_alone(home):
                    kept = _swap(database, unfinished)
            finally:
                remove_database(unfinished)
    except OSError as error:
        raise _unwritable(home, error) from error
    except dbapi2.DatabaseError as error:
        raise StoreError(f"cannot write to {unfinished}: {error}; nothing was changed") from error
    return _report(database, size, schema, counts, kept)


def _checked_target(home: Path, target: Path, overwrite: bool) -> Path:
    """The absolute path to write to; its parent may be a link, itself it is replaced."""
    target = target.absolute()
    if target.is_dir():
        raise StoreError(f"{target} is a directory; name a file in it")
    if not target.parent.is_dir():
        raise StoreError(f"there is no directory {target.parent}; make it, or name another place")
    if target.parent.resolve() == home.resolve() and target.name.startswith(DATABASE_NAME):
        raise StoreError(f"{target} is KAgent's own; choose another name for the backup")
    if not overwrite:
        _refuse_existing(target)
    return target


def _refuse_existing(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise StoreError(f"{target} is there already; choose another name, or add --force")


def _known_schema(path: Path) -> int:
    """The schema number of a database of KAgent's that this program knows.

    Raises:
        StoreError: it cannot be read, is another program's, or a newer KAgent's.
    """
    try:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                raise StoreError(f"{path} is no database of KAgent's")
        with closing(read_only(path)) as connection:
            application = int(connection.execute("PRAGMA application_id").fetchone()[0])
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error
    except dbapi2.DatabaseError as error:
        raise StoreError(f"{path} is damaged ({error})") from error
    if application != APPLICATION_ID or not schema:
        raise StoreError(f"{path} is another program's database, not KAgent's")
    if schema > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer KAgent (schema {schema}, this one knows "
            f"{SCHEMA_VERSION}); update KAgent"
        )
    return schema


def _make_distinct(path: Path) -> None:
    """Give a copy an identity of its own: no index of the database it came from will fit it."""
    with closing(dbapi2.connect(str(path))) as connection:
        connection.execute(
            "UPDATE properties SET value = ? WHERE key = 'uuid'", (uuid.uuid4().hex,)
        )
        connection.commit()


def _swap(database: Path, restored: Path) -> Path | None:
    """Let `restored` take the place of `database`; where that is kept, None if there was none."""
    kept = None
    if database.exists():
        _fold_in_log(database)
        kept = keep_before_restore(database)
    # The index is of the database before; it is made again when it is next needed.
    shutil.rmtree(database.with_name(INDEX_NAME), ignore_errors=True)
    # A log that is still there belongs to a damaged database and has a second name with it.
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    restored.replace(database)
    sync_directory(database.parent)
    return kept


def _fold_in_log(database: Path) -> None:
    """Checkpoint the log of a sound database; beside an unsound one SQLite might delete it."""
    with contextlib.suppress(StoreError, dbapi2.DatabaseError):
        _known_schema(database)
        with closing(dbapi2.connect(str(database))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _report(
    path: Path, size: int, schema: int, counts: dict[str, int], kept: Path | None = None
) -> BackupReport:
    return BackupReport(
        path=path,
        bytes=size,
        schema=schema,
        documents=counts["documents"],
        segments=counts["segments"],
        turns=counts["turns"],
        tasks=counts["tasks"],
        kept=kept,
    )


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"cannot write to {path}: {error.strerror or error}")
