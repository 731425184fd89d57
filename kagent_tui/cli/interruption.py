"""Ctrl-C while something is at work: the first press stops it politely, the second at once."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

STOPPING = "stopping; what was read is kept; Ctrl+C again stops at once"


@contextlib.contextmanager
def interruptible(notice: str = "") -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second raises KeyboardInterrupt.

    With the first one `notice` is shown on a terminal, for what takes a while to stop.

    Outside the main thread, where Python allows no signal handlers, the event is never set.
    """
    cancel = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            signal.default_int_handler(number, frame)
        cancel.set()
        if notice and os.isatty(2):
            os.write(2, f"\nkagent: {notice}\n".encode())

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
