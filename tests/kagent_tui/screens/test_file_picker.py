"""The file picker over a real folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.app import App

from kagent_tui.i18n import use_language
from kagent_tui.screens.file_picker import FilePickerScreen
from kagent_tui.widgets.file_tree import FileTree
from tests.kagent_tui.bank_assembly import text_of
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


class _PickerApp(App[int]):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        use_language("en")
        self.folder = folder
        self.chosen: tuple[str, ...] | None = None

    def on_mount(self) -> None:
        self.push_screen(FilePickerScreen(self.folder), self._take)

    def _take(self, paths: tuple[str, ...] | None) -> None:
        self.chosen = paths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "papers").mkdir(parents=True)
    (home / "papers" / "inside.md").touch()
    for name in ("b.txt", "A.md", ".hidden", "[red]odd[-1m.txt"):
        (home / name).touch()
    return home


def names(app: _PickerApp) -> list[str]:
    tree = app.screen.query_one(FileTree)
    return [str(node.label) for node in tree.root.children]


async def test_folders_come_first_and_hidden_files_on_demand(folder: Path) -> None:
    app = _PickerApp(folder)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: len(names(app)) == 4)
        assert names(app) == ["papers/", "[red]odd[-1m.txt", "A.md", "b.txt"]
        assert text_of(app.screen.query_one("#folder")) == str(folder)
        await pilot.press("h")
        await until(pilot, lambda: ".hidden" in names(app))
        await pilot.press("h")
        await until(pilot, lambda: len(names(app)) == 4)


async def test_several_are_marked_and_taken(folder: Path) -> None:
    app = _PickerApp(folder)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: len(names(app)) == 4)
        await pilot.press("down", "space", "down", "space")
        await until(pilot, lambda: text_of(app.screen.query_one("#marked")) == "2 marked")
        await pilot.press("up", "space")
        await until(pilot, lambda: text_of(app.screen.query_one("#marked")) == "1 marked")
        await pilot.press("end", "enter")
        await until(pilot, lambda: app.chosen is not None)
        assert app.chosen == (str(folder / "papers"), str(folder / "b.txt"))


async def test_a_folder_opens_and_is_taken(folder: Path) -> None:
    app = _PickerApp(folder)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: len(names(app)) == 4)
        papers = app.screen.query_one(FileTree).root.children[0]
        await pilot.press("down", "enter")
        await until(pilot, lambda: [str(node.label) for node in papers.children] == ["inside.md"])
        await pilot.press("backspace")
        await until(pilot, lambda: names(app) == ["home/"])
        await pilot.press("down", "a")
        await until(pilot, lambda: app.chosen is not None)
        assert app.chosen == (str(folder),)


async def test_escape_chooses_nothing(folder: Path) -> None:
    app = _PickerApp(folder)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: len(names(app)) == 4)
        await pilot.press("escape")
        await until(pilot, lambda: app.chosen is not None)
    assert app.chosen == ()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
async def test_a_folder_that_cannot_be_read_says_so(folder: Path) -> None:
    (folder / "papers").chmod(0)
    app = _PickerApp(folder / "papers")
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: names(app) and "Permission denied" in names(app)[0])
    (folder / "papers").chmod(0o700)


async def test_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    app = _PickerApp(tmp_path / "gone")
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: len(names(app)) == 1)
        assert "No such file" in names(app)[0]
