"""A word that says who speaks, on a line of its own."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class PlainTitle(Static):
    """A line that shows only where the screens are written for a screen reader."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    PlainTitle { display: none; height: auto; padding: 0 1 0 2; text-style: bold; }
    .-plain PlainTitle { display: block; }
    """

    def __init__(self, title: str) -> None:
        super().__init__(Content(title), markup=False)
