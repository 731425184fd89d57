"""Where a question is written: Enter sends it, Ctrl+J begins a new line."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from engine.cleaning import clean
from kagent_tui.bindings import bindings_of


class Composer(TextArea):
    """A text area that grows with its text up to a third of a small screen."""

    BINDINGS = bindings_of("composer")
    DEFAULT_CSS = """
    Composer {
        height: auto;
        min-height: 3;
        max-height: 8;
        border: round $border-blurred;
        padding: 0 1;
        background: transparent;
        &:focus { border: round $border; }
    }
    """

    @dataclass
    class Submitted(Message):
        """A question that is not empty, cleaned."""

        text: str

    def __init__(self, placeholder: str) -> None:
        super().__init__(
            placeholder=Content(placeholder),
            tab_behavior="focus",
            highlight_cursor_line=False,
            show_line_numbers=False,
            soft_wrap=True,
        )

    def action_send(self) -> None:
        """Send the question; an empty one is not sent."""
        if text := clean(self.text).strip():
            self.clear()
            self.post_message(self.Submitted(text))

    def action_newline(self) -> None:
        """Begin a new line at the cursor."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    async def _on_key(self, event: events.Key) -> None:
        # TextArea would insert a newline before the binding of Enter is looked at.
        if event.key == "enter":
            event.prevent_default()
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        # What is pasted was copied from anywhere and may hold escape sequences.
        event.prevent_default()
        event.stop()
        self.replace(clean(event.text), *self.selection, maintain_selection_offset=False)
