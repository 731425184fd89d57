"""Asking a model for one item of work: patience with servers, and a few attempts at good form."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from engine.cleaning import clean, clean_line
from engine.events import Language
from engine.mat.errors import MalformedError, StageCancelledError
from engine.mat.events import Spent
from models.language.base import (
    Constraint,
    ContextOverflowError,
    LanguageModel,
    Message,
    ModelError,
    RemoteModelError,
)
from models.language.sse import StatusError

T = TypeVar("T")
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 30.0
_LONGEST_REASON = 200
_CHARACTERS_A_TOKEN = 24
# What a server says while it is overloaded, restarts or hides behind a proxy that does.
_PASSING_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_REFUSED_STATUS = frozenset({400, 413, 422})
_TOO_LONG = re.compile(r"context|too long|too large|maximum|max_tokens|tokens|长度", re.IGNORECASE)
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_AGAIN: dict[Language, str] = {
    "en": "That cannot be used: {reason}. Write it again as a whole, in the asked form.",
    "zh": "这样不能用：{reason}。请按要求的格式完整地重写一遍。",
}
EMPTY = "the answer is empty"
CUT_OFF = "the answer is too long and was cut off"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a server is asked again, and how often a model may try to get the form right."""

    tries: int = 4
    attempts: int = 3
    first_wait: float = _FIRST_WAIT_SECONDS


def is_passing(error: ModelError) -> bool:
    """Whether asking again later may help."""
    if not isinstance(error, RemoteModelError):
        return False
    status = status_of(error)
    return status is None or status.status in _PASSING_STATUS


def status_of(error: ModelError) -> StatusError | None:
    """The status that a server answered with, where that is the trouble."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, StatusError):
        cause = cause.__cause__
    return cause


def _is_too_long(error: ModelError) -> bool:
    """Whether a server says that a prompt is too long for its model."""
    status = status_of(error)
    if status is None or status.status not in _REFUSED_STATUS:
        return False
    return status.status == 413 or _TOO_LONG.search(status.detail) is not None


@dataclass(slots=True)
class Asking:
    """The questions of one item of work; `spent` and `reasons` are what they came to."""

    cancel: threading.Event
    patience: Patience = field(default_factory=Patience)
    spent: Spent = field(default_factory=Spent)
    reasons: list[str] = field(default_factory=list)
    # Whether the last answer ended at the limit of its tokens.
    cut: bool = False

    def ask(
        self,
        model: LanguageModel,
        messages: Sequence[Message],
        max_tokens: int,
        constraint: Constraint | None = None,
    ) -> str:
        """What the model answers, cleaned; a passing trouble of its server is waited out.

        Raises:
            ContextOverflowError: the prompt is too long, by a server's word too.
            ModelError: the trouble lasts.
            StageCancelledError: the stage was interrupted.
        """
        wait = self.patience.first_wait
        for left in range(self.patience.tries - 1, -1, -1):
            try:
                return self._once(model, messages, max_tokens, constraint)
            except ModelError as error:
                if _is_too_long(error):
                    raise ContextOverflowError(str(error)) from error
                if not left or not is_passing(error):
                    raise
                self.reasons.append("the server failed and was asked again")
            if self.cancel.wait(wait):
                raise StageCancelledError
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
        raise AssertionError("at least one try is made")

    def _once(
        self,
        model: LanguageModel,
        messages: Sequence[Message],
        max_tokens: int,
        constraint: Constraint | None,
    ) -> str:
        began = time.monotonic()
        generation = model.generate(
            messages, max_tokens=max_tokens, constraint=constraint, cancel=self.cancel
        )
        most = max_tokens * _CHARACTERS_A_TOKEN
        pieces: list[str] = []
        length = 0
        try:
            for piece in generation:
                pieces.append(piece)
                length += len(piece)
                # A server that ignores the limit may never end, nor must it flood what reads this.
                if length > most:
                    break
        finally:
            usage = generation.usage
            seconds = time.monotonic() - began
            self.spent += Spent(1, usage.prompt_tokens, usage.generated_tokens, seconds)
        self.cut = length > most or generation.finish == "length"
        if generation.finish == "cancelled" and not self.cut:
            raise StageCancelledError
        return _THINKING.sub("", clean("".join(pieces)[:most])).strip()

    def read(
        self,
        model: LanguageModel,
        messages: Sequence[Message],
        max_tokens: int,
        reader: Callable[[str], T],
        language: Language,
        *,
        whole: bool = True,
    ) -> T:
        """What `reader` makes of the answer; what it refuses is told to the model and asked anew.

        A `whole` answer must not have ended at the limit of its tokens.

        Raises:
            MalformedError: no attempt was usable; says what was wrong with the last.
            ModelError: the model failed.
            StageCancelledError: the stage was interrupted.
        """
        conversation = list(messages)
        for left in range(self.patience.attempts - 1, -1, -1):
            text = self.ask(model, conversation, max_tokens)
            try:
                if not text or (whole and self.cut):
                    raise MalformedError(CUT_OFF if text else EMPTY)
                return reader(text)
            except MalformedError as error:
                reason = clean_line(str(error))[:_LONGEST_REASON]
                self.reasons.append(reason)
                if not left:
                    raise MalformedError(reason) from None
            again = Message("user", _AGAIN[language].format(reason=reason))
            # Only the last attempt is shown: the prompt must not grow with each.
            conversation = [*messages, Message("assistant", text or "…"), again]
        raise AssertionError("at least one attempt is made")
