"""An application with nothing but the models screen, and what its tests look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from kagent_tui.assembly import Assembly
from kagent_tui.background import Background
from kagent_tui.config import Config
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.locations import Locations
from kagent_tui.screens.models import ModelsScreen
from kagent_tui.widgets.job_line import JobLine
from kagent_tui.widgets.model_list import ModelList
from kagent_tui.workspace import Workspace
from tests.kagent_tui.waiting import until


class RecordingRunner(EngineRunner):
    """Keeps what the engine is asked to use: a model's source, or "vectors" for new vectors."""

    def __init__(self, home: Path, config: Config) -> None:
        super().__init__(lambda: Assembly(home, config))
        self.wanted: list[str] = []

    def use_model(self, source: str) -> None:
        """Keep it."""
        self.wanted.append(source)

    def make_vectors(self) -> None:
        """Keep it."""
        self.wanted.append("vectors")


class OpenWorkspace(Workspace):
    """A workspace whose memory is open, without an engine's thread."""

    def __init__(
        self, locations: Locations, config: Config, runner: EngineRunner, opened: Assembly
    ) -> None:
        super().__init__(locations, config, runner)
        self._opened = opened

    @property
    def assembly(self) -> Assembly:
        """The one that was given."""
        return self._opened


class ModelsHost(App[None]):
    """Shows the screen and collects what it asks for."""

    def __init__(self, home: Path, config: Config, opened: Assembly | None = None) -> None:
        super().__init__()
        locations = Locations(home, home / "config.toml")
        self.background = Background(self)
        runner = RecordingRunner(home, config)
        self.wanted = runner.wanted
        self.workspace = (
            Workspace(locations, config, runner)
            if opened is None
            else OpenWorkspace(locations, config, runner, opened)
        )
        self.said: list[str] = []

    def on_mount(self) -> None:
        """Show the screen."""
        self.show_models()

    def show_models(self) -> None:
        """Show the screen, again after it was closed."""
        self.push_screen(ModelsScreen(self.workspace))

    def notify(self, message: str, **options: Any) -> None:
        """Keep what is said."""
        assert options["markup"] is False
        self.said.append(message)


def models_screen(pilot: Pilot[None]) -> ModelsScreen:
    """The screen, wherever it lies."""
    return next(one for one in pilot.app.screen_stack if isinstance(one, ModelsScreen))


def told(pilot: Pilot[None], line: str = "told") -> str:
    """What the screen says, of itself or of a transfer."""
    lines = [one for one in models_screen(pilot).query(JobLine) if one.id == line]
    return lines[0].words if lines and lines[0].is_mounted else ""


def details(pilot: Pilot[None]) -> str:
    """What stands beside the list."""
    return str(models_screen(pilot).query_one("#known", Static).render())


def dialog(pilot: Pilot[None]) -> str:
    """The text of the question on top."""
    return "\n".join(str(text.render()) for text in pilot.app.screen.query(Static))


async def point(pilot: Pilot[None], name: str) -> None:
    """Put the cursor on a model, once it is listed."""
    shown = models_screen(pilot).query_one(ModelList)
    await until(pilot, lambda: name in [option.id for option in shown.options])
    shown.point(name)
    assert shown.pointed == name
    await pilot.pause()
