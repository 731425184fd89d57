"""What the models of a GGUF file in this process share, however they write their answers."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.language.base import (
    Constraint,
    ContextOverflowError,
    Message,
    ModelError,
    PromptStyle,
)
from models.language.gguf_file import GgufHeader
from models.language.prompts import layout_of
from models.language.runtime import Runtime
from models.language.sampling import Sampler


class GgufModel:
    """The part of `LanguageModel` that is the same for one answer at a time and for several.

    `finalizer` frees the model, and is dead once that is done.

    Raises:
        ModelFileError: the vocabulary lacks a token of the layout of prompts.
    """

    def __init__(
        self,
        path: Path,
        header: GgufHeader,
        runtime: Runtime,
        finalizer: weakref.finalize[..., Any],
    ) -> None:
        self._runtime = runtime
        self._finalizer = finalizer
        self._name = path.stem
        self._style, self._layout = layout_of(
            header.metadata, runtime.vocabulary, runtime.chat_template, path.name
        )

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return self._name

    @property
    def context_tokens(self) -> int:
        """Largest prompt plus answer, in tokens."""
        return self._runtime.context_tokens

    @property
    def style(self) -> PromptStyle:
        """ "pointer" where the file's metadata says so, otherwise "prose"."""
        return self._style

    def count_tokens(self, text: str) -> int:
        """Number of tokens of `text` as prompt content.

        Raises:
            ModelError: the model is closed.
        """
        self._require_open()
        return len(self._runtime.vocabulary.content_tokens(text))

    def close(self) -> None:
        """Free the model's memory; what is being written is ended first."""
        self._finalizer()

    def _require_open(self) -> None:
        if not self._finalizer.alive:
            raise ModelError(f"the model {self._name} is closed: load it again")

    def _prompt(self, messages: Sequence[Message], room: int) -> list[int]:
        """The prompt's tokens; raises ContextOverflowError where less than `room` would be left."""
        prompt = self._layout.tokens(messages)
        if len(prompt) + room > self.context_tokens:
            raise ContextOverflowError(
                f"the prompt has {len(prompt)} tokens and the answer may take {room}, but "
                f"{self._name} has room for {self.context_tokens}: shorten the question, raise "
                "context_tokens, or take a model that was trained for a longer context"
            )
        return prompt

    def _opening(
        self, messages: Sequence[Message], max_tokens: int, constraint: Constraint | None
    ) -> tuple[list[int], Sampler]:
        """The prompt of an answer and what chooses its tokens.

        Raises:
            ContextOverflowError: prompt and answer together exceed the context.
            ConstraintError: the grammar is malformed.
            ModelError: the model is closed, or `max_tokens` is not above zero.
        """
        self._require_open()
        if max_tokens < 1:
            raise ModelError("max_tokens must be at least 1")
        prompt = self._prompt(messages, max_tokens)
        return prompt, Sampler(
            self._runtime.vocabulary, None if constraint is None else constraint.gbnf
        )
