"""The library screen over a real memory and real files."""

from __future__ import annotations

import shlex
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList

from engine.library import Library
from kagent_tui.controllers.library_jobs import jobs_of
from kagent_tui.screens.chat import ChatScreen
from kagent_tui.screens.consent import ConsentScreen
from kagent_tui.screens.dialogs import DetailsScreen, LineScreen, QuestionScreen
from kagent_tui.screens.library import LibraryScreen
from kagent_tui.screens.library_add import LibraryAddScreen
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.widgets.document_table import DocumentTable
from kagent_tui.widgets.job_line import JobLine
from kagent_tui.widgets.search_results import SearchResults
from kagent_tui.widgets.targets_input import TargetsInput
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
from tests.kagent_tui.controllers.libraries import (
    fill_with_texts,
    open_bank,
    write_files,
    write_texts,
)
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with open_bank(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def filled(bank: MemoryBank, tmp_path: Path) -> MemoryBank:
    fill_with_texts(bank, tmp_path / "files", "house")
    return bank


def titles(screen: LibraryScreen) -> list[str]:
    table = screen.query_one(DocumentTable)
    return [str(table.get_row_at(row)[0]) for row in range(table.row_count)]


def column(screen: LibraryScreen, number: int) -> list[str]:
    table = screen.query_one(DocumentTable)
    return [str(table.get_row_at(row)[number]) for row in range(table.row_count)]


def collections(screen: LibraryScreen) -> list[str]:
    listed = screen.query_one("#collections", OptionList)
    return [str(option.prompt) for option in listed.options]


async def library_of(pilot: Pilot[int], documents: int) -> LibraryScreen:
    screen = await open_page(pilot, "f3", LibraryScreen)
    await until(pilot, lambda: len(titles(screen)) == documents)
    return screen


async def test_documents_with_their_state(filled: MemoryBank, tmp_path: Path) -> None:
    (tmp_path / "files" / "ferry.md").unlink()
    async with app_with(filled).run_test(size=(120, 36)) as pilot:
        screen = await library_of(pilot, 4)
        await until(pilot, lambda: "…" not in column(screen, 1))
        assert titles(screen) == ["Harbour ferry", "Lease", "manual", "图书馆借阅规则"]
        assert column(screen, 1) == ["file missing", "up to date", "up to date", "up to date"]
        assert column(screen, 2) == ["1", "1", "1", "1"]
        assert title_of(screen) == "Library — 4 documents"
        assert collections(screen) == ["All (4)", "house (4)", "Not readable (1)"]
        assert "ferry.md — in house" in text_of(screen.query_one("#detail"))


async def test_what_cannot_be_read_says_why_and_what_to_do(filled: MemoryBank) -> None:
    async with app_with(filled).run_test(size=(120, 36)) as pilot:
        screen = await library_of(pilot, 4)
        screen.query_one("#collections").focus()
        await pilot.press("end")
        await until(pilot, lambda: titles(screen) == ["broken.txt"])
        detail = text_of(screen.query_one("#detail"))
        assert detail.endswith(
            "it is a binary file, not text. Save it in a format with text in it."
        )
        await pilot.press("enter", "enter")
        details = await shown(pilot, DetailsScreen)
        assert "Not readable" in visible_text(pilot.app)  # type: ignore[arg-type]
        await pilot.press("escape")
        assert not details.is_current


async def test_an_empty_library_says_what_to_do(bank: MemoryBank) -> None:
    async with app_with(bank).run_test(size=(60, 20)) as pilot:
        screen = await open_page(pilot, "f3", LibraryScreen)
        await until(pilot, lambda: text_of(screen.query_one("#empty")))
        assert "Press A" in text_of(screen.query_one("#empty"))


async def test_results_as_one_types(filled: MemoryBank) -> None:
    async with app_with(filled).run_test(size=(80, 24)) as pilot:
        screen = await library_of(pilot, 4)
        await pilot.press("slash")
        await type_text(pilot, "deposit")
        results = screen.query_one(SearchResults)
        await until(pilot, lambda: results.display and results.option_count)
        first = results.get_option_at_index(0).prompt
        assert "lease.md" in str(first)
        assert any(
            str(first)[span.start : span.end] == "deposit" and "bold" in str(span.style)
            for span in first.spans  # type: ignore[union-attr]
        )
        await pilot.press("down", "enter")
        passage = await shown(pilot, PassageScreen)
        assert "1,200 euros" in visible_text(pilot.app)  # type: ignore[arg-type]
        await pilot.press("escape")
        assert not passage.is_current
        await pilot.press("escape")
        await until(pilot, lambda: not results.display)
        assert screen.is_current
        await pilot.press("escape")
        await shown(pilot, ChatScreen)


async def test_names_are_found_and_nothing_is_said(filled: MemoryBank) -> None:
    async with app_with(filled).run_test(size=(80, 24)) as pilot:
        screen = await library_of(pilot, 4)
        await pilot.press("slash")
        await type_text(pilot, "harb")
        results = screen.query_one(SearchResults)
        await until(pilot, lambda: results.option_count)
        assert str(results.get_option_at_index(0).prompt).startswith("Harbour ferry")
        screen.query_one("#search", Input).value = "zzqq"
        await until(pilot, lambda: "Nothing was found" in text_of(screen.query_one("#empty")))


async def test_adding_by_a_typed_path(bank: MemoryBank, tmp_path: Path) -> None:
    write_files(tmp_path / "my files")
    async with app_with(bank).run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, "f3", LibraryScreen)
        await until(pilot, lambda: "Press A" in text_of(screen.query_one("#empty")))
        await pilot.press("a")
        asked = await shown(pilot, LibraryAddScreen)
        targets = asked.query_one(TargetsInput)
        targets.value = f"{tmp_path}/my"
        targets.cursor_position = len(targets.value)
        await pilot.press("tab")
        await until(pilot, lambda: targets.value == f"{tmp_path}/my\\ files/")
        asked.query_one("#collection", Input).value = "house"
        await pilot.press("enter")
        await shown(pilot, LibraryScreen)
        await until(pilot, lambda: not screen.jobs.busy and len(titles(screen)) == 4, 30)
        said = screen.query_one(JobLine).words
        assert said.startswith("Read: 4 added, 1 failed.")
        assert "broken.pdf" in said
        assert collections(screen) == ["All (4)", "house (4)", "Not readable (1)"]
        await pilot.press("a")
        again = await shown(pilot, LibraryAddScreen)
        assert again.query_one("#collection", Input).value == "house"


async def test_a_path_after_the_slash_command(bank: MemoryBank, tmp_path: Path) -> None:
    app = app_with(bank)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.workspace.assembly is not None)
        app.open_page("library", str(tmp_path))
        asked = await shown(pilot, LibraryAddScreen)
        assert asked.query_one(TargetsInput).value == str(tmp_path)


async def test_a_path_that_is_not_there_is_said(bank: MemoryBank) -> None:
    async with app_with(bank).run_test(size=(80, 24)) as pilot:
        await open_page(pilot, "f3", LibraryScreen)
        await pilot.press("a")
        asked = await shown(pilot, LibraryAddScreen)
        await pilot.press("enter")
        await until(pilot, lambda: "Type a path" in text_of(asked.query_one("#trouble")))
        asked.query_one(TargetsInput).value = "/no/such/file"
        await until(pilot, lambda: not text_of(asked.query_one("#trouble")))
        await pilot.press("enter")
        await until(pilot, lambda: "/no/such/file" in text_of(asked.query_one("#trouble")))
        await pilot.press("escape")
        await shown(pilot, LibraryScreen)
    assert bank.documents() == []


@pytest.mark.parametrize("focus", ["DocumentTable", "#search"])
async def test_files_dropped_on_the_window(bank: MemoryBank, tmp_path: Path, focus: str) -> None:
    paths = write_texts(tmp_path / "my files")[:2]
    async with app_with(bank).run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, "f3", LibraryScreen)
        (screen.query_one(focus) if focus == "#search" else screen).focus()
        pilot.app.post_message(Paste(shlex.join(map(str, paths))))
        await shown(pilot, LibraryAddScreen)
        await pilot.press("enter")
        await until(pilot, lambda: screen.is_current and len(titles(screen)) == 2, 30)
    assert {document.source for document in bank.documents()} == set(map(str, paths))


async def test_words_pasted_into_the_search_are_searched_for(filled: MemoryBank) -> None:
    async with app_with(filled).run_test(size=(80, 24)) as pilot:
        screen = await library_of(pilot, 4)
        await pilot.press("slash")
        pilot.app.post_message(Paste("the last ferry"))
        await until(pilot, lambda: screen.query_one("#search", Input).value == "the last ferry")
        results = screen.query_one(SearchResults)
        await until(pilot, lambda: results.option_count)
        assert "ferry" in str(results.get_option_at_index(0).prompt)


async def test_removing_asks_first_and_leaves_the_file(filled: MemoryBank, tmp_path: Path) -> None:
    async with app_with(filled).run_test(size=(80, 24)) as pilot:
        screen = await library_of(pilot, 4)
        await pilot.press("d")
        question = await shown(pilot, QuestionScreen)
        assert question.query_one("#no", Button).has_focus
        await pilot.press("enter")
        await shown(pilot, LibraryScreen)
        assert len(titles(screen)) == 4
        await pilot.press("d")
        await shown(pilot, QuestionScreen)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(titles(screen)) == 3)
        assert (tmp_path / "files" / "ferry.md").exists()


async def test_into_a_collection_and_out_of_it(filled: MemoryBank) -> None:
    async with app_with(filled).run_test(size=(80, 24)) as pilot:
        screen = await library_of(pilot, 4)
        await pilot.press("c")
        await shown(pilot, LineScreen)
        await type_text(pilot, "travel")
        await pilot.press("enter")
        await until(pilot, lambda: "travel (1)" in collections(screen))
        screen.query_one("#collections").focus()
        await pilot.press("down", "down")
        await until(pilot, lambda: titles(screen) == ["Harbour ferry"])
        await pilot.press("enter", "u")
        await until(pilot, lambda: "travel (0)" in collections(screen))
    assert len(filled.documents()) == 4  # out of the collection, not out of the library


async def test_a_changed_file_is_read_again(filled: MemoryBank, tmp_path: Path) -> None:
    async with app_with(filled).run_test(size=(80, 24)) as pilot:
        screen = await library_of(pilot, 4)
        path = tmp_path / "files" / "ferry.md"
        path.write_text("# Night ferry\n\nIt leaves at midnight.\n")
        await pilot.press("r")
        await until(pilot, lambda: "Night ferry" in titles(screen), 30)
    text = filled.document_text(str(path))
    assert text is not None
    assert "It leaves at midnight." in text


async def test_a_mended_file_is_read(filled: MemoryBank, tmp_path: Path) -> None:
    async with app_with(filled).run_test(size=(80, 24)) as pilot:
        screen = await library_of(pilot, 4)
        screen.query_one("#collections").focus()
        await pilot.press("end")
        await until(pilot, lambda: titles(screen) == ["broken.txt"])
        (tmp_path / "files" / "broken.txt").write_text("It is whole again.\n")
        await pilot.press("enter", "r")
        await until(pilot, lambda: collections(screen) == ["All (5)", "house (5)"], 30)
    assert filled.document_text(str(tmp_path / "files" / "broken.txt")) is not None


async def test_reading_again_removes_no_document_whose_file_is_gone(
    filled: MemoryBank, tmp_path: Path
) -> None:
    app = app_with(filled)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await library_of(pilot, 4)
        (tmp_path / "files" / "ferry.md").unlink()
        await pilot.press("r")
        await until(pilot, lambda: "The file is not there" in visible_text(app))
        assert screen.jobs.state is None
        assert filled.statistics().documents == 4


async def test_reading_goes_on_without_the_screen_and_can_be_stopped(
    bank: MemoryBank, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.md").write_text(f"# Note {number}\n\nThe number is {number}.\n")
    app = app_with(bank)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, "f3", LibraryScreen)
        pilot.app.post_message(Paste(str(folder)))
        await shown(pilot, LibraryAddScreen)
        reading = threading.Event()
        jobs = jobs_of(app.workspace)
        jobs.subscribe(lambda state: reading.set() if state.all_files else None)
        await pilot.press("enter")
        await until(pilot, reading.is_set, 30)
        await until(pilot, lambda: screen.is_current)
        await pilot.press("escape")
        await shown(pilot, ChatScreen)
        screen = await open_page(pilot, "f3", LibraryScreen)
        await pilot.press("x")
        await until(pilot, lambda: not jobs.busy, 30)
        assert jobs.state is not None
        assert jobs.state.ended in ("stopped", "done")


async def test_vectors_that_lack_are_counted(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path / "home") as without_vectors:
        fill_with_texts(without_vectors, tmp_path / "files")
    with open_bank(tmp_path / "home") as bank:
        async with app_with(bank).run_test(size=(80, 24)) as pilot:
            screen = await library_of(pilot, 4)
            line = screen.query_one(JobLine)
            await until(pilot, lambda: line.words.startswith("Embedding: 0 of 4 passages"))
            while bank.vectors.reembedding.step():
                pass
            await until(pilot, lambda: not line.words)
            assert not bank.vectors.reembedding.step()


async def test_a_web_page_is_asked_about(bank: MemoryBank) -> None:
    app = app_with(bank)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_page(pilot, "f3", LibraryScreen)
        pilot.app.post_message(Paste("https://example.org/a"))
        await shown(pilot, LibraryAddScreen)
        await pilot.press("enter")
        await shown(pilot, ConsentScreen)
        assert "example.org" in visible_text(app)
        await pilot.press("escape")
        await shown(pilot, LibraryScreen)
        assert not screen.jobs.busy
        assert screen.jobs.state is None
        assert app.workspace.assembly is not None
        app.workspace.assembly.network.policy = "off"
        pilot.app.post_message(Paste("https://example.org/a"))
        await shown(pilot, LibraryAddScreen)
        await pilot.press("enter")
        await shown(pilot, LibraryScreen)
        await until(pilot, lambda: "Not read without the network" in visible_text(app))
        assert screen.jobs.state is None


async def test_names_are_never_markup(bank: MemoryBank, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "[red]x[-31m.txt").write_text("[/bold] the [@click=app.quit]word[/] is here\n")
    list(Library(bank).adding([folder], "[b]odd[/x]"))
    async with app_with(bank).run_test(size=(80, 24)) as pilot:
        screen = await library_of(pilot, 1)
        assert "[b]odd[/x] (1)" in collections(screen)
        assert titles(screen)[0].startswith("[red]x")
        await pilot.press("slash")
        await type_text(pilot, "word")
        await until(pilot, lambda: screen.query_one(SearchResults).option_count)
        await pilot.press("down", "enter")
        await shown(pilot, PassageScreen)
        await pilot.press("escape", "i")
        await shown(pilot, DetailsScreen)
        assert "\x1b" not in visible_text(pilot.app)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(60, 20), (120, 36)])
async def test_in_chinese(filled: MemoryBank, size: tuple[int, int]) -> None:
    async with app_with(filled, "zh").run_test(size=size) as pilot:
        screen = await library_of(pilot, 4)
        assert title_of(screen) == "资料库 — 4 份文档"
        assert collections(screen) == ["全部 (4)", "house (4)", "无法读取 (1)"]
