"""A small learned reranker: puts found passages in order, and says how likely each is relevant.

Two networks with one small hidden layer over the features of `store.features`: one for when
vectors took part in the search, one for keywords alone. benchmarks/fit_ranking.py trains them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from store.features import Candidate, FeatureTable, WordVectors
from store.query_view import QueryView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

_WEIGHTS_PATH = Path(__file__).with_name("ranking.json")


class HitReranker(Protocol):
    """A stronger model, such as a cross-encoder, that may order the best passages anew."""

    def rerank(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        """A score for each text; the higher, the better it answers the query."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reranker makes of a passage.

    `score` orders the passages of one query; `relevance`, 0 to 1, is the probability that a
    passage is about the query, and can be compared between queries; `coverage`, 0 to 1, is the
    share of the query's content words found, each weighed by its rarity.
    """

    score: float
    relevance: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer of tanh beside a linear part; features are brought to one scale first."""

    features: tuple[str, ...]
    mean: Floats
    scale: Floats
    linear: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    bias: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Network:
        """A network from its lists of numbers."""
        import numpy as np

        names = ("mean", "scale", "linear", "hidden", "hidden_bias", "output")
        arrays = {name: np.array(data[name], np.float32) for name in names}
        return cls(tuple(data["features"]), **arrays, bias=float(data["bias"]))

    def __call__(self, table: FeatureTable) -> Floats:
        """One number for each passage, shape (passages,)."""
        import numpy as np

        scaled = (table.matrix(self.features) - self.mean) / self.scale
        inner = np.tanh(scaled @ self.hidden + self.hidden_bias)
        result: Floats = scaled @ self.linear + inner @ self.output + self.bias
        return result


class Reranker:
    """The built-in reranker. Any thread may use it."""

    def __init__(self, networks: Mapping[str, Mapping[str, Network]]) -> None:
        self._networks = networks

    @classmethod
    def builtin(cls) -> Reranker:
        """The reranker with the weights that come with the program."""
        return _builtin()

    @classmethod
    def from_json(cls, text: str) -> Reranker:
        """A reranker from what fit_ranking writes."""
        data = json.loads(text)
        return cls(
            {
                mode: {head: Network.from_json(data[mode][head]) for head in ("order", "relevance")}
                for mode in ("hybrid", "keywords")
            }
        )

    def judge(
        self, query: QueryView, candidates: Sequence[Candidate], words: WordVectors | None
    ) -> list[Verdict]:
        """What to make of each candidate, in their order."""
        import numpy as np

        if not candidates:
            return []
        table = FeatureTable(query, candidates, words)
        hybrid = words is not None and any(one.similarity is not None for one in candidates)
        networks = self._networks["hybrid" if hybrid else "keywords"]
        scores = networks["order"](table)
        relevance = 1.0 / (1.0 + np.exp(-np.clip(networks["relevance"](table), -30.0, 30.0)))
        coverage = table.columns["unit_coverage"]
        return [
            Verdict(float(scores[i]), float(relevance[i]), float(coverage[i]))
            for i in range(len(candidates))
        ]


@cache
def _builtin() -> Reranker:
    return Reranker.from_json(_WEIGHTS_PATH.read_text("utf-8"))
