"""Segments: the pieces of text that every kind of memory is kept and found in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from store.database import Database
from store.indexing import coverage
from store.records import NewSegment, SegmentHit
from store.tokens import QueryTokens

_INSERT = """
INSERT INTO segments(kind, document_id, turn_id, task_id, source, title, text, heading, page,
                     span_start, span_end, line, time_start, time_end)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_OWNERS = {"knowledge": 0, "conversation": 1, "task": 2}


def insert_segments(
    database: Database,
    kind: str,
    owner_id: int,
    *,
    source: str,
    title: str,
    segments: Sequence[NewSegment],
) -> None:
    """Write segments of a document, a turn or a task, in the caller's transaction.

    Raises:
        StoreError: the database cannot be written.
    """
    owners: list[int | None] = [None, None, None]
    owners[_OWNERS[kind]] = owner_id
    rows = [
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
        )
        for segment in segments
    ]
    database.execute_many(_INSERT, rows)


def load_hits(
    database: Database,
    found: Sequence[tuple[int, float]],
    query: QueryTokens,
    rarity: dict[str, float],
) -> list[SegmentHit]:
    """Hits for segment ids and scores, in their order; ids that are gone are left out.

    Raises:
        StoreError: the database cannot be read.
    """
    rows = database.rows(
        "SELECT * FROM segments WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([segment_id for segment_id, _ in found]),),
    )
    by_id = {row["id"]: row for row in rows}
    return [
        _hit(by_id[segment_id], score, query, rarity)
        for segment_id, score in found
        if segment_id in by_id
    ]


def _hit(
    row: dict[str, Any], score: float, query: QueryTokens, rarity: dict[str, float]
) -> SegmentHit:
    texts = (row["text"], row["title"], row["heading"] or "")
    return SegmentHit(
        id=row["id"],
        kind=row["kind"],
        score=score,
        coverage=coverage(query, rarity, texts),
        text=row["text"],
        source=row["source"],
        title=row["title"],
        heading=row["heading"],
        page=row["page"],
        start=row["span_start"],
        end=row["span_end"],
        line=row["line"],
        time_start=row["time_start"],
        time_end=row["time_end"],
    )
