"""The static model as it is trained: one vector and two weights for each feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import nn

from models.training.embedding_batches import Ids


class StaticEncoder(nn.Module):
    """Sum of weighted feature vectors, brought to length 1; questions have weights of their own."""

    def __init__(self, vectors: NDArray[np.float32], weights: NDArray[np.float32]) -> None:
        super().__init__()
        self.vectors = nn.Parameter(torch.from_numpy(vectors.copy()))
        logarithms = torch.from_numpy(np.log(np.maximum(weights, 1e-4)))
        self.passage_weights = nn.Parameter(logarithms.clone())
        self.query_factors = nn.Parameter(torch.zeros_like(logarithms))
        # The usual learnt temperature of contrastive training (CLIP, arXiv 2103.00020).
        self.log_scale = nn.Parameter(torch.tensor(np.log(20.0), dtype=torch.float32))
        self.match_log_scale = nn.Parameter(torch.tensor(np.log(20.0), dtype=torch.float32))

    def passages(self, rows: Sequence[Ids]) -> Any:
        """Vectors of passages given as feature numbers, shape (rows, dimensions)."""
        return self._pool(rows, self.passage_weights)

    def queries(self, rows: Sequence[Ids]) -> Any:
        """Vectors of questions given as feature numbers, shape (rows, dimensions)."""
        return self._pool(rows, self.passage_weights + self.query_factors)

    def matches(self, queries: Sequence[Ids], passages: Sequence[Ids]) -> Any:
        """Late interaction, shape (queries, passages): how well a passage covers a query's words.

        Each feature of the query finds the most similar one of the passage, and the cosines are
        averaged by weight (ColBERT, arXiv 2004.12832, without a network). Rankings that compare
        words one by one profit from vectors that are trained for it.
        """
        asked, offered = _distinct(queries), _distinct(passages)
        wanted = self.vectors[asked]
        cosines = F.normalize(wanted, dim=1) @ F.normalize(self.vectors[offered], dim=1).T
        longest = max(map(len, passages))
        places = np.zeros((len(passages), longest), np.int64)
        for place, row in zip(places, passages, strict=True):
            # A short passage repeats its first feature, which changes no maximum.
            place[:] = np.searchsorted(offered, row[0])
            place[: len(row)] = np.searchsorted(offered, row)
        best = cosines[:, torch.from_numpy(places)].amax(dim=2)
        share = self._shares(queries, asked, wanted)
        return share @ best

    def _shares(self, queries: Sequence[Ids], asked: NDArray[np.int64], wanted: Any) -> Any:
        """What part of each query's weight each distinct feature has, shape (queries, features)."""
        numbers = torch.from_numpy(asked)
        logarithms = (self.passage_weights + self.query_factors)[numbers]
        weights = logarithms.exp() * wanted.norm(dim=1)
        present = torch.zeros(len(queries), len(asked))
        for row, query in enumerate(queries):
            present[row, torch.from_numpy(np.searchsorted(asked, query))] = 1.0
        return F.normalize(present * weights, p=1.0, dim=1)

    def _pool(self, rows: Sequence[Ids], logarithms: Any) -> Any:
        lengths = np.array([len(row) for row in rows])
        offsets = torch.from_numpy(np.concatenate([[0], np.cumsum(lengths)[:-1]]))
        ids = torch.from_numpy(np.concatenate(rows).astype(np.int64))
        weights = logarithms[ids].exp()
        summed = F.embedding_bag(ids, self.vectors, offsets, mode="sum", per_sample_weights=weights)
        return F.normalize(summed, dim=1, eps=1e-6)


def contrast(scores: Any, groups: Any, loose: Any) -> Any:
    """Cross entropy of each row's own column among all, both ways.

    A column of the same group counts as no wrong answer for a `loose` row.
    """
    size = scores.shape[0]
    excused = (groups[:, None] == groups[None, :]) & loose[:, None]
    excused &= ~torch.eye(size, dtype=torch.bool)
    scores = scores.masked_fill(excused, -1e4)
    wanted = torch.arange(size)
    return 0.5 * (F.cross_entropy(scores, wanted) + F.cross_entropy(scores.T, wanted))


def _distinct(rows: Sequence[Ids]) -> NDArray[np.int64]:
    """The different features in `rows`, in order."""
    distinct: NDArray[np.int64] = np.unique(np.concatenate(rows)).astype(np.int64)
    return distinct
