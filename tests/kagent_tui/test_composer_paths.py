"""Paths after a command that takes one are completed as they are after an "@"."""

from __future__ import annotations

from pathlib import Path

import pytest

from kagent_tui.commands.interface import PATH, InterfaceCommand
from kagent_tui.completing.files import FileSource
from kagent_tui.widgets.composer import Composer
from tests.kagent_tui.composer_app import COMMANDS, ComposerApp
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio
ADD = InterfaceCommand("library.add", "add", "Add", "Read a file.", PATH)


def app_over(folder: Path) -> ComposerApp:
    (folder / "papers").mkdir()
    for name in ("my lease.txt", "lease.md"):
        (folder / "papers" / name).write_text("940 euro", encoding="utf-8")
    return ComposerApp(sources=(FileSource(folder),), commands=(*COMMANDS, ADD))


async def test_tab_takes_folder_and_file(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press(*f"/add {tmp_path}/pap")
        await until(pilot, lambda: app.panel.menu.is_open)
        await pilot.press("tab")
        assert app.composer.text == f"/add {tmp_path}/papers/"
        await pilot.press("m")
        await until(pilot, lambda: app.panel.menu.is_open)
        await pilot.press("tab")
        assert app.composer.text == f"/add {tmp_path}/papers/my lease.txt"
        assert app.chips == []
        await pilot.press("enter")
        await until(pilot, lambda: app.told)
        target = f"{tmp_path}/papers/my lease.txt"
        assert app.told == [Composer.CommandGiven("library.add", target)]


async def test_enter_means_the_path_as_it_is_written(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press(*f"/add {tmp_path}/papers/")
        await until(pilot, lambda: app.panel.menu.is_open)
        await pilot.press("enter")
        await until(pilot, lambda: app.told)
        assert app.told == [Composer.CommandGiven("library.add", f"{tmp_path}/papers/")]


@pytest.mark.parametrize("typed", ["see @zzzz", "/add zzzz"])
async def test_where_nothing_has_the_name_that_is_said(tmp_path: Path, typed: str) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press(*typed)
        await until(pilot, lambda: app.note == "Nothing here is called zzzz.")


async def test_other_commands_complete_no_paths(tmp_path: Path) -> None:
    app = app_over(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press(*f"/rename {tmp_path}/pap")
        assert app.composer.token() is None
        assert not app.panel.menu.is_open
