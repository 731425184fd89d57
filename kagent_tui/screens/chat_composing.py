"""The chat's composer: what completes in it, what it remembers, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kagent_tui.commands.interface import INTERFACE
from kagent_tui.completing.files import FileSource
from kagent_tui.completing.items import ItemSource
from kagent_tui.completing.library import LibrarySource
from kagent_tui.i18n import tr
from kagent_tui.locations import working_folder
from kagent_tui.widgets.composer_panel import ComposerPanel

if TYPE_CHECKING:
    from kagent_tui.screens.chat import ChatScreen
    from store.memory import MemoryBank


class ChatComposing:
    """Made with the screen; `panel` is the widget that the screen shows."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self.panel = ComposerPanel(
            tr("Ask a question"),
            commands=INTERFACE,
            sources=(
                FileSource(working_folder()),
                LibrarySource(self._bank),
                ItemSource(self._bank),
            ),
            drafts=screen.workspace.locations.home / "drafts",
            editor=screen.workspace.config.editor,
        )

    def load_history(self) -> None:
        """Bring the questions of earlier sessions, once the memory is open."""
        self._screen.background.run(
            lambda _: self._earlier(), done=self.panel.load_history, group="history"
        )

    def settings_changed(self) -> None:
        """Another editor may have been named, or another language."""
        self.panel.editor = self._screen.workspace.config.editor
        self.panel.composer.placeholder = tr("Ask a question")

    def _bank(self) -> MemoryBank | None:
        assembly = self._screen.workspace.assembly
        return None if assembly is None else assembly.bank

    def _earlier(self) -> list[str]:
        from kagent_tui.completing.earlier import questions_of

        bank = self._bank()
        return [] if bank is None else questions_of(bank)
