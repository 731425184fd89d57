"""When the words of recordings were said or shown."""

from __future__ import annotations

from collections.abc import Sequence

from store.database import Database
from store.records import Moment

_INSERT = """
INSERT INTO moments(document_id, span_start, span_end, time_start, time_end, channel, confidence)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_SELECT = """
SELECT span_start AS start, span_end AS end, time_start, time_end, channel, confidence
FROM moments WHERE document_id = ? AND span_end > ? AND span_start < ? ORDER BY span_start
"""
_BETWEEN = """
SELECT span_start AS start, span_end AS end, time_start, time_end, channel, confidence
FROM moments WHERE document_id = ? AND time_end > ? AND time_start < ?
ORDER BY time_start, span_start
"""
_BEYOND = 2**62


class Moments:
    """The moments of one database. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, document_id: int, moments: Sequence[Moment]) -> None:
        """Replace a document's moments, in the caller's transaction."""
        self._database.execute("DELETE FROM moments WHERE document_id = ?", (document_id,))
        for one in moments:
            self._database.execute(
                _INSERT,
                (
                    document_id,
                    one.start,
                    one.end,
                    one.time_start,
                    one.time_end,
                    one.channel,
                    one.confidence,
                ),
            )

    def of(self, document_id: int, span: tuple[int, int] = (0, _BEYOND)) -> list[Moment]:
        """The moments that share a character with `span` of the document's text, in its order."""
        rows = self._database.rows(_SELECT, (document_id, *span))
        return [Moment(**row) for row in rows]

    def between(self, document_id: int, begin: float, end: float) -> list[Moment]:
        """The moments that share time with `begin` to `end`, in seconds, by time."""
        rows = self._database.rows(_BETWEEN, (document_id, begin, end))
        return [Moment(**row) for row in rows]
