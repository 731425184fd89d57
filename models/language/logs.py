"""llama.cpp's log messages: kept for error messages, never on the terminal.

llama-cpp-python's own way of being silent points the process's file descriptors 1 and 2 at
/dev/null while a model loads, which blanks a running TUI; a log callback does not.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from typing import Final

from llama_cpp import llama_cpp

_KEPT_LINES: Final = 20
_LOADING: Final = "error loading model: "
_WARNING: Final = 3
_CONTINUATION: Final = 5
_lines: deque[str] = deque(maxlen=_KEPT_LINES)


def _remember(level: int, text: bytes | None, _user: ctypes.c_void_p) -> None:
    # Information is not worth keeping: hundreds of lines of it would push the reason out.
    if text and (_WARNING <= level <= _CONTINUATION):
        line = " ".join(text.decode("utf-8", "replace").split())
        if line and line.strip("."):
            _lines.append("".join(c for c in line if c.isprintable())[:300])


# llama.cpp keeps the pointer, so the callback must live as long as the process.
_callback = llama_cpp.llama_log_callback(_remember)


def install() -> None:
    """Take over llama.cpp's logging for this process."""
    llama_cpp.llama_log_set(_callback, None)


def forget() -> None:
    """Drop what was logged, so that `reason` speaks of what comes next."""
    _lines.clear()


def lines() -> tuple[str, ...]:
    """The last warnings and errors, oldest first, at most 20."""
    return tuple(_lines)


def reason(default: str) -> str:
    """The most telling line since `forget`, without the names of llama.cpp's functions."""
    telling = [line for line in _lines if _LOADING in line] or list(_lines)[-1:]
    if not telling:
        return default
    return re.sub(r"^[A-Za-z_~]+: ", "", telling[0].rpartition(_LOADING)[2]) or default
