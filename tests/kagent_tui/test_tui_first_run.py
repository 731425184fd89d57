"""The first minutes: an answer in two or three key presses, and settings that follow at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kagent_tui.app import KAgentApp
from kagent_tui.bindings.shown import use_remapped
from kagent_tui.config import load_config
from kagent_tui.i18n import language, use_language
from kagent_tui.roles import speak_plainly
from kagent_tui.setting_change import SettingChange
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.welcome import EXAMPLES, Suggestions, Welcome
from tests.kagent_tui.page_app import text_of
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    make_app,
    screen_of,
    scripts_of,
    turns_of,
    whole_script,
    write,
)
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    use_language("en")
    use_remapped({})
    speak_plainly(False)


def settings_file() -> Path:
    return Path(os.environ["KAGENT_HOME"]) / "config.toml"


def messages_of(app: KAgentApp) -> list[str]:
    return [notification.message for notification in app._notifications]


@pytest.mark.parametrize("keys", [("1", "enter"), ("tab", "enter")])
async def test_the_first_answer_is_three_key_presses_away(keys: tuple[str, ...]) -> None:
    assembly = ScriptedAssembly(scripts_of(whole_script()))
    async with make_app(assembly).run_test() as pilot:
        assert isinstance(pilot.app.focused, Composer)
        await pilot.press(*keys)
        await until(pilot, lambda: bool(turns_of(pilot)) and turns_of(pilot)[0].finished)
        assert assembly.sessions[0].asked == [EXAMPLES[0]]
        assert not screen_of(pilot).query_one(Welcome).display
        assert isinstance(pilot.app.focused, Composer)


async def test_typing_goes_straight_to_the_composer_from_the_list_too() -> None:
    assembly = ScriptedAssembly(scripts_of(whole_script()))
    async with make_app(assembly).run_test() as pilot:
        await pilot.press("tab")
        assert isinstance(pilot.app.focused, Suggestions)
        await pilot.press(*"When?")
        assert screen_of(pilot).query_one(Composer).text == "When?"


async def test_a_number_is_a_question_once_there_are_answers() -> None:
    assembly = ScriptedAssembly(scripts_of(whole_script(), whole_script()))
    async with make_app(assembly).run_test() as pilot:
        await write(pilot, "How many days?")
        await until(pilot, lambda: bool(turns_of(pilot)) and turns_of(pilot)[0].finished)
        await write(pilot, "1")
        await until(pilot, lambda: len(turns_of(pilot)) == 2 and turns_of(pilot)[1].finished)
        assert assembly.sessions[0].asked == ["How many days?", "1"]


async def test_the_language_is_switched_and_kept() -> None:
    app = make_app(ScriptedAssembly(documents=3))
    async with app.run_test() as pilot:
        await until(pilot, lambda: "3 documents are ready" in text_of(app))
        await pilot.press("5", "enter")
        await until(pilot, lambda: "已有 3 份文档可供提问。" in text_of(app))
        assert language() == "zh"
        assert "请输入问题" in text_of(app)
        assert "Enter 发送" in text_of(app)
        assert load_config(settings_file()).interface_language == "zh"
        await pilot.press("5", "enter")
        await until(pilot, lambda: "3 documents are ready" in text_of(app))
        assert load_config(settings_file()).interface_language == "en"


async def change(pilot: Pilot[int], name: str, value: object) -> None:
    app = pilot.app
    assert isinstance(app, KAgentApp)
    done: list[object] = []
    changed = SettingChange(app, app.background, app.workspace)
    changed.write(name, value, done.append, done.append)
    await until(pilot, lambda: done)


async def test_the_network_setting_opens_and_closes_the_door() -> None:
    assembly = ScriptedAssembly()
    app = make_app(assembly)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.workspace.assembly is not None)
        await change(pilot, "network", "off")
        assert assembly.network.policy == "off"
        await until(pilot, lambda: "network: off" in text_of(app))


async def test_a_key_of_ones_own_works_and_is_hinted_at_once() -> None:
    app = make_app(ScriptedAssembly())
    async with app.run_test(size=(100, 30)) as pilot:
        await change(pilot, "keymap.chat.unfold", "f8")
        await until(pilot, lambda: "F8 unfold tasks" in text_of(app))
        await pilot.press("f8")
        await until(pilot, lambda: "No tasks to unfold yet." in messages_of(app))


async def test_a_keymap_that_is_wrong_is_said_in_lines_and_the_rest_used() -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(
        '[keymap]\n"chat.stpo" = "f8"\n"chat.unfold" = "ctrl+q"\n"app.help" = "f1,f12"\n'
    )
    app = make_app(ScriptedAssembly())
    app.workspace.config = load_config(settings_file()).changed(interface_language="en")
    async with app.run_test() as pilot:
        await until(pilot, lambda: len(messages_of(app)) == 2)
        assert all("\n" not in message for message in messages_of(app))
        assert "did you mean 'chat.stop'" in messages_of(app)[0]
        assert "Ctrl+Q already means" in messages_of(app)[1]
        await pilot.press("f12")
        await pilot.pause()
        assert "Search keys and commands" in text_of(app)


async def test_the_quiet_mode_outlives_other_changes() -> None:
    app = make_app(ScriptedAssembly())
    async with app.run_test() as pilot:
        app.run_interface_command("chat.quiet")
        assert app.has_class("-quiet")
        await change(pilot, "reduced_motion", True)
        await until(pilot, lambda: app.has_class("-still"))
        assert app.has_class("-quiet")
        app.run_interface_command("chat.quiet")
        assert not app.has_class("-quiet")
        # It was for this time only.
        assert not load_config(settings_file()).quiet


async def test_a_theme_is_chosen_by_its_name_and_kept() -> None:
    app = make_app(ScriptedAssembly())
    async with app.run_test() as pilot:
        app.run_interface_command("app.theme", "contrast")
        await until(pilot, lambda: app.theme == "contrast")
        assert load_config(settings_file()).theme == "contrast"
        app.run_interface_command("app.theme", "no such")
        await until(pilot, lambda: messages_of(app))
        assert "There is no theme no such; there are dark, light, contrast," in messages_of(app)[0]
