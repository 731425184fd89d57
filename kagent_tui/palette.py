"""The command palette: the commands of the registry, by their titles and slash words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
    SearchIcon,
)
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.strip import Strip

from kagent_tui.commands.interface import INTERFACE, InterfaceCommand
from kagent_tui.i18n import tr
from kagent_tui.motion import waiting_sign
from kagent_tui.widgets.pointed import pointed_option

if TYPE_CHECKING:
    from kagent_tui.app import KAgentApp


class InterfaceProvider(Provider):
    """Every command of the interface, found by its words in both languages."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for row in INTERFACE:
            yield DiscoveryHit(Content(_title(row)), self._run(row), help=tr(row.help))

    async def search(self, query: str) -> Hits:
        """Those that fit what is typed, the best first."""
        matcher = self.matcher(query)
        found = False
        for row in INTERFACE:
            texts = (_title(row), row.title, tr(row.help))
            score = max(matcher.match(text) for text in texts)
            if score > 0:
                found = True
                yield Hit(score, Content(_title(row)), self._run(row), help=tr(row.help))
        if not found:
            # Textual's own sentence for this is English alone.
            yield Hit(1, Content(tr("No command fits these words.")), _nothing)

    def _run(self, row: InterfaceCommand) -> partial[None]:
        return partial(cast("KAgentApp", self.app).run_interface_command, row.id)


class Palette(CommandPalette):
    """Textual's palette over the registry, which points at a command in text for who listens."""

    def __init__(self) -> None:
        super().__init__(
            [InterfaceProvider], placeholder=tr("Search commands…"), id="--command-palette"
        )

    def compose(self) -> ComposeResult:
        """As Textual's, with another list."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield _Commands()
                yield waiting_sign()


class _Commands(CommandList):
    """The commands that fit."""

    def render_line(self, y: int) -> Strip:
        """A line of them, with the pointer."""
        return pointed_option(self, y, super().render_line(y))


def _nothing() -> None:
    """Choosing the line that says so only closes the palette."""


def _title(row: InterfaceCommand) -> str:
    return f"{tr(row.title)}  /{row.slash}" if row.slash else tr(row.title)
