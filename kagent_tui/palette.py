"""The command palette: the commands of the registry, by their titles and slash words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from kagent_tui.commands.interface import INTERFACE, InterfaceCommand
from kagent_tui.i18n import tr

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
        for row in INTERFACE:
            texts = (_title(row), row.title, tr(row.help))
            score = max(matcher.match(text) for text in texts)
            if score > 0:
                yield Hit(score, Content(_title(row)), self._run(row), help=tr(row.help))

    def _run(self, row: InterfaceCommand) -> partial[None]:
        return partial(cast("KAgentApp", self.app).run_interface_command, row.id)


def _title(row: InterfaceCommand) -> str:
    return f"{tr(row.title)}  /{row.slash}" if row.slash else tr(row.title)
