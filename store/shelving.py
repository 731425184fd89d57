"""Which segments of turns and tasks can be found: those of sessions that are there, once each.

A session in the trash is found by no search: its segments lie in a table of their own until it
comes back or goes for good. Of a turn or task with copies in branches one alone has the segments;
when that one goes, the next of its copies gets them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from store.database import Database
from store.records import NewSegment
from store.segments import Prepared, Segments

_PARTS: Final = {
    "[place]": "text, heading, page, span_start, span_end, line, time_start, time_end, sheet, row",
    "[of session]": "@ IN (SELECT id FROM # WHERE session_id = ?1)",
    "[same]": (
        "(other.id = COALESCE(#.origin_id, #.id) OR other.origin_id = COALESCE(#.origin_id, #.id))"
    ),
}


@dataclass(frozen=True, slots=True)
class _Owner:
    """A table whose rows own segments, and the column of a segment that names them."""

    table: str
    column: str
    kind: str

    def sql(self, text: str) -> str:
        """A statement in which `#` stands for the table and `@` for the column."""
        for name, part in _PARTS.items():
            text = text.replace(name, part)
        return text.replace("#", self.table).replace("@", self.column)


_OWNERS: Final = (
    _Owner("turns", "turn_id", "conversation"),
    _Owner("tasks", "task_id", "task"),
)
# For each row of a session, or for one row, a copy in another session: one that can be found before
# one in the trash.
_HEIRS = """
SELECT id, heir, (SELECT deleted_at IS NOT NULL FROM sessions JOIN # AS other
                  ON other.session_id = sessions.id WHERE other.id = heir) AS trashed
FROM (
    SELECT #.id AS id, (
        SELECT other.id FROM # AS other JOIN sessions ON sessions.id = other.session_id
        WHERE [same] AND other.session_id <> #.session_id
        ORDER BY sessions.deleted_at IS NOT NULL, other.id LIMIT 1
    ) AS heir
    FROM # WHERE #.[column] = ?1
) WHERE heir IS NOT NULL
"""
_INHERIT = """
UPDATE segments SET @ = ?1,
    source = 'session:' || (SELECT session_id FROM # WHERE id = ?1),
    title = CASE kind WHEN 'conversation' THEN
        (SELECT title FROM sessions WHERE id = (SELECT session_id FROM # WHERE id = ?1))
        ELSE title END
WHERE @ = ?2
"""
_SHELVE = """
INSERT INTO shelved_segments(id, kind, @, [place])
SELECT id, kind, @, [place] FROM segments WHERE [of session]
"""
_SHELVE_FOR = """
INSERT INTO shelved_segments(id, kind, @, [place])
SELECT id, kind, ?1, [place] FROM segments WHERE @ = ?2
"""
_NOTE_REMOVED = """
INSERT INTO outbox(segment_id) SELECT id FROM shelved_segments WHERE [of session]
"""
# What is shelved of a session's rows, or of their copies elsewhere, where no copy has segments.
_WAITING = """
SELECT shelved_segments.id AS shelved_id, #.id AS owner_id, [place]
FROM # JOIN # AS other ON [same] JOIN shelved_segments ON shelved_segments.@ = other.id
WHERE #.session_id = ?1 AND NOT EXISTS (
    SELECT 1 FROM # AS other JOIN segments ON segments.@ = other.id WHERE [same]
)
ORDER BY #.id, shelved_segments.id
"""
_TITLES = {
    "turns": "SELECT title FROM sessions WHERE id = (SELECT session_id FROM turns WHERE id = ?)",
    "tasks": "SELECT task_name FROM tasks WHERE id = ?",
}

Vectored = dict[int, Prepared]


class Shelving:
    """Hides and shows the segments of sessions, in the caller's transactions."""

    def __init__(self, database: Database, segments: Segments) -> None:
        self._database = database
        self._segments = segments

    def hide(self, session_id: str) -> None:
        """Take a session's segments out of every search, into which copies of them come instead."""
        for owner in _OWNERS:
            self._pass_on(owner, "session_id", session_id)
            self._database.execute(owner.sql(_SHELVE), (session_id,))
            self._database.execute(
                owner.sql("DELETE FROM segments WHERE [of session]"), (session_id,)
            )

    def pass_on(self, kind: str, row_id: int) -> None:
        """Leave the segments of one turn or task that goes to a copy of it, if there is one."""
        owner = next(owner for owner in _OWNERS if owner.kind == kind)
        for trashed_heir in self._pass_on(owner, "id", row_id):
            self._database.execute(owner.sql(_SHELVE_FOR), (trashed_heir, row_id))

    def _pass_on(self, owner: _Owner, column: str, value: str | int) -> list[int]:
        """Give segments to the heirs that can be found; the heirs in the trash."""
        heirs = self._heirs(owner, column, value)
        found = [(heir, row_id) for row_id, heir, trashed in heirs if not trashed]
        if found:
            self._database.execute_many(owner.sql(_INHERIT), found)
            # No vector was written, yet what is known of a session's segments has changed.
            self._database.execute("UPDATE vector_models SET changes = changes + 1")
        return [heir for _, heir, trashed in heirs if trashed]

    def _heirs(self, owner: _Owner, column: str, value: str | int) -> list[tuple[Any, ...]]:
        return self._database.tuples(owner.sql(_HEIRS.replace("[column]", column)), (value,))

    def prepare(self, session_id: str) -> Vectored:
        """Embed what `show` will write: slow, and therefore done before the transaction."""
        return {
            row["shelved_id"]: self._segments.prepare(
                self._title(owner, row["owner_id"]), [_segment(row)]
            )
            for owner in _OWNERS
            for row in self._waiting(owner, session_id)
        }

    def show(self, session_id: str, prepared: Vectored) -> None:
        """Let the segments of a session that has come back be found again."""
        for owner in _OWNERS:
            for row in self._waiting(owner, session_id):
                shelved, owner_id = row["shelved_id"], row["owner_id"]
                self._segments.insert(
                    owner.kind,
                    owner_id,
                    source=f"session:{session_id}",
                    title=self._title(owner, owner_id),
                    # What another process shelved in between is embedded later.
                    prepared=prepared.get(shelved) or Prepared([_segment(row)], None),
                )
                self._database.execute("DELETE FROM shelved_segments WHERE id = ?", (shelved,))

    def bequeath(self, session_id: str) -> None:
        """Leave what is shelved of a session that goes for good to copies in the trash; what
        nobody inherits is noted as removed, for the next purge.
        """
        for owner in _OWNERS:
            self._database.execute_many(
                owner.sql("UPDATE shelved_segments SET @ = ?1 WHERE @ = ?2"),
                [
                    (heir, row_id)
                    for row_id, heir, _ in self._heirs(owner, "session_id", session_id)
                ],
            )
            self._database.execute(owner.sql(_NOTE_REMOVED), (session_id,))

    def _waiting(self, owner: _Owner, session_id: str) -> Sequence[dict[str, Any]]:
        return self._database.rows(owner.sql(_WAITING), (session_id,))

    def _title(self, owner: _Owner, row_id: int) -> str:
        return str(self._database.value(_TITLES[owner.table], (row_id,)))


def _segment(row: dict[str, Any]) -> NewSegment:
    return NewSegment(
        text=row["text"],
        start=row["span_start"],
        end=row["span_end"],
        heading=row["heading"],
        page=row["page"],
        line=row["line"],
        time_start=row["time_start"],
        time_end=row["time_end"],
        sheet=row["sheet"],
        row=row["row"],
    )
