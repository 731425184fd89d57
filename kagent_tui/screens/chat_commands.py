"""Does for the chat what the commands of the registry say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kagent_tui.i18n import tr

if TYPE_CHECKING:
    from kagent_tui.screens.chat import ChatScreen


class ChatCommands:
    """One function for every identifier of `kagent_tui.commands.interface`."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self.handlers: Mapping[str, Callable[[str], object]] = {
            "session.new": lambda _: screen.workspace.runner.open_session(None),
            "chat.citations": lambda _: screen.citing.focus_next(),
            "chat.unfold": lambda _: screen.unfold_tasks(),
            "chat.stop": lambda _: screen.action_stop(),
            **{
                f"app.{name}": self._page(name)
                for name in ("sessions", "library", "memory", "items", "models", "settings")
            },
        }

    def run(self, identifier: str, argument: str) -> None:
        """Do it; raises KeyError for an identifier that the registry does not have."""
        self.handlers[identifier](argument)

    def _page(self, name: str) -> Callable[[str], object]:
        return lambda _: self._screen.app.run_action(f"page('{name}')")

    def page_closed(self, name: str, result: Any) -> None:
        """A page came back with something to be done."""

    def setting_changed(self, name: str) -> None:
        """A setting is another one now."""

    def session_opened(self) -> None:
        """Another session is shown now."""
        self._screen.say(tr("A new session."))
