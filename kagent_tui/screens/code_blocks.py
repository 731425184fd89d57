"""Which of an answer's code blocks is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from engine.cleaning import clean
from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import ntr, tr
from kagent_tui.widgets.text import plain_line


class CodeBlocksScreen(ModalScreen[int | None]):
    """A line for each block: its number, how many lines it has, and its first one.

    It comes back with the place in the list, from 0, or None.
    """

    CSS_PATH = "code_blocks.tcss"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, blocks: Sequence[str]) -> None:
        super().__init__()
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        """The list alone."""
        with Vertical(id="box") as box:
            box.border_title = tr("Copy which code block?")
            box.border_subtitle = tr("Its number or Enter copies it; Esc goes back")
            yield OptionList(
                *(Option(_line(number, code)) for number, code in enumerate(self._blocks, start=1))
            )

    def on_key(self, event: Key) -> None:
        """A digit chooses at once."""
        number = int(event.character) if event.character and event.character in "123456789" else 0
        if 1 <= number <= len(self._blocks):
            event.stop()
            self.dismiss(number - 1)

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_index)

    def action_cancel(self) -> None:
        """Copy nothing."""
        self.dismiss(None)


def _line(number: int, code: str) -> Content:
    lines = clean(code).splitlines()
    count = ntr("{count} line", "{count} lines", len(lines))
    first = next((line for line in lines if line.strip()), "")
    return Content.assemble(
        (f"{number}  ", "bold"),
        plain_line(first),
        (f"  ({count})", "dim"),
    )
