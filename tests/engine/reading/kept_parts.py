"""Parts of a file in memory, as the journal keeps them on the disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.reading.media import Stage


class KeptParts:
    """Keeps JSON by name, each name once.

    With `most`, the reading is broken off at the part after so many. `new` are the names that were
    kept by this one, and `reached` what was told of the progress.
    """

    def __init__(self, parts: Mapping[str, str] | None = None, most: int = 1000) -> None:
        self.parts = dict(parts or {})
        self.most = most
        self.new: list[str] = []
        self.reached: list[tuple[Stage, float, float]] = []

    def known(self, name: str) -> Any | None:
        """The value kept."""
        return json.loads(self.parts[name]) if name in self.parts else None

    def keep(self, name: str, value: Any) -> None:
        """Keep it; the process ends where it was told to."""
        assert name not in self.parts, "read twice"
        if len(self.parts) >= self.most:
            raise KeyboardInterrupt
        self.parts[name] = json.dumps(value)
        self.new.append(name)

    def progress(self, stage: Stage, done: float, whole: float) -> None:
        """Remember it."""
        assert 0 <= done <= whole
        self.reached.append((stage, done, whole))
