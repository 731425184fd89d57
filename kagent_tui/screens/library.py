"""The library: what is in it, in which state, and a search in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.events import Paste
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from kagent_tui.bindings import bindings_of
from kagent_tui.controllers.library import Overview, embedding, overview, states
from kagent_tui.controllers.library_jobs import JobState, LibraryJobs, jobs_of
from kagent_tui.controllers.library_search import find
from kagent_tui.controllers.targets import looks_like_targets
from kagent_tui.i18n import mark, ntr, tr
from kagent_tui.roles import dash
from kagent_tui.screens import job_rows, library_rows
from kagent_tui.screens.library_actions import LibraryActions
from kagent_tui.screens.library_contents import LibraryContents
from kagent_tui.screens.page import PageScreen
from kagent_tui.widgets.job_line import JobLine
from kagent_tui.widgets.search_box import SearchBox
from kagent_tui.widgets.text import plain_line
from kagent_tui.workspace import Workspace

if TYPE_CHECKING:
    from store.memory import MemoryBank

_MOST_RESULTS = 20
_RELOAD_SECONDS = 2.0


class LibrarySearchBox(SearchBox):
    """Takes a pasted path for a dropped file."""

    def is_drop(self, text: str) -> bool:
        """Whether only paths and addresses were pasted."""
        return looks_like_targets(text)


class LibraryScreen(PageScreen[None]):
    """A search above, collections and documents below it, and what is being read at the foot."""

    CSS_PATH = "library.tcss"
    SCOPE = "library"
    PAGE_TITLE = mark("Library")
    AUTO_FOCUS = "DocumentTable"
    # The documents need the room of a narrow screen.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]  # noqa: RUF012 (as Textual has it)
    BINDINGS: ClassVar = bindings_of("library")

    @dataclass
    class JobChanged(Message):
        """What is read into the library has come on."""

        state: JobState

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._actions = LibraryActions(self)
        self._unsubscribe: Callable[[], None] | None = None
        self._reload: Timer | None = None
        self._embedding = False

    def compose_page(self) -> ComposeResult:
        """From top to bottom."""
        yield LibrarySearchBox(tr("Search the library"), id="search")
        yield LibraryContents()
        yield Static(id="detail", markup=False)
        yield JobLine()

    def on_mount(self) -> None:
        """Load, and hear of what is being read."""
        self.contents.say(tr("Opening the memory…"))
        self._unsubscribe = self.jobs.subscribe(self._job_changed)
        self._reload = self.set_interval(_RELOAD_SECONDS, self.load, pause=True)
        if self.jobs.state is not None and self.jobs.busy:
            self._show_job(self.jobs.state)
        self.when_open(self._opened)

    def on_unmount(self) -> None:
        """Hear no more of it; what is being read goes on."""
        super().on_unmount()
        if self._unsubscribe is not None:
            self._unsubscribe()

    @property
    def contents(self) -> LibraryContents:
        """The collections and the documents."""
        return self.query_one(LibraryContents)

    @property
    def jobs(self) -> LibraryJobs:
        """What reads into the library; it outlives this screen."""
        return jobs_of(self.workspace)

    def _opened(self, _: MemoryBank) -> None:
        self.load()
        if self.argument:
            self._actions.ask_what_to_add(self.argument)

    def load(self) -> None:
        """Read what there is, and then what has become of the files."""
        bank = self.bank
        if bank is not None:
            self.background.run(
                lambda _: overview(bank), done=self._show, failed=self.trouble, group="load"
            )

    def _show(self, shown: Overview) -> None:
        self.contents.show(shown, more_to_come=self.jobs.busy)
        count = ntr("{count} document", "{count} documents", len(shown.documents))
        self.query_one(".page-title", Static).update(f"{tr(self.PAGE_TITLE)}{dash()}{count}")
        bank = self.bank
        if bank is not None and not self.jobs.busy:
            self.background.stream(
                lambda cancel: states(bank, shown, cancel),
                self.contents.show_states,
                failed=self.trouble,
                group="states",
            )
            self._look_at_embedding()

    def _look_at_embedding(self) -> None:
        bank = self.bank
        if bank is not None and not self.jobs.busy:
            self.background.run(
                lambda _: embedding(bank),
                done=self._show_embedding,
                failed=self.trouble,
                group="embedding",
            )

    def _show_embedding(self, found: tuple[int, int]) -> None:
        """Say how far it is, again and again until it is done."""
        done, total = found
        if self.jobs.busy:
            return
        if done < total:
            text = job_rows.embedding_text(done, total)
            self.query_one(JobLine).say(text, share=done / total)
            self.set_timer(_RELOAD_SECONDS, self._look_at_embedding)
        elif self._embedding:
            self.query_one(JobLine).say("")
        self._embedding = done < total

    @on(LibraryContents.Pointed)
    def _show_detail(self, message: LibraryContents.Pointed) -> None:
        text = "" if message.entry is None else library_rows.detail_text(message.entry)
        self.query_one("#detail", Static).update(plain_line(text, "$foreground-muted"))

    @on(SearchBox.Searched)
    @on(LibraryContents.ScopeChanged)
    def _search(self) -> None:
        text, bank = self.query_one(LibrarySearchBox).value.strip(), self.bank
        if not text or bank is None:
            self.background.cancel("search")
            if self.contents.found is not None:
                self.contents.show_found(None)
            return
        contents = self.contents
        entries, collections = (
            contents.entries,
            [contents.collection] if contents.collection else [],
        )
        self.background.run(
            lambda _: find(bank, text, entries, _MOST_RESULTS, collections),
            done=contents.show_found,
            failed=self.trouble,
            group="search",
        )

    @on(SearchBox.Left)
    @on(SearchBox.Closed)
    def _leave_search(self) -> None:
        self.contents.focus_content()

    def action_search(self) -> None:
        """Go to the line to search in."""
        self.query_one(LibrarySearchBox).focus()

    def action_close(self) -> None:
        """First leave what was found, then the page."""
        if self.contents.found is not None:
            self.query_one(LibrarySearchBox).clear()
            self.contents.show_found(None)
            self.contents.focus_content()
        else:
            super().action_close()

    @on(LibraryContents.Chosen)
    def action_show(self) -> None:
        """Show the passage, or the beginning of the document."""
        self._actions.show()

    def action_open(self) -> None:
        """Open it in its program."""
        self._actions.open()

    def action_info(self) -> None:
        """Show all that is known of it."""
        self._actions.info()

    def action_add(self) -> None:
        """Ask what is to be added."""
        self._actions.ask_what_to_add("")

    def on_paste(self, event: Paste) -> None:
        """Ask about files that were dropped on the window."""
        if looks_like_targets(event.text):
            event.stop()
            self._actions.ask_what_to_add(event.text)

    @on(SearchBox.Dropped)
    def _dropped(self, message: SearchBox.Dropped) -> None:
        self._actions.ask_what_to_add(message.text)

    def action_remove(self) -> None:
        """Take it out of the library, after asking."""
        self._actions.remove()

    def action_reread(self) -> None:
        """Read it again."""
        self._actions.reread()

    def action_put(self) -> None:
        """Put it into a collection."""
        self._actions.put()

    def action_take(self) -> None:
        """Take it out of the collection that is shown."""
        self._actions.take()

    def action_sync(self) -> None:
        """Look at everything again that was ever added."""
        self._actions.sync()

    def action_stop(self) -> None:
        """Stop reading."""
        self._actions.stop()

    def _job_changed(self, state: JobState) -> None:
        # In the job's thread.
        self.post_message(self.JobChanged(state))

    @on(JobChanged)
    def _show_changed_job(self, message: JobChanged) -> None:
        self._show_job(message.state)

    def _show_job(self, state: JobState) -> None:
        share = job_rows.job_share(state)
        trouble = bool(state.ended and state.troubles)
        text = job_rows.job_text(state)
        self.query_one(JobLine).say(text, share=share, trouble=trouble)
        if self._reload is not None and not state.ended:
            self._reload.resume()
        elif self._reload is not None:
            self._reload.pause()
            self.load()

    def trouble(self, line: str) -> None:
        """Say what went wrong."""
        self.notify(line, markup=False, severity="error", timeout=8)
