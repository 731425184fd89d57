"""The command palette: the commands of the registry, and before them those of the page below."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
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

from kagent_tui.bindings import SHORTCUTS, Shortcut
from kagent_tui.bindings.shown import shown
from kagent_tui.commands.interface import INTERFACE, InterfaceCommand
from kagent_tui.i18n import tr
from kagent_tui.motion import waiting_sign
from kagent_tui.screens.page import PageScreen
from kagent_tui.widgets.pointed import pointed_option

if TYPE_CHECKING:
    from kagent_tui.app import KAgentApp


class InterfaceProvider(Provider):
    """What the keys of the page below do, and every command, found by words in both languages."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for row in self._rows:
            yield DiscoveryHit(Content(_keyed(row)), self._press(row), help=self._page)
        for command in INTERFACE:
            title = Content(_title(command))
            yield DiscoveryHit(title, self._run(command), help=tr(command.help))

    async def search(self, query: str) -> Hits:
        """Those that fit what is typed, the best first."""
        matcher = self.matcher(query)
        found = False
        for row in self._rows:
            score = max(matcher.match(text) for text in (_keyed(row), row.label))
            if score > 0:
                found = True
                yield Hit(score, Content(_keyed(row)), self._press(row), help=self._page)
        for command in INTERFACE:
            texts = (_title(command), command.title, tr(command.help))
            score = max(matcher.match(text) for text in texts)
            if score > 0:
                found = True
                title = Content(_title(command))
                yield Hit(score, title, self._run(command), help=tr(command.help))
        if not found:
            # Textual's own sentence for this is English alone.
            yield Hit(1, Content(tr("No command fits these words.")), _nothing)

    @property
    def _rows(self) -> list[Shortcut]:
        """The keys of the page's own scope; none where no page is shown."""
        screen = self.screen
        if not isinstance(screen, PageScreen):
            return []
        return [row for row in SHORTCUTS if row.scope == screen.SCOPE and row.label]

    @property
    def _page(self) -> str:
        screen = self.screen
        return tr(screen.PAGE_TITLE) if isinstance(screen, PageScreen) else ""

    def _press(self, row: Shortcut) -> Callable[[], Awaitable[object]]:
        return partial(self.screen.run_action, row.action)

    def _run(self, row: InterfaceCommand) -> partial[None]:
        return partial(cast("KAgentApp", self.app).run_interface_command, row.id)


class Palette(CommandPalette):
    """Textual's palette over the registry, which points at a command in text for who listens."""

    def __init__(self) -> None:
        super().__init__(
            [InterfaceProvider],
            placeholder=tr("Search commands…"),
            id="--command-palette",
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


def _keyed(row: Shortcut) -> str:
    """What a key does, beginning as a sentence does, and the key."""
    label = tr(row.label)
    return f"{label[:1].upper()}{label[1:]}  {shown(row)}"


def _title(row: InterfaceCommand) -> str:
    return f"{tr(row.title)}  /{row.slash}" if row.slash else tr(row.title)
