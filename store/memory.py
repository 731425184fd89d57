"""The memory bank: everything that is remembered, behind one object."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from store import checking
from store.archives import Archives
from store.catalog import Catalog
from store.collections import Collections
from store.database import Database
from store.documents import Documents, NewEntry
from store.entries import Entries
from store.errors import StoreError
from store.features import WordVectors
from store.file_names import DATABASE_NAME, INDEX_NAME
from store.forgetting import Forgetting, PurgeReport
from store.indexing import Indexing
from store.kuaipedia import Kuaipedia
from store.recordings import Recordings
from store.records import (
    AddResult,
    BankStatistics,
    DocumentRecord,
    Embedder,
    NewDocument,
    NewSegment,
    NewTask,
    SearchScope,
    SegmentHit,
    SessionRecord,
    TurnRecord,
)
from store.reranking import HitReranker
from store.retrieval import Retrieval
from store.roots import Roots, Unread
from store.segments import Segments
from store.sessions import Sessions
from store.shelving import Shelving
from store.tokens import query_tokens
from store.vectors import Vectors

__all__ = ["MemoryBank", "StoreError"]

# Changes that may wait for the keyword index: a search or `close` takes them in any case.
_PENDING_LIMIT = 500
# Characters of a query that count; a whole page pasted in would take a second.
_QUERY_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Models:
    """How the models that a memory uses are opened, each when it is first needed.

    `embedder` makes the vectors of what is stored and asked; `older`, given an identity, the model
    that stored vectors are of while they are not yet made again; `words` the vectors of single
    words, by which hits are ranked; `reranker`, such as a cross-encoder, has the last word on the
    order of the best hits. None: done without.
    """

    embedder: Callable[[], Embedder] | None = None
    older: Callable[[str], Embedder | None] | None = None
    words: Callable[[], WordVectors] | None = None
    reranker: HitReranker | None = None


KEYWORDS_ONLY = Models()


class MemoryBank:
    """One home directory's memory; safe to share between threads.

    Every method raises StoreError, one line, when the files are in trouble. What a method has
    written is on the disk when it returns. `notices` collects what the user should hear of, such
    as an index that was made again; the index is only looked at when it is first needed.
    """

    def __init__(self, home: Path, database: Database, models: Models = KEYWORDS_ONLY) -> None:
        self.home = home
        self.models = models
        self.notices: list[str] = database.notices
        self._database = database
        self.vectors = Vectors(database, models.embedder, models.older)
        segments = Segments(database, self.vectors)
        self.collections = Collections(database)
        self.library = Documents(database, segments, self.collections)
        self.moments = self.library.moments
        self.recordings = Recordings(database)
        self.roots = Roots(database)
        self.unread = Unread(database)
        self.archives = Archives(database)
        self.kuaipedia = Kuaipedia(database)
        self._segments = segments
        shelving = Shelving(database, segments)
        self.sessions_store = self._sessions = Sessions(
            database, segments, shelving, self._turns_with
        )
        self.entries = Entries(database, shelving)
        self.catalog = Catalog(database, self._matching)
        self._indexing = Indexing(database, home, self.notices.append)
        self._retrieval = Retrieval(
            self._indexing, segments, self.vectors, models.words, models.reranker
        )
        self._forgetting = Forgetting(database, self._indexing)
        self._index_lock = threading.RLock()

    @classmethod
    def open(cls, home: Path, models: Models = KEYWORDS_ONLY) -> MemoryBank:
        """Open the memory in `home`, making it when there is none.

        Raises:
            StoreError: not writable, locked, damaged, or written by a newer version.
        """
        bank = cls(home, Database.open(home), models)
        # The next opening does what another process's work keeps this one from.
        with contextlib.suppress(StoreError):
            bank._sessions.expire()
        return bank

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

    def add_document(
        self,
        document: NewDocument,
        segments: Sequence[NewSegment],
        collection: str | None = None,
    ) -> AddResult:
        """Add a document or replace it when its fingerprint has changed; see `library.add`."""
        collections = () if collection is None else (collection,)
        return self.add_documents([NewEntry(document, segments, collections)])[0]

    def add_documents(self, entries: Sequence[NewEntry]) -> list[AddResult]:
        """`add_document` for several, in one transaction: when it returns all are on the disk."""
        results = self.library.add_all(entries)
        with self._index_lock:
            if self._indexing.pending() >= _PENDING_LIMIT:
                self._indexing.catch_up()
        return results

    def documents(self) -> list[DocumentRecord]:
        """Every document, by source."""
        return self.library.all()

    def fingerprint(self, source: str) -> str | None:
        """What `add_document` was last given as this source's fingerprint."""
        return self.library.fingerprint(source)

    def document_text(self, source: str) -> str | None:
        """The extracted text that spans count in; None for an unknown source."""
        return self.library.text(source)

    def remove_document(self, source: str) -> bool:
        """Forget a document; False when there was none."""
        return self.library.remove(source)

    def search(
        self,
        query: str,
        *,
        kinds: Sequence[str] = ("knowledge",),
        limit: int = 10,
        document_ids: frozenset[int] | None = None,
        session_id: str | None = None,
    ) -> list[SegmentHit]:
        """The segments that match best, best first, 200 at most; none for a query without words.

        `document_ids` and `session_id` leave only segments of these documents or this session.
        """
        if limit < 1 or not query.strip():
            return []
        scope = SearchScope(tuple(kinds), document_ids, session_id)
        with self._index_lock:
            return self._retrieval.search(query[:_QUERY_LENGTH], scope, limit)

    def retrieval_by(self, models: Models) -> Retrieval:
        """The search of this memory by other models, to look at what lies between query and hits.

        Without an embedder it goes by keywords alone. It takes no lock: for one thread alone.
        """
        vectors = self.vectors if models.embedder else None
        return Retrieval(self._indexing, self._segments, vectors, models.words, models.reranker)

    def _matching(self, words: str, document_ids: frozenset[int] | None) -> list[int]:
        """The knowledge segments that hold all of `words`."""
        scope = SearchScope(("knowledge",), document_ids)
        with self._index_lock:
            return self._indexing.matching_segments(query_tokens(words), scope)

    def _turns_with(self, words: str) -> list[int]:
        """The conversation segments that hold all of `words`."""
        with self._index_lock:
            return self._indexing.matching_segments(
                query_tokens(words), SearchScope(("conversation",))
            )

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
        self,
        session_id: str,
        question: str,
        answer_text: str,
        answer_json: str,
        segments: Sequence[NewSegment] | None = None,
    ) -> None:
        """Keep a question and its answer, and make them findable as "conversation"."""
        self._sessions.append_turn(session_id, question, answer_text, answer_json, segments)

    def append_task(
        self, session_id: str, task: NewTask, segments: Sequence[NewSegment] | None = None
    ) -> None:
        """Keep a task and what was observed, and make them findable as "task"."""
        self._sessions.append_task(session_id, task, segments)

    def purge(
        self, *, largest: int | None = None, progress: Callable[[str], None] | None = None
    ) -> PurgeReport:
        """Take what was removed out of the bytes of the files; see store/forgetting.py.

        Sessions stay in the trash until their time is over (`sessions_store.empty_trash`).
        A memory of more than `largest` segments is left for later, which the report says.
        """
        with self._index_lock:
            self._sessions.expire()
            self.vectors.settle()
            self.kuaipedia.prune()
            return self._forgetting.purge(largest=largest, progress=progress)

    def unpurged(self) -> int:
        """How many removed segments may still be read in the bytes of the files."""
        return self._forgetting.due()

    def problems(self) -> list[str]:
        """What a thorough check finds wrong, a line each; a second for 50 MB or so."""
        with self._index_lock:
            return checking.problems(self._database, self._indexing, self.vectors)

    def statistics(self) -> BankStatistics:
        """How much is remembered, and how many bytes that takes on disk."""
        row = self._database.rows(
            "SELECT (SELECT count(*) FROM documents) AS documents,"
            " (SELECT count(*) FROM segments) AS segments, (SELECT count(*) FROM turns"
            " WHERE session_id IN (SELECT id FROM sessions WHERE deleted_at IS NULL)) AS turns"
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
