"""F1: the keys of what one looks at come first, with the user's own in force, and are searched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from kagent_tui.bindings import SHORTCUTS
from kagent_tui.bindings.shown import use_remapped
from kagent_tui.commands.interface import INTERFACE
from kagent_tui.help_text import HelpRow, help_content, sections, shortcuts_of
from kagent_tui.i18n import use_language
from kagent_tui.screens.help import HelpScreen
from kagent_tui.screens.settings import SettingsScreen
from tests.kagent_tui.page_app import PageApp, text_of, workspace_in

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _english() -> Any:
    use_language("en")
    yield
    use_language("en")
    use_remapped({})


class HelpedApp(PageApp):
    def action_help(self) -> None:
        self.push_screen(HelpScreen())


def app_in(home: Path, text: str = "") -> HelpedApp:
    (home / "config.toml").write_text(text, encoding="utf-8")
    workspace = workspace_in(home)
    workspace.config = workspace.config.changed(interface_language="en")
    return HelpedApp(workspace, SettingsScreen(workspace))


def rows_of(app: PageApp) -> str:
    return str(app.screen.query_one("#rows", Static).render())


async def test_what_one_looks_at_comes_first(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()
        rows = rows_of(app)
        here = rows.partition("Commands, written into the composer")[0]
        assert here.startswith("Here")
        assert "settings.reset" in here
        assert "page.close" in here
        assert "app.help" in here
        assert "composer.send" not in here
        assert "composer.send" in rows
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, SettingsScreen)


async def test_typing_searches_and_the_arrows_scroll(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f1", "pagedown", "down")
        keys = app.screen.query_one("#keys")
        assert keys.scroll_offset.y > 1
        await pilot.press(*"export")
        await pilot.pause()
        assert keys.scroll_offset.y == 0
        assert "/export [FILE]" in text_of(app)
        assert "settings.reset" not in rows_of(app)
        await pilot.press(*"zzz")
        await pilot.pause()
        assert "No key and no command fits these words." in text_of(app)


async def test_the_users_own_keys_are_said(tmp_path: Path) -> None:
    app = app_in(tmp_path, '[keymap]\n"settings.reset" = "f8"\n"app.help" = "f1,f12"\n')
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("f12")
        await pilot.pause()
        here = rows_of(app).partition("Commands, written")[0]
        assert "F8" in here
        assert "F1 · F12" in here


def test_every_key_and_every_command_is_said() -> None:
    text = str(help_content(sections(), ""))
    assert all(row.id in text for row in SHORTCUTS if row.label)
    assert all(f"/{row.slash}" in text for row in INTERFACE if row.slash)


def test_the_help_speaks_chinese() -> None:
    use_language("zh")
    text = str(help_content(sections(), "帮助"))
    assert "显示按键和命令" in text or "帮助" in text
    assert "Show keys and commands" not in text


def test_only_what_the_table_knows_is_a_shortcut() -> None:
    assert shortcuts_of([]) == []


def test_long_meanings_are_wrapped_below_themselves() -> None:
    found = [
        ("Here", [HelpRow("F7", "show or hide the passage", "chat.passage")]),
        ("All", [HelpRow("Ctrl+Shift+Z · Super+Shift+Z", "redo", "composer.redo")]),
    ]
    lines = str(help_content(found, "", 34)).splitlines()
    assert lines == [
        "Here",
        "  F7                show or hide",
        "                    the passage",
        "",
        "All",
        "  Ctrl+Shift+Z · Super+Shift+Z",
        "    redo",
    ]
    assert "  show or hide the passage\n" in str(help_content(found, "", 50))
    assert "  show or hide the passage  chat.passage" in str(help_content(found, "", 60))
