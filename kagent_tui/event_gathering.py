"""Joins the pieces of a plan or an answer: the screen is told ten times a second at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from engine.events import Concluding, Event, Planning

GATHER_SECONDS: Final = 0.1

# Takes an event, and of how many pieces it was joined.
Post = Callable[[Event, int], None]


class EventGathering:
    """Hands on the events of one question in their order.

    The first piece goes at once, later ones joined, at the latest `seconds` after they came; every
    other event goes at once, after the pieces before it. A small model writes hundreds of pieces a
    second: a message for each would take its time from it.
    """

    def __init__(
        self,
        post: Post,
        seconds: float = GATHER_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._post = post
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()  # the timer's thread hands on, too
        self._waiting: list[Planning | Concluding] = []
        self._sent_at = float("-inf")
        self._timer: threading.Timer | None = None

    def put(self, event: Event) -> None:
        """Take the next event."""
        with self._lock:
            is_piece = isinstance(event, Planning | Concluding)
            if self._waiting and not (is_piece and type(event) is type(self._waiting[0])):
                self._hand_on()
            if not isinstance(event, Planning | Concluding):
                self._post(event, 1)
                return
            self._waiting.append(event)
            left = self._seconds - (self._clock() - self._sent_at)
            if left <= 0:
                self._hand_on()
            elif self._timer is None:
                self._timer = threading.Timer(left, self._late)
                self._timer.daemon = True
                self._timer.start()

    def _late(self) -> None:
        """Nothing came after the pieces that wait."""
        with self._lock:
            self._timer = None
            if self._waiting:
                self._hand_on()

    def _hand_on(self) -> None:
        text = "".join(piece.text for piece in self._waiting)
        self._post(type(self._waiting[0])(text), len(self._waiting))
        self._waiting, self._sent_at = [], self._clock()

    def end(self) -> None:
        """There are no more events: hand on what waits."""
        self._late()
