"""How a model comes here from the models screen: asked, then left to the application's jobs."""

from __future__ import annotations

import os
from pathlib import Path

from kagent_tui.controllers.model_arrivals import Plan, plan, unsafe_way
from kagent_tui.i18n import tr
from kagent_tui.model_jobs import jobs_of
from kagent_tui.model_shelf import FitReasons, ModelShelf
from kagent_tui.screens import model_questions as questions
from kagent_tui.screens.file_picker import FilePickerScreen
from kagent_tui.screens.model_page import ModelsPage, network_in_force
from models.catalog import Entry, find
from models.paths import expanded


class ModelGetting:
    """Downloads and imports for one screen."""

    def __init__(self, page: ModelsPage) -> None:
        self._page = page
        self._typed = ""

    def pull(self) -> None:
        """Download the model under the cursor, or go on with it, once the user has agreed."""
        row = self._page.row
        if row is None:
            return
        if row.is_here:
            self._page.tell(tr("{name} is here already; U uses it.", name=row.name))
        elif row.entry is None:
            self._page.tell(tr("It is not in the catalogue: O downloads a file by its name."))
        else:
            self._plan(row.entry)

    def pull_other(self) -> None:
        """Download a model that the catalogue does not have."""
        self._page.app.push_screen(questions.other_question(), self._other_named)

    def _other_named(self, name: str | None) -> None:
        if name:
            self._page.background.run(
                lambda _: find(name), done=self._plan, failed=self._page.tell_trouble, group="plan"
            )

    def _plan(self, entry: Entry) -> None:
        page = self._page
        shelf = page.shelf
        if shelf is None or self._is_busy():
            return
        if network_in_force(page.workspace) == "off":
            page.tell_trouble(
                tr('The network is off: nothing can be downloaded. F9 sets network to "ask".')
            )
            return
        page.background.run(
            lambda _: _planned(shelf, entry),
            done=self._ask_to_pull,
            failed=page.tell_trouble,
            group="plan",
        )

    def _ask_to_pull(self, found: tuple[Plan, FitReasons | None]) -> None:
        page, (planned, reasons) = self._page, found
        problem = unsafe_way(planned)
        if problem is not None:
            page.tell_trouble(f"{planned.entry.name}: {problem}")
            return

        def answered(agreed: bool | None) -> None:
            if agreed and page.shelf is not None:
                jobs_of(page.app).pull(planned, page.shelf, page.workspace.config)

        page.app.push_screen(questions.pull_question(planned, reasons), answered)

    def take_in(self) -> None:
        """Take in a file that is on the disk already."""
        if not self._is_busy():
            # What could not be taken in is there again to be mended.
            state = jobs_of(self._page.app).state("transfer")
            typed = self._typed if state is not None and state.trouble else ""
            self._page.app.push_screen(questions.import_question(typed), self._path_typed)

    def _path_typed(self, typed: str | None) -> None:
        if typed:
            self._typed = typed
            self._take_in(expanded(typed))
        elif typed is not None:
            self._page.app.push_screen(FilePickerScreen(Path.home()), self._paths_chosen)

    def _paths_chosen(self, paths: tuple[str, ...] | None) -> None:
        if paths:
            self._take_in(Path(paths[0]))

    def _take_in(self, path: Path) -> None:
        shelf = self._page.shelf
        if shelf is not None:
            jobs_of(self._page.app).take_in(path, shelf)

    def _is_busy(self) -> bool:
        jobs = jobs_of(self._page.app)
        state = jobs.state("transfer")
        if state is None or not jobs.runs("transfer"):
            return False
        self._page.tell(tr("{name} is on its way; X stops it.", name=state.name))
        return True


def _planned(shelf: ModelShelf, entry: Entry) -> tuple[Plan, FitReasons | None]:
    """What fetching it means, and why it fits this machine or does not; reads the disk."""
    row = shelf.row(entry.name)
    return plan(shelf, entry, os.environ), shelf.reasons(row) if row is not None else None
