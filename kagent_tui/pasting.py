"""What a paste is: text for the composer, long text for an attachment, or dropped files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from engine.cleaning import clean
from engine.sources import written_path
from kagent_tui.controllers.targets import targets_in

LONGEST_TEXT: Final = 1500
"""Characters of a paste that still belong into the question itself."""
MOST_LINES: Final = 20
"""And its lines."""

SLOW_TO_READ: Final = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".mp3", ".m4a", ".wav", ".flac", ".ogg"}
)
"""The endings of recordings, which one reads once and keeps rather than with every question."""

_LONGEST_DROP: Final = 8000
_PIECE: Final = 50_000
# Whether the first of several names is that of a file can be told by its beginning alone.
_BEGINS_A_PATH: Final = re.compile(r"""\s*['"]?(?:/[^/\s]|~/|file://|[A-Za-z]:[\\/]|\\\\\w)""")


def is_long(text: str) -> bool:
    """Whether a pasted text is better attached than written into the question."""
    return len(text) > LONGEST_TEXT or line_count(text) > MOST_LINES


def clean_large(text: str) -> str:
    """As `clean`, in pieces: a regular expression lets no other thread run until it is through.

    No escape sequence goes over a line's end, so what is cleaned by lines is clean as a whole.
    """
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        pieces.append(clean(text[start:end]))
        start = end
    return "".join(pieces)


def line_count(text: str) -> int:
    """The lines of a text; one that ends with a line's end has none after it."""
    return text.count("\n") + (not text.endswith("\n")) if text else 0


def may_be_dropped(text: str) -> bool:
    """Whether a paste may be files that were dropped on the terminal; the disk is not asked."""
    return len(text) <= _LONGEST_DROP and _BEGINS_A_PATH.match(text) is not None


def dropped_files(text: str) -> list[Path]:
    """The files that a paste consists of, none where it says anything else.

    It may wait for a disk, so call it in a thread.
    """
    paths = [written_path(target) for target in targets_in(text, _is_file)]
    return paths if paths and all(path.is_absolute() and _is_file(path) for path in paths) else []


def _is_file(name: str | Path) -> bool:
    try:
        return written_path(str(name)).is_file()
    except (OSError, ValueError):
        return False
