"""The TUI's application: it owns the workspace, and paints before anything is loaded."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, cast

from textual import on
from textual.app import App
from textual.command import CommandPalette
from textual.events import DescendantFocus

from kagent_tui.applying import apply_settings, spoken_language
from kagent_tui.assembly import Assembly
from kagent_tui.background import Background
from kagent_tui.bindings import bindings_of
from kagent_tui.config import Config
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.i18n import tr, use_language
from kagent_tui.locations import Locations
from kagent_tui.messages import EngineCrashed, SettingChanged
from kagent_tui.motion import settle
from kagent_tui.paste_guard import guard_pastes
from kagent_tui.screens.chat import ChatScreen
from kagent_tui.screens.page import PageScreen
from kagent_tui.screens.pages import make_page
from kagent_tui.stderr_guard import LOG_NAME, guarded_stderr
from kagent_tui.workspace import Workspace

_SECOND_PRESS_SECONDS = 2.0


class KAgentApp(App[int]):
    """Shows the chat and the pages over it, and ends the engine with itself."""

    TITLE = "KAgent"
    CSS_PATH = "screens/plain.tcss"
    # At the foot they would lie over what is being written.
    CSS = "ToastRack { dock: top; align: right top; margin: 1 0 0 0; }"
    # A mode, because Textual does not load the stylesheet of what get_default_screen returns.
    DEFAULT_MODE = "chat"
    BINDINGS: ClassVar = bindings_of("app")
    # On a short terminal the text of a dialog gives way to its buttons.
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 (as Textual has it)

    def __init__(
        self, workspace: Workspace, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.background = Background(self)
        self.chat = ChatScreen(workspace)
        self._clock = clock
        self._interrupted_at: float | None = None
        self.add_mode("chat", lambda: self.chat)

    def on_mount(self) -> None:
        """Look as the settings say."""
        self._apply_settings()

    @property
    def runner(self) -> EngineRunner:
        """The engine's thread."""
        return self.workspace.runner

    @on(EngineCrashed)
    def _engine_crashed(self) -> None:
        self.exit(return_code=1)

    @on(SettingChanged)
    def _setting_changed(self, message: SettingChanged) -> None:
        self._apply_settings()
        self.chat.settings.changed(message.name)

    def _apply_settings(self) -> None:
        themes = self.workspace.locations.config_file.parent / "themes"
        for trouble in apply_settings(self, self.workspace.config, themes):
            self.notify(trouble, markup=False, severity="warning", timeout=8)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The cursor of a field blinks only where things may move."""
        settle(event.widget)

    def run_interface_command(self, identifier: str, argument: str = "") -> None:
        """Do what a command of the registry says, wherever it was chosen."""
        self.chat.commands.run(identifier, argument)

    def action_run(self, identifier: str) -> None:
        """As `run_interface_command`, for keys."""
        self.run_interface_command(identifier)

    def action_page(self, name: str) -> None:
        """Show a page over the chat, in place of another page."""
        self.open_page(name)

    def open_page(self, name: str, argument: str = "") -> None:
        """Show a page over the chat, in place of another; what it comes back with goes there."""
        page = make_page(name, self.workspace, argument)
        if isinstance(self.screen, PageScreen):
            if type(self.screen) is type(page):
                return
            self.screen.dismiss(None)

        def closed(result: Any) -> None:
            if result is not None:
                self.chat.page_closed(name, result)

        self.push_screen(page, closed)

    def action_command_palette(self) -> None:
        """Show every command that can be chosen."""
        if CommandPalette.is_open(cast("App[object]", self)):
            return
        from kagent_tui.palette import Palette

        self.push_screen(Palette())

    def action_help(self) -> None:
        """Show the keys of what is on the screen, then all."""
        from kagent_tui.screens.help import HelpScreen

        self.push_screen(HelpScreen())

    def action_interrupt(self) -> None:
        """Copy what is selected; else quit at the second press, the first says so."""
        if selected := self.screen.get_selected_text():
            self.chat.copying.copy_selection(selected)
            self.screen.clear_selection()
            return
        now = self._clock()
        if self._interrupted_at is not None and now - self._interrupted_at < _SECOND_PRESS_SECONDS:
            self._leave()
            return
        self._interrupted_at = now
        text = tr("Press Ctrl+C again to quit. Esc stops an answer.")
        self.notify(text, markup=False, timeout=_SECOND_PRESS_SECONDS)

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual copies by itself, such as a selection, to a clipboard that is checked."""
        self._clipboard = text  # what Ctrl+V puts in
        self.chat.copying.copy(text)

    async def action_quit(self) -> None:
        """Quit at once, whatever runs."""
        self._leave()

    def _leave(self) -> None:
        # The question is told to stop before the loop ends, so that both end together.
        self.background.cancel_all()
        from kagent_tui.controllers.library_jobs import jobs_of

        jobs_of(self.workspace).stop()
        self.runner.request_close()
        self.exit()


def make_app(
    locations: Locations,
    config: Config,
    now: datetime | None = None,
    session_id: str | None = None,
) -> KAgentApp:
    """The application over the real engine; see `run_app` for the arguments."""
    runner = EngineRunner(
        lambda: Assembly(locations.home, config),
        session_id=session_id,
        now=now,
    )
    use_language(spoken_language(config))
    return KAgentApp(Workspace(locations, config, runner, now))


def run_app(
    locations: Locations,
    config: Config,
    now: datetime | None = None,
    session_id: str | None = None,
) -> int:
    """Show the TUI until the user leaves it; returns the exit code.

    Args:
        locations: where everything is kept.
        config: the settings.
        now: a fixed current time, or None for the clock.
        session_id: a stored session to show and go on with.

    Raises:
        BaseException: whatever ended the engine's thread unforeseen, once the terminal is restored.
    """
    app = make_app(locations, config, now, session_id)
    guard_pastes()
    with guarded_stderr(locations.home / "logs" / LOG_NAME):
        app.run(mouse=config.mouse)
    app.runner.request_close()
    app.runner.join()
    if app.runner.failure is not None:
        raise app.runner.failure
    return app.return_code or 0
