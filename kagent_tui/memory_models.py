"""The embedding models that the memory is given, each opened once and when first needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.embedding.base import EmbeddingModel
    from models.embedding.static import StaticModel
    from store.memory import Models


def memory_models(source: str) -> Models:
    """The models of a memory whose embedding model is `source`: "builtin" or a GGUF file.

    Words are always compared by the built-in model, and what it embedded stays searchable while
    another model's vectors are being made.
    """
    from models.embedding.base import EmbeddingError
    from models.embedding.loading import BUILTIN, builtin_path, load_embedding
    from models.embedding.static import StaticModel
    from store.errors import StoreError
    from store.memory import Models

    @cache
    def built_in() -> StaticModel:
        try:
            return StaticModel.open(builtin_path())
        except EmbeddingError as error:
            raise StoreError(str(error)) from error

    @cache
    def current() -> EmbeddingModel:
        if source == BUILTIN:
            return built_in()
        try:
            return load_embedding(source)
        except EmbeddingError as error:
            raise StoreError(str(error)) from error

    def older(identity: str) -> EmbeddingModel | None:
        model = built_in()
        return model if model.identity == identity else None

    return Models(embedder=current, older=older, words=built_in)
