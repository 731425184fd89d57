"""The keys at the foot of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static


class KeyHints(Static):
    """Pairs of key and meaning on one line."""

    DEFAULT_CSS = """
    KeyHints { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        parts: list[str | tuple[str, str]] = []
        for key, meaning in pairs:
            parts += [(key, "bold $accent"), f" {meaning}  "]
        super().__init__(Content.assemble(*parts))
