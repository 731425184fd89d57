"""Tokens per second, while an answer is written and after it."""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.events import Answer

_LEAST_SECONDS = 0.3


class RateMeter:
    """Counts the pieces of a question; a piece is about a token."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begin = 0.0
        self._pieces = 0

    def reset(self) -> None:
        """Forget the pieces: a tool ran, or a new phase began."""
        self._pieces = 0

    def count(self, pieces: int = 1) -> float | None:
        """Add pieces; the rate since the first of them, None while that is too short to tell."""
        now = self._clock()
        if self._pieces == 0:
            self._begin = now
        self._pieces += pieces
        seconds = now - self._begin
        return self._pieces / seconds if seconds >= _LEAST_SECONDS else None


def rate_of(answer: Answer) -> float | None:
    """Generated tokens a second of the model's time, prompt evaluation included, tools excluded."""
    seconds = answer.usage.seconds - sum(record.seconds for record in answer.tasks)
    if seconds <= 0 or answer.usage.generated_tokens == 0:
        return None
    return answer.usage.generated_tokens / seconds
