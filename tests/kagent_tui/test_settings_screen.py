"""Every setting is seen, explained and changed in place, and the file keeps its comments."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from kagent_tui.bindings import SHORTCUTS
from kagent_tui.config import GROUPS, Config, load_config
from kagent_tui.i18n import language, tr, use_language
from kagent_tui.screens.settings import SettingsScreen
from kagent_tui.widgets.setting_details import SettingDetails
from tests.kagent_tui.page_app import PageApp, lines_of, text_of, workspace_in
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def app_in(home: Path, text: str = "") -> PageApp:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")
    workspace = workspace_in(home, None)
    workspace.config = workspace.config.changed(interface_language=language())
    return PageApp(workspace, SettingsScreen(workspace))


def list_of(pilot: Pilot[None]) -> OptionList:
    return pilot.app.screen.query_one("#settings", OptionList)


async def go_to(pilot: Pilot[None], name: str) -> None:
    await until(pilot, lambda: list_of(pilot).option_count)
    listed = list_of(pilot)
    listed.highlighted = listed.get_option_index(name)
    await pilot.pause()


def problem_on(pilot: Pilot[None]) -> str:
    line = pilot.app.screen.query_one(".setting-problem", Static)
    return str(line.render()) if line.display else ""


async def test_every_setting_and_every_key_is_there_under_its_heading(tmp_path: Path) -> None:
    app = app_in(tmp_path, 'api_key = "sk-secret"\n')
    async with app.run_test() as pilot:
        await until(pilot, lambda: list_of(pilot).option_count)
        names = [option.id for option in list_of(pilot).options if option.id]
        keys = [f"keymap.{row.id}" for row in SHORTCUTS if row.label]
        assert sorted(names) == sorted({*Config.notes(), *keys} - {"keymap"})
        headings = [option for option in list_of(pilot).options if option.id is None]
        assert [str(option.prompt) for option in headings] == list(GROUPS.values())
        prompts = " ".join(str(option.prompt) for option in list_of(pilot).options)
        assert "sk-secret" not in prompts
        await go_to(pilot, "api_key")
        assert "***" in text_of(app)
        assert "sk-secret" not in text_of(app)


async def test_a_switch_is_turned_and_in_force_at_once(tmp_path: Path) -> None:
    app = app_in(tmp_path, "# mine\nquiet = false # not yet\n")
    async with app.run_test() as pilot:
        await go_to(pilot, "quiet")
        await pilot.press("enter")
        await until(pilot, lambda: app.heard)
        assert app.heard == [("quiet", True)]
        assert app.workspace.config.quiet
        assert app.has_class("-quiet")
        written = (tmp_path / "config.toml").read_text(encoding="utf-8")
        assert written == "# mine\nquiet = true # not yet\n"


async def test_choices_go_round_and_r_brings_back_the_default(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test() as pilot:
        await go_to(pilot, "network")
        await pilot.press("enter")
        await until(pilot, lambda: app.workspace.config.network == "on")
        await pilot.press("enter")
        await until(pilot, lambda: app.workspace.config.network == "off")
        await pilot.press("r")
        await until(pilot, lambda: app.workspace.config.network == "ask")
        assert load_config(tmp_path / "config.toml") == Config()


async def test_a_number_is_checked_while_it_is_typed(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test() as pilot:
        await go_to(pilot, "max_steps")
        await pilot.press("enter", "backspace", "x")
        assert problem_on(pilot) == "a whole number is needed"
        await pilot.press("enter")
        assert problem_on(pilot) == "a whole number is needed"
        await pilot.press("backspace", "0")
        assert problem_on(pilot) == "the least that works is 1"
        assert "Enter takes it, Esc goes back." in text_of(app)
        await pilot.press("backspace", "9", "9", "9")
        assert problem_on(pilot) == "the most that works is 100"
        await pilot.press("backspace", "backspace", "backspace", "1", "2", "enter")
        await until(pilot, lambda: app.heard)
        assert load_config(tmp_path / "config.toml").max_steps == 12
        # Only the next start is another one, and the screen says so.
        assert app.workspace.config.max_steps == 8
        assert "In force: 8; after a restart: 12." in text_of(app)
        assert list_of(pilot).has_focus


async def test_escape_leaves_the_field_and_then_the_page(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test() as pilot:
        await go_to(pilot, "editor")
        await pilot.press("enter", "v", "i", "escape")
        assert list_of(pilot).has_focus
        assert isinstance(app.screen, SettingsScreen)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, SettingsScreen))
        assert not app.heard
        assert (tmp_path / "config.toml").read_text(encoding="utf-8") == ""


async def test_a_secret_is_typed_unseen(tmp_path: Path) -> None:
    app = app_in(tmp_path, 'api_key = "old"\n')
    async with app.run_test() as pilot:
        await go_to(pilot, "api_key")
        await pilot.press("enter")
        field = app.screen.query_one(SettingDetails).field
        assert field.password
        assert field.value == ""
        await pilot.press(*"new-key")
        assert "new-key" not in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.heard)
        assert load_config(tmp_path / "config.toml").api_key == "new-key"
        assert "new-key" not in text_of(app)


async def test_the_search_finds_notes_and_values(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: list_of(pilot).option_count)
        await pilot.press("slash", *"half-life")
        await pilot.pause()
        assert [option.id for option in list_of(pilot).options if option.id] == []
        assert "No setting fits these words." in text_of(app)
        await pilot.press("escape")
        await pilot.press("slash", *"searxng")
        await pilot.pause()
        assert {option.id for option in list_of(pilot).options if option.id} == {
            "searxng",
            "search_engines",
        }
        await pilot.press("enter")
        assert list_of(pilot).has_focus


async def test_a_key_is_changed_and_a_clash_refused(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    async with app.run_test() as pilot:
        await go_to(pilot, "keymap.chat.stop")
        await pilot.press("enter")
        field = app.screen.query_one(SettingDetails).field
        assert field.value == "escape"
        field.value = "ctrl+q"
        await pilot.press("enter")
        assert "already means" in problem_on(pilot)
        field.value = "ctrl+s"
        await pilot.press("enter")
        await until(pilot, lambda: app.heard)
        assert app.workspace.config.keymap == {"chat.stop": "ctrl+s"}
        text = (tmp_path / "config.toml").read_text(encoding="utf-8")
        assert text == '[keymap]\n"chat.stop" = "ctrl+s"\n'
        await until(pilot, lambda: "Ctrl+S" in text_of(app))
        await pilot.press("r")
        await until(pilot, lambda: app.workspace.config.keymap == {})


async def test_the_language_changes_under_ones_hands(tmp_path: Path) -> None:
    app = app_in(tmp_path, 'interface_language = "en"\n')
    async with app.run_test() as pilot:
        await go_to(pilot, "interface_language")
        await pilot.press("enter")
        await until(pilot, lambda: app.workspace.config.interface_language == "zh")
        await until(pilot, lambda: list_of(pilot).has_focus and "设置" in lines_of(app)[0])
        assert language() == "zh"
        assert list_of(pilot).highlighted_option is not None
        assert list_of(pilot).highlighted_option.id == "interface_language"  # type: ignore[union-attr]
    assert tr("Settings") == "设置"


async def test_what_the_command_line_says_is_told(tmp_path: Path) -> None:
    app = app_in(tmp_path, 'network = "off"\n')
    app.workspace.config = app.workspace.config.changed(network="on")
    async with app.run_test() as pilot:
        await go_to(pilot, "network")
        assert "In force: on, as the command line says." in text_of(app)
        assert "from config.toml" in text_of(app)


async def test_a_broken_file_is_said_and_not_touched(tmp_path: Path) -> None:
    app = app_in(tmp_path)
    (tmp_path / "config.toml").write_text("quiet = maybe\n", encoding="utf-8")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app._notifications)
        message = next(iter(app._notifications)).message
        assert "config.toml: is not valid TOML" in message
    assert (tmp_path / "config.toml").read_text(encoding="utf-8") == "quiet = maybe\n"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_no_line_is_wider_than_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    app = app_in(tmp_path)
    async with app.run_test(size=size) as pilot:
        await go_to(pilot, "theme")
        lines = lines_of(app)
        # One line for each setting: the next one stands right below.
        place = next(number for number, line in enumerate(lines) if "  theme" in line)
        assert "  reduced_motion" in lines[place + 1]


async def test_what_an_editor_changed_is_in_force_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_in(tmp_path, "quiet = false\nmax_steps = 3\n")
    monkeypatch.setattr(app, "suspend", contextlib.nullcontext)
    monkeypatch.setenv("VISUAL", "sed -i s/false/true/;s/3/4/")
    async with app.run_test() as pilot:
        await go_to(pilot, "quiet")
        await pilot.press("e")
        await until(pilot, lambda: app.workspace.config.quiet)
        assert sorted(app.heard) == [("max_steps", 4), ("quiet", True)]
        assert app.workspace.config.max_steps == 3
        await until(pilot, lambda: "on" in str(list_of(pilot).get_option("quiet").prompt))


async def test_an_editor_that_breaks_the_file_is_said_and_the_file_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_in(tmp_path, "quiet = false\n")
    monkeypatch.setattr(app, "suspend", contextlib.nullcontext)
    monkeypatch.setenv("VISUAL", "sed -i s/false/perhaps/")
    async with app.run_test() as pilot:
        await go_to(pilot, "quiet")
        await pilot.press("e")
        await until(pilot, lambda: app._notifications)
        assert "not valid TOML" in next(iter(app._notifications)).message
        assert app.heard == []
    assert (tmp_path / "config.toml").read_text(encoding="utf-8") == "quiet = perhaps\n"
