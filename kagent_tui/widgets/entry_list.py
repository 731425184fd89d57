"""A list of things with a title in one line and what is known of them in the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kagent_tui.widgets.pointed import PointedList
from kagent_tui.widgets.text import plain_line


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: what names it, its title, a word before the title, and the line below."""

    key: str
    title: str
    details: str = ""
    word: str = ""


class EntryList(PointedList):
    """Entries, two lines each; Enter chooses one."""

    DEFAULT_CSS = """
    EntryList {
        height: 1fr; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    EntryList:focus { border: none; }
    EntryList > .option-list--option-highlighted { background: $boost; color: $foreground; }
    EntryList:focus > .option-list--option-highlighted {
        background: $primary-muted; color: $foreground; text-style: bold;
    }
    """

    @dataclass
    class Pointed(Message):
        """The cursor is on the entry of this key now, or on none."""

        key: str | None

    @dataclass
    class Chosen(Message):
        """Enter was pressed on the entry of this key."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (as all widgets have it)
        super().__init__(id=id, markup=False)

    @property
    def key(self) -> str | None:
        """The key of the entry under the cursor."""
        option = self.highlighted_option
        return None if option is None else option.id

    def show(self, entries: Sequence[Entry], cursor: str | None = None) -> None:
        """Show these, the cursor on the one of that key, else on where it was."""
        place = self.highlighted or 0
        self.set_options(Option(_prompt(entry), id=entry.key) for entry in entries)
        if not entries:
            self.post_message(self.Pointed(None))
            return
        keys = [entry.key for entry in entries]
        self.highlighted = keys.index(cursor) if cursor in keys else min(place, len(keys) - 1)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, message: OptionList.OptionHighlighted) -> None:
        message.stop()
        self.post_message(self.Pointed(message.option_id))

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        if message.option_id is not None:
            self.post_message(self.Chosen(message.option_id))


def _prompt(entry: Entry) -> Content:
    title = plain_line(entry.title)
    if entry.word:
        title = Content.assemble(plain_line(entry.word, "$text-accent"), "  ", title)
    if not entry.details:
        return title
    details = Content.assemble("  ", plain_line(entry.details, "$foreground-muted"))
    return Content("\n").join((title, details))
