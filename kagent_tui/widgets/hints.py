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
        super().__init__(_line(pairs))

    def show(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these instead: the language or the keys are others now."""
        self.update(_line(pairs))


def _line(pairs: Sequence[tuple[str, str]]) -> Content:
    parts: list[str | tuple[str, str]] = []
    for key, meaning in pairs:
        parts += [(key, "bold $accent"), f" {meaning}  "]
    return Content.assemble(*parts)
