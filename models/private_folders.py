"""Folders that only their user may look into."""

from __future__ import annotations

from pathlib import Path


def make_private(folder: Path) -> None:
    """Make a folder and those above it that are lacking, each for its user alone.

    `Path.mkdir(parents=True)` would give its mode to the last one only.

    Raises:
        OSError: one of them cannot be made.
    """
    lacking = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(lacking):
        one.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)
