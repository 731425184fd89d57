"""Remembered turns and tasks one by one: listed, found again from a segment, and forgotten."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from store.database import Database
from store.records import MemoryEntry
from store.shelving import Shelving

# A question and its answer, or a task and what was observed. Answers that say nothing (not found,
# failed, stopped) and tasks that failed are of no use to a later question. What stands in a deleted
# session is hidden; what was branched is `repeated` in each but the first of its copies.
_TURNS_AND_TASKS = """
WITH entries AS (
    SELECT 'conversation' AS kind, id, question AS title, answer_text AS text, session_id,
           created_at, CASE WHEN json_valid(answer_json) THEN answer_json ->> '$.outcome' END
           IN ('not_found', 'failed', 'stopped') IS NOT TRUE AS useful,
           {repeated_turns} AS repeated
    FROM turns WHERE {kept_turns}
    UNION ALL
    SELECT 'task', id, task_name,
           CASE observation WHEN '' THEN COALESCE(error, '') ELSE observation END, session_id,
           created_at, error IS NULL, {repeated_tasks}
    FROM tasks WHERE {kept_tasks}
)
"""
_KEPT = (
    "NOT EXISTS (SELECT 1 FROM sessions"
    " WHERE sessions.id = #.session_id AND deleted_at IS NOT NULL)"
)
_REPEATED = (
    "(#.origin_id IS NOT NULL AND EXISTS (SELECT 1 FROM # AS other"
    " JOIN sessions ON sessions.id = other.session_id WHERE sessions.deleted_at IS NULL"
    " AND (other.id = #.origin_id OR other.origin_id = #.origin_id) AND other.id < #.id))"
)
_ENTRIES = _TURNS_AND_TASKS.format(
    kept_turns=_KEPT.replace("#", "turns"),
    kept_tasks=_KEPT.replace("#", "tasks"),
    repeated_turns=_REPEATED.replace("#", "turns"),
    repeated_tasks=_REPEATED.replace("#", "tasks"),
)
_SELECT = "SELECT kind, id, title, text, session_id, created_at FROM entries WHERE "
_OWNERS = """
SELECT id, kind, COALESCE(turn_id, task_id) AS owner FROM segments
WHERE kind IN ('conversation', 'task') AND id IN (SELECT value FROM json_each(?))
"""
# A row and its copies in branches, in the trash or not.
_COPIES = """
WITH first AS (SELECT COALESCE(origin_id, id) AS id FROM # WHERE id = ?1)
SELECT id, session_id FROM # WHERE id IN (SELECT id FROM first)
    OR origin_id IN (SELECT id FROM first)
"""
_TABLES = {"conversation": "turns", "task": "tasks"}
_TASKS_OF_A_TURN = """
SELECT id FROM tasks WHERE session_id = ? AND created_at <= ? AND EXISTS (
    SELECT 1 FROM json_each(?, '$.tasks') AS held
    WHERE held.value ->> '$.task_name' = tasks.task_name
      AND held.value ->> '$.observation' = tasks.observation
)
"""


class Entries:
    """The turns and tasks of one database. Every method raises StoreError when in trouble.

    An entry is named by its kind ("conversation" or "task") and its id; its title is the question
    or the task's name, its text the answer or the observation.
    """

    def __init__(self, database: Database, shelving: Shelving) -> None:
        self._database = database
        self._shelving = shelving

    def all(
        self,
        kinds: Sequence[str] = ("conversation", "task"),
        *,
        session_id: str | None = None,
        before: str | None = None,
    ) -> list[MemoryEntry]:
        """Entries, the newest first; only a session's, or those from before a time (ISO, UTC).

        What was branched is listed once, but in its own place where a session is named.
        """
        condition = "kind IN (SELECT value FROM json_each(?))"
        parameters: list[Any] = [json.dumps(list(kinds))]
        if session_id is None:
            condition += " AND NOT repeated"
        else:
            condition += " AND session_id = ?"
            parameters.append(session_id)
        if before is not None:
            condition += " AND created_at < ?"
            parameters.append(before)
        return self._select(f"{condition} ORDER BY created_at DESC, kind, id DESC", parameters)

    def get(self, kind: str, entry_id: int) -> MemoryEntry | None:
        """The entry of that name, None when there is none."""
        found = self._select("kind = ? AND id = ?", (kind, entry_id))
        return found[0] if found else None

    def latest_turns(self, session_id: str, count: int) -> list[MemoryEntry]:
        """The last turns of a session, the newest first, whatever came of them."""
        return self._select(
            "kind = 'conversation' AND session_id = ? ORDER BY id DESC LIMIT ?",
            (session_id, count),
        )

    def of_segments(
        self, segment_ids: Sequence[int], *, useful: bool = False
    ) -> dict[int, MemoryEntry]:
        """The entry that each segment is a part of; `useful` leaves out those that say nothing."""
        owners = self._database.rows(_OWNERS, (json.dumps(list(segment_ids)),))
        entries: dict[tuple[str, int], MemoryEntry] = {}
        for kind in {row["kind"] for row in owners}:
            ids = [row["owner"] for row in owners if row["kind"] == kind]
            found = self._select(
                "kind = ? AND id IN (SELECT value FROM json_each(?)) AND useful >= ?",
                (kind, json.dumps(ids), int(useful)),
            )
            entries |= {(entry.kind, entry.id): entry for entry in found}
        return {
            int(row["id"]): entries[row["kind"], row["owner"]]
            for row in owners
            if (row["kind"], row["owner"]) in entries
        }

    def citing(self, source: str) -> list[MemoryEntry]:
        """The turns whose answers cite a source, the newest first."""
        return self._select(
            "kind = 'conversation' AND id IN (SELECT turns.id FROM turns,"
            " json_each(CASE WHEN json_valid(answer_json) THEN answer_json ELSE '{}' END,"
            " '$.citations') AS cited WHERE cited.value ->> '$.source' = ?) ORDER BY id DESC",
            (source,),
        )

    def command_json(self, task_id: int) -> str | None:
        """A task's command as JSON, None where there is no such task."""
        found = self._database.value("SELECT command_json FROM tasks WHERE id = ?", (task_id,))
        return None if found is None else str(found)

    def sessions_with(self, kind: str, entry_id: int) -> list[str]:
        """The sessions that hold an entry or a copy of it, in the trash or not."""
        return [session for _, session in self._copies(kind, entry_id)]

    def _copies(self, kind: str, entry_id: int) -> list[tuple[int, str]]:
        table = _TABLES[kind]
        rows = self._database.tuples(_COPIES.replace("#", table), (entry_id,))
        return [(int(row[0]), str(row[1])) for row in rows]

    def forget(self, kind: str, entry_id: int, *, copies: bool = True) -> bool:
        """Delete an entry with its segments; False when there was none.

        The tasks of a turn go with it. A task that goes alone also leaves the record that its turn
        keeps of it; the turn's answer stays as it is. Copies in branches, in the trash too, go
        with it, or with `copies` False stay.
        """
        delete = self._forget_task if kind == "task" else self._forget_turn
        with self._database.transaction():
            if not copies:
                # What stays somewhere can still be found.
                return delete(entry_id, kept=True)
            gone = [delete(copy, kept=False) for copy, _ in self._copies(kind, entry_id)]
            return any(gone)

    def _forget_turn(self, turn_id: int, *, kept: bool) -> bool:
        rows = self._database.rows(
            "SELECT session_id, answer_json, created_at FROM turns WHERE id = ?", (turn_id,)
        )
        if not rows:
            return False
        turn = rows[0]
        if _tasks_in(turn["answer_json"]):
            told = (turn["session_id"], turn["created_at"], turn["answer_json"])
            for row in self._database.tuples(_TASKS_OF_A_TURN, told):
                self._delete("task", int(row[0]), kept=kept)
        self._delete("conversation", turn_id, kept=kept)
        return True

    def _delete(self, kind: str, row_id: int, *, kept: bool) -> None:
        if kept:
            self._shelving.pass_on(kind, row_id)
        self._database.execute(f"DELETE FROM {_TABLES[kind]} WHERE id = ?", (row_id,))  # noqa: S608 (ours)

    def _forget_task(self, task_id: int, *, kept: bool) -> bool:
        rows = self._database.rows(
            "SELECT session_id, task_name, observation FROM tasks WHERE id = ?", (task_id,)
        )
        if not rows:
            return False
        task = rows[0]
        for turn in self._database.rows(
            "SELECT id, answer_json FROM turns WHERE session_id = ?", (task["session_id"],)
        ):
            held = _tasks_in(turn["answer_json"])
            left = [record for record in held if not _is_record_of(record, task)]
            if len(left) < len(held):
                answer = json.loads(turn["answer_json"]) | {"tasks": left}
                self._database.execute(
                    "UPDATE turns SET answer_json = ? WHERE id = ?",
                    (json.dumps(answer, ensure_ascii=False), turn["id"]),
                )
        self._delete("task", task_id, kept=kept)
        return True

    def _select(self, condition: str, parameters: Sequence[Any]) -> list[MemoryEntry]:
        rows = self._database.rows(_ENTRIES + _SELECT + condition, parameters)
        return [MemoryEntry(**row) for row in rows]


def _tasks_in(answer_json: str) -> list[Any]:
    """The task records of a stored answer; none where it is not one."""
    try:
        answer = json.loads(answer_json)
    except ValueError:
        return []
    held = answer.get("tasks") if isinstance(answer, dict) else None
    return held if isinstance(held, list) else []


def _is_record_of(record: Any, task: Mapping[str, Any]) -> bool:
    return (
        isinstance(record, dict)
        and record.get("task_name") == task["task_name"]
        and record.get("observation") == task["observation"]
    )
