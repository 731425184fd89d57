"""What every embedding model offers, whether it is built in or a file of the user's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]


class EmbeddingError(Exception):
    """An embedding model cannot be used; the message is one line that says what to do."""


class EmbeddingCancelledError(Exception):
    """The caller's cancel event stopped an embedding."""


class EmbeddingModel(Protocol):
    """Turns passages and questions into vectors whose dot product says how near they are."""

    @property
    def identity(self) -> str:
        """Name and content hash: a different one means that stored vectors are of no use."""

    @property
    def dimensions(self) -> int:
        """Length of every vector."""

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages.

        Returns:
            Shape (texts, dimensions), float32, rows of length 1; a row of zeros for a text in
            which the model knows nothing.

        Raises:
            EmbeddingError: the model failed.
        """

    def embed_query(self, text: str) -> Vectors:
        """Vector of a question, shape (dimensions,), float32, of length 1 or all zero.

        Raises:
            EmbeddingError: the model failed.
        """

    def close(self) -> None:
        """Free what the model holds. It is not used afterwards."""
