"""The memory page over a real memory, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from kagent_tui.controllers import sessions as controller
from kagent_tui.screens.dialogs import QuestionScreen, TextScreen
from kagent_tui.screens.memory import MemoryScreen
from kagent_tui.widgets.entry_list import EntryList
from store.memory import MemoryBank
from tests.kagent_tui.page_app import PageApp, lines_of
from tests.kagent_tui.remembered import answer, ask, citation, remember, workspace_over
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio
ALL = {"c1", "c2", "c3", "c4", "t1", "k1"}


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "bank") as opened:
        yield opened


@pytest.fixture
def ids(bank: MemoryBank) -> dict[str, str]:
    return remember(bank)


class MemoryApp(PageApp):
    """Shows the page over a memory."""

    def __init__(self, bank: MemoryBank | None, home: Path, **settings: Any) -> None:
        workspace, self.runner = workspace_over(bank, home, **settings)
        super().__init__(workspace, MemoryScreen(workspace))


def shown(app: MemoryApp) -> set[str | None]:
    entries = app.first.query_one(EntryList)
    return {entries.get_option_at_index(place).id for place in range(entries.option_count)}


def said(app: MemoryApp) -> str:
    return str(app.first.query_one("#said", Static).render())


def point(app: MemoryApp, key: str) -> None:
    entries = app.first.query_one(EntryList)
    entries.highlighted = entries.get_option_index(key)


def text_of(app: MemoryApp) -> str:
    return " ".join(" ".join(lines_of(app)).split())


async def test_three_memories_are_listed_searched_and_filtered(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = MemoryApp(bank, tmp_path)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: shown(app) == ALL)
        assert "\x1b" not in text_of(app)
        await pilot.press("right")
        await until(pilot, lambda: shown(app) == {"c1", "c2", "c3", "c4"})
        await pilot.press("right")
        await until(pilot, lambda: shown(app) == {"t1"})
        await pilot.press("right")
        await until(pilot, lambda: shown(app) == {"k1"})
        await pilot.press("k")
        await until(pilot, lambda: shown(app) == ALL)
        await pilot.press("left", "slash", *"更换")
        await until(pilot, lambda: not shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: shown(app) == {"k1"})
        await pilot.press("tab", "left", "left", "left", "slash", *"更换")
        await until(pilot, lambda: shown(app) == {"c3"})


def is_shown(app: MemoryApp, words: list[str]) -> bool:
    text = text_of(app)
    return all(word in text for word in words)


async def test_an_item_is_looked_at_whole(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = MemoryApp(bank, tmp_path)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: shown(app) == ALL)
        for key, words in (
            ("t1", ["search_knowledge(text=boiler)", "In the session: The boiler", "three years"]),
            ("c3", ["反渗透膜多久更换一次？", "每两年半更换一次。", "asked today"]),
            ("k1", ["/notes/ferry.md", "The ferry leaves at 22:40.", "read today"]),
            ("c4", ["<script>alert(1)</script>", "[/red]"]),
        ):
            point(app, key)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, TextScreen))
            await until(pilot, partial(is_shown, app, words))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.first)
            assert shown(app) == ALL


async def test_a_wide_screen_shows_the_item_beside_the_list(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = MemoryApp(bank, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: shown(app) == ALL)
        point(app, "t1")
        await until(pilot, lambda: "search_knowledge(text=boiler)" in text_of(app))
        assert app.screen is app.first


async def test_a_question_is_forgotten_after_a_yes(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    controller.branch(bank, ids["membrane"])
    app = MemoryApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: shown(app) == ALL)
        point(app, "c3")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        text = text_of(app)
        assert "The question “反渗透膜多久更换一次？” goes with its answer" in text
        assert "It goes from 1 branch as well." in text
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.first)
        assert bank.turns(ids["membrane"])
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: shown(app) == ALL - {"c3"})
        assert "Forgotten: 反渗透膜多久更换一次？" in said(app)
        await until(pilot, lambda: bank.unpurged() == 0)
    assert bank.turns(ids["membrane"]) == []
    assert {record.id for record in bank.sessions()} == {ids["boiler"], ids["hostile"]}


async def test_a_document_is_forgotten_and_its_quotes_are_named(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    quoting = answer("When?", "At 22:40. [1]", citation(1, "22:40", "/notes/ferry.md"))
    ask(bank, ids["boiler"], quoting)
    app = MemoryApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "k1" in shown(app))
        point(app, "k1")
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert "The file itself stays where it is: /notes/ferry.md" in text_of(app)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "k1" not in shown(app))
        assert "1 earlier answer still quotes it." in said(app)
    assert bank.documents() == []


@pytest.mark.parametrize(("key", "left"), [("c1", True), ("c3", False)])
async def test_the_chat_below_forgets_as_well(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path, key: str, left: bool
) -> None:
    app = MemoryApp(bank, tmp_path)
    app.runner.session_id = current = ids["boiler" if left else "membrane"]
    async with app.run_test() as pilot:
        await until(pilot, lambda: shown(app) == ALL)
        for forgotten in ("k1", key):
            assert app.runner.opened == []
            point(app, forgotten)
            await pilot.press("d")
            await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
            await pilot.press("tab", "enter")
            await until(pilot, lambda: forgotten not in shown(app))  # noqa: B023
        assert app.runner.opened == [current if left else None]


async def test_an_item_leads_to_its_session(
    bank: MemoryBank, ids: dict[str, str], tmp_path: Path
) -> None:
    app = MemoryApp(bank, tmp_path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: shown(app) == ALL)
        point(app, "k1")
        await pilot.press("g")
        assert "belongs to no session" in said(app)
        point(app, "c1")
        await pilot.press("g")
        await until(pilot, lambda: app.results)
    assert app.runner.opened == [ids["boiler"]]


@pytest.mark.parametrize("plain", [False, True])
async def test_where_nothing_is_remembered_the_page_says_so(
    bank: MemoryBank, tmp_path: Path, plain: bool
) -> None:
    app = MemoryApp(bank, tmp_path, screen_reader=plain)
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: "Nothing is remembered yet." in text_of(app))
        await pilot.press("right")
        await until(pilot, lambda: "Nothing of this kind" in text_of(app))
        assert ("documents" in text_of(app)) is not plain
        assert "questions" in text_of(app)
        await pilot.press("d", "g", "slash", *"x")
        await until(pilot, lambda: "Nothing of this is remembered." in text_of(app))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.results)
    assert app.results == [None]
