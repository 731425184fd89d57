"""What a search found: a title and place in one line, the words in their passage below."""

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
class Result:
    """A row: what names it, its title, where it stands, and a passage of one line.

    `marks` are the places of the words that were searched for, in the passage.
    """

    key: str
    title: str
    place: str
    passage: str = ""
    marks: Sequence[tuple[int, int]] = ()


class SearchResults(PointedList):
    """Results, best first; Enter opens one."""

    DEFAULT_CSS = """
    SearchResults {
        height: 1fr; border: none; padding: 0; background: $background;
        scrollbar-size-vertical: 1;
    }
    SearchResults:focus { border: none; }
    SearchResults:focus > .option-list--option-highlighted {
        background: $primary-muted; color: $foreground; text-style: bold;
    }
    """

    @dataclass
    class Chosen(Message):
        """The result of this key is to be opened."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (as all widgets have it)
        super().__init__(id=id, markup=False, compact=True)

    @property
    def key(self) -> str | None:
        """The key of the result under the cursor."""
        option = self.highlighted_option
        return None if option is None else option.id

    def show(self, results: Sequence[Result]) -> None:
        """Show these results, the first under the cursor."""
        self.set_options(Option(_prompt(result), id=result.key) for result in results)
        self.highlighted = 0 if results else None

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        if message.option.id is not None:
            self.post_message(self.Chosen(message.option.id))


def _prompt(result: Result) -> Content:
    head = Content.assemble(
        plain_line(result.title, "bold"), "  ", plain_line(result.place, "$foreground-muted")
    )
    if not result.passage:
        return head
    passage = plain_line(result.passage)
    # Cleaning may have taken characters away: then no place can be trusted.
    if passage.plain == result.passage:
        for start, end in result.marks:
            passage = passage.stylize("bold $text-accent", start, end)
    return Content("\n").join((head, passage))
