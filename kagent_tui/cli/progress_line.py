"""One line of progress on standard error: rewritten on a terminal, told now and then elsewhere."""

from __future__ import annotations

import contextlib
import shutil
import sys
import time
import unicodedata

from kagent_tui.cli.diagnostics import trace

_SECONDS_BETWEEN_LINES = 10.0


class ProgressLine:
    """Where a long command tells how far it is; `quiet` says nothing at all."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self.on_terminal = bool(sys.stderr and sys.stderr.isatty())
        self._line = ""
        self._told = time.monotonic()

    @property
    def width(self) -> int | None:
        """The cells that a line may have; None where it is not shown on a terminal."""
        return shutil.get_terminal_size().columns - 1 if self.on_terminal else None

    def show(self, text: str) -> None:
        """Show how far it is, in place of what was shown before."""
        if self._quiet:
            return
        if self.on_terminal:
            from engine.cleaning import clean_line

            shown = _cut(clean_line(text), shutil.get_terminal_size().columns - 1)
            _write_error("\r" + shown + " " * (cells(self._line) - cells(shown)))
            self._line = shown
        elif time.monotonic() - self._told >= _SECONDS_BETWEEN_LINES:
            self._told = time.monotonic()
            trace(text)

    def wipe(self) -> None:
        """Make room where the line stands."""
        if self._line:
            _write_error("\r" + " " * cells(self._line) + "\r")
            self._line = ""


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters take two."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(text: str, width: int) -> str:
    """As much of a text as has room in `width` cells."""
    while cells(text) > width:
        text = text[:-1]
    return text


def _write_error(text: str) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(text)
        sys.stderr.flush()
