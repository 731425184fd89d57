"""Who is at work in a home: every open database holds its lock, a restore needs it alone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.copying import remove_database
from store.errors import StoreError
from store.locking import FileLock, file_lock

LOCK_NAME = "kagent.lock"
RESTORING_NAME = "kagent.db.restoring"
COMPACTING_NAME = "kagent.db.compacting"
_BACKUP_LOCK_NAME = "backup.lock"
# How long a restore waits for commands that are just ending.
_PATIENCE_SECONDS = 3.0


def hold_home(home: Path, wait_seconds: float) -> FileLock:
    """Hold `home` along with any number of others; to be released when its database is closed.

    Raises:
        StoreError: a restore is at work there, or the lock file cannot be made.
    """
    lock = FileLock(home / LOCK_NAME)
    try:
        held = lock.acquire(shared=True, wait_seconds=wait_seconds)
    except OSError as error:
        raise StoreError(
            f"cannot write to {home}: {error.strerror or error}; "
            "choose another place with --home DIR or KAGENT_HOME"
        ) from error
    if not held:
        raise StoreError(f"a backup is being restored in {home}; try again in a moment")
    return lock


@contextmanager
def home_alone(home: Path) -> Iterator[None]:
    """Hold `home` while no database in it is open.

    Raises:
        StoreError: KAgent is running there.
        OSError: the lock file cannot be made.
    """
    with file_lock(home / LOCK_NAME, _PATIENCE_SECONDS) as alone:
        if not alone:
            raise StoreError(f"KAgent is running in {home}; close it there and try again")
        yield


@contextmanager
def only_backup(home: Path) -> Iterator[None]:
    """Be the only process that backs up, restores or compacts: each writes a file of one name.

    Raises:
        StoreError: another process is at it.
        OSError: the lock file cannot be made.
    """
    with file_lock(home / _BACKUP_LOCK_NAME) as alone:
        if not alone:
            raise StoreError(
                f"another backup, restore or purge is at work in {home}; wait for its end"
            )
        yield


def remove_leftovers(home: Path) -> None:
    """Remove what a restore or a purge that was killed has left, unless one is at work."""
    left = [home / name for name in (RESTORING_NAME, COMPACTING_NAME) if (home / name).exists()]
    if left:
        with contextlib.suppress(OSError), file_lock(home / _BACKUP_LOCK_NAME) as alone:
            if alone:
                for path in left:
                    remove_database(path)
