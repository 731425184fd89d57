"""Copies of kagent.db kept beside it when it is updated or replaced; never deleted here."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
from datetime import datetime
from pathlib import Path

from store.copying import copy_database, remove_database, sync_directory, sync_file
from store.errors import StoreError

_BEFORE_SCHEMA = ".before-schema-"
_BEFORE_RESTORE = ".before-restore-"
_UNFINISHED = ".unfinished"


def copy_before_migration(database: Path, schema: int) -> Path:
    """Copy a database that is about to be brought to `schema`; the copy's path.

    The caller holds the write lock, so that the copy is the last state of the older schema and
    no other process makes one. What an update that was cut short has left is used again.

    Raises:
        StoreError: the copy cannot be made.
    """
    wanted = database.with_name(f"{database.name}{_BEFORE_SCHEMA}{schema}")
    unfinished = wanted.with_name(wanted.name + _UNFINISHED)
    try:
        copy_database(database, unfinished)
        for known in _numbered(wanted):
            if not known.exists():
                unfinished.replace(known)
                sync_directory(database.parent)
                return known
            if filecmp.cmp(known, unfinished, shallow=False):
                return known
    except OSError as error:
        raise StoreError(f"cannot write to {wanted}: {error.strerror or error}") from error
    finally:
        remove_database(unfinished)
    raise StoreError(f"{wanted} and too many like it are there already; move them away")


def keep_before_restore(database: Path) -> Path:
    """Give a database, with its write-ahead log if there is one, a second and dated name.

    Raises:
        OSError: the directory cannot be written.
        StoreError: there are too many of that date.
    """
    dated = f"{database.name}{_BEFORE_RESTORE}{datetime.now():%Y%m%dT%H%M%S}"
    for kept in _numbered(database.with_name(dated)):
        if not kept.exists():
            for suffix in ("-wal", ""):
                path = database.with_name(database.name + suffix)
                if path.exists():
                    _second_name(path, kept.with_name(kept.name + suffix))
            sync_directory(database.parent)
            return kept
    raise StoreError(f"{dated} and too many like it are there already; move them away")


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # a file system without hard links
        shutil.copy2(path, name)
        sync_file(name)


def _numbered(wanted: Path) -> list[Path]:
    return [wanted, *(wanted.with_name(f"{wanted.name}-{number}") for number in range(2, 100))]


def older_copies(database: Path) -> list[Path]:
    """The copies beside `database`, by name."""
    marks = tuple(database.name + mark for mark in (_BEFORE_SCHEMA, _BEFORE_RESTORE))
    besides = ("-wal", "-shm", "-journal", _UNFINISHED)
    with contextlib.suppress(OSError):
        return sorted(
            path
            for path in database.parent.iterdir()
            if path.name.startswith(marks) and not path.name.endswith(besides)
        )
    return []
