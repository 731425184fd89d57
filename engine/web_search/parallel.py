"""Parts of one call that run beside each other, none of which can hold the others up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.network import NetworkError
from engine.tools.observation import ToolError
from engine.web_search.results import SearchFailedError

_POLL_SECONDS = 0.02
PartError = ToolError | NetworkError | SearchFailedError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part brought, or the error that kept it from it; neither where it was too slow."""

    value: Any = None
    error: PartError | None = None
    late: bool = False


class _Part(threading.Thread):
    def __init__(self, name: str, call: Callable[[], Any]) -> None:
        super().__init__(name=f"kagent-{name}", daemon=True)
        self._call = call
        self._value: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._value = self._call()
        except BaseException as error:  # raised again by the thread that waits
            self._error = error

    def outcome(self) -> Outcome:
        """Raises what is no error of a tool, the network or a search."""
        if self.is_alive():
            return Outcome(late=True)
        if self._error is None:
            return Outcome(self._value)
        if isinstance(self._error, PartError):
            return Outcome(error=self._error)
        raise self._error


def run_beside(
    calls: Mapping[str, Callable[[], Any]],
    seconds: float,
    *,
    paused: Callable[[], bool] = lambda: False,
    cancel: threading.Event | None = None,
) -> dict[str, Outcome]:
    """What the calls bring within so many seconds altogether; those that are late are left behind.

    The time during which `paused` (the user is asked something) does not count.
    """
    parts = {name: _Part(name, call) for name, call in calls.items()}
    for part in parts.values():
        part.start()
    left, before = seconds, time.monotonic()
    while left > 0.0 and (waiting := _alive(list(parts.values()))):
        if cancel is not None and cancel.is_set():
            break
        waiting[0].join(_POLL_SECONDS)
        now = time.monotonic()
        if not paused():
            left -= now - before
        before = now
    return {name: part.outcome() for name, part in parts.items()}


def _alive(parts: Sequence[_Part]) -> list[_Part]:
    return [part for part in parts if part.is_alive()]
