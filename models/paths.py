"""Paths as people write them."""

from __future__ import annotations

import os
from pathlib import Path


def expanded(path: str | Path) -> Path:
    """The path with a leading ~ replaced, as a shell does it: ~ and a name that is no user's stays.

    Path.expanduser raises RuntimeError there, which is no message for a person.
    """
    return Path(os.path.expanduser(path))  # noqa: PTH111 # see above


def is_path(text: str) -> bool:
    """Whether what names a speech model is the path of its file, and no name of the catalogue."""
    return "/" in text or "\\" in text or text.lower().endswith(".bin")
