"""Sessions, their turns and tasks; each turn and task can be found again as a segment."""

from __future__ import annotations

import secrets

from store.database import Database
from store.documents import utc_now
from store.errors import StoreError
from store.records import NewSegment, SessionRecord, TurnRecord
from store.segments import insert_segments


class Sessions:
    """The sessions of one database. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    def turns(self, session_id: str) -> list[TurnRecord]:
        """The turns of a session in order; empty for an unknown one."""
        rows = self._database.rows(
            "SELECT question, answer_json, created_at FROM turns WHERE session_id = ? ORDER BY id",
            (session_id,),
        )
        return [TurnRecord(**row) for row in rows]

    def append_turn(
        self, session_id: str, question: str, answer_text: str, answer_json: str
    ) -> None:
        """Keep a question and its answer."""
        now = utc_now()
        with self._database.transaction():
            title = self._touch(session_id, now)
            turn_id = self._database.execute(
                "INSERT INTO turns(session_id, question, answer_text, answer_json, created_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (session_id, question, answer_text, answer_json, now),
            )
            self._remember("conversation", turn_id, session_id, title, f"{question}\n{answer_text}")

    def append_task(
        self,
        session_id: str,
        task_name: str,
        command_json: str,
        observation: str,
        error: str | None,
        seconds: float,
    ) -> None:
        """Keep a task with what was observed and how long it took."""
        now = utc_now()
        with self._database.transaction():
            self._touch(session_id, now)
            task_id = self._database.execute(
                "INSERT INTO tasks(session_id, task_name, command_json, observation, error,"
                " seconds, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (session_id, task_name, command_json, observation, error, seconds, now),
            )
            self._remember(
                "task", task_id, session_id, task_name, f"{task_name}\n{observation or error or ''}"
            )

    def _touch(self, session_id: str, now: str) -> str:
        title = self._database.value("SELECT title FROM sessions WHERE id = ?", (session_id,))
        if title is None:
            raise StoreError(f"there is no session {session_id}; `kagent sessions list` shows them")
        self._database.execute("UPDATE sessions SET updated_at = ? WHERE id = ?", (now, session_id))
        return str(title)

    def _remember(self, kind: str, owner: int, session_id: str, title: str, text: str) -> None:
        insert_segments(
            self._database,
            kind,
            owner,
            source=f"session:{session_id}",
            title=title,
            segments=[NewSegment(text, 0, len(text))],
        )
