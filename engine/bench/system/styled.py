"""A model that is asked in another layout of prompts than its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from models.language.base import (
    Constraint,
    Generation,
    LanguageModel,
    Message,
    OptionScorer,
    PromptStyle,
    Scores,
)


def in_style(model: LanguageModel, style: PromptStyle) -> LanguageModel:
    """The model with prompts of that layout; itself where they are its own."""
    if model.style == style:
        return model
    return StyledScorer(model, style) if isinstance(model, OptionScorer) else Styled(model, style)


class Styled:
    """Implements `LanguageModel`; all but the layout is the model's own."""

    def __init__(self, model: LanguageModel, style: PromptStyle) -> None:
        self._model = model
        self.style: PromptStyle = style

    @property
    def name(self) -> str:
        """As the model is called."""
        return self._model.name

    @property
    def context_tokens(self) -> int:
        """Of the model."""
        return self._model.context_tokens

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
        """What the model writes; raises ModelError."""
        return self._model.generate(
            messages, max_tokens=max_tokens, constraint=constraint, cancel=cancel
        )

    def close(self) -> None:
        """Nothing: whoever opened the model closes it."""


class StyledScorer(Styled):
    """The same of a model that can tell how likely answers are."""

    def score(
        self,
        messages: Sequence[Message],
        options: Sequence[str],
        *,
        cancel: threading.Event | None = None,
    ) -> Scores:
        """What the model says; raises ModelError."""
        assert isinstance(self._model, OptionScorer)
        return self._model.score(messages, options, cancel=cancel)
