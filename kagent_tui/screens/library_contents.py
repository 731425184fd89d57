"""The middle of the library screen: collections, and beside them documents or search results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kagent_tui.controllers.library import Entry, Overview
from kagent_tui.controllers.library_search import Found
from kagent_tui.i18n import tr
from kagent_tui.screens import library_rows
from kagent_tui.widgets.document_table import DocumentTable
from kagent_tui.widgets.pointed import PointedList
from kagent_tui.widgets.search_results import SearchResults
from kagent_tui.widgets.text import plain, plain_line

if TYPE_CHECKING:
    from engine.library_info import State
    from store.records import SegmentHit

_MOST_ROWS = 2000
# So many rows are filled in again and again while files are being read.
_MOST_ROWS_ANEW = 300
_ALL, _UNREAD, _COLLECTION = "all", "unread", "in:"


class LibraryContents(Horizontal):
    """Shows an overview, or what was found in it; keeps which collection is chosen."""

    @dataclass
    class Pointed(Message):
        """The cursor is on this entry, None where there is none."""

        entry: Entry | None

    class ScopeChanged(Message):
        """Another collection is chosen."""

    class Chosen(Message):
        """Enter was pressed on an entry or a passage."""

    def __init__(self) -> None:
        super().__init__()
        self.overview = Overview()
        self.found: Found | None = None
        self._scope = _ALL
        self._states: dict[str, State] = {}
        self._said = ""

    def compose(self) -> ComposeResult:
        """The collections, the documents, the results of a search."""
        yield PointedList(id="collections", compact=True, markup=False)
        with Vertical(id="content"):
            yield Static(id="empty", classes="page-empty", markup=False)
            yield DocumentTable()
            yield SearchResults()

    @property
    def collection(self) -> str:
        """The name of the collection that is shown, empty for everything."""
        return self._scope.removeprefix(_COLLECTION) if self._scope.startswith(_COLLECTION) else ""

    @property
    def entries(self) -> list[Entry]:
        """Those of the chosen collection."""
        if self._scope == _UNREAD:
            return self.overview.unread
        return self.overview.within(self.collection) if self.collection else self.overview.readable

    @property
    def hit(self) -> SegmentHit | None:
        """The passage under the cursor, where a search found some."""
        key = None if self.found is None else self.query_one(SearchResults).key
        if self.found is None or key is None or key.startswith(library_rows.NAMED):
            return None
        return self.found.passages[int(key)].hit

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor, or that of the passage there."""
        if self.found is None:
            source = self.query_one(DocumentTable).key
        elif self.hit is not None:
            source = self.hit.source
        else:
            key = self.query_one(SearchResults).key or ""
            source = key.removeprefix(library_rows.NAMED)
        return next((entry for entry in self.overview.entries if entry.source == source), None)

    def show(self, overview: Overview, *, more_to_come: bool = False) -> None:
        """Show this from now on.

        With `more_to_come` a long table waits for the end: to fill it takes too long for now and
        then.
        """
        before = len(self.entries)
        self.overview = overview
        self._said = "" if overview.entries else library_rows.empty_text()
        self._show_collections()
        if not (more_to_come and before and len(self.entries) > _MOST_ROWS_ANEW):
            self._show_entries()

    def say(self, text: str) -> None:
        """Say why nothing is shown yet."""
        self._said = text
        self._show_what_is_wanted()

    def show_states(self, found: Mapping[str, State]) -> None:
        """What has become of some files."""
        table = self.query_one(DocumentTable)
        known = {entry.source: entry for entry in self.overview.entries}
        for source, state in found.items():
            if self._states.get(source) != state and source in known:
                text = library_rows.state_text(known[source], state)
                table.change(source, library_rows.STATE_COLUMN, text)
        self._states.update(found)

    def show_found(self, found: Found | None) -> None:
        """Show what a search found; None goes back to the documents."""
        self.found = found
        self.query_one(SearchResults).show([] if found is None else library_rows.results(found))
        self._show_what_is_wanted()

    def focus_content(self) -> None:
        """Go to the documents, or to what was found."""
        self.query_one(SearchResults if self.found is not None else DocumentTable).focus()

    def _show_collections(self) -> None:
        shown, unread = self.overview, len(self.overview.unread)
        named = [(_ALL, tr("All"), len(shown.readable))]
        named += [(f"{_COLLECTION}{name}", name, count) for name, count in shown.collections]
        named += [(_UNREAD, tr("Not readable"), unread)] if unread else []
        keys = [key for key, _, _ in named]
        self._scope = self._scope if self._scope in keys else _ALL
        listed = self.query_one("#collections", OptionList)
        with self.prevent(OptionList.OptionHighlighted):
            listed.set_options(
                Option(plain_line(f"{name} ({count:,})"), id=key) for key, name, count in named
            )
            listed.highlighted = keys.index(self._scope)

    def _show_entries(self) -> None:
        """Fill the table anew, which takes a while where there are thousands of documents."""
        entries = self.entries[:_MOST_ROWS]
        shown = library_rows.rows(entries, self._states)
        self.query_one(DocumentTable).show(library_rows.columns(entries), shown)
        self._show_what_is_wanted()

    def _show_what_is_wanted(self) -> None:
        """The table or the results, and what is to be said of them."""
        number, found = len(self.entries), self.found
        results = found is not None and bool(found.documents or found.passages)
        text = self._said
        if found is not None:
            text = "" if results else tr("Nothing was found for: {text}", text=found.text)
        elif not text and not number:
            text = tr("No documents are in this collection.")
        elif number > _MOST_ROWS:
            text = tr("The first {count} are listed; search for others.", count=f"{_MOST_ROWS:,}")
        empty = self.query_one("#empty", Static)
        empty.update(plain(text))
        empty.display = bool(text)
        self.query_one(DocumentTable).display = bool(number) and found is None
        self.query_one(SearchResults).display = results
        self.post_message(self.Pointed(self.entry))

    @on(OptionList.OptionHighlighted, "#collections")
    def _collection_pointed(self, message: OptionList.OptionHighlighted) -> None:
        message.stop()
        if message.option.id is not None and message.option.id != self._scope:
            self._scope = message.option.id
            self._show_entries()
            self.post_message(self.ScopeChanged())

    @on(OptionList.OptionSelected, "#collections")
    def _collection_chosen(self, message: OptionList.OptionSelected) -> None:
        message.stop()
        self.focus_content()

    @on(DocumentTable.Pointed)
    @on(OptionList.OptionHighlighted, "SearchResults")
    def _pointed(self, message: Message) -> None:
        message.stop()
        self.post_message(self.Pointed(self.entry))

    @on(DocumentTable.Chosen)
    @on(SearchResults.Chosen)
    def _chosen(self, message: Message) -> None:
        message.stop()
        self.post_message(self.Chosen())
