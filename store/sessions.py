"""Sessions, their turns and tasks; each turn and task can be found again as a segment."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from store.clock import utc_now
from store.database import Database
from store.errors import StoreError
from store.records import NewSegment, NewTask, SessionRecord, TurnRecord
from store.segments import Prepared, Segments


class Sessions:
    """The sessions of one database. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database, segments: Segments) -> None:
        self._database = database
        self._segments = segments

    def create(self, title: str) -> str:
        """Begin a session; its id."""
        session_id = secrets.token_hex(6)
        now = utc_now()
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO sessions(id, title, created_at, updated_at) VALUES (?, ?, ?, ?)",
                (session_id, title, now, now),
            )
        return session_id

    def all(self) -> list[SessionRecord]:
        """Every session, the one last used first."""
        rows = self._database.rows(
            "SELECT id, title, created_at, updated_at,"
            " (SELECT count(*) FROM turns WHERE session_id = sessions.id) AS turns"
            # By the last turn and not by the clock, which may stand still or go back.
            " FROM sessions ORDER BY"
            " COALESCE((SELECT MAX(id) FROM turns WHERE session_id = sessions.id), 0) DESC,"
            " rowid DESC"
        )
        return [SessionRecord(**row) for row in rows]

    def rename(self, session_id: str, title: str) -> bool:
        """Give a session another title; False when there is no such session."""
        with self._database.transaction():
            if not self._exists(session_id):
                return False
            self._database.execute(
                "UPDATE sessions SET title = ? WHERE id = ?", (title, session_id)
            )
            # A turn is found under its session's title too.
            self._database.execute(
                "UPDATE segments SET title = ?"
                " WHERE turn_id IN (SELECT id FROM turns WHERE session_id = ?)",
                (title, session_id),
            )
        return True

    def delete(self, session_id: str) -> bool:
        """Forget a session with its turns, tasks and their segments; False when there was none."""
        with self._database.transaction():
            if not self._exists(session_id):
                return False
            self._database.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
        return True

    def _exists(self, session_id: str) -> bool:
        found = self._database.value("SELECT 1 FROM sessions WHERE id = ?", (session_id,))
        return found is not None

    def turns(self, session_id: str) -> list[TurnRecord]:
        """The turns of a session in order; empty for an unknown one."""
        rows = self._database.rows(
            "SELECT id, question, answer_json, created_at FROM turns"
            " WHERE session_id = ? ORDER BY id",
            (session_id,),
        )
        return [TurnRecord(**row) for row in rows]

    def append_turn(
        self,
        session_id: str,
        question: str,
        answer_text: str,
        answer_json: str,
        segments: Sequence[NewSegment] | None = None,
    ) -> None:
        """Keep a question and its answer, findable as `segments` or as one whole."""
        now = utc_now()
        title = self._title(session_id)
        prepared = self._prepared(title, f"{question}\n{answer_text}", segments)
        with self._database.transaction():
            self._touch(session_id, now)
            turn_id = self._database.execute(
                "INSERT INTO turns(session_id, question, answer_text, answer_json, created_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (session_id, question, answer_text, answer_json, now),
            )
            self._segments.insert(
                "conversation",
                turn_id,
                source=f"session:{session_id}",
                title=title,
                prepared=prepared,
            )

    def append_task(
        self,
        session_id: str,
        task: NewTask,
        segments: Sequence[NewSegment] | None = None,
    ) -> None:
        """Keep a task with what was observed, findable as `segments` or as one whole."""
        now = utc_now()
        text = f"{task.name}\n{task.observation or task.error or ''}"
        prepared = self._prepared(task.name, text, segments)
        with self._database.transaction():
            self._touch(session_id, now)
            task_id = self._database.execute(
                "INSERT INTO tasks(session_id, task_name, command_json, observation, error,"
                " seconds, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    session_id,
                    task.name,
                    task.command_json,
                    task.observation,
                    task.error,
                    task.seconds,
                    now,
                ),
            )
            self._segments.insert(
                "task",
                task_id,
                source=f"session:{session_id}",
                title=task.name,
                prepared=prepared,
            )

    def _prepared(self, title: str, text: str, segments: Sequence[NewSegment] | None) -> Prepared:
        whole = [NewSegment(text, 0, len(text))]
        return self._segments.prepare(title, whole if segments is None else segments)

    def _title(self, session_id: str) -> str:
        title = self._database.value("SELECT title FROM sessions WHERE id = ?", (session_id,))
        if title is None:
            raise StoreError(f"there is no session {session_id}; `kagent sessions list` shows them")
        return str(title)

    def _touch(self, session_id: str, now: str) -> None:
        self._title(session_id)
        self._database.execute("UPDATE sessions SET updated_at = ? WHERE id = ?", (now, session_id))
