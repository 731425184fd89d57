"""A screen with nothing but a composer, which remembers what it was told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from kagent_tui.bindings import bindings_of
from kagent_tui.commands.interface import InterfaceCommand
from kagent_tui.completing.completion import CompletionSource
from kagent_tui.widgets.completion_menu import CompletionMenu
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.composer_panel import ComposerPanel

COMMANDS = (
    InterfaceCommand("session.rename", "rename", "Rename", "Give it another title.", "TITLE"),
    InterfaceCommand("app.help", "help", "Help", "Show the keys."),
    InterfaceCommand("app.quit", "quit", "Quit", "Leave."),
)


class ComposerApp(App[int]):
    """The composer at the foot, as on the chat's screen."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = "Composer"
    BINDINGS: ClassVar = bindings_of("app")

    def __init__(
        self,
        *,
        sources: Sequence[CompletionSource] = (),
        drafts: Path | None = None,
        editor: str | None = None,
        commands: Sequence[InterfaceCommand] = COMMANDS,
    ) -> None:
        super().__init__()
        self.panel = ComposerPanel(
            "Ask a question", commands=commands, sources=sources, drafts=drafts, editor=editor
        )
        self.told: list[Message] = []
        self.interrupted = 0

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static("A transcript.")
        yield self.panel

    @on(Composer.Submitted)
    @on(Composer.CommandGiven)
    @on(Composer.CopyWanted)
    def _tell(self, message: Message) -> None:
        self.told.append(message)

    def action_interrupt(self) -> None:
        self.interrupted += 1

    @property
    def composer(self) -> Composer:
        return self.query_one(Composer)

    @property
    def menu(self) -> CompletionMenu:
        return self.query_one(CompletionMenu)

    @property
    def rows(self) -> list[str]:
        """What the menu offers, as it is shown."""
        if not self.menu.is_open:
            return []
        return [str(option.prompt).strip() for option in self.menu.options]

    @property
    def note(self) -> str:
        note = self.query_one("#composer-note", Static)
        return str(note.render()) if note.display else ""

    @property
    def chips(self) -> list[str]:
        return [str(chip.render()) for chip in self.query("Chip").results(Static)]

    @property
    def sent(self) -> list[Any]:
        return [message for message in self.told if isinstance(message, Composer.Submitted)]
