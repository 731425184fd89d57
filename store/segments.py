"""Segments: the pieces of text that every kind of memory is kept and found in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.database import Database
from store.records import NewSegment

if TYPE_CHECKING:
    from store.vectors import NewVector, Vectors

_INSERT = """
INSERT INTO segments(kind, document_id, turn_id, task_id, source, title, text, heading, page,
                     span_start, span_end, line, time_start, time_end, sheet, row)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_OWNERS = {"knowledge": 0, "conversation": 1, "task": 2}
# What a hit needs to know of a segment: its document's state, or the time and session of its turn
# or task.
_SELECT = """
SELECT segments.id, segments.kind, segments.text, segments.source, segments.title, heading, page,
       span_start, span_end, line, time_start, time_end, sheet, row, segments.document_id,
       documents.fingerprint,
       COALESCE(turns.session_id, tasks.session_id) AS session_id,
       COALESCE(turns.created_at, tasks.created_at, documents.updated_at) AS created_at
FROM segments
LEFT JOIN documents ON documents.id = segments.document_id
LEFT JOIN turns ON turns.id = segments.turn_id
LEFT JOIN tasks ON tasks.id = segments.task_id
WHERE segments.id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Segments ready to be written; `vectors` has one for each, where there is an embedder."""

    segments: Sequence[NewSegment]
    vectors: Sequence[NewVector] | None


class Segments:
    """Writes and reads segments. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database, vectors: Vectors | None = None) -> None:
        self._database = database
        self._vectors = vectors

    def prepare(self, title: str, segments: Sequence[NewSegment]) -> Prepared:
        """Embed segments; slow, and therefore done before the transaction that writes them."""
        if self._vectors is None or not segments:
            return Prepared(segments, None)
        texts = [indexed_text(title, segment.heading, segment.text) for segment in segments]
        return Prepared(segments, self._vectors.embed(texts))

    def insert(
        self, kind: str, owner_id: int, *, source: str, title: str, prepared: Prepared
    ) -> list[int]:
        """Write segments of a document, a turn or a task in the caller's transaction; their ids."""
        owners: list[int | None] = [None, None, None]
        owners[_OWNERS[kind]] = owner_id
        ids = [
            self._database.execute(
                _INSERT,
                (
                    kind,
                    *owners,
                    source,
                    title,
                    segment.text,
                    segment.heading,
                    segment.page,
                    segment.start,
                    segment.end,
                    segment.line,
                    segment.time_start,
                    segment.time_end,
                    segment.sheet,
                    segment.row,
                ),
            )
            for segment in prepared.segments
        ]
        if self._vectors is not None and prepared.vectors is not None:
            self._vectors.insert([(ids[i], kind, prepared.vectors[i]) for i in range(len(ids))])
        return ids

    def rows(self, segment_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """What a SegmentHit is made of, by id; ids that are gone are left out.

        Keys: the columns of a segment, and document_id, fingerprint, session_id, created_at.
        """
        rows = self._database.rows(_SELECT, (json.dumps(list(segment_ids)),))
        return {int(row["id"]): row for row in rows}

    def span(self, document_id: int, start: int, end: int) -> str | None:
        """The characters of a document's text from `start` to `end`; None for an unknown one."""
        found = self._database.value(
            "SELECT substr(text, ?, ?) FROM documents WHERE id = ?",
            (start + 1, end - start, document_id),
        )
        return None if found is None else str(found)


def indexed_text(title: str, heading: str | None, text: str) -> str:
    """What is embedded of a segment: its text below its title and heading path."""
    return "\n".join(part for part in (title, heading, text) if part)
