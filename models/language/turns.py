"""One generation at a time on one context."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from models.language.base import ModelError

_POLL_SECONDS: Final = 0.05


class Turn:
    """Whose turn it is to use a context; a generation is known by its `superseded` event.

    Attributes:
        step: Held while the context is in use, so that it is not freed meanwhile.
    """

    def __init__(self) -> None:
        self.step = threading.Lock()
        self._changed = threading.Condition()
        self._holder: threading.Event | None = None
        self._thread: threading.Thread | None = None
        self._retired = False

    def take(self, superseded: threading.Event, cancel: threading.Event) -> bool:
        """Wait for the turn; False if `cancel` was set first.

        A generation that this thread, or a thread that has ended, left unfinished is superseded:
        its event is set and it ends at its next step. Another thread's is waited for.

        Raises:
            ModelError: the model was closed.
        """
        me = threading.current_thread()
        with self._changed:
            while self._holder is not None and not self._retired:
                if self._thread is me or (self._thread and not self._thread.is_alive()):
                    self._holder.set()
                    break
                if cancel.is_set():
                    return False
                self._changed.wait(_POLL_SECONDS)
            if self._retired:
                raise ModelError("the model is closed: load it again")
            self._holder, self._thread = superseded, me
        return True

    def leave(self, superseded: threading.Event) -> None:
        """Give the turn back, if it is still this generation's."""
        with self._changed:
            if self._holder is superseded:
                self._holder = self._thread = None
                self._changed.notify_all()

    def retire(self, stop: Callable[[], None]) -> None:
        """End whatever has the turn, by its event and by `stop`; no one can take it again."""
        with self._changed:
            self._retired = True
            if self._holder is not None:
                self._holder.set()
            self._changed.notify_all()
        stop()
