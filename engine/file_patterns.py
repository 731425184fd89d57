"""File name patterns that the shell left to us: `*`, `?`, `[...]`, and `**` for any folders."""

from __future__ import annotations

import glob
import os
from fnmatch import fnmatch
from pathlib import Path


class Selection:
    """What a pattern selects below `base`, its fixed beginning; folders with all in them.

    The work is linear in pattern and path, whatever the pattern.
    """

    def __init__(self, pattern: str) -> None:
        parts = Path(pattern).parts
        fixed = next((i for i, part in enumerate(parts) if glob.has_magic(part)), len(parts))
        self.base = Path(*parts[:fixed])
        self._parts = parts[fixed:]

    def selects(self, names: tuple[str, ...]) -> bool:
        """Whether the file with these names below `base` is selected."""
        return len(self._parts) in self._states(names)

    def reaches(self, names: tuple[str, ...]) -> bool:
        """Whether anything in this folder below `base` could be selected."""
        return bool(self._states(names))

    def _states(self, names: tuple[str, ...]) -> set[int]:
        """How many parts of the pattern `names` may have used up; all, once a folder matched."""
        end = len(self._parts)
        states = self._without_folders({0})
        for name in names:
            if end in states:
                break
            after = {i for i in states if self._parts[i] == "**"}
            # At the end of a pattern, `**` is what a folder holds and not the folder.
            after |= {i + 1 for i in states if self._fits(i, name)}
            states = self._without_folders(after)
        return states

    def _fits(self, i: int, name: str) -> bool:
        part = self._parts[i]
        return i == len(self._parts) - 1 if part == "**" else fnmatch(name, part)

    def _without_folders(self, states: set[int]) -> set[int]:
        """These states, and those where a `**` stands for no folder at all."""
        reached = set(states)
        for i, part in enumerate(self._parts[:-1]):
            if part == "**" and i in reached:
                reached.add(i + 1)
        return reached


def looks_like_a_pattern(text: str) -> bool:
    """Whether this is a pattern: it has magic characters, and there is no such file."""
    return glob.has_magic(text) and not os.path.lexists(text)
