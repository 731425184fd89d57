"""What goes with the question that is being written, as a row of chips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from textual.containers import HorizontalScroll
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Static

from engine.attachments import Attachment
from engine.cleaning import clean_line
from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import ntr
from kagent_tui.pasting import line_count
from kagent_tui.widgets.pointed import pointed_focus

_WIDEST = 32


def chip_name(attachment: Attachment) -> str:
    """What to call it in few words, cleaned."""
    if attachment.kind == "text":
        count = line_count(attachment.value)
        return ntr("pasted text, {count} line", "pasted text, {count} lines", count)
    whole = clean_line(attachment.title or attachment.value)
    if attachment.kind == "place":
        whole = whole.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or whole
    return f"@{whole}"


class Chip(Static, can_focus=True):
    """One attachment: it can be taken away, and a text put back into the question."""

    BINDINGS: ClassVar = bindings_of("attachment")
    DEFAULT_CSS = """
    Chip {
        width: auto;
        height: 1;
        padding: 0 1;
        margin: 0 1 0 0;
        color: $text-accent;
        background: $accent-muted;
        &:focus { color: $block-cursor-foreground; background: $block-cursor-background; }
    }
    """

    @dataclass
    class Removed(Message):
        """It is to be taken away."""

        attachment: Attachment

    @dataclass
    class Expanded(Message):
        """Its text is wanted in the question."""

        attachment: Attachment

    @dataclass
    class Left(Message):
        """The focus goes on, by so many chips; to the question where there is none."""

        place: int
        by: int

    def __init__(self, attachment: Attachment, place: int) -> None:
        super().__init__(Content(_fitted(chip_name(attachment))), markup=False)
        self._attachment = attachment
        self._place = place

    def render_line(self, y: int) -> Strip:
        """Its line; for a screen reader with a pointer where it has the focus."""
        return pointed_focus(self, y, super().render_line(y))

    def action_remove(self) -> None:
        """Take it away."""
        self.post_message(self.Removed(self._attachment))

    def action_expand(self) -> None:
        """Put its text into the question."""
        self.post_message(self.Expanded(self._attachment))

    def action_leave(self, by: int) -> None:
        """Go to a neighbour; 0 goes back to the question."""
        self.post_message(self.Left(self._place, by))


class AttachmentBar(HorizontalScroll, can_focus=False):
    """The chips in one row, which scrolls where they are too many."""

    DEFAULT_CSS = """
    AttachmentBar {
        display: none;
        height: 1;
        padding: 0 1;
        scrollbar-size-horizontal: 0;
    }
    """

    async def show(self, attachments: Sequence[Attachment]) -> None:
        """Show these instead; the focus stays in its place."""
        focused = next((n for n, chip in enumerate(self.query(Chip)) if chip.has_focus), None)
        async with self.batch():
            await self.remove_children()
            await self.mount_all(Chip(entry, place) for place, entry in enumerate(attachments))
        self.display = bool(attachments)
        if focused is not None and attachments:
            self.focus_chip(min(focused, len(attachments) - 1))

    def focus_chip(self, place: int) -> bool:
        """Go to a chip; False where there is none of this number."""
        chips = list(self.query(Chip))
        if not 0 <= place < len(chips):
            return False
        chips[place].focus()
        return True


def _fitted(name: str) -> str:
    from rich.cells import cell_len

    if cell_len(name) <= _WIDEST:
        return name
    return set_cell_size(name, _WIDEST - 1).rstrip() + "…"
