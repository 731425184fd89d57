"""Documents of the library: one transaction each, so that none is ever half there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from store.database import Database
from store.records import AddResult, DocumentRecord, NewDocument, NewSegment
from store.segments import insert_segments


class Documents:
    """The documents of one database. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, document: NewDocument, segments: Sequence[NewSegment]) -> AddResult:
        """Add a document, or replace the one of the same source when its fingerprint differs."""
        database = self._database
        with database.transaction():
            known = database.rows(
                "SELECT id, fingerprint FROM documents WHERE source = ?", (document.source,)
            )
            if known and known[0]["fingerprint"] == document.fingerprint:
                return AddResult(known[0]["id"], "unchanged")
            document_id = self._replace(known[0]["id"], document) if known else self._new(document)
            insert_segments(
                database,
                "knowledge",
                document_id,
                source=document.source,
                title=document.title,
                segments=segments,
            )
        return AddResult(document_id, "updated" if known else "added")

    def _new(self, document: NewDocument) -> int:
        now = utc_now()
        return self._database.execute(
            "INSERT INTO documents(source, title, fingerprint, media_type, text, created_at,"
            " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                document.source,
                document.title,
                document.fingerprint,
                document.media_type,
                document.text,
                now,
                now,
            ),
        )

    def _replace(self, document_id: int, document: NewDocument) -> int:
        self._database.execute("DELETE FROM segments WHERE document_id = ?", (document_id,))
        self._database.execute(
            "UPDATE documents SET title = ?, fingerprint = ?, media_type = ?, text = ?,"
            " updated_at = ? WHERE id = ?",
            (
                document.title,
                document.fingerprint,
                document.media_type,
                document.text,
                utc_now(),
                document_id,
            ),
        )
        return document_id

    def fingerprint(self, source: str) -> str | None:
        """The fingerprint of the document of that source, None when there is none."""
        found = self._database.value(
            "SELECT fingerprint FROM documents WHERE source = ?", (source,)
        )
        return None if found is None else str(found)

    def all(self) -> list[DocumentRecord]:
        """Every document, by source."""
        rows = self._database.rows(
            "SELECT id, source, title, fingerprint, media_type, length(text) AS characters,"
            " (SELECT count(*) FROM segments WHERE document_id = documents.id) AS segments,"
            " created_at, updated_at FROM documents ORDER BY source"
        )
        return [DocumentRecord(**row) for row in rows]

    def text(self, source: str) -> str | None:
        """The extracted text that spans count in, None when there is no such document."""
        found = self._database.value("SELECT text FROM documents WHERE source = ?", (source,))
        return None if found is None else str(found)

    def remove(self, source: str) -> bool:
        """Forget a document and its segments; False when there was none."""
        with self._database.transaction():
            document_id = self._database.value(
                "SELECT id FROM documents WHERE source = ?", (source,)
            )
            if document_id is None:
                return False
            self._database.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        return True


def utc_now() -> str:
    """The current time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
