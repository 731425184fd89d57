"""Earlier conversations: searched, gone on with, sorted, deleted and exported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from kagent_tui.bindings import Scope, bindings_of
from kagent_tui.controllers import sessions
from kagent_tui.i18n import listed, mark, tr
from kagent_tui.locations import working_folder
from kagent_tui.screens.bank_page import BankPage
from kagent_tui.screens.dialogs import LineScreen, problem_of_name
from kagent_tui.screens.session_export import ExportScreen
from kagent_tui.screens.session_rows import entry_of, preview_of
from kagent_tui.widgets.entry_list import EntryList
from kagent_tui.widgets.search_box import SearchBox
from kagent_tui.workspace import Workspace
from store.records import SessionRecord, TurnRecord


@dataclass(frozen=True, slots=True)
class SessionChosen:
    """What the page comes back with: the session to go on with, or None for a new one."""

    id: str | None


class SessionsScreen(BankPage[SessionChosen]):
    """The list with a line to search in; what a session holds stands beside it on a wide screen."""

    SCOPE: ClassVar[Scope] = "sessions"
    PAGE_TITLE = mark("Sessions")
    CSS_PATH = "sessions.tcss"
    BINDINGS: ClassVar = bindings_of("sessions")

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._records: dict[str, SessionRecord] = {}
        self._deleted: list[SessionRecord] = []

    def compose_page(self) -> ComposeResult:
        """The search, the list with the preview, what to do where it is empty, what was done."""
        yield SearchBox(tr("Search titles, tags and what was said"))
        with Horizontal(id="body"):
            yield EntryList()
            with VerticalScroll(id="preview", can_focus=False):
                yield Static(markup=False)
        yield Static(id="empty", classes="page-empty", markup=False)
        yield Static(id="said", markup=False)

    # What is shown

    def load(self, cursor: str | None = None) -> None:
        """List what the words fit, the cursor on the session of this id."""
        words = self.words

        def shown(records: list[SessionRecord]) -> None:
            self._show(records, cursor)

        self.with_bank(lambda bank: sessions.list_sessions(bank, words), shown, "list")

    def _show(self, records: list[SessionRecord], cursor: str | None) -> None:
        self._records = {record.id: record for record in records}
        current, now = self.workspace.runner.session_id, self.workspace.now
        self.entries.show([entry_of(record, current, now) for record in records], cursor)
        self.query_one("#body").display = bool(records)
        empty = self.query_one("#empty", Static)
        empty.display = not records
        if self.words:
            empty.update(tr("No session holds all of these words. Esc clears the search."))
        else:
            empty.update(tr("There is no session yet. Go back with Esc and ask something."))

    @on(EntryList.Pointed)
    def _pointed(self, message: EntryList.Pointed) -> None:
        record = self._records.get(message.key or "")
        if record is None or not self.has_class("-wide"):
            return

        def shown(turns: list[TurnRecord]) -> None:
            self.query_one("#preview Static", Static).update(
                preview_of(record, turns, self.workspace.now)
            )
            self.query_one("#preview").scroll_home(animate=False)

        self.with_bank(lambda bank: bank.turns(record.id), shown, "preview")

    # Going on

    @on(EntryList.Chosen)
    def action_resume(self) -> None:
        """Go on with the session under the cursor."""
        if record := self._record:
            self.dismiss(SessionChosen(record.id))

    def action_new(self) -> None:
        """Begin a session."""
        self.dismiss(SessionChosen(None))

    def action_close(self) -> None:
        """Go back; to a new session where the one that was open is deleted."""
        current = self.workspace.runner.session_id
        deleted = current and any(record.id == current for record in self._deleted)
        self.dismiss(SessionChosen(None) if deleted else None)

    # Changes

    def action_rename(self) -> None:
        """Ask for another title."""
        if record := self._record:
            screen = LineScreen(tr("Rename the session"), record.title, problem=problem_of_name)
            self.app.push_screen(screen, lambda title: self._rename(record, title))

    def _rename(self, record: SessionRecord, title: str | None) -> None:
        if title is None:
            return

        def renamed(name: str) -> None:
            self.say(tr("Renamed: {title}", title=name))
            self.load(record.id)

        self.with_bank(lambda bank: sessions.rename(bank, record.id, title), renamed)

    def action_tags(self) -> None:
        """Ask for the tags."""
        if record := self._record:
            self.with_bank(sessions.all_tags, lambda known: self._ask_tags(record, known))

    def _ask_tags(self, record: SessionRecord, known: list[str]) -> None:
        lines = [tr("Write commas between tags.")]
        if known:
            lines.append(tr("In use: {tags}", tags=listed(known)))
        dialog = LineScreen(
            tr("Tags"),
            ", ".join(record.tags),
            lines=[(line, "$foreground-muted") for line in lines],
            problem=sessions.problem_of_tags,
        )
        self.app.push_screen(dialog, lambda typed: self._set_tags(record, typed))

    def _set_tags(self, record: SessionRecord, typed: str | None) -> None:
        if typed is None:
            return
        tags = sessions.tags_of(typed)

        def tagged(_: None) -> None:
            said = tr("Tagged: {tags}", tags=listed(tags)) if tags else tr("No tags any more.")
            self.say(said)
            self.load(record.id)

        self.with_bank(lambda bank: sessions.set_tags(bank, record, tags), tagged)

    def action_delete(self) -> None:
        """Put the session under the cursor in the trash; `undo` brings it back."""
        if record := self._record:

            def deleted(_: None) -> None:
                self._deleted.append(record)
                self.say(tr("Deleted: {title}. U brings it back.", title=record.title))
                self.load()

            self.with_bank(lambda bank: sessions.delete(bank, record.id), deleted)

    def action_undo(self) -> None:
        """Bring back the session that was deleted last."""
        if not self._deleted:
            self.say(tr("Nothing was deleted here since the page was opened."))
            return
        record = self._deleted.pop()

        def restored(_: None) -> None:
            self.say(tr("Brought back: {title}", title=record.title))
            self.load(record.id)

        self.with_bank(lambda bank: sessions.restore(bank, record.id), restored)

    def action_branch(self) -> None:
        """Make a copy of the session, to go on in differently."""
        if record := self._record:

            def branched(new: SessionRecord) -> None:
                self.say(tr("Branched: {title}. Enter goes on in it.", title=new.title))
                self.load(new.id)

            self.with_bank(lambda bank: sessions.branch(bank, record.id), branched)

    def action_export(self) -> None:
        """Ask for a file, and write the session to it."""
        assembly, record = self.workspace.assembly, self._record
        if assembly is not None and record is not None:
            screen = ExportScreen(assembly.bank, record, working_folder())
            self.app.push_screen(screen, self._exported)

    def _exported(self, path: Path | None) -> None:
        if path is not None:
            self.say(tr("Exported: {path}", path=path))

    # What all of them need

    @property
    def _record(self) -> SessionRecord | None:
        return self._records.get(self.entries.key or "")
