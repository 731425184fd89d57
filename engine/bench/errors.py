"""What may go wrong with a benchmark, and how it is said."""

from __future__ import annotations

from typing import Final

from engine.cleaning import clean_line

_LONGEST: Final = 60


class BenchError(Exception):
    """A benchmark cannot go on; the message is one line with what to do next."""


def in_short(text: str) -> str:
    """A text out of a file as a message shows it: on one line of at most 60 characters."""
    # Cleaning may only shorten it.
    line = clean_line(text[: 20 * _LONGEST])
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
