"""The archives of text that the built-in models learn from."""

from __future__ import annotations

import tarfile
from collections.abc import Sequence
from pathlib import Path


def unpack(data: Path, work: Path, names: Sequence[str]) -> Path:
    """Unpack archives of text, each once, and return their folder."""
    folder = work / "text"
    for name in names:
        done = folder / f"{name}.done"
        if not done.exists():
            with tarfile.open(data / "text" / f"{name}.tar.xz") as archive:
                archive.extractall(folder, filter="data")
            done.touch()
    return folder
