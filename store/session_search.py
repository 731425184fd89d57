"""Which sessions hold some words: in a title, a tag, a question or an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final

from store.database import Database

_MOST_WORDS: Final = 16
_WRITTEN: Final = """
SELECT id FROM sessions WHERE title LIKE ?1 ESCAPE '\\'
UNION SELECT session_id FROM session_tags WHERE tag LIKE ?1 ESCAPE '\\'
UNION SELECT session_id FROM turns
    WHERE question LIKE ?1 ESCAPE '\\' OR answer_text LIKE ?1 ESCAPE '\\'
"""
# The sessions that the found segments' turns stand in, and those that hold copies of the turns.
_OF_SEGMENTS: Final = """
WITH first AS (
    SELECT DISTINCT COALESCE(origin_id, id) AS id FROM turns WHERE id IN
        (SELECT turn_id FROM segments WHERE id IN (SELECT value FROM json_each(?1)))
)
SELECT session_id FROM turns WHERE id IN (SELECT id FROM first)
    OR origin_id IN (SELECT id FROM first)
"""


def sessions_with(
    database: Database, words: str, matching: Callable[[str], Sequence[int]]
) -> set[str]:
    """The ids of the sessions, in the trash or not, that hold every word, each anywhere.

    A word counts wherever it is written, be it in the middle of another. Other forms of it count
    where `matching` finds segments of turns by them: it gives the ids of those that hold all of
    some words.

    Raises:
        StoreError: the database is in trouble.
    """
    found: set[str] | None = None
    for word in words.split()[:_MOST_WORDS]:
        rows = database.tuples(_WRITTEN, (f"%{_escaped(word)}%",))
        if segments := matching(word):
            rows += database.tuples(_OF_SEGMENTS, (json.dumps(list(segments)),))
        holding = {str(row[0]) for row in rows}
        found = holding if found is None else found & holding
    return found or set()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
