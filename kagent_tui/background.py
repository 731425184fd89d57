"""Slow work beside the screen: daemon threads whose results come back to the screen's own thread.

Textual's thread workers run in asyncio's executor, which a program that ends waits for; a search
or a download that hangs would keep it from quitting.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine, Iterable
from typing import NoReturn, TypeVar

from textual.message_pump import MessagePump

from kagent_tui.expected_errors import expected_errors, one_line

Result = TypeVar("Result")
Said = Callable[[str], object]


class Background:
    """Runs functions for one screen, widget or application.

    Of each `group` only the newest run counts: an older one is cancelled and its results are
    dropped. Callbacks run in the owner's thread, never after the owner is gone; a coroutine is
    awaited there, and whatever else they return is ignored.
    """

    def __init__(self, owner: MessagePump) -> None:
        self._owner = owner
        self._running: dict[str, threading.Event] = {}

    def run(
        self,
        work: Callable[[threading.Event], Result],
        *,
        done: Callable[[Result], object] | None = None,
        failed: Said | None = None,
        group: str = "",
    ) -> threading.Event:
        """Run `work` with its cancel event, which is returned too.

        `done` takes its result; `failed` takes one line where it met trouble of the kinds that are
        said to the user. Anything else ends the program as a fault.
        """
        cancel = self._begin(group)

        def job() -> None:
            result = work(cancel)
            if done is not None:
                self._call(cancel, done, result)

        self._start(job, cancel, failed)
        return cancel

    def stream(
        self,
        work: Callable[[threading.Event], Iterable[Result]],
        each: Callable[[Result], object],
        *,
        done: Callable[[], object] | None = None,
        failed: Said | None = None,
        group: str = "",
    ) -> threading.Event:
        """As `run`, for work that yields: `each` takes every value as it comes, `done` nothing."""
        cancel = self._begin(group)

        def job() -> None:
            for value in work(cancel):
                self._call(cancel, each, value)
            if done is not None:
                self._call(cancel, done)

        self._start(job, cancel, failed)
        return cancel

    def cancel(self, group: str = "") -> None:
        """Let the running work of a group end, and drop what still comes of it."""
        if group in self._running:
            self._running.pop(group).set()

    def cancel_all(self) -> None:
        """Cancel every group: the owner goes away."""
        for group in list(self._running):
            self.cancel(group)

    def _begin(self, group: str) -> threading.Event:
        self.cancel(group)
        cancel = self._running[group] = threading.Event()
        return cancel

    def _start(self, job: Callable[[], None], cancel: threading.Event, failed: Said | None) -> None:
        app = self._owner.app

        def guarded() -> None:
            try:
                job()
            except BaseException as error:
                if not isinstance(error, (OSError, *expected_errors())):
                    # A fault of the program: the owner's thread raises it again, or the
                    # application's where the owner is gone.
                    _ = _hand(self._owner, _raise, error) or _hand(app, _raise, error)
                elif failed is not None:
                    self._call(cancel, failed, one_line(error))

        threading.Thread(target=guarded, name="kagent-background", daemon=True).start()

    def _call(
        self, cancel: threading.Event, callback: Callable[..., object], *given: object
    ) -> None:
        def unless_cancelled() -> object:
            returned = None if cancel.is_set() else callback(*given)
            # What `dismiss` and `push_screen` return can be awaited too, but not here: a screen
            # that waits for its own end waits for ever.
            return returned if isinstance(returned, Coroutine) else None

        if not cancel.is_set():
            _hand(self._owner, unless_cancelled)


def _hand(owner: MessagePump, callback: Callable[..., object], *given: object) -> bool:
    """Have a callback run in the owner's thread; False where the owner is gone."""
    try:
        return owner.call_later(callback, *given)
    except RuntimeError:
        # The event loop was closed, or the owner left its application, between Textual's look at
        # the owner and its use of the two.
        return False


def _raise(error: BaseException) -> NoReturn:
    raise error
