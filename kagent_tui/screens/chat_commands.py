"""Does for the chat what the commands of the registry say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kagent_tui.i18n import tr
from kagent_tui.screens.chat_sessions import ChatSessions

if TYPE_CHECKING:
    from engine.network import Policy
    from kagent_tui.screens.chat import ChatScreen

_PAGES: Final = ("sessions", "library", "memory", "items", "models", "settings")
_POLICIES: Final[Mapping[str, Policy]] = {"off": "off", "ask": "ask", "on": "on"}

Handler = Callable[[str], object]


class ChatCommands:
    """One function for every identifier of `kagent_tui.commands.interface`."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self.sessions = ChatSessions(screen)
        self.handlers: Mapping[str, Handler] = {
            **self._of_sessions(),
            **self._of_chat(),
            **self._of_application(),
        }

    def run(self, identifier: str, argument: str = "") -> None:
        """Do it; raises KeyError for an identifier that the registry does not have."""
        self.handlers[identifier](argument.strip())

    def _of_sessions(self) -> Mapping[str, Handler]:
        sessions = self.sessions
        return {
            "session.new": lambda _: sessions.new(),
            "session.resume": sessions.resume,
            "session.rename": sessions.rename,
            "session.tag": sessions.tag,
            "session.branch": lambda _: sessions.branch(),
            "session.export": sessions.export,
            "chat.regenerate": lambda _: sessions.regenerate(),
            "chat.edit": sessions.edit,
        }

    def _of_chat(self) -> Mapping[str, Handler]:
        screen = self._screen
        return {
            "chat.copy": screen.copying.copy_answer,
            "chat.citations": lambda _: screen.citing.focus_next(),
            "chat.unfold": lambda _: screen.unfold_tasks(),
            "chat.stop": lambda _: screen.action_stop(),
            "chat.quiet": lambda _: self._toggle_quiet(),
        }

    def _of_application(self) -> Mapping[str, Handler]:
        screen = self._screen
        return {
            **{f"app.{name}": self._page(name) for name in _PAGES},
            "library.add": self._add,
            "app.theme": self._theme,
            "app.network": self._network,
            "app.help": lambda _: screen.application.action_help(),
            "app.quit": lambda _: screen.application.call_later(screen.application.action_quit),
        }

    def _page(self, name: str) -> Handler:
        # The library takes its words for files to be added; /add is for these.
        return lambda words: self._screen.application.open_page(
            name, "" if name == "library" else words
        )

    def _toggle_quiet(self) -> None:
        quiet = self._screen.settings.toggle_quiet()
        text = tr("Only answers and sources are shown.") if quiet else tr("Everything is shown.")
        self._screen.say(text)

    def _add(self, argument: str) -> None:
        if not argument:
            self._screen.application.open_page("library")
            return
        self._screen.application.open_page("library", argument)

    def _theme(self, argument: str) -> None:
        from kagent_tui.screens.themes import choose_theme

        choose_theme(self._screen.application, argument)

    def _network(self, argument: str) -> None:
        """Say how open the door is, or open and close it until the program ends."""
        assembly = self._screen.workspace.assembly
        if assembly is None:
            self._screen.say(tr("The memory is not open yet; try again in a moment."))
            return
        policy = _POLICIES.get(argument.lower())
        if policy is not None:
            assembly.network.policy = policy
            self._screen.status.network = policy
        elif argument:
            self._screen.say(tr("Write off, ask or on after /network."), seconds=4)
            return
        self._screen.say(tr("The network is: {policy}.", policy=tr(assembly.network.policy)))

    def page_closed(self, name: str, result: Any) -> None:
        """A page came back with something to be done."""
        if name == "sessions":
            self.sessions.chosen(result)
        elif name in {"library", "items", "memory"}:
            self._screen.composer.focus()
