"""The widgets of the library: what they show, and which messages they post."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.message import Message
from textual.widget import Widget

from kagent_tui.widgets.document_table import Column, DocumentTable, Row
from kagent_tui.widgets.item_parts import ItemParts, Part
from kagent_tui.widgets.search_box import SearchBox
from kagent_tui.widgets.search_results import Result, SearchResults
from kagent_tui.widgets.targets_input import TargetsInput
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio

COLUMNS = (Column("Title"), Column("State", 10), Column("Size", 8, wanted_from=60, right=True))
ROWS = tuple(Row(f"/{n}.md", (f"Title {n}", "…", f"{n} KB")) for n in range(5))


class _Harness(App[int]):
    """One widget, and the messages that it posted."""

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__()
        self._make = make
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self._make()

    def hear(self, message: Message) -> None:
        self.posted.append(message)

    def kinds(self, *kinds: type[Message]) -> list[Message]:
        return [message for message in self.posted if isinstance(message, kinds)]


def cells(table: DocumentTable) -> list[list[str]]:
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


async def test_a_table_leaves_columns_out_where_it_is_narrow() -> None:
    app = _Harness(DocumentTable)
    async with app.run_test(size=(80, 12), message_hook=app.hear) as pilot:
        table = app.query_one(DocumentTable)
        table.show(COLUMNS, ROWS)
        assert cells(table)[1] == ["Title 1", "…", "1 KB"]
        await pilot.press("down", "down")
        assert table.key == "/2.md"
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: cells(table)[1] == ["Title 1", "…"])
        assert table.key == "/2.md"
        assert table.max_scroll_x == 0


async def test_a_cell_changes_and_stays_changed() -> None:
    app = _Harness(DocumentTable)
    async with app.run_test(size=(80, 12)) as pilot:
        table = app.query_one(DocumentTable)
        table.show(COLUMNS, ROWS)
        table.change("/3.md", 1, "missing")
        table.change("/nowhere.md", 1, "missing")
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: len(cells(table)[0]) == 2)
        assert [row[1] for row in cells(table)] == ["…", "…", "…", "missing", "…"]


async def test_the_cursor_stays_on_its_row() -> None:
    app = _Harness(DocumentTable)
    async with app.run_test(size=(80, 12), message_hook=app.hear) as pilot:
        table = app.query_one(DocumentTable)
        assert not table.row_count
        table.show(COLUMNS, ROWS)
        table.focus()
        await pilot.press("down", "down", "down")
        table.show(COLUMNS, ROWS[2:])
        await pilot.pause()
        assert table.key == "/3.md"
        await pilot.press("enter")
        await until(pilot, lambda: app.kinds(DocumentTable.Chosen))
        chosen = app.kinds(DocumentTable.Chosen)[-1]
        assert isinstance(chosen, DocumentTable.Chosen)
        assert chosen.key == "/3.md"
        table.show(COLUMNS, ())
        assert table.key is None


async def test_untrusted_cells_are_plain() -> None:
    app = _Harness(DocumentTable)
    async with app.run_test(size=(80, 12)):
        table = app.query_one(DocumentTable)
        table.show(COLUMNS, [Row("k", ("[/x]\x1b[31m[bold]a\nb", "[", ""))])
        assert cells(table) == [["[/x][bold]a b", "[", ""]]


async def test_a_search_waits_for_a_pause_and_tells_only_the_last_text() -> None:
    app = _Harness(lambda: SearchBox("search", pause=0.15))
    async with app.run_test(message_hook=app.hear) as pilot:
        await pilot.press(*"lamp")
        await until(pilot, lambda: app.kinds(SearchBox.Searched))
        told = [message.text for message in app.kinds(SearchBox.Searched)]  # type: ignore[attr-defined]
        assert set(told) == {"lamp"}
        await pilot.press("enter")
        await until(pilot, lambda: app.kinds(SearchBox.Left))
        await pilot.press("escape")
        await until(
            pilot,
            lambda: app.kinds(SearchBox.Searched)[-1].text == "",  # type: ignore[attr-defined]
        )
        assert not app.kinds(SearchBox.Closed)
        await pilot.press("escape")
        await until(pilot, lambda: app.kinds(SearchBox.Closed))


async def test_results_mark_words_unless_they_were_cleaned() -> None:
    app = _Harness(SearchResults)
    results: Sequence[Result] = (
        Result("1", "[Lease]", "lease.md:3", "the deposit is paid", ((4, 11),)),
        Result("2", "Odd", "odd.md", "a\x1b[31m deposit", ((8, 15),)),
    )
    async with app.run_test(message_hook=app.hear) as pilot:
        shown = app.query_one(SearchResults)
        shown.show(results)
        first, second = (option.prompt for option in shown.options)
        assert str(first) == "[Lease]  lease.md:3\nthe deposit is paid"
        assert any("bold" in str(span.style) for span in first.spans[1:])  # type: ignore[union-attr]
        assert str(second) == "Odd  odd.md\na deposit"
        shown.focus()
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.kinds(SearchResults.Chosen))
        assert shown.key == "2"
        shown.show(())
        assert shown.key is None


async def test_headings_of_an_item_cannot_be_chosen() -> None:
    app = _Harness(ItemParts)
    async with app.run_test(message_hook=app.hear) as pilot:
        parts = app.query_one(ItemParts)
        parts.show([Part("[Title]"), Part("one", "a:1"), Part("Aspects"), Part("two", "a:2", 2)])
        parts.focus()
        assert parts.key == "a:1"
        await pilot.press("down")
        assert parts.key == "a:2"
        await pilot.press("enter")
        await until(pilot, lambda: app.kinds(ItemParts.Chosen))


async def test_dropped_files_are_put_in_as_they_are_read_back() -> None:
    app = _Harness(lambda: TargetsInput("", ""))
    async with app.run_test() as pilot:
        line = app.query_one(TargetsInput)
        line.focus()
        app.post_message(Paste("'/a/my file.pdf' /b.txt"))
        await until(pilot, lambda: line.value == "/a/my\\ file.pdf /b.txt")
        app.post_message(Paste("file:///c"))
        await until(pilot, lambda: line.value == "/a/my\\ file.pdf /b.txt /c")
        line.value = ""
        app.post_message(Paste("not a\npath"))
        await until(pilot, lambda: line.value == "not a path")
