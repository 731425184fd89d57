"""A static embedding model: a text's vector is the weighted sum of its features' vectors.

No network is run, so a passage costs some microseconds a word. How the vectors are learnt is in
`models.training.embedding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.embedding.features import FeatureExtractor
from models.embedding.table import Table, read_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from models.embedding.base import Vectors

_DIGEST_LENGTH = 16


class StaticModel:
    """An `EmbeddingModel` over a table of vectors. Any thread may use it."""

    def __init__(self, table: Table) -> None:
        self._features = FeatureExtractor(table.names, table.simplified)
        self._vectors = table.vectors
        self._passage_scales = table.scales
        self._query_scales = table.scales * table.query_factors
        self.identity = f"{table.name}-{table.digest[:_DIGEST_LENGTH]}"
        self.dimensions = int(table.vectors.shape[1])

    @classmethod
    def open(cls, path: Path) -> StaticModel:
        """The model in the file at `path`; raises EmbeddingError as `read_table` does."""
        return cls(read_table(path))

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages; see `EmbeddingModel`."""
        import numpy as np

        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            rows[row] = self._vector(text, self._passage_scales)
        return rows

    def embed_query(self, text: str) -> Vectors:
        """Vector of a question; see `EmbeddingModel`."""
        return self._vector(text, self._query_scales)

    def word_numbers(self, words: Sequence[str]) -> list[int]:
        """The numbers of folded words and pairs of Han characters; -1 for those it does not have
        as a whole."""
        return self._features.whole(words)

    def word_vectors(self, numbers: NDArray[np.intp]) -> Vectors:
        """The vectors of these numbers, of length 1: shape (numbers, dimensions), float32."""
        import numpy as np

        rows: Vectors = self._vectors[numbers].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        rows /= np.maximum(lengths, np.float32(1e-6))[:, None]
        return rows

    def close(self) -> None:
        """Nothing is held that Python would not free."""

    def _vector(self, text: str, scales: NDArray[np.float32]) -> Vectors:
        import numpy as np

        numbers = self._features.numbers(text)
        total: Vectors = scales[numbers] @ self._vectors[numbers].astype(np.float32)
        length = float(np.sqrt(total @ total))
        return total / np.float32(length) if length > 0.0 else np.zeros_like(total)
