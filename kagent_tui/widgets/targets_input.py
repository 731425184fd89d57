"""A line for paths and addresses: Tab completes them, and dropped files are put in properly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.events import Paste
from textual.message import Message
from textual.widgets import Input

from kagent_tui.background import Background
from kagent_tui.bindings import bindings_of
from kagent_tui.controllers.path_completion import Completion, complete
from kagent_tui.controllers.targets import looks_like_targets, targets_in, written


class TargetsInput(Input):
    """Tab completes the last path, and posts `Offered` where there are several."""

    BINDINGS: ClassVar = bindings_of("targets")

    @dataclass
    class Offered(Message):
        """The names between which a Tab left the choice; none where all is certain."""

        names: tuple[str, ...]

    def __init__(
        self,
        value: str,
        placeholder: str,
        *,
        id: str | None = None,  # noqa: A002 (as all widgets have it)
    ) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self._background = Background(self)

    def on_unmount(self) -> None:
        """Complete no more."""
        self._background.cancel_all()

    def put(self, targets: tuple[str, ...]) -> None:
        """Add targets to what stands there."""
        before = self.value.rstrip()
        self.value = " ".join(part for part in (before, written(targets)) if part)
        self.cursor_position = len(self.value)

    def action_complete(self) -> None:
        """Complete what stands before the cursor; with nothing to complete go to the next line."""
        head = self.value[: self.cursor_position]
        if not head.strip() or head[-1:].isspace():
            self.screen.focus_next()
            return
        self._background.run(lambda _: complete(head), done=lambda found: self._take(head, found))

    def _take(self, head: str, found: Completion) -> None:
        if not self.value.startswith(head):
            return  # typed on meanwhile
        self.value = found.text + self.value[len(head) :]
        self.cursor_position = len(found.text)
        self.post_message(self.Offered(found.choices))

    def on_paste(self, event: Paste) -> None:
        """Put dropped files in as they are read back; any other text on one line."""
        event.prevent_default()
        event.stop()
        if looks_like_targets(event.text):
            self.put(tuple(targets_in(event.text)))
        else:
            self.insert_text_at_cursor(" ".join(event.text.split("\n")).strip())
