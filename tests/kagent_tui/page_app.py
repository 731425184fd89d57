"""An application that shows one screen over nothing, with the settings of a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from textual import on
from textual.app import App
from textual.screen import Screen

import kagent_tui
from kagent_tui.applying import apply_settings
from kagent_tui.bindings import bindings_of
from kagent_tui.config import Config, load_config
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.locations import locate
from kagent_tui.messages import SettingChanged
from kagent_tui.workspace import Workspace


def workspace_in(home: Path, config: Config | None = None) -> Workspace:
    """A workspace without an engine; the settings are those of the folder where none are given."""
    locations = locate(home)
    config = load_config(locations.config_file) if config is None else config
    return Workspace(locations, config, cast(EngineRunner, None))


class PageApp(App[None]):
    """Applies settings as the program does, and keeps what it heard of them."""

    CSS_PATH = Path(kagent_tui.__file__).parent / "screens" / "plain.tcss"

    BINDINGS = bindings_of("app")

    def __init__(self, workspace: Workspace, screen: Screen[Any]) -> None:
        super().__init__()
        self.workspace = workspace
        self.first = screen
        self.heard: list[tuple[str, object]] = []
        self.results: list[object] = []

    def on_mount(self) -> None:
        self.apply()
        self.push_screen(self.first, self.results.append)

    def apply(self) -> None:
        folder = self.workspace.locations.config_file.parent / "themes"
        for trouble in apply_settings(self, self.workspace.config, folder):
            self.notify(trouble, markup=False)

    @on(SettingChanged)
    def _changed(self, message: SettingChanged) -> None:
        self.heard.append((message.name, message.value))
        self.apply()


def lines_of(app: App[Any]) -> list[str]:
    """What is on the screen, a text for each line."""
    width, height = app.size
    strips = app.screen._compositor.render_strips(None)
    return [strip.text[:width].rstrip() for strip in strips][:height]


def text_of(app: App[Any]) -> str:
    """The whole screen."""
    return "\n".join(lines_of(app))
