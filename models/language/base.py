"""What every language model offers: counting tokens and generating under an optional constraint."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

Role = Literal["system", "user", "assistant", "tool"]
Finish = Literal["stop", "length", "cancelled"]
PromptStyle = Literal["pointer", "prose"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a prompt; the content is plain text and never yields special tokens."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """What the output must look like, in the two forms that backends understand.

    `gbnf` is a llama.cpp grammar; `json_schema` is the same shape as JSON Schema for servers,
    None where the output is not JSON.
    """

    gbnf: str
    json_schema: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts of one generation; `evaluated_tokens` leaves out what the prefix cache held.

    Of several added up, `largest` is the most tokens of prompt and output that one of them held;
    0 stands for one generation's own.
    """

    prompt_tokens: int = 0
    evaluated_tokens: int = 0
    generated_tokens: int = 0
    seconds: float = 0.0
    largest: int = 0

    @property
    def context_tokens(self) -> int:
        """How much of the model's context was in use, at most."""
        return self.largest or self.prompt_tokens + self.generated_tokens

    def __add__(self, other: Usage) -> Usage:
        """Sum of two generations' counts."""
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.evaluated_tokens + other.evaluated_tokens,
            self.generated_tokens + other.generated_tokens,
            self.seconds + other.seconds,
            max(self.context_tokens, other.context_tokens),
        )


class Generation(Protocol):
    """An iterator over pieces of text; `usage` and `finish` are complete once it is exhausted."""

    @property
    def usage(self) -> Usage:
        """Counts so far."""
        ...

    @property
    def finish(self) -> Finish:
        """Why it ended: a stop token or grammar end, the token limit, or the cancel event."""
        ...

    def __iter__(self) -> Iterator[str]:
        """The pieces in order, whole characters only."""
        ...

    def __next__(self) -> str:
        """The next piece."""
        ...


class LanguageModel(Protocol):
    """The one interface that the engine knows."""

    @property
    def name(self) -> str:
        """Name shown to the user, such as "kagent-nano"."""
        ...

    @property
    def context_tokens(self) -> int:
        """Largest prompt plus answer, in tokens."""
        ...

    @property
    def style(self) -> PromptStyle:
        """How prompts are laid out: "pointer" for the built-in model, "prose" for large ones."""
        ...

    def count_tokens(self, text: str) -> int:
        """Number of tokens of `text` as prompt content."""
        ...

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> Generation:
        """Stream an answer to `messages`.

        Decoding is greedy. Setting `cancel` ends the stream within 0.3 s, during prompt evaluation
        too, with `finish == "cancelled"`.

        Raises:
            ModelError: the prompt does not fit, the constraint is malformed, or the backend failed.
        """
        ...

    def close(self) -> None:
        """Release memory or connections; further calls raise ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Scores:
    """The log-probability of each of several answers, in their order; empty when cancelled.

    An answer counts as far as it takes to tell it from the others.
    """

    log_probabilities: tuple[float, ...]
    usage: Usage


@runtime_checkable
class OptionScorer(Protocol):
    """A language model that can also say how likely it finds given answers; servers cannot."""

    def score(
        self,
        messages: Sequence[Message],
        options: Sequence[str],
        *,
        cancel: threading.Event | None = None,
    ) -> Scores:
        """How likely each of `options` is as the beginning of an answer to `messages`.

        The prompt is evaluated once and stays cached, so that generating after it costs little.

        Raises:
            ModelError: the prompt does not fit, an option is empty, or the backend failed.
        """
        ...


class ModelError(Exception):
    """A model could not do what was asked; the message is one line with what to do next."""


class ModelFileError(ModelError):
    """A model file is missing, truncated or not a GGUF of a supported architecture."""


class ContextOverflowError(ModelError):
    """The prompt and the answer's room exceed the context."""


class ConstraintError(ModelError):
    """A grammar is malformed and was refused before llama.cpp saw it."""


class RemoteModelError(ModelError):
    """A model server refused, failed or could not be reached."""
