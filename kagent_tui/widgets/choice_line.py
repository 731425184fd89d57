"""A few words in one line, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from kagent_tui.widgets.text import plain_line


class ChoiceLine(Static):
    """Shows which of some words is chosen; whoever composes it says what changes that."""

    DEFAULT_CSS = """
    ChoiceLine { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, label: str, words: Sequence[str]) -> None:
        super().__init__(markup=False)
        self._label = label
        self._words = words
        self.chosen = 0

    def on_mount(self) -> None:
        """Show the first as chosen."""
        self.choose(self.chosen)

    def move(self, step: int) -> None:
        """Choose the word so many places on; after the last comes the first."""
        self.choose((self.chosen + step) % len(self._words))

    def choose(self, place: int) -> None:
        """Choose the word at a place."""
        self.chosen = place
        if self.app.has_class("-plain"):
            # For who listens, only what is chosen.
            self.update(plain_line(f"{self._label} {self._words[place]}"))
            return
        parts = [plain_line(self._label, "$foreground-muted")]
        for number, word in enumerate(self._words):
            style = "bold underline $text-accent" if number == place else "$foreground-muted"
            parts.append(plain_line(word, style))
        self.update(Content("  ").join(parts))
