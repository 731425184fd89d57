"""Opens the links of answers, once the user has seen where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from kagent_tui.background import Background
from kagent_tui.i18n import tr

if TYPE_CHECKING:
    from kagent_tui.screens.chat import ChatScreen
    from kagent_tui.screens.link import LinkChoice


class ChatLinks:
    """Asks and opens for the chat."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self._background = Background(screen)

    def open(self, address: str) -> None:
        """Show the whole address, and open it if the user says so."""
        from kagent_tui.links import open_link, read_link
        from kagent_tui.screens.link import LinkScreen

        link = read_link(address)
        if link is None:
            self._warn(tr("This address cannot be opened: {address}", address=address))
            return

        def opened(trouble: str | None) -> None:
            if trouble is not None:
                self._warn(trouble)

        def chosen(choice: LinkChoice | None) -> None:
            if choice == "copy":
                self._screen.copying.copy(link.address)
            elif choice == "open":
                self._background.run(
                    lambda _: open_link(link), done=opened, failed=self._warn, group="link"
                )

        self._screen.app.push_screen(LinkScreen(link), chosen)

    def _warn(self, text: str) -> None:
        self._screen.notify(clean_line(text), markup=False, severity="warning", timeout=6)
