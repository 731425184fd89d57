"""The menu of what can be completed, over the screen beside the composer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from engine.cleaning import clean_line
from kagent_tui.completing.completion import Completion

_MOST_ROWS = 8
_LEAST_ROWS = 3
_NARROWEST_NOTE = 6
_LONGEST_LABEL = 400
_PADDING = 2
_GAP = 2
_NARROWEST = 10


class CompletionMenu(OptionList, can_focus=False):
    """Rows to choose from while the composer keeps the focus and the keys."""

    DEFAULT_CSS = """
    CompletionMenu {
        display: none;
        overlay: screen;
        constrain: inside;
        max-height: 100vh;
        width: 100%;
        border: round $border-blurred;
        padding: 0;
        background: $surface;
        scrollbar-size-vertical: 1;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    @dataclass
    class Chosen(Message):
        """A row was clicked."""

        completion: Completion

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._rows: list[Completion] = []
        self._lines_shown: list[Content] = []

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen, with something to choose."""
        return bool(self.display)

    @property
    def chosen(self) -> Completion | None:
        """The row that is highlighted."""
        if self.highlighted is None or not self.is_open:
            return None
        return self._rows[self.highlighted]

    def show(
        self, rows: Sequence[Completion], beside: Region, screen_height: int, *, keep: bool = True
    ) -> None:
        """Show these rows above or below a region of the screen, or nothing where there are none.

        With `keep` the highlighted row stays highlighted where it is still among them; otherwise
        the first one is.
        """
        if not rows:
            self.close()
            return
        before = self.chosen if keep else None
        self._rows = list(rows)
        self.display = True
        height = self.place(beside, screen_height)
        scrollbar = self.styles.scrollbar_size_vertical if len(rows) > height else 0
        inner = beside.width - self.gutter.width - _PADDING - scrollbar
        self._lines_shown = lines_of(self._rows, max(_NARROWEST, inner))
        self.set_options(Option(line) for line in self._lines_shown)
        self._highlight(self._rows.index(before) if before in self._rows else 0)

    def place(self, beside: Region, screen_height: int) -> int:
        """Come to lie above or below a region; how many rows are in sight there."""
        count, borders = len(self._rows), self.gutter.height
        room_above, room_below = beside.y, screen_height - beside.bottom
        above = room_above >= min(count, _LEAST_ROWS) + borders or room_above >= room_below
        room = (room_above if above else room_below) - borders
        height = max(1, min(count, _MOST_ROWS, room))
        self.styles.height = height + borders
        top = beside.y - height - borders if above else beside.bottom
        self.absolute_offset = Offset(beside.x, max(0, top))
        return height

    def close(self) -> None:
        """Take it off the screen."""
        self.display = False
        self._rows = []

    def move(self, by: int) -> None:
        """Highlight the next row or the one before, around the ends."""
        if self._rows:
            self._highlight(((self.highlighted or 0) + by) % len(self._rows))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._rows):
            self.post_message(self.Chosen(self._rows[event.option_index]))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()

    def _highlight(self, row: int) -> None:
        """Go to a row; for a screen reader, colour is not enough to say which one it is."""
        if self.app.has_class("-plain"):
            before = self.highlighted
            if before is not None and before < len(self._rows):
                self.replace_option_prompt_at_index(before, self._lines_shown[before])
            marked = Content.assemble("> ", self._lines_shown[row])
            self.replace_option_prompt_at_index(row, marked)
        self.highlighted = row


def lines_of(rows: Sequence[Completion], width: int) -> list[Content]:
    """The rows in two columns, each of exactly so many cells; never read as markup."""
    labels = [clean_line(row.label[:_LONGEST_LABEL]) for row in rows]
    notes = [clean_line(row.note[:_LONGEST_LABEL]) for row in rows]
    widest_note = max(map(cell_len, notes), default=0)
    room_for_notes = min(widest_note, max(_NARROWEST_NOTE, width // 3)) if widest_note else 0
    if not room_for_notes:
        return [Content(_cut(label, width)) for label in labels]
    room = width - room_for_notes - _GAP
    column = max(0, min(room, max(map(cell_len, labels), default=0)))
    rest = max(0, width - column - _GAP)
    return [
        Content.assemble(_cut(label, column), " " * _GAP, (_cut(note, rest), "dim"))
        for label, note in zip(labels, notes, strict=True)
    ]


def _cut(text: str, cells: int) -> str:
    """The text in exactly so many cells, with an ellipsis where it is too long."""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(set_cell_size(text, max(0, cells - 1)).rstrip() + "…", cells)
