"""Documents of the library: one transaction each, so that none is ever half there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store.clock import utc_now
from store.collections import Collections
from store.database import Database
from store.moments import Moments
from store.records import AddResult, DocumentRecord, Moment, NewDocument, NewSegment
from store.segments import Prepared, Segments

_INSERT = """
INSERT INTO documents(source, title, fingerprint, media_type, text, size, modified_ns, metadata,
                      created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = """
UPDATE documents SET (source, title, fingerprint, media_type, text, size, modified_ns, metadata,
                      updated_at) = (?, ?, ?, ?, ?, ?, ?, ?, ?)
WHERE id = ?
"""
_MOVE = (
    "UPDATE documents SET source = ?, title = COALESCE(?, title) WHERE id = ?",
    "UPDATE segments SET source = ?, title = COALESCE(?, title) WHERE document_id = ?",
)
_RECORD = """
SELECT id, source, title, fingerprint, media_type, length(text) AS characters,
       (SELECT count(*) FROM segments WHERE document_id = documents.id) AS segments,
       created_at, updated_at, size, modified_ns, metadata,
       (SELECT json_group_array(name) FROM (
           SELECT name FROM collections
           JOIN collection_documents ON collection_id = collections.id
           WHERE document_id = documents.id ORDER BY name
       )) AS collections
FROM documents
"""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A document to add with its segments, the collections that it joins, and its moments."""

    document: NewDocument
    segments: Sequence[NewSegment]
    collections: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What tells whether a document's file has changed; as in DocumentRecord."""

    id: int
    source: str
    fingerprint: str
    size: int | None
    modified_ns: int | None
    title: str


class Documents:
    """The documents of one database. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database, segments: Segments, collections: Collections) -> None:
        self._database = database
        self._segments = segments
        self._collections = collections
        self.moments = Moments(database)

    def add(
        self,
        document: NewDocument,
        segments: Sequence[NewSegment],
        collection: str | None = None,
    ) -> AddResult:
        """Add a document, or replace the one of the same source when its fingerprint differs.

        It also joins `collection`, and is no longer noted as unreadable.
        """
        collections = () if collection is None else (collection,)
        return self.add_all([NewEntry(document, segments, collections)])[0]

    def add_all(self, entries: Sequence[NewEntry]) -> list[AddResult]:
        """`add` for several documents, in one transaction: when it returns all are on the disk."""
        # Before the transaction: other processes need not wait for the embedding.
        prepared = [
            None
            if self.fingerprint(entry.document.source) == entry.document.fingerprint
            else self._segments.prepare(entry.document.title, entry.segments)
            for entry in entries
        ]
        with self._database.transaction():
            return [self._put(*pair) for pair in zip(entries, prepared, strict=True)]

    def _put(self, entry: NewEntry, prepared: Prepared | None) -> AddResult:
        document = entry.document
        known = self._known(document.source)
        if known and known["fingerprint"] == document.fingerprint:
            self._note_checked(document.source, document.size, document.modified_ns)
            self._settle(known["id"], document.source, entry.collections)
            return AddResult(known["id"], "unchanged")
        if prepared is None:  # another process has just changed or removed it
            prepared = self._segments.prepare(document.title, entry.segments)
        document_id = self._replace(known["id"], document) if known else self._new(document)
        self._segments.insert(
            "knowledge",
            document_id,
            source=document.source,
            title=document.title,
            prepared=prepared,
        )
        self.moments.put(document_id, entry.moments)
        self._settle(document_id, document.source, entry.collections)
        return AddResult(document_id, "updated" if known else "added")

    def _known(self, source: str) -> dict[str, Any] | None:
        rows = self._database.rows(
            "SELECT id, fingerprint FROM documents WHERE source = ?", (source,)
        )
        return rows[0] if rows else None

    def _settle(self, document_id: int, source: str, collections: Sequence[str]) -> None:
        self._database.execute("DELETE FROM unread WHERE source = ?", (source,))
        self._database.execute("DELETE FROM former_sources WHERE source = ?", (source,))
        for collection in collections:
            self._collections.put(document_id, collection)

    def _new(self, document: NewDocument) -> int:
        now = utc_now()
        return self._database.execute(_INSERT, (*_values(document), now, now))

    def _replace(self, document_id: int, document: NewDocument) -> int:
        self._database.execute("DELETE FROM segments WHERE document_id = ?", (document_id,))
        self._database.execute(_UPDATE, (*_values(document), utc_now(), document_id))
        return document_id

    def note_checked(self, source: str, size: int | None, modified_ns: int | None) -> None:
        """Keep a file's new size and time after its content was found to be the same."""
        self.note_all_checked([(source, size, modified_ns)])

    def note_all_checked(self, states: Sequence[tuple[str, int | None, int | None]]) -> None:
        """`note_checked` for several files (source, size, modified_ns), in one transaction."""
        with self._database.transaction():
            for source, size, modified_ns in states:
                self._note_checked(source, size, modified_ns)
                self._database.execute("DELETE FROM unread WHERE source = ?", (source,))

    def _note_checked(self, source: str, size: int | None, modified_ns: int | None) -> None:
        self._database.execute(
            "UPDATE documents SET size = ?, modified_ns = ? WHERE source = ?",
            (size, modified_ns, source),
        )

    def move(self, source: str, new_source: str, title: str | None = None) -> bool:
        """Let a document have a new source; False when `source` is unknown or the new one taken.

        The old source still leads to it: citations given before the move can be opened. With a
        `title` it has a new one as well.
        """
        return self.move_all([(source, new_source, title)]) == [True]

    def move_all(self, moves: Sequence[tuple[str, str, str | None]]) -> list[bool]:
        """`move` for several documents (source, new source, new title), in one transaction."""
        with self._database.transaction():
            return [self._move(*move) for move in moves]

    def _move(self, source: str, new_source: str, title: str | None) -> bool:
        database = self._database
        known = self._known(source)
        if known is None or self._known(new_source) is not None:
            return False
        for statement in _MOVE:
            database.execute(statement, (new_source, title, known["id"]))
        database.execute("DELETE FROM former_sources WHERE source = ?", (new_source,))
        database.execute("DELETE FROM unread WHERE source = ?", (new_source,))
        database.execute(
            "INSERT OR REPLACE INTO former_sources(source, document_id, moved_at) VALUES (?, ?, ?)",
            (source, known["id"], utc_now()),
        )
        return True

    def states(self) -> list[DocumentState]:
        """What a sync has to know of every document, by source; the texts are not gone through."""
        rows = self._database.rows(
            "SELECT id, source, fingerprint, size, modified_ns, title FROM documents"
            " INDEXED BY documents_by_state ORDER BY source"
        )
        return [DocumentState(**row) for row in rows]

    def former_sources(self, document_id: int) -> list[tuple[str, str]]:
        """Where a document stood before it was moved, and when that was, the latest first."""
        rows = self._database.rows(
            "SELECT source, moved_at FROM former_sources WHERE document_id = ?"
            " ORDER BY moved_at DESC, source",
            (document_id,),
        )
        return [(row["source"], row["moved_at"]) for row in rows]

    def fingerprint(self, source: str) -> str | None:
        """The fingerprint of the document of that source, None when there is none."""
        known = self._known(source)
        return None if known is None else str(known["fingerprint"])

    def all(self, collection: str | None = None) -> list[DocumentRecord]:
        """Every document, or those of a collection, by source."""
        if collection is None:
            return self._records("ORDER BY source", ())
        return self._records(
            "WHERE id IN (SELECT document_id FROM collection_documents"
            " JOIN collections ON collections.id = collection_id WHERE name = ?) ORDER BY source",
            (collection,),
        )

    def get(self, source: str) -> DocumentRecord | None:
        """The document of that source, or the one that stood there before it was moved."""
        found = self._records("WHERE source = ?", (source,)) or self._records(
            "WHERE id = (SELECT document_id FROM former_sources WHERE source = ?)", (source,)
        )
        return found[0] if found else None

    def with_content(self, content_hash: str) -> list[DocumentRecord]:
        """The documents whose fingerprint begins with `content_hash`."""
        return self._records(
            "WHERE substr(fingerprint, 1, ?) = ? ORDER BY source",
            (len(content_hash), content_hash),
        )

    def _records(self, condition: str, parameters: Sequence[Any]) -> list[DocumentRecord]:
        rows = self._database.rows(_RECORD + condition, parameters)
        return [_record(row) for row in rows]

    def text(self, source: str) -> str | None:
        """The extracted text that spans count in, None when there is no such document."""
        found = self._database.value("SELECT text FROM documents WHERE source = ?", (source,))
        return None if found is None else str(found)

    def remove(self, source: str) -> bool:
        """Forget a document and its segments; False when there was none."""
        return self.remove_all((source,)) == 1

    def remove_all(self, sources: Sequence[str]) -> int:
        """Forget documents in one transaction; how many there were."""
        removed = 0
        with self._database.transaction():
            for source in sources:
                known = self._known(source)
                if known is not None:
                    self._database.execute("DELETE FROM documents WHERE id = ?", (known["id"],))
                    removed += 1
        return removed


def _values(document: NewDocument) -> tuple[Any, ...]:
    return (
        document.source,
        document.title,
        document.fingerprint,
        document.media_type,
        document.text,
        document.size,
        document.modified_ns,
        json.dumps(dict(document.metadata), ensure_ascii=False),
    )


def _record(row: Mapping[str, Any]) -> DocumentRecord:
    values = dict(row)
    values["metadata"] = json.loads(values["metadata"])
    values["collections"] = tuple(json.loads(values["collections"]))
    return DocumentRecord(**values)
