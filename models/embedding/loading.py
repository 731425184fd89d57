"""Opens an embedding model by what a user wrote in the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from models import builtin
from models.embedding.base import EmbeddingError, EmbeddingModel
from models.paths import expanded

BUILTIN: Final = "builtin"


def builtin_path() -> Path:
    """The file of the built-in static model."""
    return Path(builtin.__file__).with_name("kagent-embed.bin")


def load_embedding(source: str) -> EmbeddingModel:
    """Open the embedding model that `source` names: "builtin", or the path of a .gguf file.

    Raises:
        EmbeddingError: one line with what is wrong and what to do.
    """
    if not source.strip():
        raise EmbeddingError('no embedding model is set: use "builtin" or the path of a .gguf file')
    if source == BUILTIN:
        # Imported here, like llama.cpp below, because most commands never embed.
        from models.embedding.static import StaticModel

        return StaticModel.open(builtin_path())
    from models.embedding.gguf import GgufModel

    return GgufModel(expanded(source))
