"""The keys at the foot of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

_GAP = "  "
_MORE = "…"


class KeyHints(Widget):
    """Pairs of key and meaning on one line, as many as it has room for."""

    DEFAULT_CSS = """
    KeyHints { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._pairs = tuple(pairs)

    def show(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these instead: the language or the keys are others now."""
        self._pairs = tuple(pairs)
        self.refresh()

    def render(self) -> Content:
        """The first pairs, each of them whole; an ellipsis says that there are more."""
        return fitted(self._pairs, self.content_size.width)


def fitted(pairs: Sequence[tuple[str, str]], width: int) -> Content:
    """The pairs that fit into so many cells, and an ellipsis where some do not."""
    shown = [Content.assemble((key, "bold $accent"), f" {meaning}") for key, meaning in pairs]
    line = Content(_GAP).join(shown)
    while shown and line.cell_length > width:
        shown.pop()
        line = Content(_GAP).join((*shown, Content(_MORE)))
    return line
