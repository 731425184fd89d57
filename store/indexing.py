"""Keeps the keyword index in step with SQLite, which alone is the truth.

Every change of a segment leaves a row in the outbox, in the same transaction. The index takes rows
in order, commits, and only then are they removed and the watermark moved; a crash in between makes
the same rows be taken again, which changes nothing. The index carries the last number it took, so
that an index that is behind or ahead of its database (a restored backup) is noticed and remade.
One process at a time writes the index, under a lock file; the others leave their rows for later.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from store import tokens
from store.database import INDEX_NAME, Database
from store.errors import StoreError
from store.keywords import IndexDamageError, IndexEntry, KeywordIndex
from store.locking import file_lock

_BATCH = 1000
# How long a search waits for another process that is writing the index.
_PATIENCE_SECONDS = 5.0
_ENTRIES = "SELECT id, kind, text, title, coalesce(heading, '') AS heading FROM segments "


class Indexing:
    """The keyword index of one database, opened when first needed and repaired when damaged."""

    def __init__(self, database: Database, home: Path, notify: Callable[[str], None]) -> None:
        self._database = database
        self._directory = home / INDEX_NAME
        self._lock_path = home / "index.lock"
        self._notify = notify
        self._index: KeywordIndex | None = None

    def pending(self) -> int:
        """How many changes the index has not seen."""
        return int(self._database.value("SELECT count(*) FROM outbox"))

    def catch_up(self, patience_seconds: float = 0.0) -> bool:
        """Bring the index up to date; False when another process holds it for too long.

        Raises:
            StoreError: the index directory is not writable, or the database is in trouble.
        """
        try:
            with file_lock(self._lock_path, patience_seconds) as held:
                if held:
                    self._bring_up_to_date()
                return held
        except OSError as error:
            raise StoreError(
                f"cannot write the search index in {self._directory}: {error.strerror or error}; "
                "free some space or choose another place with --home DIR"
            ) from error

    def search(
        self, query: tokens.QueryTokens, kinds: Sequence[str], limit: int
    ) -> tuple[list[tuple[int, float]], dict[str, float]]:
        """Segment ids with scores, best first, and the rarity of each unit's token.

        Raises:
            StoreError: there is no usable index, and another process is busy making one.
        """
        for attempt in range(3):
            if (self._index is None or self.pending()) and not self.catch_up(_PATIENCE_SECONDS):
                self._open_as_reader()
            if self._index is None:
                break
            try:
                found = self._index.search(query.tokens, kinds, limit)
                return found, self._index.rarity(unit.weighed_by for unit in query.units)
            except IndexDamageError as damage:
                # Another process may just have replaced it: opening it again tells. If that did
                # not help, the damage is of a kind that only reading shows.
                self._index = None
                if attempt:
                    self._remake(damage)
        raise StoreError(
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
                "WHERE id IN (SELECT segment_id FROM outbox WHERE seq <= ?)", (mark,)
            )
            expected = self._database.value("SELECT count(*) FROM segments")
        if not rows:
            count, _ = self._index.state()
            if count != expected:
                raise IndexDamageError(f"it held {count} of {expected} segments")
            return False
        self._index.apply(changed, entries, mark)
        self._finish(mark)
        return True

    def _rebuild(self) -> None:
        """Make a new index beside the old one and put it in its place."""
        self._index = None
        fresh, old = (self._directory.with_name(INDEX_NAME + end) for end in (".new", ".old"))
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

    def _fill(self, index: KeywordIndex) -> None:
        with self._database.snapshot():
            mark = self._database.value("SELECT max(seq) FROM outbox") or self._watermark()
            last_id, top = 0, self._database.value("SELECT max(id) FROM segments") or 0
            while last_id < top:
                entries = self._entries("WHERE id > ? ORDER BY id LIMIT ?", (last_id, _BATCH))
                index.apply((), entries, mark)
                last_id = entries[-1].id
            if not top:
                index.apply((), (), mark)

    def _entries(self, condition: str, parameters: Sequence[int]) -> list[IndexEntry]:
        rows = self._database.rows(_ENTRIES + condition, parameters)
        return [IndexEntry(**row) for row in rows]

    def _finish(self, mark: int) -> None:
        with self._database.transaction():
            self._database.execute("DELETE FROM outbox WHERE seq <= ?", (mark,))
            self._database.execute(
                "UPDATE properties SET value = ? WHERE key = 'watermark'", (str(mark),)
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


def coverage(query: tokens.QueryTokens, rarity: dict[str, float], texts: Iterable[str]) -> float:
    """Share of the query's units found in `texts`, each weighed by its rarity; 0 to 1."""
    total = sum(rarity[unit.weighed_by] for unit in query.units)
    if not total:
        return 0.0
    held = {token for text in texts for token in tokens.index_tokens(text)}
    found = sum(
        rarity[unit.weighed_by] for unit in query.units if not held.isdisjoint(unit.evidence)
    )
    return found / total
