"""The items screen over a real memory and real archives."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from engine.library import Library
from kagent_tui.screens.chat import ChatScreen
from kagent_tui.screens.dialogs import TextScreen
from kagent_tui.screens.items import ItemsScreen
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.widgets.item_parts import ItemParts
from kagent_tui.widgets.search_box import SearchBox
from store.memory import MemoryBank
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.zim_files import write_zim
from tests.kagent_tui.bank_assembly import (
    app_with,
    open_page,
    shown,
    text_of,
    title_of,
    type_text,
    visible_text,
)
from tests.kagent_tui.controllers.libraries import open_bank
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_zim(tmp_path_factory.mktemp("zim") / "en.zim", in_language("en"))


@pytest.fixture
def bank(tmp_path: Path, archive: Path) -> MemoryBank:
    note = tmp_path / "football.md"
    note.write_text("# Evening at the stadium\n\nWe saw Lionel Messi score twice in Rosario.\n")
    opened = open_bank(tmp_path / "home")
    list(Library(opened).adding([archive, note]))
    return opened


def rows(screen: ItemsScreen) -> list[str]:
    return [str(option.prompt).strip() for option in screen.query_one(ItemParts).options]


async def test_without_an_encyclopedia_it_says_how_to_get_one(tmp_path: Path) -> None:
    with open_bank(tmp_path / "home") as empty:
        app = app_with(empty)
        async with app.run_test(size=(60, 20)) as pilot:
            screen = await open_page(pilot, "f6", ItemsScreen)
            await until(pilot, lambda: "no encyclopedia" in text_of(screen.query_one("#empty")))
            assert "kagent add FILE.zim" in visible_text(app)
            await type_text(pilot, "messi")
            await until(pilot, lambda: screen.query_one(SearchBox)._told == "messi")
            assert "no encyclopedia" in text_of(screen.query_one("#empty"))
            await pilot.press("escape", "escape")
            await shown(pilot, ChatScreen)


async def test_from_a_name_to_an_aspect(bank: MemoryBank) -> None:
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await open_page(pilot, "f6", ItemsScreen)
            await until(pilot, lambda: "A small Wikipedia" in text_of(screen.query_one("#empty")))
            assert title_of(screen).startswith("Items — ")
            await type_text(pilot, "messi")
            await until(pilot, lambda: "Personal life  41 characters" in rows(screen))
            assert rows(screen)[0] == "Lionel Messi — A small Wikipedia"
            await pilot.press("down")
            assert screen.query_one("#items", OptionList).has_focus
            await pilot.press("enter", "down", "down", "enter")
            await shown(pilot, TextScreen)
            assert "Lionel Messi › Barcelona" in visible_text(app)
            assert "672 goals" in visible_text(app)
            await pilot.press("escape", "end", "enter")
            await shown(pilot, PassageScreen)
            assert "score twice" in visible_text(app)


async def test_nothing_found_is_said(bank: MemoryBank) -> None:
    with bank:
        async with app_with(bank).run_test(size=(80, 24)) as pilot:
            screen = await open_page(pilot, "f6", ItemsScreen)
            await until(pilot, lambda: "A small Wikipedia" in text_of(screen.query_one("#empty")))
            screen.query_one(SearchBox).value = "zzqqxx"
            await until(pilot, lambda: "Nothing was found" in text_of(screen.query_one("#empty")))


async def test_in_chinese(bank: MemoryBank) -> None:
    with bank:
        async with app_with(bank, "zh").run_test(size=(60, 20)) as pilot:
            screen = await open_page(pilot, "f6", ItemsScreen)
            await until(pilot, lambda: "输入名称" in text_of(screen.query_one("#empty")))
            assert title_of(screen).startswith("条目 — ")
