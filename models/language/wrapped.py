"""A model that does what another does, but for what a subclass does otherwise."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from models.language.base import Constraint, Generation, LanguageModel, Message, PromptStyle


class WrappedModel:
    """Implements `LanguageModel` by the model within; raises what that raises."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """As the model is called."""
        return self._model.name

    @property
    def context_tokens(self) -> int:
        """Of the model."""
        return self._model.context_tokens

    @property
    def style(self) -> PromptStyle:
        """Of the model."""
        return self._model.style

    def count_tokens(self, text: str) -> int:
        """As the model counts."""
        return self._model.count_tokens(text)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> Generation:
        """What the model writes."""
        return self._model.generate(
            messages, max_tokens=max_tokens, constraint=constraint, cancel=cancel
        )

    def close(self) -> None:
        """Close the model."""
        self._model.close()
