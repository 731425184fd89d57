"""Roots, which the user added and `library sync` looks at again, and files that were not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store.clock import utc_now
from store.collections import checked_name
from store.database import Database
from store.records import RootKind, RootRecord, UnreadRecord


class Roots:
    """The roots of one database. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[RootRecord]:
        """Every root, by path."""
        rows = self._database.rows(
            "SELECT path, kind, (SELECT name FROM collections WHERE id = collection_id)"
            " AS collection, added_at, synced_at FROM roots ORDER BY path"
        )
        return [RootRecord(**row) for row in rows]

    def add(self, path: str, kind: RootKind, collection: str | None = None) -> None:
        """Keep a root; where it is known already only its collection can change."""
        self.add_all([(path, kind)], collection)

    def add_all(self, roots: Iterable[tuple[str, RootKind]], collection: str | None = None) -> None:
        """`add` for several roots (path, kind), in one transaction."""
        database, now = self._database, utc_now()
        with database.transaction():
            collection_id = None
            if collection is not None:
                name = checked_name(collection)
                database.execute("INSERT OR IGNORE INTO collections(name) VALUES (?)", (name,))
                collection_id = database.value("SELECT id FROM collections WHERE name = ?", (name,))
            database.execute_many(
                "INSERT INTO roots(path, kind, collection_id, added_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT(path) DO UPDATE SET kind = excluded.kind,"
                " collection_id = COALESCE(excluded.collection_id, collection_id)",
                [(path, kind, collection_id, now) for path, kind in roots],
            )

    def note_synced(self, paths: Iterable[str]) -> None:
        """Keep that roots were looked at from beginning to end, now."""
        now = utc_now()
        with self._database.transaction():
            self._database.execute_many(
                "UPDATE roots SET synced_at = ? WHERE path = ?", [(now, path) for path in paths]
            )

    def remove(self, path: str) -> bool:
        """Forget a root, though not its documents; False when there was none."""
        with self._database.transaction():
            known = self._database.value("SELECT 1 FROM roots WHERE path = ?", (path,))
            self._database.execute("DELETE FROM roots WHERE path = ?", (path,))
        return known is not None

    def left_out(self) -> frozenset[str]:
        """Sources, of files or folders below roots, that the user does not want to have back."""
        rows = self._database.rows("SELECT source FROM left_out")
        return frozenset(row["source"] for row in rows)

    def leave_out(self, sources: Iterable[str]) -> None:
        """Keep that sources are not wanted, though a root holds them."""
        with self._database.transaction():
            self._database.execute_many(
                "INSERT OR IGNORE INTO left_out(source, noted_at) VALUES (?, ?)",
                [(source, utc_now()) for source in sources],
            )

    def take_back(self, sources: Iterable[str]) -> None:
        """Let sources be wanted again."""
        with self._database.transaction():
            self._database.execute_many(
                "DELETE FROM left_out WHERE source = ?", [(source,) for source in sources]
            )


class Unread:
    """Files that could not be read. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[UnreadRecord]:
        """Every file that could not be read when it was last tried, by source."""
        rows = self._database.rows(
            "SELECT source, size, modified_ns, error, noted_at FROM unread ORDER BY source"
        )
        return [UnreadRecord(**row) for row in rows]

    def get(self, source: str) -> UnreadRecord | None:
        """What is noted of one file."""
        rows = self._database.rows(
            "SELECT source, size, modified_ns, error, noted_at FROM unread WHERE source = ?",
            (source,),
        )
        return UnreadRecord(**rows[0]) if rows else None

    def note(self, source: str, size: int | None, modified_ns: int | None, error: str) -> None:
        """Keep that a file could not be read, so that it is not tried again until it changes.

        Without a size or a time it is noted only to be listed.
        """
        self.note_all([(source, size, modified_ns, error)])

    def note_all(self, notes: Sequence[tuple[str, int | None, int | None, str]]) -> None:
        """`note` for several files, in one transaction."""
        now = utc_now()
        with self._database.transaction():
            self._database.execute_many(
                "INSERT OR REPLACE INTO unread(source, size, modified_ns, error, noted_at)"
                " VALUES (?, ?, ?, ?, ?)",
                [(*note, now) for note in notes],
            )

    def forget(self, source: str) -> None:
        """Let a file be tried again."""
        self.forget_all((source,))

    def forget_all(self, sources: Iterable[str]) -> None:
        """Let files be tried again."""
        with self._database.transaction():
            self._database.execute_many(
                "DELETE FROM unread WHERE source = ?", [(source,) for source in sources]
            )

    def expire(self, reader_version: str) -> None:
        """Forget every note that another version of the readers left: this one may do better."""
        known = self._database.value("SELECT value FROM properties WHERE key = 'unread_by'")
        if known == reader_version:
            return
        with self._database.transaction():
            self._database.execute("DELETE FROM unread")
            self._database.execute(
                "INSERT OR REPLACE INTO properties(key, value) VALUES ('unread_by', ?)",
                (reader_version,),
            )
