"""Remembers how users' tools describe themselves, so that listing them runs none of their code."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from engine.own_tools.custom_call import make_private

# Raised whenever a description would come out differently for the same file.
_VERSION = 1


class DescriptionCache:
    """Descriptions by what they are of, each valid for one stamp; a JSON file.

    A file that cannot be read or written costs time only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = False
        self._entries: dict[str, dict[str, Any]] = {}
        with contextlib.suppress(OSError, ValueError, AttributeError):
            kept = json.loads(path.read_text("utf-8"))
            if kept.get("version") == self._state():
                self._entries = dict(kept["entries"])

    @staticmethod
    def _state() -> str:
        return f"{_VERSION} {sys.version}"

    def get(self, key: str, stamp: str) -> dict[str, Any] | None:
        """What was kept for this stamp."""
        entry = self._entries.get(key)
        if not isinstance(entry, dict) or entry.get("stamp") != stamp:
            return None
        found: dict[str, Any] = entry["description"]
        return found

    def put(self, key: str, stamp: str, description: dict[str, Any]) -> None:
        """Keep a description until `save`."""
        self._entries[key] = {"stamp": stamp, "description": description}
        self._changed = True

    def save(self, keep: Collection[str]) -> None:
        """Write the entries of these keys, where anything has changed."""
        left = {key: entry for key, entry in self._entries.items() if key in keep}
        if not self._changed and len(left) == len(self._entries):
            return
        written = json.dumps({"version": self._state(), "entries": left})
        with contextlib.suppress(OSError):
            make_private(self._path.parent)
            # mkstemp makes it for this user alone.
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".tools-")
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(written)
            Path(name).replace(self._path)
        self._entries, self._changed = left, False
