"""The search for the nearest vectors: bits in memory first, then true cosines of the best.

A look at two bits of each part of all vectors (store/codes.py) leaves the most promising hundreds,
whose vectors are read from SQLite. A scope of few segments is searched exactly.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from store.codes import CodeBook, Ids, nearest
from store.database import Database
from store.records import SearchScope
from store.vector_tables import Floats, StoredModel, VectorTables

# Segments whose true cosine is looked up first, and at most, for one search.
_FIRST_LOOK = 200
_MOST_LOOKED_UP = 2000
_AT_ONCE = 200
# After the first look, those follow whose estimated cosine is at most this many standard errors
# below the tenth best true one; an estimate's standard error is about 0.4 / sqrt(width).
_MARGIN_ERRORS = 2.0
_ERROR_FACTOR = 0.4
_COUNTED_BEST = 10
# Removed segments that may still be among the bits in memory, and the share of all of them.
_STALE, _STALE_SHARE = 1000, 0.02
_OF_DOCUMENTS = (
    "SELECT id FROM segments WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY id"
)
_OF_SESSION = (
    "SELECT id FROM segments WHERE turn_id IN (SELECT id FROM turns WHERE session_id = ?1)"
    " UNION ALL"
    " SELECT id FROM segments WHERE task_id IN (SELECT id FROM tasks WHERE session_id = ?1)"
)
_OF_KINDS = (
    "SELECT id FROM segments WHERE id IN (SELECT value FROM json_each(?))"
    " AND kind IN (SELECT value FROM json_each(?))"
)

Found = list[tuple[int, float]]  # ids with cosines, best first


class VectorSearch:
    """Searches the vectors of one database. Every method raises StoreError when in trouble."""

    def __init__(self, database: Database, tables: VectorTables) -> None:
        self._database = database
        self._tables = tables
        # Taken after the database's lock, never before it.
        self._lock = threading.RLock()
        self._books: dict[str, CodeBook] = {}
        self._seen: dict[str, int] = {}
        self._state = (0, 0)  # the model that the books are of, and its `removed` then
        self._ids_known: tuple[object, Ids | None] = (None, None)
        self._masks: tuple[object, list[NDArray[np.bool_]]] = (None, [])

    def search(self, query_vector: Floats, scope: SearchScope, limit: int) -> Found:
        """The nearest segments in the scope, at most `limit`."""
        # One moment's state of all tables; another process may put another model in place.
        with self._database.snapshot(), self._lock:
            model = self._tables.models().get("active")
            rotated = None if model is None else self._rotated(model, query_vector)
            if model is None or rotated is None:
                return []
            allowed = self._allowed(model, scope)
            if allowed is not None and len(allowed) <= _MOST_LOOKED_UP:
                return self._exact(model, rotated, self._of_kinds(allowed, scope.kinds), limit)
            books = self._refreshed(model, scope.kinds)
            masks = None if allowed is None else self._masked(books, allowed, scope)
            ids, estimates = nearest(books, rotated, _MOST_LOOKED_UP + limit, masks)
            return self._looked_up(model, rotated, ids, estimates, limit)

    def cosines(self, query_vector: Floats, ids: Sequence[int]) -> Found:
        """The true cosines of some segments; those without a vector are left out."""
        model = self._tables.models().get("active")
        rotated = None if model is None else self._rotated(model, query_vector)
        return [] if model is None or rotated is None else self._exact(model, rotated, ids)

    def _rotated(self, model: StoredModel, query_vector: Floats) -> Floats | None:
        """The query turned as the stored vectors are, of length 1; None when it says nothing."""
        if query_vector.shape != (model.dimensions,) or not np.isfinite(query_vector).all():
            return None
        length = float(np.sqrt(query_vector @ query_vector))
        if length == 0.0:
            return None
        turned = self._tables.rotate(model, query_vector[None, :] / np.float32(length))
        return turned.reshape(-1)

    def _allowed(self, model: StoredModel, scope: SearchScope) -> Ids | None:
        """`_ids_in`, kept for the next search: of a large collection they take a while."""
        if scope.document_ids is None and scope.session_id is None:
            return None
        # What is removed later is never found, whether its id is among these or not.
        key = (scope.document_ids, scope.session_id, model.id, model.changes)
        if self._ids_known[0] != key:
            self._ids_known = (key, self._ids_in(scope))
        return self._ids_known[1]

    def _ids_in(self, scope: SearchScope) -> Ids | None:
        """Ids of all segments of the scope's documents and session; None when it names neither."""
        found: Ids | None = None
        if scope.document_ids is not None:
            wanted = json.dumps(sorted(scope.document_ids))
            found = self._ids(_OF_DOCUMENTS, wanted)
        if scope.session_id is not None:
            of_session = self._ids(_OF_SESSION, scope.session_id)
            found = of_session if found is None else np.intersect1d(found, of_session)
        return found

    def _ids(self, sql: str, *parameters: str) -> Ids:
        rows = self._database.tuples(sql, parameters)
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def _of_kinds(self, ids: Ids, kinds: Sequence[str]) -> list[int]:
        wanted = (json.dumps(ids.tolist()), json.dumps(kinds))
        return [int(found) for found in self._ids(_OF_KINDS, *wanted)]

    def _refreshed(self, model: StoredModel, kinds: Sequence[str]) -> list[CodeBook]:
        """The bits of each kind, with what was written since they were last looked at."""
        known = sum(map(len, self._books.values()))
        stale = model.removed - self._state[1]
        if self._state[0] != model.id or stale > max(_STALE, _STALE_SHARE * known):
            self._books, self._seen, self._state = {}, {}, (model.id, model.removed)
            self._masks = (None, [])
        for kind in kinds:
            if self._seen.get(kind) != model.changes:
                book = self._books.setdefault(kind, CodeBook(model.width // 64))
                book.take(self._tables.chunks(model, kind, book.last_chunk))
                self._seen[kind] = model.changes
        return [self._books[kind] for kind in kinds]

    def _masked(
        self, books: Sequence[CodeBook], allowed: Ids, scope: SearchScope
    ) -> list[NDArray[np.bool_]]:
        key = (scope, *(self._seen[kind] for kind in scope.kinds))
        if self._masks[0] != key:
            self._masks = (key, [np.isin(book.ids(), allowed) for book in books])
        return self._masks[1]

    def _exact(
        self, model: StoredModel, rotated: Floats, ids: Sequence[int], limit: int | None = None
    ) -> Found:
        return _best(*self._cosines(model, rotated, ids), limit)

    def _cosines(
        self, model: StoredModel, rotated: Floats, ids: Sequence[int]
    ) -> tuple[Ids, Floats]:
        found, vectors = self._tables.fetch(model, ids)
        return found, vectors @ rotated

    def _looked_up(
        self, model: StoredModel, rotated: Floats, ids: Ids, estimates: Floats, limit: int
    ) -> Found:
        """The best by true cosine among `ids`, which come with estimated ones in their order."""
        margin = _MARGIN_ERRORS * _ERROR_FACTOR / np.sqrt(model.width)
        found, cosines = np.empty(0, np.int64), np.empty(0, np.float32)
        done, wanted = 0, max(_FIRST_LOOK, 2 * limit)
        while done < min(wanted, len(ids)):
            batch = ids[done : done + min(wanted - done, max(_AT_ONCE, 2 * limit))]
            more, their = self._cosines(model, rotated, batch.tolist())
            found, cosines = np.concatenate([found, more]), np.concatenate([cosines, their])
            done += len(batch)
            if len(found) < limit:  # the rest of them are gone
                wanted = max(wanted, done + limit)
            else:
                counted = min(_COUNTED_BEST, limit)
                least = np.partition(cosines, -counted)[-counted] - margin
                near = int(np.searchsorted(-estimates, -least, side="right"))
                wanted = min(near, _MOST_LOOKED_UP)
        return _best(found, cosines, limit)


def _best(ids: Ids, cosines: Floats, limit: int | None = None) -> Found:
    order = np.lexsort((ids, -cosines))[:limit]
    return [(int(ids[place]), float(cosines[place])) for place in order]
