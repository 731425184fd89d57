"""Vectors of segments: which segments mean about what a question means.

Vectors are kept as int8 in SQLite, with two bits for each of their parts in a table of sqlite-vec's
(store/vector_tables.py), and searched by both (store/vector_search.py). Segments and their vectors
are written in one transaction; a removed segment's vector goes with it, and is never found from
that moment. numpy is imported when a vector is first needed.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from store.database import Database
from store.errors import StoreError
from store.records import Embedder, SearchScope

if TYPE_CHECKING:
    from store.reembedding import Reembedding
    from store.vector_search import VectorSearch
    from store.vector_tables import Floats, StoredModel, VectorTables

# A new segment's vectors: of the model at hand and, while vectors are being made again, of the one
# in use; pairs of a model's identity and an array of shape (dimensions,).
NewVector: TypeAlias = "tuple[tuple[str, Floats], ...]"


class Vectors:
    """The vectors of one memory bank. Every method raises StoreError when it is in trouble.

    `embedder` opens the embedding model in use; `older` opens the one of a given identity, with
    which stored vectors were made, and is asked while they are not yet made again.
    """

    def __init__(
        self,
        database: Database,
        embedder: Callable[[], Embedder] | None,
        older: Callable[[str], Embedder | None] | None = None,
    ) -> None:
        self._database = database
        self._open_current = embedder
        self._open_older = older
        self._lock = threading.RLock()
        self._opened: dict[str, Embedder | None] = {}
        self._current: Embedder | None = None

    @cached_property
    def _tables(self) -> VectorTables:
        from store.vector_tables import VectorTables

        return VectorTables(self._database)

    @cached_property
    def _search(self) -> VectorSearch:
        from store.vector_search import VectorSearch

        return VectorSearch(self._database, self._tables)

    @cached_property
    def reembedding(self) -> Reembedding:
        """The making of vectors that are lacking, or of another model."""
        from store.reembedding import Reembedding

        return Reembedding(self._database, self._tables, self._embedder)

    def use(
        self,
        embedder: Callable[[], Embedder] | None,
        older: Callable[[str], Embedder | None] | None = None,
    ) -> None:
        """Go on with another embedding model, which is opened at once, as given to the constructor.

        Stored vectors of the one before stay searchable until `reembedding` has made them again.
        """
        opened = embedder() if embedder is not None else None
        before = self._open_current

        def earlier(identity: str) -> Embedder | None:
            model = older(identity) if older is not None else None
            if model is not None or before is None:
                return model
            # Its file may be gone by now.
            with contextlib.suppress(StoreError):
                return before()
            return None

        with self._lock:
            self._opened = {}
            self._open_current, self._open_older, self._current = embedder, earlier, opened

    @property
    def is_open(self) -> bool:
        """Whether the embedding model in use has been opened already."""
        return self._current is not None

    @property
    def identity(self) -> str | None:
        """The embedding model in use, opened if need be; None where there is none."""
        embedder = self._embedder()
        return None if embedder is None else embedder.identity

    def _active(self) -> StoredModel | None:
        return self._tables.models().get("active")

    def _embedder(self) -> Embedder | None:
        with self._lock:
            if self._current is None and self._open_current is not None:
                self._current = self._open_current()
            return self._current

    def _embedder_of(self, identity: str) -> Embedder | None:
        current = self._embedder()
        if current is not None and current.identity == identity:
            return current
        with self._lock:
            if identity not in self._opened:
                opened = self._open_older(identity) if self._open_older else None
                if opened is not None and opened.identity != identity:
                    opened = None
                self._opened[identity] = opened
            return self._opened[identity]

    def embed(self, texts: Sequence[str]) -> list[NewVector] | None:
        """Vectors of new segments' texts for `insert`; None when there is no embedding model.

        Takes a while, and is therefore called before the transaction that writes them.
        """
        from store.vector_tables import embed_checked

        current = self._embedder()
        if current is None:
            return None
        embedders = [current]
        active = self._active()
        if active is not None and active.identity != current.identity:
            former = self._embedder_of(active.identity)
            embedders.extend([former] if former is not None else [])
        made = [(embedder.identity, embed_checked(embedder, texts)) for embedder in embedders]
        return [
            tuple((identity, vectors[row]) for identity, vectors in made)
            for row in range(len(texts))
        ]

    def insert(self, rows: Sequence[tuple[int, str, NewVector]]) -> None:
        """Keep the vectors of new segments, given by id and kind, in the caller's transaction."""
        if not rows:
            return
        models = self._tables.models()
        identity, vector = rows[0][2][0]
        if "active" not in models:
            models["active"] = self._tables.create("active", identity, len(vector))
        for model in models.values():
            chosen = [
                ((segment_id, kind), vector)
                for segment_id, kind, vectors in rows
                for name, vector in vectors
                if name == model.identity
            ]
            if chosen:
                self._tables.write(model, [row for row, _ in chosen], [each for _, each in chosen])

    def embed_query(self, text: str) -> Floats | None:
        """The vector of a question, for `search`; None when only keywords can be searched."""
        if self._open_current is None:
            return None
        active = self._active()
        embedder = None if active is None else self._embedder_of(active.identity)
        if active is None or embedder is None:
            return None
        vector = embedder.embed_query(text)
        return vector if vector.shape == (active.dimensions,) else None

    def notice(self) -> str | None:
        """In one line why searches go by keywords only, None when they do not or need not."""
        active = None if self._open_current is None else self._active()
        if active is None or self._embedder_of(active.identity) is not None:
            return None
        return (
            f"searches go by keywords only, for the stored vectors are of {active.identity}, which "
            "is not at hand; `kagent library embed` makes them again"
        )

    def search(
        self, query_vector: Floats | None, scope: SearchScope, limit: int
    ) -> list[tuple[int, float]]:
        """Ids of the nearest segments in the scope with their cosines, best first.

        `query_vector` is what `embed_query` gave, of shape (dimensions,).
        """
        if query_vector is None or limit < 1 or not scope.kinds:
            return []
        return self._search.search(query_vector, scope, limit)

    def cosines(self, query_vector: Floats | None, ids: Sequence[int]) -> dict[int, float]:
        """The cosines of a question and segments, by id; segments without vectors are left out."""
        if query_vector is None or not ids:
            return {}
        return dict(self._search.cosines(query_vector, ids))

    def vectors_of(self, ids: Sequence[int]) -> dict[int, Floats]:
        """Vectors of length 1 by segment id; segments without one are left out."""
        model = self._active()
        if model is None or not ids:
            return {}
        found, rotated = self._tables.fetch(model, ids)
        vectors = self._tables.rotate_back(model, rotated)
        return {int(found[row]): vectors[row] for row in range(len(found))}

    def settle(self) -> None:
        """Take away the bits of removed segments, as every writing of vectors does."""
        if self._database.value("SELECT EXISTS (SELECT 1 FROM vector_removals)"):
            with self._database.transaction():
                for model in self._tables.models().values():
                    self._tables.take_away(model)

    def rebuild(self) -> None:
        """Make the vec0 tables again from the vectors."""
        with self._database.transaction():
            for model in self._tables.models().values():
                self._tables.remake_codes(model)

    def differences(self) -> int:
        """By how many rows the vec0 tables differ from the vectors; `rebuild` mends that."""
        return sum(self._tables.differences(model) for model in self._tables.models().values())
