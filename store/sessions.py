"""Sessions, their turns and tasks; each turn and task can be found again as a segment."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from store.branching import branch_title, copy_turns, set_aside
from store.clock import utc_now
from store.database import Database
from store.errors import StoreError
from store.records import NewSegment, NewTask, SessionRecord, TurnRecord
from store.segments import Prepared, Segments
from store.session_search import sessions_with
from store.shelving import Shelving

# How long a deleted session can be brought back.
KEPT_DAYS = 30
_RECORDS = """
SELECT id, title, created_at, updated_at, parent_id AS parent, deleted_at,
       (SELECT count(*) FROM turns WHERE session_id = sessions.id) AS turns,
       (SELECT json_group_array(tag) FROM
           (SELECT tag FROM session_tags WHERE session_id = sessions.id ORDER BY tag)) AS tags
FROM sessions
"""
# By the last turn and not by the clock, which may stand still or go back.
_LATEST_FIRST = """
ORDER BY COALESCE((SELECT MAX(id) FROM turns WHERE session_id = sessions.id), 0) DESC, rowid DESC
"""


class Sessions:
    """The sessions of one database. Every method raises StoreError when it is in trouble.

    A session that is put in the trash is hidden from every list and search until it is restored,
    or goes for good with all that was said in it. `matching` gives the ids of the conversation
    segments that hold all of some words.
    """

    def __init__(
        self,
        database: Database,
        segments: Segments,
        shelving: Shelving,
        matching: Callable[[str], Sequence[int]],
    ) -> None:
        self._database = database
        self._segments = segments
        self._matching = matching
        self._shelving = shelving

    def create(self, title: str) -> str:
        """Begin a session; its id."""
        with self._database.transaction():
            return self._insert(title)

    def _insert(self, title: str, parent: str | None = None) -> str:
        session_id = secrets.token_hex(6)
        now = utc_now()
        self._database.execute(
            "INSERT INTO sessions(id, title, created_at, updated_at, parent_id)"
            " VALUES (?, ?, ?, ?, ?)",
            (session_id, title, now, now, parent),
        )
        return session_id

    def all(self) -> list[SessionRecord]:
        """Every session, the one last used first."""
        return self._records(f"WHERE deleted_at IS NULL {_LATEST_FIRST}")

    def trashed(self) -> list[SessionRecord]:
        """The sessions in the trash, the one last deleted first."""
        return self._records("WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, rowid DESC")

    def search(self, words: str) -> list[SessionRecord]:
        """The sessions that hold each of `words` in their title, a tag, a question or an answer,
        the one last used first. Parts of words count; so do other forms of them.
        """
        found = sessions_with(self._database, words, self._matching)
        among = "WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))"
        return self._records(among + _LATEST_FIRST, (json.dumps(sorted(found)),))

    def _records(self, condition: str, parameters: Sequence[Any] = ()) -> list[SessionRecord]:
        rows = self._database.rows(_RECORDS + condition, parameters)
        return [SessionRecord(**row | {"tags": tuple(json.loads(row["tags"]))}) for row in rows]

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

    def tag(self, session_id: str, tags: Iterable[str]) -> bool:
        """Give a session tags, as far as it has not got them; False when there is no such session.

        Tags that differ in the case of their letters are the same.
        """
        with self._database.transaction():
            if not self._exists(session_id):
                return False
            self._database.execute_many(
                "INSERT OR IGNORE INTO session_tags(session_id, tag) VALUES (?, ?)",
                [(session_id, tag) for tag in tags],
            )
        return True

    def untag(self, session_id: str, tags: Iterable[str]) -> bool:
        """Take tags from a session; False when there is no such session."""
        with self._database.transaction():
            if not self._exists(session_id):
                return False
            self._database.execute_many(
                "DELETE FROM session_tags WHERE session_id = ? AND tag = ?",
                [(session_id, tag) for tag in tags],
            )
        return True

    def trash(self, session_id: str) -> bool:
        """Hide a session, which `restore` brings back; False when there is no such session."""
        with self._database.transaction():
            if not self._exists(session_id):
                return False
            self._shelving.hide(session_id)
            self._database.execute(
                "UPDATE sessions SET deleted_at = ? WHERE id = ?", (utc_now(), session_id)
            )
        return True

    def restore(self, session_id: str) -> bool:
        """Bring a session back from the trash; False when it is not there."""
        if not self._exists(session_id, trashed=True):
            return False
        prepared = self._shelving.prepare(session_id)
        with self._database.transaction():
            if not self._exists(session_id, trashed=True):
                return False
            self._database.execute(
                "UPDATE sessions SET deleted_at = NULL WHERE id = ?", (session_id,)
            )
            self._shelving.show(session_id, prepared)
        return True

    def delete(self, session_id: str) -> bool:
        """Forget a session for good, in the trash or not, with its turns, tasks and their segments;
        False when there was none.
        """
        with self._database.transaction():
            trashed = self._exists(session_id, trashed=True)
            if not trashed and not self._exists(session_id):
                return False
            if not trashed:
                self._shelving.hide(session_id)
            self._shelving.bequeath(session_id)
            self._database.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
        return True

    def empty_trash(self, before: str | None = None) -> int:
        """Forget what is in the trash, or was put there before a time (ISO, UTC); how many."""
        rows = self._database.rows(
            "SELECT id FROM sessions WHERE deleted_at IS NOT NULL AND deleted_at < ?",
            ("9999" if before is None else before,),
        )
        return sum(self.delete(row["id"]) for row in rows)

    def expire(self) -> int:
        """Forget what has been in the trash for longer than KEPT_DAYS; how many sessions."""
        limit = datetime.now(UTC) - timedelta(days=KEPT_DAYS)
        return self.empty_trash(limit.isoformat(timespec="seconds"))

    def delete_empty(self, session_ids: Iterable[str]) -> list[str]:
        """Forget those of the sessions that have neither turns nor tasks left; their ids."""
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT id FROM sessions WHERE id IN (SELECT value FROM json_each(?))"
                " AND NOT EXISTS (SELECT 1 FROM turns WHERE session_id = sessions.id)"
                " AND NOT EXISTS (SELECT 1 FROM tasks WHERE session_id = sessions.id)",
                (json.dumps(list(session_ids)),),
            )
            empty = [str(row["id"]) for row in rows]
            self._database.execute_many(
                "DELETE FROM sessions WHERE id = ?", [(session_id,) for session_id in empty]
            )
        return empty

    def set_aside(self, session_id: str) -> frozenset[str]:
        """The entries ("c12", "t7") of the session before that went another way than this branch.

        None for a session that is no branch.
        """
        return set_aside(self._database, session_id)

    def branch(
        self, session_id: str, upto_turn_id: int | None = None, *, word: str = "branch"
    ) -> str:
        """Begin a session with the turns of another up to the one of that id; the new id.

        0 copies no turn, None all of them. The title is the other's with `word` in brackets.
        """
        with self._database.transaction():
            title = self._title(session_id)
            rows = self._database.rows("SELECT title FROM sessions WHERE deleted_at IS NULL")
            taken = {row["title"] for row in rows}
            branch = self._insert(branch_title(title, taken, word), session_id)
            copy_turns(self._database, session_id, branch, upto_turn_id)
        return branch

    def _exists(self, session_id: str, *, trashed: bool = False) -> bool:
        found = self._database.value(
            "SELECT 1 FROM sessions WHERE id = ? AND (deleted_at IS NOT NULL) = ?",
            (session_id, int(trashed)),
        )
        return found is not None

    def turns(self, session_id: str) -> list[TurnRecord]:
        """The turns of a session in order, in the trash or not; empty for an unknown one."""
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
        """Keep a question and its answer, findable as `segments` or as one whole.

        Who goes on with a session that is in the trash wants it back.
        """
        now = utc_now()
        self.restore(session_id)
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
        self.restore(session_id)
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
        title = self._database.value(
            "SELECT title FROM sessions WHERE id = ? AND deleted_at IS NULL", (session_id,)
        )
        if title is None:
            raise StoreError(f"there is no session {session_id}; `kagent sessions list` shows them")
        return str(title)

    def _touch(self, session_id: str, now: str) -> None:
        self._title(session_id)
        self._database.execute("UPDATE sessions SET updated_at = ? WHERE id = ?", (now, session_id))
