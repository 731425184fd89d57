"""Writing a whole database anew, so that no page keeps anything of rows that were deleted.

VACUUM does that, but the SQLite at hand is compiled to keep its working copy in memory (TEMP_STORE
is 3): as much memory as the file is large. Here the working copy is a file beside the database,
and is written back in one transaction, which other processes see all at once or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from store.copying import remove_database
from store.errors import StoreError
from store.home import COMPACTING_NAME, only_backup

_PAGES_A_STEP = 2048
_TRIES = 3


class _ChangedError(Exception):
    """Another process has written since the working copy was made."""


def compact(path: Path, connection: Any) -> None:
    """Write the database `path` anew; `connection` is open on it and in no transaction.

    Raises:
        StoreError: other processes keep writing, or make a backup.
        OSError, dbapi2.DatabaseError: the working copy or the database cannot be written.
    """
    beside = path.with_name(COMPACTING_NAME)
    with only_backup(path.parent):
        try:
            for _ in range(_TRIES):
                remove_database(beside)
                os.close(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
                before = _version(connection)
                connection.execute("VACUUM INTO ?", (str(beside),))
                try:
                    _write_back(beside, path, lambda: _version(connection) == before)  # noqa: B023
                except _ChangedError:
                    continue
                return
        finally:
            remove_database(beside)
    raise StoreError(f"another KAgent keeps writing to {path}; try again when it is done")


def _version(connection: Any) -> int:
    """A number that changes whenever another connection has committed something."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _write_back(beside: Path, path: Path, is_unchanged: Callable[[], bool]) -> None:
    def look(_status: int, remaining: int, _total: int) -> None:
        # From the first step on the write lock is held, and the last one has committed. What is
        # raised here rolls back.
        if remaining and not is_unchanged():
            raise _ChangedError

    with closing(dbapi2.connect(str(beside))) as copy, closing(dbapi2.connect(str(path))) as target:
        target.execute("PRAGMA synchronous = FULL")
        pages = int(copy.execute("PRAGMA page_count").fetchone()[0])
        # Two steps at least, to look between them.
        copy.backup(target, pages=min(_PAGES_A_STEP, pages // 2), progress=look, sleep=0.05)
