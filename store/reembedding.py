"""Vectors made again: when another embedding model is chosen, or segments are without any.

The vectors in use keep serving searches while those of the next model are made, a batch to a
transaction; whatever interrupts that, it goes on from the last batch. Segments added meanwhile get
both. With the last batch the next model takes the place of the one in use, in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from store.database import Database
from store.records import Embedder
from store.segments import indexed_text
from store.vector_tables import StoredModel, VectorTables, embed_checked

_BATCH = 256
_TEXTS = (
    "SELECT id, kind, title, heading, text FROM segments"
    " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
)


class Reembedding:
    """The making of vectors for segments that lack them. Every method raises StoreError."""

    def __init__(
        self,
        database: Database,
        tables: VectorTables,
        embedder: Callable[[], Embedder | None],
    ) -> None:
        self._database = database
        self._tables = tables
        self._embedder = embedder

    def due(self) -> bool:
        """Whether segments lack a vector of the embedding model at hand, or `step` is needed."""
        embedder = self._embedder()
        if embedder is None:
            return False
        models = self._tables.models()
        active = models.get("active")
        if active is None:
            return bool(self._database.value("SELECT EXISTS (SELECT 1 FROM segments)"))
        if active.identity != embedder.identity or "next" in models:
            return True
        return bool(self._tables.lacking(active, 1))

    def progress(self) -> tuple[int, int]:
        """How many of all segments have a vector of the model at hand, and how many there are."""
        embedder = self._embedder()
        total = int(self._database.value("SELECT count(*) FROM segments"))
        if embedder is None:
            return 0, total
        target = self._target(embedder, self._tables.models())
        return (0 if target is None else self._tables.count(target)), total

    def step(self, batch: int = _BATCH) -> int:
        """Make the vectors of some segments; how many, 0 when all is done."""
        embedder = self._embedder()
        while embedder is not None:
            target = self._prepared(embedder)
            lacking = self._tables.lacking(target, batch)
            if lacking:
                self._fill(embedder, target, lacking)
                return len(lacking)
            if self._ended(embedder):
                break
        return 0

    def _target(self, embedder: Embedder, models: dict[str, StoredModel]) -> StoredModel | None:
        for model in models.values():
            if model.identity == embedder.identity:
                return model
        return None

    def _prepared(self, embedder: Embedder) -> StoredModel:
        """The tables to fill; a next model that is no longer wanted is dropped."""
        models = self._tables.models()
        target = self._target(embedder, models)
        if target is not None and ("next" not in models or target.state == "next"):
            return target
        with self._database.transaction():
            models = self._tables.models()
            following = models.pop("next", None)
            if following is not None and following.identity != embedder.identity:
                self._tables.drop(following)
                following = None
            target = following or self._target(embedder, models)
            if target is not None:
                return target
            state = "next" if "active" in models else "active"
            return self._tables.create(state, embedder.identity, embedder.dimensions)

    def _fill(self, embedder: Embedder, target: StoredModel, lacking: list[int]) -> None:
        rows = self._database.tuples(_TEXTS, (json.dumps(lacking),))
        vectors = embed_checked(embedder, [indexed_text(*row[2:]) for row in rows])
        with self._database.transaction():
            # Another process may have removed or filled some, or ended it all.
            latest = self._target(embedder, self._tables.models())
            if latest is None or latest.id != target.id:
                return
            still = set(self._tables.lacking(latest, len(lacking)))
            kept = [place for place, row in enumerate(rows) if row[0] in still]
            if kept:
                wanted = [(rows[place][0], rows[place][1]) for place in kept]
                self._tables.write(latest, wanted, list(vectors[kept]))
            self._tables.note_done(latest, lacking[-1])

    def _ended(self, embedder: Embedder) -> bool:
        """Note that nothing lacks, and let the next model take its place; False if some do."""
        with self._database.transaction():
            models = self._tables.models()
            target = self._target(embedder, models)
            if target is None or self._tables.lacking(target, 1):
                return False
            last = self._database.value("SELECT max(id) FROM segments")
            self._tables.note_done(target, int(last or 0))
            if target.state == "next":
                self._tables.drop(models["active"])
                self._tables.activate(target)
            return True
