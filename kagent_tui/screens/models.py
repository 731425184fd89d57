"""The models: which there are, which are here, which answers; they come and go here."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from kagent_tui.bindings import Scope, bindings_of
from kagent_tui.controllers import models
from kagent_tui.controllers.model_benchmarks import Benchable
from kagent_tui.i18n import mark, tr
from kagent_tui.model_jobs import JobState, jobs_of
from kagent_tui.model_shelf import ModelShelf, ShelfRow
from kagent_tui.quantities import size_text
from kagent_tui.screens import model_questions as questions
from kagent_tui.screens.model_choosing import ModelChoosing
from kagent_tui.screens.model_details import Details, details_of, groups_of
from kagent_tui.screens.model_getting import ModelGetting
from kagent_tui.screens.model_options import ModelOptions
from kagent_tui.screens.model_page import network_in_force
from kagent_tui.screens.page import PageScreen
from kagent_tui.widgets.job_line import JobLine
from kagent_tui.widgets.model_list import ModelList
from kagent_tui.widgets.text import plain_line
from models.language.threads import usable_cpus

if TYPE_CHECKING:
    from kagent_tui.workspace import Workspace

_WIDE = 100
_SILENCE_SECONDS = 2.0


class ModelsScreen(PageScreen[None]):
    """A list by kind, what is known of the one under the cursor, and how a job stands.

    Downloads and measurements belong to the application and go on when this is closed.
    """

    CSS_PATH = "models.tcss"
    SCOPE: ClassVar[Scope] = "models"
    PAGE_TITLE: ClassVar[str] = mark("Models")
    BINDINGS: ClassVar = bindings_of("models")
    AUTO_FOCUS = "ModelList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012 (as Textual has it)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.shelf: ModelShelf | None = None
        self._rows: dict[str, ShelfRow] = {}
        self._getting = ModelGetting(self)
        self._choosing = ModelChoosing(self)
        self._options = ModelOptions(self, self._choosing)
        self._was_shown = False

    def compose_page(self) -> ComposeResult:
        """The machine, the list with the details, how jobs stand."""
        yield Static(id="machine", markup=False)
        with Container(id="shelf"):
            yield ModelList()
            with VerticalScroll(id="details"):
                yield Static(id="known", markup=False)
        yield JobLine(id="transfer")
        yield JobLine(id="told")

    def on_mount(self) -> None:
        """Look at what is there, and take up what runs, once everything is in its place."""
        self.call_after_refresh(self._take_up)

    def _take_up(self) -> None:
        jobs = jobs_of(self.app)
        for task in ("transfer", "benchmark"):
            state = jobs.state(task)
            if state is not None and not state.is_over:
                self._show_job(state)
        jobs.listen(self._job_changed)
        self.set_interval(_SILENCE_SECONDS, self._mind_silence)
        self.look_again()

    def on_unmount(self) -> None:
        """What ends from now on is said in a notification."""
        jobs_of(self.app).leave(self._job_changed)

    def look_again(self) -> None:
        """Show what is there now."""
        home, config = self.workspace.locations.home, self.workspace.config

        def work(_: threading.Event) -> tuple[ModelShelf, list[ShelfRow]]:
            shelf = ModelShelf(home, config)
            return shelf, shelf.rows()

        self.background.run(work, done=self._loaded, failed=self.tell_trouble, group="rows")

    def _loaded(self, found: tuple[ModelShelf, list[ShelfRow]]) -> None:
        self.shelf, rows = found
        self._rows = {row.name: row for row in rows}
        self.query_one("#machine", Static).update(plain_line(self._machine(self.shelf)))
        shown = self.query_one(ModelList)
        shown.show(groups_of(rows))
        if not self._was_shown:
            self._was_shown = True
            answers = (row for row in rows if row.is_in_use and row.kind == "language")
            used = next(answers, None)
            shown.point(used.name if used is not None else "")
        self._look_at(shown.pointed)

    def _machine(self, shelf: ModelShelf) -> str:
        memory = size_text(shelf.memory) if shelf.memory else tr("unknown")
        parts = [
            tr(
                "This machine: {memory} of memory, {cores} cores.",
                memory=memory,
                cores=len(usable_cpus()),
            )
        ]
        config = self.workspace.config
        if "://" in config.model:
            name = config.remote_name or tr("its first model")
            parts.append(tr("{server} answers ({name}).", server=config.model, name=name))
        if network_in_force(self.workspace) == "off":
            parts.append(tr("The network is off: nothing can be downloaded."))
        return " ".join(parts)

    @on(ModelList.Pointed)
    def _pointed(self, message: ModelList.Pointed) -> None:
        self._look_at(message.name)

    def _look_at(self, name: str | None) -> None:
        row, shelf = self._rows.get(name or ""), self.shelf
        if row is None or shelf is None:
            return
        self.background.run(
            lambda _: details_of(shelf, row),
            done=self._show_details,
            failed=self.tell_trouble,
            group="details",
        )

    def _show_details(self, details: Details) -> None:
        self.query_one("#known", Static).update(details.content())
        self.query_one("#details", VerticalScroll).scroll_home(animate=False)

    @property
    def row(self) -> ShelfRow | None:
        """The model under the cursor."""
        return self._rows.get(self.query_one(ModelList).pointed or "")

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Say something in one line."""
        self.query_one("#told", JobLine).say(text, trouble=trouble)

    def tell_trouble(self, line: str) -> None:
        """Say what went wrong."""
        self.tell(line, trouble=True)

    def _job_changed(self, state: JobState) -> None:
        self._show_job(state)
        if state.is_over:
            self.look_again()

    def _show_job(self, state: JobState) -> None:
        line = self.query_one("#transfer" if state.task == "transfer" else "#told", JobLine)
        share = None if state.is_over else state.share
        line.say(f"{state.name}: {state.text}", share=share, trouble=state.trouble)

    def _mind_silence(self) -> None:
        jobs = jobs_of(self.app)
        state, silence = jobs.state("transfer"), jobs.silence()
        if state is not None and silence:
            text = f"{state.name}: {state.text}; {silence}"
            self.query_one("#transfer", JobLine).say(text, share=state.share)

    def action_stop(self) -> None:
        """Stop the download, or the measurement; what has arrived stays."""
        jobs = jobs_of(self.app)
        for task in ("transfer", "benchmark"):
            if jobs.runs(task):
                jobs.stop(task)
                return
        self.tell(tr("No download and no measurement is running."))

    @on(ModelList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Use the model under the cursor where it is here, otherwise download it."""
        row = self.row
        if row is not None and row.is_here:
            self._choosing.use()
        else:
            self._getting.pull()

    def action_pull(self) -> None:
        """Download the model under the cursor."""
        self._getting.pull()

    def action_other(self) -> None:
        """Download a model that the catalogue does not have."""
        self._getting.pull_other()

    def action_import_file(self) -> None:
        """Take in a file that is on the disk already."""
        self._getting.take_in()

    def action_use(self) -> None:
        """Let the model under the cursor answer, or search, from now on."""
        self._choosing.use()

    def action_bench(self) -> None:
        """Measure the model under the cursor."""
        row, shelf = self.row, self.shelf
        if row is None or shelf is None:
            return
        path = shelf.path_of(row)
        if path is None:
            self.tell(tr("{name} is not here yet; P downloads it.", name=row.name))
        elif not jobs_of(self.app).runs("benchmark"):
            jobs_of(self.app).measure(Benchable(row.name, row.kind, path, True), shelf)

    def action_remove(self) -> None:
        """Delete the model under the cursor, once the user has agreed."""
        row, shelf = self.row, self.shelf
        if row is None or shelf is None:
            return
        if row.entry is not None and row.entry.builtin:
            self.tell(tr("{name} comes with the program and stays.", name=row.name))
            return
        if row.is_in_use:
            self.tell(tr("{name} is in use; use another one first.", name=row.name))
            return
        if not (row.is_here or row.partial_bytes):
            self.tell(tr("{name} is not here; there is nothing to delete.", name=row.name))
            return

        def asked(removing: models.Removal) -> None:
            def answered(agreed: bool | None) -> None:
                if agreed:
                    self._remove(shelf, removing)

            self.app.push_screen(questions.removal_question(removing), answered)

        self.background.run(
            lambda _: models.removal(shelf, row.name),
            done=asked,
            failed=self.tell_trouble,
            group="remove",
        )

    def _remove(self, shelf: ModelShelf, removing: models.Removal) -> None:
        name = removing.row.name

        def removed(freed: int) -> None:
            self.tell(
                tr("{name} is deleted; {size} are free again.", name=name, size=size_text(freed))
            )
            self.look_again()

        self.background.run(
            lambda _: models.remove(shelf, removing),
            done=removed,
            failed=self.tell_trouble,
            group="remove",
        )

    def action_server(self) -> None:
        """Let a server answer."""
        self._options.ask_for_server()

    def action_context(self) -> None:
        """Set how many tokens the model may see."""
        self._options.ask_for_context()
