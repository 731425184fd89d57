"""A model that says what it is told to, for rare failures that a real one cannot show."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from models.language.base import (
    Constraint,
    ContextOverflowError,
    Finish,
    Message,
    PromptStyle,
    Usage,
)


class ScriptedGeneration:
    """Characters of a text, one a piece."""

    def __init__(self, text: str, cancel: threading.Event | None) -> None:
        self._left = iter(text)
        self._cancel = cancel
        self._finish: Finish = "stop"
        self._count = 0

    @property
    def usage(self) -> Usage:
        return Usage(10, 5, self._count, 0.0)

    @property
    def finish(self) -> Finish:
        return self._finish

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._cancel is not None and self._cancel.is_set():
            self._finish = "cancelled"
            raise StopIteration
        self._count += 1
        return next(self._left)


class ScriptedModel:
    """Gives the outputs in turn; remembers every prompt; overflows above `longest` messages."""

    def __init__(
        self,
        outputs: Sequence[str],
        *,
        style: PromptStyle = "prose",
        longest: int = 99,
        on_generate: Callable[[int], None] | None = None,
    ) -> None:
        self.outputs = list(outputs)
        self.prompts: list[list[Message]] = []
        self.constraints: list[Constraint | None] = []
        self.name = "scripted"
        self.context_tokens = 4096
        self.style: PromptStyle = style
        self._longest = longest
        self._on_generate = on_generate

    def count_tokens(self, text: str) -> int:
        return len(text)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> ScriptedGeneration:
        assert max_tokens > 0
        if len(messages) > self._longest:
            raise ContextOverflowError("the prompt does not fit")
        self.prompts.append(list(messages))
        self.constraints.append(constraint)
        if self._on_generate is not None:
            self._on_generate(len(self.prompts))
        return ScriptedGeneration(self.outputs.pop(0), cancel)

    def close(self) -> None:
        self.outputs.clear()
