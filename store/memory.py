"""The memory bank: everything that is remembered, behind one object."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from store.database import DATABASE_NAME, INDEX_NAME, Database
from store.documents import Documents
from store.errors import StoreError
from store.indexing import Indexing
from store.records import (
    AddResult,
    BankStatistics,
    DocumentRecord,
    NewDocument,
    NewSegment,
    SegmentHit,
    SessionRecord,
    TurnRecord,
)
from store.segments import load_hits
from store.sessions import Sessions
from store.tokens import query_tokens

__all__ = ["MemoryBank", "StoreError"]

# Changes that may wait for the keyword index: a search or `close` takes them in any case.
_PENDING_LIMIT = 500
# Characters of a query that count; a whole page pasted in would take a second.
_QUERY_LENGTH = 2000


class MemoryBank:
    """One home directory's memory; safe to share between threads.

    Every method raises StoreError, one line, when the files are in trouble. What a method has
    written is on the disk when it returns. `notices` collects what the user should hear of, such
    as an index that was made again; the index is only looked at when it is first needed.
    """

    def __init__(self, home: Path, database: Database) -> None:
        self.home = home
        self.notices: list[str] = []
        self._database = database
        self._documents = Documents(database)
        self._sessions = Sessions(database)
        self._indexing = Indexing(database, home, self.notices.append)
        self._index_lock = threading.RLock()

    @classmethod
    def open(cls, home: Path) -> MemoryBank:
        """Open the memory in `home`, making it when there is none.

        Raises:
            StoreError: not writable, locked, damaged, or written by a newer version.
        """
        return cls(home, Database.open(home))

    def __enter__(self) -> MemoryBank:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Bring the index up to date if it is free, and let go of the files."""
        with self._index_lock:
            try:
                # The outbox keeps what could not be done; the next search does it.
                with contextlib.suppress(StoreError):
                    self._indexing.close()
            finally:
                self._database.close()

    def add_document(self, document: NewDocument, segments: Sequence[NewSegment]) -> AddResult:
        """Add a document or replace it when its fingerprint has changed."""
        result = self._documents.add(document, segments)
        with self._index_lock:
            if self._indexing.pending() >= _PENDING_LIMIT:
                self._indexing.catch_up()
        return result

    def documents(self) -> list[DocumentRecord]:
        """Every document, by source."""
        return self._documents.all()

    def fingerprint(self, source: str) -> str | None:
        """What `add_document` was last given as this source's fingerprint."""
        return self._documents.fingerprint(source)

    def document_text(self, source: str) -> str | None:
        """The extracted text that spans count in; None for an unknown source."""
        return self._documents.text(source)

    def remove_document(self, source: str) -> bool:
        """Forget a document; False when there was none."""
        return self._documents.remove(source)

    def search(
        self, query: str, *, kinds: Sequence[str] = ("knowledge",), limit: int = 10
    ) -> list[SegmentHit]:
        """The segments that match best by BM25, best first; none for a query without words."""
        wanted = query_tokens(query[:_QUERY_LENGTH])
        if not wanted.tokens or limit < 1:
            return []
        with self._index_lock:
            found, rarity = self._indexing.search(wanted, kinds, limit)
        return load_hits(self._database, found, wanted, rarity) if found else []

    def create_session(self, title: str) -> str:
        """Begin a session; its id."""
        return self._sessions.create(title)

    def sessions(self) -> list[SessionRecord]:
        """Every session, the one last used first."""
        return self._sessions.all()

    def turns(self, session_id: str) -> list[TurnRecord]:
        """The turns of a session in order."""
        return self._sessions.turns(session_id)

    def append_turn(
        self, session_id: str, question: str, answer_text: str, answer_json: str
    ) -> None:
        """Keep a question and its answer, and make them findable as "conversation"."""
        self._sessions.append_turn(session_id, question, answer_text, answer_json)

    def append_task(
        self,
        session_id: str,
        task_name: str,
        command_json: str,
        observation: str,
        error: str | None,
        seconds: float,
    ) -> None:
        """Keep a task and what was observed, and make them findable as "task"."""
        self._sessions.append_task(session_id, task_name, command_json, observation, error, seconds)

    def statistics(self) -> BankStatistics:
        """How much is remembered, and how many bytes that takes on disk."""
        row = self._database.rows(
            "SELECT (SELECT count(*) FROM documents) AS documents,"
            " (SELECT count(*) FROM segments) AS segments, (SELECT count(*) FROM turns) AS turns"
        )[0]
        return BankStatistics(**row, bytes=_bytes_on_disk(self.home))


def _bytes_on_disk(home: Path) -> int:
    paths = [home / (DATABASE_NAME + suffix) for suffix in ("", "-wal", "-shm")]
    total = 0
    with contextlib.suppress(OSError):
        paths.extend((home / INDEX_NAME).iterdir())
    for path in paths:
        # Files come and go while another process merges.
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total
