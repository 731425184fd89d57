"""The registry of commands: slash words, the palette, and what each command does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from kagent_tui.app import KAgentApp
from kagent_tui.app import make_app as make_real_app
from kagent_tui.bindings import SHORTCUTS
from kagent_tui.commands.interface import INTERFACE, by_id
from kagent_tui.config import Config
from kagent_tui.locations import locate
from kagent_tui.screens.chat import ChatScreen
from kagent_tui.screens.page import PageScreen
from kagent_tui.screens.pages import PAGES
from kagent_tui.screens.sessions import SessionsScreen
from kagent_tui.widgets.search_box import SearchBox
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
QUESTION = "How many days are there from 2024-01-01 to 2024-03-01?"


def test_every_command_has_one_word_and_one_handler() -> None:
    words = [row.slash for row in INTERFACE if row.slash]
    assert len(set(words)) == len(words)
    assert len({row.id for row in INTERFACE}) == len(INTERFACE)
    chat = ChatScreen(make_app(ScriptedAssembly()).workspace)
    assert set(chat.commands.handlers) == {row.id for row in INTERFACE}


def test_keys_of_commands_and_pages_are_known() -> None:
    for row in SHORTCUTS:
        if row.action.startswith("run("):
            assert by_id(row.action.removeprefix("run('").removesuffix("')"))
        if row.action.startswith("page("):
            assert row.action.removeprefix("page('").removesuffix("')") in PAGES


async def test_the_palette_finds_a_command_by_its_chinese_title() -> None:
    app = make_app(ScriptedAssembly(scripts_of(whole_script())), language="zh")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"安静")
        listed = app.screen.query_one(CommandList)
        await until(pilot, lambda: listed.option_count == 1 and listed.highlighted == 0)
        await pilot.press("enter")
        await until(pilot, lambda: app.has_class("-quiet"))


@pytest.mark.parametrize("page", ["sessions", "memory", "settings"])
async def test_words_after_a_page_are_searched_for_there(real: Pilot[int], page: str) -> None:
    app = app_of(real)
    app.run_interface_command(f"app.{page}", "language")
    await until(real, lambda: isinstance(app.screen, PageScreen))
    await until(real, lambda: app.screen.query(Input))
    assert app.screen.query(Input).first().value == "language"


async def test_the_quiet_mode_hides_tasks() -> None:
    app = make_app(ScriptedAssembly(scripts_of(whole_script())))
    async with app.run_test(size=(100, 30)) as pilot:
        await write(pilot, "How many days?")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        assert turns_of(pilot)[0].tasks.display
        app.run_interface_command("chat.quiet")
        await pilot.pause()
        assert not turns_of(pilot)[0].tasks.display
        app.run_interface_command("chat.quiet")
        await pilot.pause()
        assert turns_of(pilot)[0].tasks.display


async def test_the_network_is_opened_and_closed() -> None:
    assembly = ScriptedAssembly()
    app = make_app(assembly)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.workspace.assembly is not None)
        policies = []
        for word in ("on", "wide", "off"):
            app.run_interface_command("app.network", word)
            policies.append(assembly.network.policy)
        assert policies == ["on", "on", "off"]


@pytest.fixture
async def real(tmp_path: Path, builtin_model_path: Path) -> AsyncIterator[Pilot[int]]:
    """The real engine with one question answered."""
    app = make_real_app(locate(tmp_path / "home"), Config(interface_language="en"))
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, QUESTION)
        yield pilot
    app.runner.request_close()
    assert app.runner.join(10)


async def ask(pilot: Pilot[int], question: str) -> None:
    await write(pilot, question)
    await answered(pilot, 1)


async def answered(pilot: Pilot[int], count: int) -> None:
    def over() -> bool:
        turns = turns_of(pilot)
        return len(turns) == count and all(turn.finished for turn in turns)

    await until(pilot, over, seconds=60)


def app_of(pilot: Pilot[int]) -> KAgentApp:
    app: Any = pilot.app
    assert isinstance(app, KAgentApp)
    return app


def sessions(pilot: Pilot[int]) -> list[tuple[str, int]]:
    assembly = app_of(pilot).workspace.assembly
    assert assembly is not None
    return [(record.title, record.turns) for record in assembly.bank.sessions()]


async def test_a_question_is_asked_again_in_a_branch(real: Pilot[int]) -> None:
    app_of(real).run_interface_command("chat.regenerate")
    await until(real, lambda: len(sessions(real)) == 2 and sessions(real)[0][1] == 1, seconds=60)
    await answered(real, 1)
    assert "60 days" in turns_of(real)[0].answer.text
    assert sessions(real) == [(f"{QUESTION} (branch)", 1), (QUESTION, 1)]


async def test_a_question_comes_back_to_be_changed(real: Pilot[int]) -> None:
    app_of(real).run_interface_command("chat.edit", "1")
    await until(real, lambda: screen_of(real).composer.text == QUESTION)
    assert turns_of(real) == []
    screen_of(real).composer.text = QUESTION.replace("03-01", "01-02")
    await real.press("enter")
    await answered(real, 1)
    assert "1 day" in turns_of(real)[0].answer.text
    assert len(sessions(real)) == 2


async def test_a_session_is_named_tagged_exported_and_resumed(
    real: Pilot[int], tmp_path: Path
) -> None:
    app = app_of(real)
    said: list[str] = []
    app.chat.notify = lambda text, **_: said.append(text)  # type: ignore[method-assign]
    app.run_interface_command("session.rename", "Counting days")
    await until(real, lambda: sessions(real)[0][0] == "Counting days")
    app.run_interface_command("session.tag", "dates, work")
    await until(real, lambda: any("Tagged" in text for text in said))
    target = tmp_path / "out.json"
    app.run_interface_command("session.export", str(target))
    await until(real, target.exists)
    assert json.loads(target.read_text())["tags"] == ["dates", "work"]
    app.run_interface_command("session.export", str(target))
    await until(real, lambda: any("already" in text for text in said))
    app.run_interface_command("session.new")
    await until(real, lambda: turns_of(real) == [])
    app.run_interface_command("session.rename", "Nothing here")
    assert "There is no question in this session yet." in said
    app.run_interface_command("session.resume", "counting")
    await until(real, lambda: len(turns_of(real)) == 1 and turns_of(real)[0].finished)
    assert turns_of(real)[0].question == QUESTION
    app.run_interface_command("session.resume", "nothing like it")
    await until(real, lambda: isinstance(app.screen, SessionsScreen))
    assert app.screen.query_one(SearchBox).value == "nothing like it"
