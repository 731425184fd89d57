"""A line to search in: it tells what stands in it once the typing pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.events import Paste
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from kagent_tui.bindings import bindings_of

# Between two keys of somebody who types on; a search meanwhile would be for nothing.
PAUSE_SECONDS = 0.12


class SearchBox(Input):
    """Posts `Searched` after a pause, `Left` on Down or Enter, and what is pasted to nobody else.

    `is_drop` says whether a pasted text is none to search for, but files that were dropped.
    """

    DEFAULT_CSS = """
    SearchBox, SearchBox.-textual-compact { height: 1; border: none; padding: 0 1; }
    SearchBox { background: $boost; }
    SearchBox:focus { background: $surface-lighten-1; }
    """
    BINDINGS: ClassVar = bindings_of("search")

    @dataclass
    class Searched(Message):
        """What is to be searched for now; empty for nothing."""

        text: str

    class Left(Message):
        """The user goes on to what was found."""

    class Closed(Message):
        """Esc was pressed where there was nothing to clear."""

    @dataclass
    class Dropped(Message):
        """Files were dropped, as the terminal writes them."""

        text: str

    def __init__(
        self,
        placeholder: str,
        *,
        pause: float = PAUSE_SECONDS,
        id: str | None = None,  # noqa: A002 (as all widgets have it)
    ) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self._pause = pause
        self._timer: Timer | None = None
        self._told = ""

    def is_drop(self, text: str) -> bool:
        """Whether a pasted text names dropped files; never here, for whoever needs that says so."""
        return False

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        if self._timer is not None:
            self._timer.stop()
        if self.value.strip():
            self._timer = self.set_timer(self._pause, self._tell)
        else:
            self._tell()

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self._tell()
        self.post_message(self.Left())

    def _tell(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        text = self.value.strip()
        if text != self._told:
            self._told = text
            self.post_message(self.Searched(text))

    def action_leave(self) -> None:
        """Go on to what was found."""
        self.post_message(self.Left())

    def action_clear_or_close(self) -> None:
        """Clear the line; say so where it is empty."""
        if self.value:
            self.clear()
        else:
            self.post_message(self.Closed())

    def on_paste(self, event: Paste) -> None:
        """Take dropped files for what they are."""
        if self.is_drop(event.text):
            event.prevent_default()
            event.stop()
            self.post_message(self.Dropped(event.text))
