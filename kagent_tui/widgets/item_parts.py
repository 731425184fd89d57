"""What is known of a thing, as a list to read down and to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kagent_tui.widgets.pointed import PointedList
from kagent_tui.widgets.text import plain, plain_line

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Part:
    """A row. One without a key is a heading and cannot be chosen; `note` stands muted beside."""

    text: str
    key: str = ""
    level: int = 1
    note: str = ""


class ItemParts(PointedList):
    """Headings, and below each what can be opened with Enter."""

    DEFAULT_CSS = """
    ItemParts {
        height: 1fr; border: none; padding: 0; background: $background;
        scrollbar-size-vertical: 1;
    }
    ItemParts:focus { border: none; }
    ItemParts:focus > .option-list--option-highlighted {
        background: $primary-muted; color: $foreground; text-style: bold;
    }
    ItemParts > .option-list--option-disabled { color: $text-accent; }
    """

    @dataclass
    class Chosen(Message):
        """The part of this key is to be shown."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (as all widgets have it)
        super().__init__(id=id, markup=False, compact=True)

    @property
    def key(self) -> str | None:
        """The key of the part under the cursor."""
        option = self.highlighted_option
        return None if option is None else option.id

    def on_resize(self) -> None:
        """The cursor stays in sight where something else has taken room."""
        # Once more lines may be broken for a scrollbar that has come.
        self.call_after_refresh(self.scroll_to_highlight)

    def show(self, parts: Sequence[Part], cursor: str = "") -> None:
        """Show these parts, the cursor on the one of that key, else on the first to choose."""
        self.set_options(
            Option(_prompt(part), id=part.key or None, disabled=not part.key) for part in parts
        )
        keys = [part.key for part in parts]
        if cursor in keys and cursor:
            self.highlighted = keys.index(cursor)
            return
        self.highlighted = next((at for at, key in enumerate(keys) if key), None)
        self.scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        if message.option.id is not None:
            self.post_message(self.Chosen(message.option.id))


def _prompt(part: Part) -> Content:
    if not part.key:
        return plain(part.text, "bold")
    indent = _INDENT * (part.level - 1)
    note = plain_line(f"  {part.note}", "$foreground-muted") if part.note else Content("")
    return Content.assemble(indent, plain_line(part.text), "  " if part.note else "", note)
