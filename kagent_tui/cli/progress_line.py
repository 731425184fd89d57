"""One line of progress on standard error: rewritten on a terminal, told now and then elsewhere."""

from __future__ import annotations

import contextlib
import shutil
import sys
import time

from kagent_tui.cli.diagnostics import trace

_SECONDS_BETWEEN_LINES = 10.0


class ProgressLine:
    """Where a long command tells how far it is; `quiet` says nothing at all."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self.on_terminal = bool(sys.stderr and sys.stderr.isatty())
        self._line = ""
        self._told = time.monotonic()

    def show(self, text: str) -> None:
        """Show how far it is, in place of what was shown before."""
        if self._quiet:
            return
        if self.on_terminal:
            from engine.cleaning import clean_line

            shown = clean_line(text)[: shutil.get_terminal_size().columns - 1]
            _write_error("\r" + shown.ljust(len(self._line)))
            self._line = shown
        elif time.monotonic() - self._told >= _SECONDS_BETWEEN_LINES:
            self._told = time.monotonic()
            trace(text)

    def wipe(self) -> None:
        """Make room where the line stands."""
        if self._line:
            _write_error("\r" + " " * len(self._line) + "\r")
            self._line = ""


def _write_error(text: str) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(text)
        sys.stderr.flush()
