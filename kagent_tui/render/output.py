"""The only module that writes to standard output."""

from __future__ import annotations

import codecs
import io
import os
import sys

# What a terminal without these characters shows instead; anything else becomes a \u escape.
_PLAIN = {
    "—": "-",
    "–": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "·": "-",
    "：": ": ",
    "✓": "ok",
    "✗": "no",
    "\ufffd": "?",
}
_ERRORS = "kagent.plain"


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    characters = error.object[error.start : error.end]
    shown = [
        _PLAIN.get(character) or character.encode("ascii", "backslashreplace").decode("ascii")
        for character in characters
    ]
    return "".join(shown), error.end


def prepare() -> None:
    """Make writing never fail for want of a character, whatever the locale."""
    codecs.register_error(_ERRORS, _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def is_unicode() -> bool:
    """Whether standard output takes every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("_", "-").startswith("utf-")


def is_terminal() -> bool:
    """Whether a person reads standard output directly, and types at standard input."""
    return bool(sys.stdout and sys.stdin and sys.stdout.isatty() and sys.stdin.isatty())


class OutputError(Exception):
    """Standard output takes nothing more, for another reason than a reader who has left."""


def write(text: str) -> None:
    """Write `text` and let the reader have it at once.

    A file or another program gets it as it is, a terminal without what it would act upon.

    Raises:
        BrokenPipeError: the reader has gone.
        OutputError: the disk is full, or the like.
    """
    if sys.stdout is None:
        return
    try:
        if sys.stdout.isatty():
            from engine.cleaning import clean

            text = clean(text)
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: {error.strerror or error}") from None


def write_line(text: str = "") -> None:
    """`write` with a newline."""
    write(f"{text}\n")


def discard() -> None:
    """Let nothing more reach standard output, so that the interpreter's exit is quiet."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
