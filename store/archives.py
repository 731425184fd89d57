"""Archives that answer where they lie: files of an encyclopedia, registered but not read in."""

from __future__ import annotations

from dataclasses import dataclass

from store.clock import utc_now
from store.database import Database


@dataclass(frozen=True, slots=True)
class NewArchive:
    """A file to register; `source` is its path as the library names it.

    `language` is the code of its language, `articles` how many it says it has, `date` (ISO 8601)
    when it was made, empty where it does not say; `size` in bytes.
    """

    source: str
    title: str
    language: str
    articles: int
    date: str
    size: int


@dataclass(frozen=True, slots=True)
class ArchiveRecord(NewArchive):
    """A registered file, and when it was registered first and last."""

    added_at: str
    updated_at: str


class Archives:
    """The registered files of one database. Every method raises StoreError in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[ArchiveRecord]:
        """Every archive, by source."""
        rows = self._database.rows("SELECT * FROM archives ORDER BY source")
        return [ArchiveRecord(**row) for row in rows]

    def get(self, source: str) -> ArchiveRecord | None:
        """One archive."""
        rows = self._database.rows("SELECT * FROM archives WHERE source = ?", (source,))
        return ArchiveRecord(**rows[0]) if rows else None

    def add(self, archive: NewArchive) -> bool:
        """Register a file, or what it says of itself now; False when nothing has changed."""
        facts = (archive.title, archive.language, archive.articles, archive.date, archive.size)
        with self._database.transaction():
            known = self._database.tuples(
                "SELECT title, language, articles, date, size FROM archives WHERE source = ?",
                (archive.source,),
            )
            if known and known[0] == facts:
                return False
            now = utc_now()
            self._database.execute(
                "INSERT INTO archives(source, title, language, articles, date, size, added_at,"
                " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT(source) DO UPDATE SET title = excluded.title,"
                " language = excluded.language, articles = excluded.articles,"
                " date = excluded.date, size = excluded.size, updated_at = excluded.updated_at",
                (archive.source, *facts, now, now),
            )
        return True

    def remove(self, source: str) -> bool:
        """Forget a file, which itself stays where it is; False when it was not registered."""
        with self._database.transaction():
            known = self._database.value("SELECT 1 FROM archives WHERE source = ?", (source,))
            self._database.execute("DELETE FROM archives WHERE source = ?", (source,))
        return known is not None
