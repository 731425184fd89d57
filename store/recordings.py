"""The documents that are recordings, or transcripts of them: what can be looked at by its time."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from store.database import Database

# Subtitles without their recording are what was said in it.
_TRANSCRIPTS = ("text/vtt", "application/x-subrip", "text/x-ssa")
_SELECT = """
SELECT id, source, title, media_type, fingerprint,
       json_extract(metadata, '$.duration') AS seconds,
       coalesce(json_extract(metadata, '$.unread'), '') AS unread
FROM documents
WHERE id IN (
    SELECT id FROM documents WHERE media_type >= 'video/' AND media_type < 'video0'
    UNION ALL SELECT id FROM documents WHERE media_type >= 'audio/' AND media_type < 'audio0'
    UNION ALL SELECT id FROM documents WHERE media_type IN (?, ?, ?)
)
"""
_AMONG = " AND id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class RecordingRecord:
    """A recording: how many seconds it lasts where that is known, and what of it was not read."""

    id: int
    source: str
    title: str
    media_type: str
    fingerprint: str
    seconds: float | None = None
    unread: str = ""


class Recordings:
    """The recordings of one database. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, document_ids: Collection[int] | None = None) -> list[RecordingRecord]:
        """Every recording, or those among `document_ids`, by source."""
        query, values = _SELECT, list[str](_TRANSCRIPTS)
        if document_ids is not None:
            query += _AMONG
            values.append(json.dumps(sorted(document_ids)))
        rows = self._database.rows(f"{query} ORDER BY source", values)
        return [RecordingRecord(**row) for row in rows]

    def any(self, document_ids: Collection[int] | None = None) -> bool:
        """Whether there is a recording at all, or one among `document_ids`."""
        query, values = _SELECT, list[str](_TRANSCRIPTS)
        if document_ids is not None:
            query += _AMONG
            values.append(json.dumps(sorted(document_ids)))
        return bool(self._database.rows(f"{query} LIMIT 1", values))
