"""The choice of a theme: seen at once, taken or taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widgets import OptionList

from kagent_tui.screens.themes import ThemeScreen
from tests.kagent_tui.page_app import PageApp, text_of, workspace_in
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio

OWN = 'primary = "#336699"\ndark = false\n'


def app_in(home: Path) -> PageApp:
    (home / "themes").mkdir()
    (home / "themes" / "sea.toml").write_text(OWN, encoding="utf-8")
    (home / "themes" / "torn.toml").write_text('primary = "no colour"\n', encoding="utf-8")
    workspace = workspace_in(home)
    return PageApp(workspace, ThemeScreen(workspace))


async def test_a_theme_is_shown_while_one_looks_and_taken_with_enter(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == "dark"
        await pilot.press("down")
        assert app.theme == "light"
        await pilot.press("down", "down")
        assert app.theme == "sea"
        await pilot.press("enter")
        await pilot.pause()
    assert app.results == ["sea"]


async def test_escape_brings_the_theme_before_back(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("down", "down")
        assert app.theme == "contrast"
        await pilot.press("escape")
        await pilot.pause()
        assert app.theme == "dark"
    assert app.results == [None]


async def test_a_torn_theme_says_what_is_wrong_and_is_not_taken(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        listed = app.screen.query_one(OptionList)
        listed.highlighted = listed.get_option_index("torn")
        # The line is broken where a long path makes it so.
        said = "colour in quotes is needed".replace(" ", "")
        await until(pilot, lambda: said in re.sub(r"[\s│]", "", text_of(app)))
        assert app.theme == "dark"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ThemeScreen)
    assert app.results == []
