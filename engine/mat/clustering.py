"""Queries grouped by topic: spherical k-means over the vectors of an embedding model.

The clusters overlap, as those of the paper do (section 3.1): a query that is nearly as close to a
second centre belongs there too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.mat.queries import SeedQuery

if TYPE_CHECKING:
    from models.embedding.base import EmbeddingModel, Vectors

_ROUNDS = 25
# How much less like the second centre a query may be than like its own.
_OVERLAP = 0.05


def default_number(queries: int) -> int:
    """How many clusters so many queries are grouped in: about one for 25."""
    return max(1, min(64, round(queries / 25)))


def cluster(
    queries: Sequence[SeedQuery], number: int, embedding: EmbeddingModel, seed: int
) -> list[SeedQuery]:
    """The queries with the numbers of their clusters, the nearest first.

    Raises:
        EmbeddingError: the model failed.
    """
    import numpy as np

    number = max(1, min(number, len(queries)))
    vectors = embedding.embed_documents([query.text for query in queries])
    centres = _centres(vectors, number, seed)
    likeness = vectors @ centres.T
    order = np.argsort(-likeness, axis=1, kind="stable")
    found = []
    for row, query in enumerate(queries):
        own = int(order[row, 0])
        members = [own]
        if number > 1:
            second = int(order[row, 1])
            if likeness[row, second] >= likeness[row, own] - _OVERLAP:
                members.append(second)
        found.append(replace(query, clusters=tuple(members)))
    return found


def _centres(vectors: Vectors, number: int, seed: int) -> Vectors:
    """Unit vectors; the first ones by k-means++, so that they lie apart."""
    import numpy as np

    rng = np.random.default_rng(seed)
    chosen = [int(rng.integers(len(vectors)))]
    nearest = vectors @ vectors[chosen[0]]
    while len(chosen) < number:
        far = np.clip(1.0 - nearest, 0.0, None).astype(np.float64)
        far[chosen] = 0.0
        total = far.sum()
        if total > 0:
            pick = int(rng.choice(len(vectors), p=far / total))
        else:
            pick = next(row for row in range(len(vectors)) if row not in chosen)
        chosen.append(pick)
        nearest = np.maximum(nearest, vectors @ vectors[pick])
    centres: Vectors = vectors[chosen].copy()
    members = np.full(len(vectors), -1)
    for _ in range(_ROUNDS):
        now = (vectors @ centres.T).argmax(axis=1)
        if (now == members).all():
            break
        members = now
        for index in range(number):
            total_vector = vectors[members == index].sum(axis=0)
            length = float(np.linalg.norm(total_vector))
            if length > 0:
                centres[index] = total_vector / length
    return centres
