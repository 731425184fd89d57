"""Generations that are finished when they are given, and models that do one at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from models.language.base import Constraint, Finish, LanguageModel, Message, Usage
from models.language.wrapped import WrappedModel


class WholeGeneration:
    """A text that is there already; implements `Generation`."""

    def __init__(self, text: str, usage: Usage, finish: Finish = "stop") -> None:
        self._pieces = iter((text,) if text else ())
        self._usage = usage
        self._finish: Finish = finish

    @property
    def usage(self) -> Usage:
        """What it took."""
        return self._usage

    @property
    def finish(self) -> Finish:
        """Why it ended."""
        return self._finish

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The text."""
        return next(self._pieces)


class OneAtATime(WrappedModel):
    """A model on this machine for several threads: one generation waits for the one before it.

    A local model would stop the earlier generation instead.
    """

    def __init__(self, model: LanguageModel) -> None:
        super().__init__(model)
        self._lock = threading.Lock()

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> WholeGeneration:
        """The whole answer; raises as the model does."""
        with self._lock:
            generation = self._model.generate(
                messages, max_tokens=max_tokens, constraint=constraint, cancel=cancel
            )
            text = "".join(generation)
            return WholeGeneration(text, generation.usage, generation.finish)
