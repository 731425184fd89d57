"""The TUI's application: it owns the engine's runner, and paints before anything is loaded."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App

from kagent_tui.assembly import Assembly, chosen_language
from kagent_tui.bindings import bindings_of
from kagent_tui.config import Config
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.messages import EngineCrashed
from kagent_tui.screens.chat import ChatScreen
from kagent_tui.screens.help import HelpScreen
from kagent_tui.strings import Strings, interface_language, strings_for

_SECOND_PRESS_SECONDS = 2.0


class KAgentApp(App[int]):
    """Shows one chat screen and ends the engine with itself."""

    TITLE = "KAgent"
    ENABLE_COMMAND_PALETTE = False
    # A mode, because Textual does not load the stylesheet of what get_default_screen returns.
    DEFAULT_MODE = "chat"
    BINDINGS: ClassVar = bindings_of("app")

    def __init__(
        self,
        runner: EngineRunner,
        strings: Strings,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.runner = runner
        self._strings = strings
        self._clock = clock
        self._interrupted_at: float | None = None
        self.add_mode("chat", lambda: ChatScreen(runner, strings))

    @on(EngineCrashed)
    def _engine_crashed(self) -> None:
        self.exit(return_code=1)

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(HelpScreen(self._strings))

    def action_interrupt(self) -> None:
        """Quit at the second press; the first says so."""
        now = self._clock()
        if self._interrupted_at is not None and now - self._interrupted_at < _SECOND_PRESS_SECONDS:
            self._leave()
            return
        self._interrupted_at = now
        self.notify(self._strings.quit_again, markup=False, timeout=_SECOND_PRESS_SECONDS)

    async def action_quit(self) -> None:
        """Quit at once, whatever runs."""
        self._leave()

    def _leave(self) -> None:
        # The question is told to stop before the loop ends, so that both end together.
        self.runner.request_close()
        self.exit()


def make_app(
    home: Path, config: Config, now: datetime | None = None, session_id: str | None = None
) -> KAgentApp:
    """The application over the real engine; see `run_app` for the arguments."""
    runner = EngineRunner(
        lambda: Assembly(home, config),
        session_id=session_id,
        now=now,
        language=chosen_language(config),
    )
    return KAgentApp(runner, strings_for(interface_language(config.language)))


def run_app(
    home: Path, config: Config, now: datetime | None = None, session_id: str | None = None
) -> int:
    """Show the TUI until the user leaves it; returns the exit code.

    Args:
        home: where everything is kept.
        config: the settings.
        now: a fixed current time, or None for the clock.
        session_id: a stored session to show and go on with.

    Raises:
        BaseException: whatever ended the engine's thread unforeseen, once the terminal is restored.
    """
    app = make_app(home, config, now, session_id)
    app.run()
    app.runner.request_close()
    app.runner.join()
    if app.runner.failure is not None:
        raise app.runner.failure
    return app.return_code or 0
