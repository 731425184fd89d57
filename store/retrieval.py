"""Finds segments by keywords and by meaning, and makes of them hits that are worth showing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from store.duplicates import join_neighbours, merge_duplicates
from store.features import Candidate, WordVectors
from store.fusion import Ranking, convex
from store.indexing import Indexing
from store.query_view import QueryView
from store.records import SearchScope, SegmentHit
from store.reranking import HitReranker, Reranker, Verdict
from store.segments import Segments
from store.tokens import query_tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Row: TypeAlias = dict[str, Any]

# How deep each of the two searches goes, and how many of the fused hits are judged at a time.
_DEPTH = 100
BLOCK = 20
# Hits of one search at most.
_MOST = 200


class VectorSearch(Protocol):
    """A search by vectors; StoreError when it is in trouble."""

    def embed_query(self, text: str) -> NDArray[np.float32] | None:
        """The vector of a query, zeros when nothing is known of it; None: keywords must do."""
        ...

    def search(
        self, query_vector: NDArray[np.float32], scope: SearchScope, limit: int
    ) -> list[tuple[int, float]]:
        """Segment ids with cosines, best first."""
        ...

    def cosines(
        self, query_vector: NDArray[np.float32], segment_ids: Sequence[int]
    ) -> dict[int, float]:
        """The cosines of those of the segments that have a vector."""
        ...


# How many hits, from the first on, decide whether anything relevant was found.
_TRUSTED = 2


class Retrieval:
    """The retrieval of one memory bank. Every method raises StoreError when it is in trouble.

    Args:
        indexing: The keyword index.
        segments: The segments' texts and places.
        vectors: The search by vectors, where there is an embedding model.
        words: Makes the vectors of words that the reranker compares; called when first needed.
        reranker: Orders the best hits anew, after the built-in one.
    """

    def __init__(
        self,
        indexing: Indexing,
        segments: Segments,
        vectors: VectorSearch | None = None,
        words: Callable[[], WordVectors] | None = None,
        reranker: HitReranker | None = None,
    ) -> None:
        self._indexing = indexing
        self._segments = segments
        self._vectors = vectors
        self._make_words = words
        self._reranker = reranker

    def search(self, query: str, scope: SearchScope, limit: int) -> list[SegmentHit]:
        """The best hits for a query, best first: near duplicates merged, neighbours joined."""
        limit = min(limit, _MOST)
        hits: list[SegmentHit] = []
        distinct: list[SegmentHit] = []
        for block in self._blocks(self.find(query, scope, max(_DEPTH, 2 * limit))):
            hits += block
            distinct = merge_duplicates(hits, limit)
            if len(distinct) == limit:
                break
        return join_neighbours(distinct, self._segments.span)

    def rank(self, query: str, scope: SearchScope, limit: int) -> list[SegmentHit]:
        """The best segments for a query one by one, best first."""
        hits: list[SegmentHit] = []
        for block in self._blocks(self.find(query, scope, max(_DEPTH, limit))):
            hits += block
            if len(hits) >= limit:
                break
        return hits[:limit]

    def _blocks(self, found: Found) -> Iterator[list[SegmentHit]]:
        for first in range(0, len(found.fused), BLOCK):
            yield self._judged(found, [key for key, _ in found.fused[first : first + BLOCK]])

    def find(self, query: str, scope: SearchScope, depth: int = _DEPTH) -> Found:
        """What the two searches find, before anything is judged."""
        wanted = query_tokens(query)
        keywords, rarity = self._indexing.search(wanted, scope, depth)
        vector, nearest = self._by_meaning(query, scope, depth)
        return Found(query, QueryView(query, wanted, rarity), keywords, vector, nearest)

    def candidates(self, found: Found, ids: Sequence[int]) -> tuple[list[Row], list[Candidate]]:
        """The rows of some found segments, and what the reranker is to know of each.

        Ids that are gone are left out.
        """
        rows = self.rows(ids)
        similarities = self._similarities(found, [row["id"] for row in rows])
        return rows, [
            Candidate(
                text=row["text"],
                title=row["title"],
                heading=row["heading"] or "",
                owner=row["source"],
                keyword_score=found.scores.get(row["id"], 0.0),
                keyword_rank=found.keyword_ranks.get(row["id"]),
                similarity=similarities.get(row["id"]),
                vector_rank=found.vector_ranks.get(row["id"]),
            )
            for row in rows
        ]

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The rows of some segments in their order, without those that are gone."""
        by_id = self._segments.rows(ids)
        return [by_id[key] for key in ids if key in by_id]

    def _by_meaning(
        self, query: str, scope: SearchScope, limit: int
    ) -> tuple[NDArray[np.float32] | None, Ranking]:
        if self._vectors is None:
            return None, ()
        vector = self._vectors.embed_query(query)
        if vector is None or not vector.any():
            return None, ()
        return vector, self._vectors.search(vector, scope, limit)

    def _similarities(self, found: Found, ids: Sequence[int]) -> dict[int, float]:
        if found.vector is None or self._vectors is None:
            return {}
        known = dict(found.nearest)
        missing = [key for key in ids if key not in known]
        return known | (self._vectors.cosines(found.vector, missing) if missing else {})

    def _judged(self, found: Found, ids: Sequence[int]) -> list[SegmentHit]:
        rows, candidates = self.candidates(found, ids)
        verdicts = self._ranker.judge(found.view, candidates, self.words)
        hits = [
            _hit(row, candidate, verdict)
            for row, candidate, verdict in zip(rows, candidates, verdicts, strict=True)
        ]
        if self._reranker is not None and hits:
            scores = self._reranker.rerank(found.query, [hit.text for hit in hits])
            hits = [replace(hit, score=score) for hit, score in zip(hits, scores, strict=True)]
        hits.sort(key=lambda hit: (-hit.score, hit.id))
        # The relevance of passages far down was not learnt: they cannot outdo the first ones.
        most = max((hit.relevance for hit in hits[:_TRUSTED]), default=0.0)
        return [replace(hit, relevance=min(hit.relevance, most)) for hit in hits]

    @cached_property
    def words(self) -> WordVectors | None:
        """The vectors of words that the reranker compares, if there are any."""
        return self._make_words() if self._make_words is not None else None

    @cached_property
    def _ranker(self) -> Reranker:
        return Reranker.builtin()


class Found:
    """What the two searches found: `fused` ids with scores, best first; the rest by segment."""

    def __init__(
        self,
        query: str,
        view: QueryView,
        keywords: Ranking,
        vector: NDArray[np.float32] | None,
        nearest: Ranking,
    ) -> None:
        self.query = query
        self.view = view
        self.vector = vector
        self.keywords = keywords
        self.nearest = nearest
        self.fused = convex(keywords, nearest) if nearest else list(keywords)
        self.scores = dict(keywords)
        self.keyword_ranks = {key: rank for rank, (key, _) in enumerate(keywords)}
        self.vector_ranks = {key: rank for rank, (key, _) in enumerate(nearest)}


def _hit(row: Row, candidate: Candidate, verdict: Verdict) -> SegmentHit:
    values = dict(row)
    start, end = values.pop("span_start"), values.pop("span_end")
    return SegmentHit(
        **values,
        start=start,
        end=end,
        score=verdict.score,
        coverage=verdict.coverage,
        relevance=verdict.relevance,
        similarity=candidate.similarity,
    )
