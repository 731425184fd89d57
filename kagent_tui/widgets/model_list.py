"""A list of models in groups, in columns that the width allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from engine.cleaning import clean_line
from kagent_tui.widgets.pointed import PointedList

_GAP = "  "
_NARROWEST_NAME = 12
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model: its name and what the columns say of it, the most wanted column first.

    `tone` is the style of the whole line: empty, "bold" or "dim".
    """

    name: str
    columns: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ModelGroup:
    """Models under a heading."""

    heading: str
    lines: tuple[ModelLine, ...]


class ModelList(PointedList):
    """Shows groups; headings cannot be chosen. Columns that do not fit are left out."""

    DEFAULT_CSS = """
    ModelList { height: 1fr; border: none; padding: 0; background: transparent; }
    ModelList:focus { border: none; }
    """

    @dataclass
    class Pointed(Message):
        """The cursor is on this model now."""

        name: str

    @dataclass
    class Chosen(Message):
        """Enter was pressed on this model."""

        name: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, markup=False)
        self._groups: tuple[ModelGroup, ...] = ()

    def show(self, groups: Sequence[ModelGroup]) -> None:
        """Show these, the cursor on the model where it was, or on the first one."""
        self._groups = tuple(groups)
        self._fill()

    @property
    def pointed(self) -> str | None:
        """The model under the cursor."""
        place = self.highlighted
        return None if place is None else self.get_option_at_index(place).id

    def point(self, name: str) -> None:
        """Put the cursor on a model, if it is there."""
        for place in range(self.option_count):
            if self.get_option_at_index(place).id == name:
                self.highlighted = place
                return

    def on_resize(self, event: Resize) -> None:
        """Other columns may fit."""
        self._fill()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, message: OptionList.OptionHighlighted) -> None:
        message.stop()
        if message.option_id is not None:
            self.post_message(self.Pointed(message.option_id))

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        if message.option_id is not None:
            self.post_message(self.Chosen(message.option_id))

    def _fill(self) -> None:
        before = self.pointed
        widths = self._widths(max(_NARROWEST_NAME, self.size.width - 2))
        options: list[Option] = []
        for group in self._groups:
            heading = Content(clean_line(group.heading)).stylize("bold $text-accent")
            options.append(Option(heading, disabled=True))
            options += [Option(_line_content(line, widths), id=line.name) for line in group.lines]
        self.set_options(options)
        first = next((place for place, one in enumerate(options) if not one.disabled), None)
        self.highlighted = first
        if before is not None:
            self.point(before)

    def _widths(self, room: int) -> list[int]:
        """The width of the name, then of each column that fits."""
        lines = [line for group in self._groups for line in group.lines]
        if not lines:
            return [room]
        name = max(cell_len(line.name) for line in lines)
        wanted = [
            max(cell_len(line.columns[number]) for line in lines)
            for number in range(len(lines[0].columns))
        ]
        # A long name gives way to the first columns, but to no more.
        name = max(_NARROWEST_NAME, min(name, room - sum(wanted[:3]) - 3 * len(_GAP)))
        widths, left = [name], room - name
        for width in wanted:
            if width + len(_GAP) > left:
                break
            widths.append(width)
            left -= width + len(_GAP)
        return widths


def _line_content(line: ModelLine, widths: Sequence[int]) -> Content:
    cells = [line.name, *line.columns]
    padded = [_fitted(clean_line(cell), width) for cell, width in zip(cells, widths, strict=False)]
    content = Content(_GAP.join(padded).rstrip())
    return content.stylize(line.tone) if line.tone else content


def _fitted(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return set_cell_size(text, width - 1) + _ELLIPSIS
