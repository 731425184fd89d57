"""Two rankings of the same things made into one.

The convex combination of normalised scores has one parameter and does better than reciprocal ranks
in and out of the domain it was tuned on (Bruch, Gai and Ingber 2022, arXiv 2210.11934). Reciprocal
rank fusion (Cormack, Clarke and Büttcher 2009) needs no scores that can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

Ranking = Sequence[tuple[int, float]]

# What the vectors' share of a fused score is; benchmarks/fit_ranking.py finds it.
VECTOR_SHARE = 0.4
# Cosines begin at -1, BM25 scores at 0.
_LEAST_COSINE = -1.0
_RANK_CONSTANT = 60


def convex(
    keywords: Ranking, vectors: Ranking, vector_share: float = VECTOR_SHARE
) -> list[tuple[int, float]]:
    """Ids with fused scores, 0 to 1, best first.

    Each score is divided by the best of its ranking, both counted from the least that the measure
    can give. An id that one ranking lacks gets 0 for keywords, and the last cosine for vectors.

    Args:
        keywords: Ids with BM25 scores, best first.
        vectors: Ids with cosines, best first.
        vector_share: The weight of the vectors, 0 to 1.
    """
    words = _normalised(keywords, 0.0)
    cosines = _normalised(vectors, _LEAST_COSINE)
    last = min(cosines.values(), default=0.0)
    fused = {
        key: (1 - vector_share) * words.get(key, 0.0) + vector_share * cosines.get(key, last)
        for key in (*words, *cosines)
    }
    return _best_first(fused)


def reciprocal_ranks(*rankings: Ranking) -> list[tuple[int, float]]:
    """Ids with the sum of 1 / (60 + rank) over the rankings, best first."""
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, (key, _) in enumerate(ranking, start=1):
            fused[key] = fused.get(key, 0.0) + 1 / (_RANK_CONSTANT + rank)
    return _best_first(fused)


def _normalised(ranking: Ranking, least: float) -> dict[int, float]:
    top = max((score for _, score in ranking), default=least) - least
    return {key: (score - least) / top if top > 0 else 0.0 for key, score in ranking}


def _best_first(scores: dict[int, float]) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
