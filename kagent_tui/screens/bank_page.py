"""A page about what the memory holds: a list to search in, and work that is done beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual import on
from textual.widgets import Static

from kagent_tui.i18n import tr
from kagent_tui.screens.page import PageScreen
from kagent_tui.widgets.entry_list import EntryList
from kagent_tui.widgets.search_box import SearchBox
from kagent_tui.widgets.text import plain_line
from store.memory import MemoryBank

Result = TypeVar("Result")
Found = TypeVar("Found")


class BankPage(PageScreen[Result]):
    """A page composes a `SearchBox`, an `EntryList` with a preview beside it on a wide screen, and
    a `Static` with the id "said", where `say` puts what was done. It fills the list in `load`.
    """

    AUTO_FOCUS = "EntryList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (as Textual has it)

    DEFAULT_CSS = """
    BankPage > #said { height: auto; max-height: 2; padding: 0 1; }
    """
    _changes = 0

    def with_bank(
        self,
        work: Callable[[MemoryBank], Found],
        done: Callable[[Found], object],
        group: str = "change",
    ) -> None:
        """Do `work` beside the screen, as soon as the memory is open; `done` takes its result.

        Of a group only the latest work counts, but of "change" every one.
        """
        self._changes += 1
        name = f"{group} {self._changes}" if group == "change" else group

        def begin(bank: MemoryBank) -> None:
            self.background.run(lambda _: work(bank), done=done, failed=self.failed, group=name)

        if self.bank is None:
            self.say(tr("The memory is being opened…"))
        self.when_open(begin)

    def failed(self, reason: str) -> None:
        """Say what went wrong."""
        self.say(reason, "$text-error")

    def say(self, text: str, style: str = "$foreground-muted") -> None:
        """Say what was done, until something else is."""
        self.query_one("#said", Static).update(plain_line(text, style))

    def load(self) -> None:
        """Fill the list with what the words of the search fit; every page knows its own."""

    @property
    def entries(self) -> EntryList:
        """The list."""
        return self.query_one(EntryList)

    @property
    def words(self) -> str:
        """What is searched for, empty for nothing."""
        return self.query_one(SearchBox).value.strip()

    def on_mount(self) -> None:
        """Begin with the words after the slash command, if there are any."""
        self.query_one(SearchBox).value = self.argument
        self.load()

    def on_resize(self) -> None:
        """The preview may be in sight now."""
        self.entries.post_message(EntryList.Pointed(self.entries.key))

    @on(SearchBox.Searched)
    def _searched(self) -> None:
        self.load()

    @on(SearchBox.Left)
    def _search_left(self) -> None:
        self.entries.focus()

    @on(SearchBox.Closed)
    def _search_closed(self) -> None:
        self.action_close()

    def action_search(self) -> None:
        """Go to the line to search in."""
        self.query_one(SearchBox).focus()
