"""What is piped into a question.

Standard input is read where it is a pipe, a socket or a file, never where it is a terminal or
/dev/null. A pipe that nobody writes to and nobody closes, as programs inherit one from cron jobs,
remote shells and build servers, must not keep a question waiting: where nothing comes for a few
seconds, the question is asked without it, and that is said. Once something has come, all of it is
read, for however long that takes.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
from typing import Final

from kagent_tui.cli.diagnostics import CommandError, warn

NAME: Final = "standard input"
_PATIENCE_SECONDS: Final = 3.0
_CHUNK: Final = 1 << 16
_DESCRIPTOR: Final = 0


def piped_text(*, wait: bool = False) -> str:
    """The text on standard input; empty where there is none.

    `wait`: whoever named standard input wants it, however long it takes to come.

    Raises:
        CommandError: it is no text, or more than one question takes.
    """
    if sys.stdin is None or not _is_piped():
        return ""
    reading = _Reading()
    reading.start()
    if not wait and not reading.begun.wait(_PATIENCE_SECONDS):
        warn(
            "nothing came on standard input, so the question is asked without it; "
            "to wait for it, add --knowledge -, and to leave it out, add </dev/null"
        )
        return ""
    reading.wait()
    if reading.error is not None:
        raise CommandError(f"{NAME}: cannot be read: {reading.error.strerror or reading.error}")
    return _text(bytes(reading.data))


def _is_piped() -> bool:
    try:
        mode = os.fstat(_DESCRIPTOR).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)


def _text(data: bytes) -> str:
    from engine.attachments import AttachmentError, too_large
    from engine.reading.decoding import decode
    from engine.reading.extracted import ReadingError

    if len(data) > _most():
        raise CommandError(str(too_large(NAME, len(data)))) from None
    if not data.strip():
        return ""
    try:
        return decode(data)
    except (ReadingError, AttachmentError):
        raise CommandError(
            f"{NAME}: it is no text; save it as a file and name that: --knowledge FILE"
        ) from None


def _most() -> int:
    from engine.attachments import MOST_TEXT_BYTES

    return MOST_TEXT_BYTES


class _Reading(threading.Thread):
    """Reads in the background, so that waiting for the first bytes can end.

    It reads the descriptor itself: a thread that holds the lock of sys.stdin at the program's end
    would crash the interpreter.
    """

    def __init__(self) -> None:
        super().__init__(name="kagent-standard-input", daemon=True)
        self.begun = threading.Event()
        self.data = bytearray()
        self.error: OSError | None = None

    def run(self) -> None:
        """Read to the end, or until there is too much."""
        try:
            while (chunk := os.read(_DESCRIPTOR, _CHUNK)) and len(self.data) <= _most():
                self.data += chunk
                self.begun.set()
        except OSError as error:
            self.error = error
        self.begun.set()

    def wait(self) -> None:
        """Wait for the end; Ctrl-C ends the waiting."""
        while self.is_alive():
            self.join(0.2)
