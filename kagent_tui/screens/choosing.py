"""A dialog in which one of many things is looked for and chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kagent_tui.background import Background
from kagent_tui.i18n import tr
from kagent_tui.roles import in_plain_words
from kagent_tui.screens.dialogs import Dialog, Line, told
from kagent_tui.widgets.entry_list import Entry, EntryList
from kagent_tui.widgets.search_box import SearchBox
from kagent_tui.widgets.text import plain_line


class ChoosingScreen(Dialog[str]):
    """A line to search in and what it finds; comes back with the key of what was chosen.

    Args:
        title: what it is for.
        find: the entries that a text finds, empty for what is proposed first; called in a thread.
        lines: what is to be known about it.
    """

    AUTO_FOCUS = "SearchBox"

    def __init__(
        self, title: str, find: Callable[[str], Sequence[Entry]], *, lines: Sequence[Line] = ()
    ) -> None:
        super().__init__(title)
        self._find = find
        self._lines = lines
        self._background = Background(self)

    def compose_dialog(self) -> ComposeResult:
        """What is asked, the line, what there is, and what the keys do."""
        yield from told(self._lines)
        yield SearchBox(tr("Type a part of its name"))
        yield EntryList()
        yield Static(id="trouble", markup=False)
        hint = in_plain_words(tr("↓ goes to the list, Enter takes one, Esc goes back."))
        yield Static(plain_line(hint, "$foreground-muted"), markup=False)

    def on_mount(self) -> None:
        """Propose the first ones."""
        self.call_after_refresh(self._look, "")

    def on_unmount(self) -> None:
        """Nothing may come back to a dialog that is closed."""
        self._background.cancel_all()

    @on(SearchBox.Searched)
    def _searched(self, message: SearchBox.Searched) -> None:
        self._look(message.text)

    def _look(self, text: str) -> None:
        self._background.run(
            lambda _: self._find(text), done=self._show, failed=self._say, group="find"
        )

    def _show(self, entries: Sequence[Entry]) -> None:
        self.query_one(EntryList).show(entries)
        self._say("" if entries else tr("Nothing has these words in its name."))

    def _say(self, text: str) -> None:
        trouble = self.query_one("#trouble", Static)
        trouble.update(plain_line(text))
        trouble.display = bool(text)

    @on(SearchBox.Left)
    def _to_the_list(self) -> None:
        self.query_one(EntryList).focus()

    @on(SearchBox.Closed)
    def _search_closed(self) -> None:
        self.action_cancel()

    @on(EntryList.Chosen)
    def _chosen(self, message: EntryList.Chosen) -> None:
        self.dismiss(message.key)
