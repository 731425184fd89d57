"""Keeps the keyword index in step with SQLite, which alone is the truth.

Every change of a segment leaves a row in the outbox, in the same transaction. The index takes rows
in order, commits, and only then are they removed and the watermark moved; a crash in between makes
the same rows be taken again, which changes nothing. The index carries the last number it took, so
that an index that is behind or ahead of its database (a restored backup) is noticed and remade.
One process at a time writes the index, under a lock file; the others leave their rows for later.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from store import tokens
from store.database import Database
from store.errors import StoreError
from store.file_names import INDEX_NAME
from store.keywords import IndexDamageError, IndexEntry, KeywordIndex
from store.locking import file_lock
from store.records import SearchScope

Found = TypeVar("Found")

_BATCH = 1000
# Each commit costs a writer and a merge; a new index has many.
_REBUILD_BATCH = 10_000
_CHECKED_AT_ONCE = 50_000
# How long a search waits for another process that is writing the index.
_PATIENCE_SECONDS = 5.0
_ENTRIES = """
SELECT segments.id, kind, text, title, coalesce(heading, '') AS heading, document_id,
       coalesce(turns.session_id, tasks.session_id) AS session_id
FROM segments
LEFT JOIN turns ON turns.id = segments.turn_id
LEFT JOIN tasks ON tasks.id = segments.task_id
"""
_WAITING = "SELECT segment_id FROM outbox"
_REMOVED = """
SELECT count(DISTINCT segment_id) FROM outbox
WHERE seq <= ? AND segment_id NOT IN (SELECT id FROM segments)
"""


class Indexing:
    """The keyword index of one database, opened when first needed and repaired when damaged."""

    def __init__(self, database: Database, home: Path, notify: Callable[[str], None]) -> None:
        self._database = database
        self._directory = home / INDEX_NAME
        self._lock_path = home / "index.lock"
        self._notify = notify
        self._index: KeywordIndex | None = None
        self._counted: KeywordIndex | None = None

    def pending(self) -> int:
        """How many changes the index has not seen."""
        return int(self._database.value("SELECT count(*) FROM outbox"))

    def removed(self) -> int:
        """How many removed segments the index was told of and `note_purged` was not."""
        return int(self._database.value("SELECT value FROM properties WHERE key = 'removed'") or 0)

    def note_purged(self, removed: int) -> None:
        """A purge has dealt with `removed` of them."""
        with self._database.transaction():
            self._count_removed(-removed)

    def rebuild(self, patience_seconds: float = 0.0) -> bool:
        """Make the index again; False when another process holds it for too long.

        Raises:
            StoreError: as for `catch_up`.
        """
        with self._writing(patience_seconds) as held:
            if held:
                self._rebuild()
            return held

    def differences(self) -> int:
        """How many segments the index lacks, has twice, or has though they are gone.

        Raises:
            StoreError: as for `catch_up`, or another process is writing the index.
        """
        with self._writing(_PATIENCE_SECONDS) as held:
            if not held:
                raise StoreError(self._being_made())
            self._bring_up_to_date()
            assert self._index is not None
            try:
                self._index.state()  # reads the latest commit
                return self._count_differences(self._index)
            except IndexDamageError as damage:
                raise StoreError(
                    f"the search index in {self._directory} is damaged: {damage}"
                ) from damage

    def _count_differences(self, index: KeywordIndex) -> int:
        different = 0
        with self._database.snapshot():
            # Other processes may have written since.
            waiting = {row["segment_id"] for row in self._database.rows(_WAITING)}
            top = int(self._database.value("SELECT max(id) FROM segments") or 0)
            for first in range(1, top + 1, _CHECKED_AT_ONCE):
                last = first + _CHECKED_AT_ONCE - 1
                rows = self._database.rows(
                    "SELECT id FROM segments WHERE id BETWEEN ? AND ?", (first, last)
                )
                held, wanted = Counter(index.ids(first, last)), Counter(row["id"] for row in rows)
                odd = (held - wanted) + (wanted - held)
                different += sum(odd[key] for key in odd.keys() - waiting)
        return different

    def catch_up(self, patience_seconds: float = 0.0) -> bool:
        """Bring the index up to date; False when another process holds it for too long.

        Raises:
            StoreError: the index directory is not writable, or the database is in trouble.
        """
        with self._writing(patience_seconds) as held:
            if held:
                self._bring_up_to_date()
            return held

    @contextmanager
    def _writing(self, patience_seconds: float) -> Iterator[bool]:
        try:
            with file_lock(self._lock_path, patience_seconds) as held:
                yield held
        except OSError as error:
            raise StoreError(
                f"cannot write the search index in {self._directory}: {error.strerror or error}; "
                "free some space or choose another place with --home DIR"
            ) from error

    def search(
        self, query: tokens.QueryTokens, scope: SearchScope, limit: int
    ) -> tuple[list[tuple[int, float]], dict[str, float]]:
        """Segment ids with BM25 scores, best first, and the rarity of each token of the units.

        Raises:
            StoreError: there is no usable index, and another process is busy making one.
        """
        wanted = {token for unit in query.units for token in unit.evidence}.union(query.tokens)
        return self._read(
            lambda index: (index.search(query, scope, limit), index.rarity(wanted, scope))
        )

    def matching_segments(
        self, query: tokens.QueryTokens, scope: SearchScope, limit: int = 1_000_000
    ) -> list[int]:
        """Ids of all segments in scope that hold every token of the query, in order.

        Raises:
            StoreError: as for `search`.
        """
        return self._read(lambda index: index.matching(query, scope, limit))

    def _read(self, read: Callable[[KeywordIndex], Found]) -> Found:
        """What `read` finds in the index, brought up to date and repaired if need be."""
        for attempt in range(3):
            if (self._index is None or self.pending()) and not self.catch_up(_PATIENCE_SECONDS):
                self._open_as_reader()
            if self._index is None:
                break
            try:
                return read(self._index)
            except IndexDamageError as damage:
                # Another process may just have replaced it: opening it again tells. If that did
                # not help, the damage is of a kind that only reading shows.
                self._index = None
                if attempt:
                    self._remake(damage)
        raise StoreError(self._being_made())

    def _being_made(self) -> str:
        return (
            f"the search index in {self._directory} is being made by another KAgent; "
            "try again in a moment"
        )

    def _remake(self, damage: IndexDamageError) -> None:
        with file_lock(self._lock_path, _PATIENCE_SECONDS) as held:
            if held:
                self._notify_remade(damage)
                self._rebuild()

    def _notify_remade(self, damage: IndexDamageError) -> None:
        self._notify(f"the search index was made again from your documents ({damage})")

    def _open_as_reader(self) -> None:
        try:
            self._index = self._index or KeywordIndex.open(self._directory, self._uuid())
        except IndexDamageError:
            self._index = None

    def _bring_up_to_date(self) -> None:
        """With the lock held: open or remake the index, take the outbox, compare the counts."""
        try:
            if self._index is None:
                # What a process that was killed while it made an index has left.
                for leftover in self._besides():
                    _remove(leftover)
                self._index = KeywordIndex.open(self._directory, self._uuid())
            self._check_marker()
            while self._take_batch():
                pass
        except IndexDamageError as damage:
            if self._directory.exists():
                self._notify_remade(damage)
            self._rebuild()

    def _check_marker(self) -> None:
        assert self._index is not None
        _, mark = self._index.state()
        last = self._database.value("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") or 0
        if not self._watermark() <= mark <= last:
            raise IndexDamageError("it was out of step with the database")

    def _take_batch(self) -> bool:
        """Index the next rows of the outbox; False when there were none and all is well."""
        assert self._index is not None
        with self._database.snapshot():
            rows = self._database.rows(
                "SELECT seq, segment_id FROM outbox ORDER BY seq LIMIT ?", (_BATCH,)
            )
            changed = sorted({row["segment_id"] for row in rows})
            mark = rows[-1]["seq"] if rows else 0
            entries = self._entries(
                "WHERE segments.id IN (SELECT segment_id FROM outbox WHERE seq <= ?)", (mark,)
            )
            if not rows:
                self._check_count()
                return False
        self._index.apply(changed, entries, mark)
        self._finish(mark)
        return True

    def _check_count(self) -> None:
        """Once for each opening: counting the rows of a large table takes its time."""
        assert self._index is not None
        if self._counted is self._index:
            return
        expected = self._database.value("SELECT count(*) FROM segments")
        count, _ = self._index.state()
        if count != expected:
            raise IndexDamageError(f"it held {count} of {expected} segments")
        self._counted = self._index

    def _rebuild(self) -> None:
        """Make a new index beside the old one and put it in its place."""
        self._index = None
        fresh, old = self._besides()
        for leftover in (fresh, old):
            _remove(leftover)
        fresh.mkdir(mode=0o700)
        try:
            index = KeywordIndex.create(fresh, self._uuid())
            self._fill(index)
        except IndexDamageError as error:
            raise StoreError(
                f"cannot write the search index in {fresh}: {error}; free some space and try again"
            ) from error
        if self._directory.exists():
            self._directory.rename(old)
        fresh.rename(self._directory)
        _remove(old)
        self._index = KeywordIndex.open(self._directory, self._uuid())
        self._finish(self._index.state()[1])

    def _besides(self) -> tuple[Path, Path]:
        new, old = (self._directory.with_name(INDEX_NAME + end) for end in (".new", ".old"))
        return new, old

    def _fill(self, index: KeywordIndex) -> None:
        with self._database.snapshot():
            mark = self._database.value("SELECT max(seq) FROM outbox") or self._watermark()
            last_id, top = 0, self._database.value("SELECT max(id) FROM segments") or 0
            while last_id < top:
                entries = self._entries(
                    "WHERE segments.id > ? ORDER BY segments.id LIMIT ?", (last_id, _REBUILD_BATCH)
                )
                index.apply((), entries, mark)
                last_id = entries[-1].id
            if not top:
                index.apply((), (), mark)

    def _entries(self, condition: str, parameters: Sequence[int]) -> list[IndexEntry]:
        rows = self._database.rows(_ENTRIES + condition, parameters)
        return [IndexEntry(**row) for row in rows]

    def _finish(self, mark: int) -> None:
        with self._database.transaction():
            self._count_removed(int(self._database.value(_REMOVED, (mark,))))
            self._database.execute("DELETE FROM outbox WHERE seq <= ?", (mark,))
            self._database.execute(
                "UPDATE properties SET value = ? WHERE key = 'watermark'", (str(mark),)
            )

    def _count_removed(self, more: int) -> None:
        if not more:
            return
        self._database.execute(
            "INSERT INTO properties(key, value) VALUES ('removed', max(0, ?))"
            " ON CONFLICT(key) DO UPDATE SET value = max(0, value + ?)",
            (more, more),
        )

    def _watermark(self) -> int:
        return int(self._database.value("SELECT value FROM properties WHERE key = 'watermark'"))

    def _uuid(self) -> str:
        return str(self._database.value("SELECT value FROM properties WHERE key = 'uuid'"))

    def close(self) -> None:
        """Take what is waiting, if no other process is at it, and let go of the index."""
        if self.pending():
            self.catch_up()
        self._index = None


def _remove(path: Path) -> None:
    """Remove a directory, or whatever else was put in its place."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
