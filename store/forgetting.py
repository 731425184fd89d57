"""Forgetting for good: what was removed is gone from every file, not only from every list.

Removing a row deletes it from its table at once, and SQLite overwrites it with zeros
(secure_delete). Three traces remain, which `purge` takes away:

- SQLite may have left a copy of a row in the unused part of a page when it moved rows between
  pages (two of 6,000 deleted rows, measured), which only writing the whole file anew clears;
- the write-ahead log holds older states of pages until it is folded in and cut to nothing;
- Tantivy keeps the words of a removed segment until it merges files, at no foreseeable time; only
  an index made again from the database is sure to be without them.

Making the index and the file anew takes about as long as indexing everything did: five seconds for
ten thousand segments, minutes for a million. Therefore a caller may let large memories wait: how
much is due is kept in the database until a purge has run to its end. Out of reach are copies of the
database (backups, and the older copies that `PurgeReport` names), answers that quote what was
removed, and what a file system or a disk keeps of blocks it has freed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from store.database import Database
from store.errors import StoreError
from store.indexing import Indexing
from store.older_copies import older_copies

_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What became of a purge: `remains` says in one line what was not done, None if all was.

    `copies` are the older databases beside this one, which still hold what they held.
    """

    remains: str | None
    copies: tuple[Path, ...]


class Forgetting:
    """The purging of one memory."""

    def __init__(self, database: Database, indexing: Indexing) -> None:
        self._database = database
        self._indexing = indexing

    def due(self) -> int:
        """How many removed segments may still be read in the bytes of the files."""
        waiting = self._database.value(
            "SELECT count(*) FROM outbox WHERE segment_id NOT IN (SELECT id FROM segments)"
        )
        return self._indexing.removed() + int(waiting)

    def purge(
        self, *, largest: int | None = None, progress: Callable[[str], None] | None = None
    ) -> PurgeReport:
        """Take away every trace of what was removed before the call.

        A memory of more than `largest` segments is left for a later purge. `progress` is told what
        is being done. Other processes may read meanwhile; their writes wait.
        """
        try:
            remains = self._purge(largest, progress)
        except StoreError as error:
            # What was to be removed has been removed; only this has to be tried again.
            remains = str(error)
        return PurgeReport(remains, tuple(older_copies(self._database.path)))

    def _purge(self, largest: int | None, progress: Callable[[str], None] | None) -> str | None:
        say = progress or (lambda _: None)
        if not self._indexing.catch_up(_PATIENCE_SECONDS):
            return "another KAgent is writing the search index; try again when it is done"
        removed = self._indexing.removed()
        segments = int(self._database.value("SELECT count(*) FROM segments"))
        if largest is not None and segments > largest:
            return f"{removed} removed segments wait to be purged, for that takes minutes"
        say("rewriting the database")
        self._database.vacuum()
        if removed:
            say("making the search index again")
            if not self._indexing.rebuild(_PATIENCE_SECONDS):
                return "another KAgent is writing the search index; try again when it is done"
        if not self._database.fold_in_log():
            return "another KAgent is reading; the write-ahead log goes when it is closed"
        self._indexing.note_purged(removed)
        return None
