"""A model that is asked in another layout of prompts than its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from models.language.base import LanguageModel, Message, OptionScorer, PromptStyle, Scores
from models.language.wrapped import WrappedModel


def in_style(model: LanguageModel, style: PromptStyle) -> LanguageModel:
    """The model with prompts of that layout; itself where they are its own."""
    if model.style == style:
        return model
    return StyledScorer(model, style) if isinstance(model, OptionScorer) else Styled(model, style)


class Styled(WrappedModel):
    """All but the layout is the model's own; whoever opened the model closes it."""

    def __init__(self, model: LanguageModel, style: PromptStyle) -> None:
        super().__init__(model)
        self._style = style

    @property
    def style(self) -> PromptStyle:
        """The layout that was wished for."""
        return self._style

    def close(self) -> None:
        """Nothing."""


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
