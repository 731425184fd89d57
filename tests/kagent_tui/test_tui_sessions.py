"""The sessions page over a real memory, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, RadioButton, Static

from kagent_tui.controllers import sessions as controller
from kagent_tui.screens.dialogs import LineScreen
from kagent_tui.screens.session_export import ExportScreen
from kagent_tui.screens.sessions import SessionChosen, SessionsScreen
from kagent_tui.widgets.entry_list import EntryList
from kagent_tui.widgets.search_box import SearchBox
from store.memory import MemoryBank
from tests.kagent_tui.page_app import PageApp, lines_of
from tests.kagent_tui.remembered import remember, workspace_over
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "bank") as opened:
        yield opened


@pytest.fixture
def ids(bank: MemoryBank) -> dict[str, str]:
    return remember(bank)


class SessionsApp(PageApp):
    """Shows the page over a memory."""

    def __init__(self, bank: MemoryBank | None, home: Path, current: str = "") -> None:
        workspace, self.runner = workspace_over(bank, home, current)
        super().__init__(workspace, SessionsScreen(workspace))


def shown(app: SessionsApp) -> list[str | None]:
    entries = app.first.query_one(EntryList)
    return [entries.get_option_at_index(place).id for place in range(entries.option_count)]


def said(app: SessionsApp) -> str:
    return str(app.first.query_one("#said", Static).render())


async def listed(pilot: Pilot[Any], app: SessionsApp, count: int) -> None:
    await until(pilot, lambda: len(shown(app)) == count)


async def test_sessions_are_listed_and_one_is_gone_on_with(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path, ids["membrane"])
    async with app.run_test(size=(60, 20)) as pilot:
        await listed(pilot, app, 3)
        assert shown(app) == [ids["hostile"], ids["membrane"], ids["boiler"]]
        text = "\n".join(lines_of(app))
        assert "open now  反渗透膜" in text
        assert "2 questions · #house" in text
        assert "\x1b" not in text
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.results)
    assert app.results == [SessionChosen(ids["boiler"])]


@pytest.mark.parametrize(
    ("words", "names"),
    [("pump", {"boiler"}), ("hous", {"boiler"}), ("更换", {"membrane"}), ("script", {"hostile"})],
)
async def test_the_list_follows_what_is_typed(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path, words: str, names: set[str]
) -> None:
    app = SessionsApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await listed(pilot, app, 3)
        await pilot.press("slash")
        await pilot.press(*words)
        await until(pilot, lambda: set(shown(app)) == {ids[name] for name in names})
        await pilot.press("escape")
        await listed(pilot, app, 3)
        await pilot.press("escape")
        await until(pilot, lambda: app.results)
    assert app.results == [None]


async def test_enter_in_the_search_goes_to_what_was_found(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await listed(pilot, app, 3)
        await pilot.press("slash", *"pump", "enter")
        await listed(pilot, app, 1)
        await pilot.press("enter")
        await until(pilot, lambda: app.results)
    assert app.results == [SessionChosen(ids["boiler"])]


async def test_where_nothing_is_found_the_page_says_what_to_do(
    bank: MemoryBank, tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path)
    async with app.run_test() as pilot:
        empty = app.first.query_one("#empty", Static)
        await until(pilot, lambda: "no session yet" in str(empty.render()))
        await pilot.press("slash", *"x")
        await until(pilot, lambda: "holds all of these words" in str(empty.render()))
        assert empty.display
        await pilot.press("tab", "enter", "r", "t", "d", "e", "b")
        assert app.screen is app.first
        await pilot.press("n")
        await until(pilot, lambda: app.results)
    assert app.results == [SessionChosen(None)]


async def test_the_page_waits_for_the_memory(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(None, tmp_path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "being opened" in said(app))
        app.runner.bank = bank
        await listed(pilot, app, 3)


async def test_a_deleted_session_is_brought_back(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await listed(pilot, app, 3)
        await pilot.press("u")
        assert "Nothing was deleted" in said(app)
        await pilot.press("down", "d")
        await listed(pilot, app, 2)
        assert "Deleted: 反渗透膜. U brings it back." in said(app)
        await pilot.press("d")
        await listed(pilot, app, 1)
        assert [record.id for record in bank.sessions()] == [ids["hostile"]]
        await pilot.press("ctrl+z")
        await listed(pilot, app, 2)
        assert app.first.query_one(EntryList).key == ids["boiler"]
        await pilot.press("u")
        await listed(pilot, app, 3)
        assert bank.sessions_store.trashed() == []
        await pilot.press("escape")
        await until(pilot, lambda: app.results)
    assert app.results == [None]


async def test_without_the_open_session_a_new_one_begins(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path, ids["hostile"])
    async with app.run_test() as pilot:
        await listed(pilot, app, 3)
        await pilot.press("delete")
        await listed(pilot, app, 2)
        await pilot.press("escape")
        await until(pilot, lambda: app.results)
    assert app.results == [SessionChosen(None)]


async def test_a_session_is_renamed(bank: MemoryBank, ids: dict[str, str], tmp_path: Path) -> None:
    app = SessionsApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await listed(pilot, app, 3)
        await pilot.press("end", "r")
        await until(pilot, lambda: app.screen is not app.first)
        trouble = app.screen.query_one("#trouble", Static)
        await pilot.press("ctrl+u", "enter")
        await until(pilot, lambda: trouble.display)
        assert "Type a name first" in str(trouble.render())
        await pilot.press(*"The boiler 2")
        assert not trouble.display
        await pilot.press("enter")
        await until(pilot, lambda: "Renamed" in said(app))
        assert controller.find_session(bank, ids["boiler"]).title == "The boiler 2"
        await until(pilot, lambda: "The boiler 2" in "\n".join(lines_of(app)))


async def test_tags_are_written_with_commas(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await listed(pilot, app, 3)
        await pilot.press("end", "t")
        await until(pilot, lambda: isinstance(app.screen, LineScreen))
        assert app.screen.query_one(Input).value == "house"
        app.screen.query_one(Input).value = "家, " + "x" * 50
        await pilot.press("enter")
        assert "at most 40" in str(app.screen.query_one("#trouble", Static).render())
        app.screen.query_one(Input).value = "家, to do"
        await pilot.press("enter")
        await until(pilot, lambda: "Tagged" in said(app))
        assert controller.find_session(bank, ids["boiler"]).tags == ("to do", "家")
        await until(pilot, lambda: "#to do #家" in "\n".join(lines_of(app)))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, LineScreen))
        app.screen.query_one(Input).value = ""
        await pilot.press("enter")
        await until(pilot, lambda: "No tags any more" in said(app))
        assert controller.find_session(bank, ids["boiler"]).tags == ()
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, LineScreen))
        await pilot.press("x", "escape")
        await until(pilot, lambda: app.screen is app.first)
    assert controller.find_session(bank, ids["boiler"]).tags == ()


async def test_a_branch_is_made_and_pointed_at(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await listed(pilot, app, 3)
        await pilot.press("end", "b")
        await listed(pilot, app, 4)
        branch = bank.sessions()[0]
        assert branch.title == "The boiler (branch)"
        assert app.first.query_one(EntryList).key == branch.id
        await pilot.press("enter")
        await until(pilot, lambda: app.results)
    assert app.results == [SessionChosen(branch.id)]


async def test_a_session_is_exported_and_no_file_overwritten(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = SessionsApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await listed(pilot, app, 3)
        await pilot.press("end", "e")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        line = app.screen.query_one(Input)
        assert line.value == str(tmp_path / "The-boiler.md")
        await pilot.press("shift+tab", "right", "right", "space")
        await until(pilot, lambda: line.value.endswith(".html"))
        await pilot.press("tab")
        (tmp_path / "The-boiler.html").write_text("mine")
        await pilot.press("enter")
        trouble = app.screen.query_one("#trouble", Static)
        await until(pilot, lambda: "there is such a file already" in str(trouble.render()))
        line.value = "other.json"
        await until(pilot, lambda: app.screen.query_one("#json", RadioButton).value)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.first)
        assert f"Exported: {tmp_path / 'other.json'}" in said(app)
    assert (tmp_path / "The-boiler.html").read_text() == "mine"
    assert '"answer": "Three years. [1]"' in (tmp_path / "other.json").read_text()


async def test_a_wide_screen_shows_what_a_session_holds(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await listed(pilot, app, 3)
        await pilot.press("end")
        await until(pilot, lambda: "2. And the pump?" in "\n".join(lines_of(app)))
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "2. And the pump?" not in "\n".join(lines_of(app)))


async def test_the_words_after_the_command_are_searched_for(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = SessionsApp(bank, tmp_path)
    assert isinstance(app.first, SessionsScreen)
    app.first.argument = "pump"
    async with app.run_test() as pilot:
        await listed(pilot, app, 1)
        assert app.first.query_one(SearchBox).value == "pump"
