"""A table whose first column takes what room the others leave, so that nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rich.text import Text
from textual import on
from textual.events import Resize
from textual.message import Message
from textual.strip import Strip
from textual.widgets import DataTable

from engine.cleaning import clean_line
from kagent_tui.widgets.pointed import is_plain, pointed

_NARROWEST_FIRST = 12
_PADDING = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `width` is in cells, 0 for the first one.

    One with a `wanted_from` is only there in a table of at least so many cells.
    """

    label: str
    width: int = 0
    wanted_from: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what names it, a text for each column, and whether it asks for attention."""

    key: str
    cells: Sequence[str]
    bold: bool = False


class DocumentTable(DataTable[Text]):
    """Rows of plain texts, none of which is read as markup."""

    DEFAULT_CSS = """
    DocumentTable {
        height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; background: $background;
    }
    """

    @dataclass
    class Pointed(Message):
        """The cursor is on the row of this key, None where there is no row."""

        key: str | None

    @dataclass
    class Chosen(Message):
        """Enter was pressed on the row of this key."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (as all widgets have it)
        super().__init__(cursor_type="row", zebra_stripes=False, id=id)
        self._wanted: tuple[Sequence[Column], list[Row]] = ((), [])
        self._places: dict[str, int] = {}
        self._laid_out_for = 0

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor."""
        if not self.is_valid_row_index(self.cursor_row):
            return None
        return self.ordered_rows[self.cursor_row].key.value

    def show(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on the row of its key, or near where it was."""
        self._wanted = (columns, list(rows))
        self._places = {row.key: at for at, row in enumerate(rows)}
        self._lay_out()

    def change(self, key: str, column: int, text: str) -> None:
        """Another text in a cell; nothing where there is no such row."""
        columns, rows = self._wanted
        at = self._places.get(key)
        if at is None:
            return
        cells = [*rows[at].cells]
        cells[column] = text
        rows[at] = replace(rows[at], cells=cells)
        if column in self._columns_kept(columns):
            cell = self._cell(text, columns[column], bold=rows[at].bold)
            self.update_cell(key, str(column), cell)

    def render_line(self, y: int) -> Strip:
        """A line of it; for a screen reader with a pointer at the row of the cursor."""
        strip = super().render_line(y)
        row = y - self.header_height + self.scroll_offset.y
        is_header = self.show_header and y < self.header_height
        return (
            pointed(strip) if is_plain(self) and not is_header and row == self.cursor_row else strip
        )

    def _columns_kept(self, columns: Sequence[Column]) -> list[int]:
        return [
            number for number, one in enumerate(columns) if one.wanted_from <= self._laid_out_for
        ]

    def _lay_out(self) -> None:
        columns, rows = self._wanted
        key, line = self.key, self.cursor_row
        self._laid_out_for = self.size.width
        kept = self._columns_kept(columns)
        self.clear(columns=True)
        taken = sum(columns[number].width + _PADDING for number in kept if columns[number].width)
        room = self.size.width - self.scrollbar_size_vertical - taken - _PADDING
        for number in kept:
            width = columns[number].width or max(_NARROWEST_FIRST, room)
            label = Text(columns[number].label, justify=_side(columns[number]))
            self.add_column(label, width=width, key=str(number))
        for row in rows:
            cells = [
                self._cell(row.cells[number], columns[number], bold=row.bold) for number in kept
            ]
            self.add_row(*cells, key=row.key)
        if rows:
            at = self._places.get(key or "", min(line, len(rows) - 1))
            self.move_cursor(row=max(0, at), animate=False)
        else:
            self.post_message(self.Pointed(None))

    def _cell(self, text: str, column: Column, *, bold: bool) -> Text:
        cleaned = clean_line(text)
        return Text(
            cleaned,
            style="bold" if bold else "",
            justify=_side(column),
            overflow="ellipsis",
            no_wrap=True,
            end="",
        )

    @on(Resize)
    def _resized(self, event: Resize) -> None:
        if event.size.width != self._laid_out_for and self._wanted[0]:
            self._lay_out()

    @on(DataTable.RowHighlighted)
    def _row_highlighted(self, message: DataTable.RowHighlighted) -> None:
        message.stop()
        self.post_message(self.Pointed(message.row_key.value))

    @on(DataTable.RowSelected)
    def _row_selected(self, message: DataTable.RowSelected) -> None:
        message.stop()
        if message.row_key.value is not None:
            self.post_message(self.Chosen(message.row_key.value))


def _side(column: Column) -> Literal["left", "right"]:
    return "right" if column.right else "left"
