"""Starts the program that opens a cited source: beside this one, or in its terminal."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kagent_tui.troubles import in_words

if TYPE_CHECKING:
    from engine.opening import Opening

# A program that fails at once, for want of a display or the like, has failed by then.
_SETTLE_SECONDS = 0.7


def launch(opening: Opening) -> str | None:
    """Start the command; what went wrong in one line, or None.

    One that needs the terminal has it until it ends; another runs on by itself. No shell is
    involved.
    """
    try:
        if opening.in_terminal:
            # engine.opening made the command: an installed program and a checked path, no shell.
            # Descriptor 2 may lead into a log while the interface runs (stderr_guard).
            with _undisturbed():
                ended = subprocess.run(opening.command, check=False, stderr=sys.__stderr__)  # noqa: S603
                code: int | None = ended.returncode
        else:
            code = _start(opening.command)
    except OSError as error:
        return in_words(f"{opening.program}: cannot be started: {error.strerror or error}")
    return in_words(f"{opening.program}: ended with code {code}") if code else None


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave Ctrl-C to the program that has the terminal: a pager and an editor have uses for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A handler, since what is ignored would be ignored by the program too.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start(command: tuple[str, ...]) -> int | None:
    """The exit code of a program that ends at once, None while it runs."""
    started = subprocess.Popen(  # noqa: S603 (as above)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return started.wait(_SETTLE_SECONDS)
    except subprocess.TimeoutExpired:
        return None
