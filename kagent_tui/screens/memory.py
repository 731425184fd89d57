"""What is remembered: searched, looked at, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from kagent_tui.bindings import Scope, bindings_of
from kagent_tui.controllers import memories
from kagent_tui.controllers.memories import Forgotten, MemoryItem, WholeItem
from kagent_tui.i18n import mark, ntr, tr
from kagent_tui.roles import in_plain_words
from kagent_tui.screens.bank_page import BankPage
from kagent_tui.screens.dialogs import QuestionScreen, TextScreen
from kagent_tui.screens.memory_rows import entry_of, forgotten_line, what_goes, whole_content
from kagent_tui.widgets.choice_line import ChoiceLine
from kagent_tui.widgets.entry_list import EntryList
from kagent_tui.widgets.search_box import SearchBox
from kagent_tui.workspace import Workspace

if TYPE_CHECKING:
    from engine.events import MemoryKind
    from store.forgetting import PurgeReport
    from store.memory import MemoryBank

_KINDS: Final[tuple[tuple[str, tuple[MemoryKind, ...]], ...]] = (
    (mark("everything"), ()),
    (mark("questions"), ("conversation",)),
    (mark("tasks"), ("task",)),
    (mark("documents"), ("knowledge",)),
)
_MOST_LISTED: Final = 500
_MOST_FOUND: Final = 50


class MemoryScreen(BankPage[None]):
    """A list of all three memories with a line to search in; the whole of the chosen item stands
    beside it on a wide screen, and opens with Enter on a narrow one.
    """

    SCOPE: ClassVar[Scope] = "memory"
    PAGE_TITLE = mark("Memory")
    CSS_PATH = "memory.tcss"
    BINDINGS: ClassVar = bindings_of("memory")

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._items: dict[str, MemoryItem] = {}

    def compose_page(self) -> ComposeResult:
        """The search, the kinds, the list with the preview, what to do where it is empty."""
        yield SearchBox(tr("Search all that is remembered"))
        yield ChoiceLine(tr("Shown:"), [tr(word) for word, _ in _KINDS])
        with Horizontal(id="body"):
            yield EntryList()
            with VerticalScroll(id="preview", can_focus=False):
                yield Static(markup=False)
        yield Static(id="empty", classes="page-empty", markup=False)
        yield Static(id="said", markup=False)

    # What is shown

    def load(self) -> None:
        """List what the words and the kind fit."""
        words = self.words
        _, kinds = _KINDS[self.query_one(ChoiceLine).chosen]

        def work(bank: MemoryBank) -> list[MemoryItem]:
            if words:
                return memories.search_items(bank, words, kinds, limit=_MOST_FOUND)
            items = memories.list_items(bank, kinds)
            return sorted(items, key=lambda item: item.time, reverse=True)

        self.with_bank(work, self._show, "list")

    def _show(self, items: Sequence[MemoryItem]) -> None:
        shown, now = items[:_MOST_LISTED], self.workspace.now
        self._items = {item.id: item for item in shown}
        self.query_one("#body").display = bool(items)
        self.entries.show([entry_of(item, now) for item in shown])
        empty = self.query_one("#empty", Static)
        empty.display = not items
        if self.words:
            empty.update(tr("Nothing of this is remembered. Esc clears the search."))
        elif self.query_one(ChoiceLine).chosen:
            text = tr("Nothing of this kind is remembered yet. ← and → show other kinds.")
            empty.update(in_plain_words(text))
        else:
            empty.update(
                tr(
                    "Nothing is remembered yet. Documents of the library, questions with their "
                    "answers, and what tools found will stand here."
                )
            )
        if len(items) > len(shown):
            left = len(items) - len(shown)
            self.say(
                ntr(
                    "{count} older one is not listed; search for it.",
                    "{count} older ones are not listed; search for them.",
                    left,
                )
            )

    @on(EntryList.Pointed)
    def _pointed(self, message: EntryList.Pointed) -> None:
        item = self._items.get(message.key or "")
        if item is not None and self.has_class("-wide"):
            self.with_bank(lambda bank: memories.whole(bank, item), self._preview, "preview")

    def _preview(self, found: WholeItem) -> None:
        self.query_one("#preview Static", Static).update(whole_content(found, self.workspace.now))
        self.query_one("#preview").scroll_home(animate=False)

    # The kinds

    def action_kind(self, step: int) -> None:
        """Show another kind of memory."""
        self.query_one(ChoiceLine).move(step)
        self.load()

    # Looking and forgetting

    @on(EntryList.Chosen)
    def action_look(self) -> None:
        """Show all of the item under the cursor."""
        if item := self._item:
            self.with_bank(lambda bank: memories.whole(bank, item), self._look, "look")

    def _look(self, found: WholeItem) -> None:
        self.app.push_screen(TextScreen("", whole_content(found, self.workspace.now)))

    def action_session(self) -> None:
        """Go on with the session that the item was left by."""
        item = self._item
        if item is None:
            return
        if item.session is None:
            self.say(tr("A document belongs to no session."))
            return
        self.dismiss(None)
        self.workspace.runner.open_session(item.session)

    def action_forget(self) -> None:
        """Ask whether the item under the cursor is to be forgotten."""
        if item := self._item:
            self.with_bank(
                lambda bank: memories.branches_with(bank, item),
                lambda branches: self._ask(item, branches),
                "ask",
            )

    def _ask(self, item: MemoryItem, branches: int) -> None:
        screen = QuestionScreen(
            tr("Forget this?"), what_goes(item, branches), yes=tr("Forget it"), no=tr("Keep it")
        )
        self.app.push_screen(screen, lambda yes: self._forget(item) if yes else None)

    def _forget(self, item: MemoryItem) -> None:
        def forgotten(done: Forgotten) -> None:
            self.say(forgotten_line(item, done))
            self.load()
            self._refresh_chat(done)
            self.with_bank(
                lambda bank: bank.purge(largest=memories.LARGEST_PURGED_AT_ONCE), self._purged
            )

        self.with_bank(lambda bank: memories.forget(bank, [item]), forgotten)

    def _refresh_chat(self, done: Forgotten) -> None:
        """The chat below must not show what is forgotten, nor go on in a session that is gone."""
        runner = self.workspace.runner
        if runner.session_id in done.sessions:
            runner.open_session(None if runner.session_id in done.emptied else runner.session_id)

    def _purged(self, report: PurgeReport) -> None:
        if report.remains is not None:
            self.say(
                tr(
                    "Forgotten, but traces are left in the files; to take them away: {command}",
                    command="kagent memory purge",
                )
            )

    @property
    def _item(self) -> MemoryItem | None:
        return self._items.get(self.entries.key or "")
