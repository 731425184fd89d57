"""The settings, the themes, and what a screen reader is given."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from kagent_tui.app import KAgentApp
from kagent_tui.screens.items import ItemsScreen
from kagent_tui.screens.settings import SettingsScreen
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.scripted_engine import ScriptedAssembly, scripts_of, until
from tests.snapshots.shots import (
    Camera,
    Drive,
    Shot,
    every_shot,
    loaded,
    one_shot,
    opened,
    over,
    page,
    some_shots,
    typed,
)
from tests.snapshots.test_chat_pictures import answered, asking, found_source
from tests.snapshots.test_library_pictures import library
from tests.snapshots.test_memory_pictures import memory, sessions
from tests.snapshots.test_models_pictures import models


def settings(name: str = "", then: Drive | None = None) -> Drive:
    """Open the settings, go to one, and go on."""

    async def drive(pilot: Pilot[int]) -> None:
        screen = await page(pilot, "f9", SettingsScreen)
        listed = screen.query_one("#settings", OptionList)
        await until(pilot, lambda: listed.option_count)
        if name:
            listed.highlighted = listed.get_option_index(name)
            await pilot.pause()
        if then is not None:
            await then(pilot)

    return drive


@every_shot
def test_settings(camera: Camera, empty: BankAssembly) -> None:
    assert camera.takes(camera.app(empty), settings())


@some_shots
def test_settings_search(camera: Camera, empty: BankAssembly, shot: Shot) -> None:
    async def search(pilot: Pilot[int]) -> None:
        await pilot.press("slash")
        await typed(pilot, shot.said("network", "网络"))

    assert camera.takes(camera.app(empty), settings("", search))


@every_shot
def test_setting_wrong(camera: Camera, empty: BankAssembly) -> None:
    async def edit(pilot: Pilot[int]) -> None:
        await pilot.press("enter", "end", "0", "0", "x", "enter")

    assert camera.takes(camera.app(empty), settings("max_steps", edit))


@every_shot
def test_theme_chooser(camera: Camera, empty: BankAssembly) -> None:
    async def choose(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        app = pilot.app
        assert isinstance(app, KAgentApp)
        app.run_interface_command("app.theme")
        await over(pilot)

    assert camera.takes(camera.app(empty), choose)


@one_shot
@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_theme(camera: Camera, shot: Shot, theme: str) -> None:
    scripts = scripts_of(answered(shot.language))
    assembly = ScriptedAssembly(scripts, documents=12, found=found_source(shot))

    async def look(pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+t", "ctrl+t")

    assert camera.takes(camera.app(assembly, theme=theme), asking(shot, look))


@one_shot
@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_theme_of_lists(camera: Camera, filled: BankAssembly, shot: Shot, theme: str) -> None:
    async def search(pilot: Pilot[int]) -> None:
        await pilot.press("slash")
        await typed(pilot, "harbour")
        await pilot.press("down")

    assert camera.takes(camera.app(filled, theme=theme), library(search))


async def read_help(pilot: Pilot[int]) -> None:
    await loaded(pilot)
    await opened(pilot, "f1")


async def items(pilot: Pilot[int]) -> None:
    await page(pilot, "f6", ItemsScreen)


PLAIN = {
    "library": library(),
    "memory": memory(),
    "sessions": sessions(),
    "models": models(),
    "settings": settings(),
    "items": items,
    "help": read_help,
}


@some_shots
def test_plain_chat(camera: Camera, shot: Shot) -> None:
    assembly = ScriptedAssembly(scripts_of(answered(shot.language)), documents=12)
    assert camera.takes(camera.app(assembly, screen_reader=True), asking(shot))


@one_shot
@pytest.mark.parametrize("name", PLAIN)
def test_plain(camera: Camera, filled: BankAssembly, name: str) -> None:
    assert camera.takes(camera.app(filled, screen_reader=True), PLAIN[name])
