"""Keeps what native libraries print to standard error off the screen that Textual draws there.

Textual's drivers for Linux and macOS write the screen to descriptor 2, where llama.cpp,
onnxruntime and others say what they have to say. While the screen is shown, Python's standard error
is a private copy of that descriptor, and the descriptor itself leads into a file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

LOG_NAME: Final = "native.log"
_STANDARD_ERROR: Final = 2


@contextlib.contextmanager
def guarded_stderr(log: Path) -> Iterator[None]:
    """Lead descriptor 2 into `log`, begun anew, or nowhere where that cannot be written."""
    sys.stderr.flush()
    private = os.dup(_STANDARD_ERROR)
    target = _opened(log)
    os.dup2(target, _STANDARD_ERROR)
    os.close(target)
    before, original = sys.stderr, sys.__stderr__
    with os.fdopen(private, "w", encoding="utf-8", errors="backslashreplace") as screen:
        sys.stderr = sys.__stderr__ = screen  # type: ignore[misc] # that is where drivers write
        try:
            yield
        finally:
            screen.flush()
            os.dup2(private, _STANDARD_ERROR)
            sys.stderr, sys.__stderr__ = before, original  # type: ignore[misc]


def _opened(log: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    try:
        # The home too may be new, and `mode` holds for the last folder alone.
        for folder in (log.parent.parent, log.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(log, flags, 0o600)
    except OSError:
        return os.open(os.devnull, os.O_WRONLY)
