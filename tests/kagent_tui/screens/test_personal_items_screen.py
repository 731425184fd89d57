"""The items of the library on their page: read, changed by hand, at every size and in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from kagent_tui.app import KAgentApp
from kagent_tui.bindings import SHORTCUTS
from kagent_tui.i18n import use_language
from kagent_tui.screens.choosing import ChoosingScreen
from kagent_tui.screens.dialogs import ChoiceScreen, LineScreen, QuestionScreen, TextScreen
from kagent_tui.screens.items import ItemsScreen
from kagent_tui.widgets.frame_picture import BlockPicture
from kagent_tui.widgets.item_parts import ItemParts
from kagent_tui.widgets.passage_panel import PassagePanel
from store.memory import MemoryBank
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
from tests.kagent_tui.encyclopedic import add_items
from tests.kagent_tui.recorded import write_recording
from tests.kagent_tui.waiting import nothing_in_background, until

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_recording(tmp_path_factory.mktemp("video") / "boiler.mp4")


@pytest.fixture
def bank(tmp_path: Path, recording: Path) -> MemoryBank:
    opened = open_bank(tmp_path / "home")
    add_items(opened, recording)
    return opened


def rows(screen: ItemsScreen) -> list[str]:
    return [str(option.prompt) for option in screen.query_one(ItemParts).options]


def listed(screen: ItemsScreen) -> list[str]:
    return [str(option.prompt) for option in screen.query_one("#items", OptionList).options]


async def the_boiler(pilot: Pilot[int]) -> ItemsScreen:
    """The page with the first item's rows in focus."""
    screen = await open_page(pilot, "f6", ItemsScreen)
    await until(pilot, lambda: len(rows(screen)) > 5)
    await pilot.press("down", "enter")
    assert screen.query_one(ItemParts).has_focus
    return screen


def said_by(app: KAgentApp) -> list[str]:
    return [one.message for one in app._notifications]


async def after(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await nothing_in_background(pilot)


def put_cursor(screen: ItemsScreen, key: str) -> None:
    parts = screen.query_one(ItemParts)
    parts.highlighted = parts.get_option_index(key)


async def test_the_items_of_the_library_are_there_at_once(bank: MemoryBank) -> None:
    with bank:
        async with app_with(bank).run_test(size=(80, 24)) as pilot:
            screen = await the_boiler(pilot)
            assert title_of(screen) == "Items — 2 items"
            assert listed(screen) == ["Boiler  5", "Harbour ferry  1"]
            assert rows(screen)[0] == "Boiler — 5 places, 2 documents"
            assert rows(screen)[1] == "also called: Ariston Velis, water heater"
            assert "  Descaling  4" in rows(screen)
            assert "Maintenance  5" in rows(screen)
            assert "everything  5 · shown below" in rows(screen)
            assert any(
                row.startswith("0:05") and row.endswith("Descaling the boiler · on screen")
                for row in rows(screen)
            )
            assert any("page 4" in row for row in rows(screen))


async def choose(pilot: Pilot[Any], words: str) -> None:
    """Take the only one that the words find in the dialog that is open."""
    dialog = await shown(pilot, ChoosingScreen)
    await nothing_in_background(pilot)
    await type_text(pilot, words)
    await pilot.press("enter")
    await nothing_in_background(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: not dialog.is_attached)


async def test_a_search_finds_by_any_name(bank: MemoryBank) -> None:
    with bank:
        async with app_with(bank).run_test(size=(80, 24)) as pilot:
            screen = await open_page(pilot, "f6", ItemsScreen)
            await until(pilot, lambda: len(listed(screen)) == 2)
            await type_text(pilot, "ariston")
            await until(pilot, lambda: listed(screen) == ["Boiler  5"])
            await type_text(pilot, "qq")
            await until(pilot, lambda: "Nothing was found" in text_of(screen.query_one("#empty")))
            await after(pilot, "escape")
            await until(pilot, lambda: len(listed(screen)) == 2)
            assert listed(screen) == ["Boiler  5", "Harbour ferry  1"]


async def test_from_an_aspect_to_the_passage_and_its_frame(bank: MemoryBank) -> None:
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(120, 36)) as pilot:
            screen = await the_boiler(pilot)
            assert screen.view is not None
            put_cursor(screen, f"aspect:{screen.view.aspects[1].id}")
            await after(pilot, "enter")
            await until(pilot, lambda: "  Descaling  4 · shown below" in rows(screen))
            assert screen.query_one(ItemParts).key == "evidence:0"
            await after(pilot, "enter")
            panel = screen.query_one(PassagePanel)
            await until(pilot, lambda: bool(panel.query(BlockPicture)), 20)
            assert "at 0:00, said" in visible_text(app)
            assert "0:05 on screen  Step 1: the red valve" in visible_text(app)
            assert "Frame at 0:00, 320 by 180 pixels" in visible_text(app)
            put_cursor(screen, "evidence:3")
            await until(pilot, lambda: "at 0:05, on screen" in visible_text(app))
            await after(pilot, "enter")
            assert panel.has_focus_within
            await after(pilot, "escape")
            assert not panel.display
            assert screen.query_one(ItemParts).has_focus
            assert app.screen is screen


async def test_in_words_where_no_picture_is_drawn(
    bank: MemoryBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(120, 36)) as pilot:
            screen = await the_boiler(pilot)
            put_cursor(screen, "evidence:4")
            await after(pilot, "enter")
            said = screen.query_one("FramePicture .picture-words")
            words = "Frame at 0:05, 320 by 180 pixels, it shows: Step 1: the red valve"
            await until(pilot, lambda: text_of(said) == words)
            assert not app.screen.query(BlockPicture)


async def test_renamed_and_undone(bank: MemoryBank) -> None:
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await the_boiler(pilot)
            await pilot.press("r")
            dialog = await shown(pilot, LineScreen)
            dialog.query_one(Input).value = "Water boiler"
            await after(pilot, "enter")
            await until(pilot, lambda: "Water boiler  5" in listed(screen))
            assert "also called: Ariston Velis, Boiler, water heater" in rows(screen)
            await after(pilot, "u")
            await until(pilot, lambda: "Boiler  5" in listed(screen))
            await after(pilot, "u")
            assert "There is nothing to undo." in said_by(app)


async def test_an_aspect_is_renamed_and_hidden(bank: MemoryBank) -> None:
    with bank:
        async with app_with(bank).run_test(size=(80, 24)) as pilot:
            screen = await the_boiler(pilot)
            assert screen.view is not None
            put_cursor(screen, f"aspect:{screen.view.aspects[1].id}")
            await pilot.press("r")
            dialog = await shown(pilot, LineScreen)
            assert dialog.query_one(Input).value == "Descaling"
            dialog.query_one(Input).value = "Chalk"
            await after(pilot, "enter")
            await until(pilot, lambda: "  Chalk  4" in rows(screen))
            await after(pilot, "h")
            await until(pilot, lambda: not any("Chalk" in row for row in rows(screen)))
            await after(pilot, "u")
            await until(pilot, lambda: "  Chalk  4" in rows(screen))


async def test_merged_into_another_and_parted_again(bank: MemoryBank) -> None:
    with bank:
        async with app_with(bank).run_test(size=(80, 24)) as pilot:
            screen = await the_boiler(pilot)
            await pilot.press("m")
            await choose(pilot, "ferry")
            await until(pilot, lambda: listed(screen) == ["Harbour ferry  6"])
            assert [one.title for one in bank.kuaipedia.items()] == ["Harbour ferry"]
            await after(pilot, "u")
            await until(pilot, lambda: listed(screen) == ["Boiler  5", "Harbour ferry  1"])
            kept = {one.title: one.evidence for one in bank.kuaipedia.items()}
            assert kept == {"Boiler": 5, "Harbour ferry": 1}


async def test_names_are_added_hidden_and_split_off(bank: MemoryBank) -> None:
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await the_boiler(pilot)
            await pilot.press("a")
            (await shown(pilot, LineScreen)).query_one(Input).value = "kettle"
            await after(pilot, "enter")
            await until(
                pilot, lambda: "also called: Ariston Velis, kettle, water heater" in rows(screen)
            )
            await pilot.press("h")
            await shown(pilot, ChoiceScreen)
            await after(pilot, "2")
            await until(pilot, lambda: "also called: Ariston Velis, water heater" in rows(screen))
            await pilot.press("s")
            dialog = await shown(pilot, LineScreen)
            dialog.query_one(Input).value = "kettle"
            await after(pilot, "enter")
            await until(pilot, lambda: "Only these names can be split off" in visible_text(app))
            dialog.query_one(Input).value = "Ariston Velis"
            await after(pilot, "enter")
            await until(pilot, lambda: any("Ariston" in row for row in listed(screen)))
            (boiler,) = bank.kuaipedia.find("Boiler")
            assert boiler.aliases == ("water heater",)
            (parted,) = bank.kuaipedia.find("Ariston Velis")
            assert parted.id != boiler.id


async def test_a_document_is_unlinked_and_another_linked(bank: MemoryBank) -> None:
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await the_boiler(pilot)
            put_cursor(screen, "names")
            await after(pilot, "x")
            assert "Go to the document first that is not about it." in said_by(app)
            put_cursor(screen, "evidence:0")
            await after(pilot, "x")
            await until(pilot, lambda: rows(screen)[0] == "Boiler — 1 place, 1 document")
            await pilot.press("l")
            await choose(pilot, "ferry")
            await until(pilot, lambda: any("linked by hand" in row for row in rows(screen)))
            await after(pilot, "u", "u")
            await until(pilot, lambda: rows(screen)[0] == "Boiler — 5 places, 2 documents")


async def test_deleted_only_after_a_yes_and_brought_back(bank: MemoryBank) -> None:
    with bank:
        async with app_with(bank).run_test(size=(80, 24)) as pilot:
            screen = await the_boiler(pilot)
            await pilot.press("d")
            await shown(pilot, QuestionScreen)
            await after(pilot, "n")
            assert len(listed(screen)) == 2
            await pilot.press("d")
            await shown(pilot, QuestionScreen)
            await after(pilot, "y")
            await until(pilot, lambda: listed(screen) == ["Harbour ferry  1"])
            await after(pilot, "u")
            await until(pilot, lambda: listed(screen) == ["Boiler  5", "Harbour ferry  1"])


async def test_names_and_summary_in_full(bank: MemoryBank) -> None:
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(80, 24)) as pilot:
            await the_boiler(pilot)
            await pilot.press("enter")
            await shown(pilot, TextScreen)
            assert "Ariston Velis" in visible_text(app)
            await pilot.press("escape", "down", "enter")
            await shown(pilot, TextScreen)
            assert "installed in 2019" in visible_text(app)


async def test_a_tiny_screen_shows_the_list_or_the_item(bank: MemoryBank) -> None:
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(40, 12)) as pilot:
            screen = await open_page(pilot, "f6", ItemsScreen)
            await until(pilot, lambda: len(listed(screen)) == 2)
            assert "Aspects" not in visible_text(app)
            await after(pilot, "down", "enter")
            await until(pilot, lambda: "Boiler — 5 places" in visible_text(app))
            assert "Harbour ferry" not in visible_text(app)
            await after(pilot, "escape")
            assert "Harbour ferry" in visible_text(app)
            assert app.screen is screen


async def test_the_palette_has_what_the_keys_do(bank: MemoryBank) -> None:
    with bank:
        app = app_with(bank)
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await the_boiler(pilot)
            await pilot.press("ctrl+p")
            await type_text(pilot, "add a name")
            await until(pilot, lambda: "Add a name  A" in visible_text(app))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, LineScreen))
            await pilot.press("escape")
            assert app.screen is screen


async def test_in_chinese(tmp_path: Path, recording: Path) -> None:
    with open_bank(tmp_path / "zh") as bank:
        add_items(bank, recording, "zh")
        app = app_with(bank, "zh")
        async with app.run_test(size=(60, 20)) as pilot:
            screen = await the_boiler(pilot)
            assert title_of(screen) == "条目 — 2 个条目"
            assert "又称：锅炉，阿里斯顿" in rows(screen)
            assert any(row.endswith("热水器除垢教程 · 画面") for row in rows(screen))


def test_every_key_of_the_page_is_said_in_chinese() -> None:
    use_language("zh")
    try:
        from kagent_tui.i18n import tr

        for row in SHORTCUTS:
            if row.scope == "items":
                assert tr(row.label) != row.label
    finally:
        use_language("en")
