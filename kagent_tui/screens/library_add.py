"""Asks what is to be added to the library, and into which collection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Static

from kagent_tui.background import Background
from kagent_tui.bindings import bindings_of
from kagent_tui.controllers.adding import Wanted, wanted_in
from kagent_tui.i18n import tr
from kagent_tui.locations import working_folder
from kagent_tui.screens.file_picker import FilePickerScreen
from kagent_tui.widgets.pointed import PointedButton
from kagent_tui.widgets.targets_input import TargetsInput
from kagent_tui.widgets.text import plain_line

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class AddRequest:
    """What is to be added, into a collection or none."""

    wanted: Wanted
    collection: str | None


class LibraryAddScreen(ModalScreen[AddRequest | None]):
    """A line for paths, one for the collection, and a way to choose from the disk.

    `text` is what was dropped or typed before; `collections` are the names that there are.
    """

    CSS_PATH = "library_add.tcss"
    AUTO_FOCUS = "#targets"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, text: str, collection: str, collections: Sequence[str]) -> None:
        super().__init__()
        self._text = text
        self._collection = collection
        self._collections = collections
        self._folder = working_folder()
        self._background = Background(self)

    def compose(self) -> ComposeResult:
        """The two lines and the buttons."""
        with Vertical(id="box"):
            yield Static(tr("Files, folders, patterns or web addresses:"), markup=False)
            yield TargetsInput(self._text, tr("type a path; Tab completes it"), id="targets")
            yield Static(id="names", markup=False)
            yield Static(tr("Into the collection:"), markup=False)
            yield Input(
                self._collection,
                placeholder=tr("none"),
                compact=True,
                select_on_focus=False,
                suggester=SuggestFromList(self._collections, case_sensitive=False),
                id="collection",
            )
            yield Static(id="trouble", markup=False)
            with Horizontal(id="buttons"):
                yield PointedButton(tr("Add"), id="add", compact=True)
                yield PointedButton(tr("Choose files…"), id="choose", compact=True)
                yield PointedButton(tr("Cancel"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """Say what this is for."""
        self.query_one("#box").border_title = tr("Add to the library")
        targets = self.query_one(TargetsInput)
        targets.cursor_position = len(targets.value)

    def on_unmount(self) -> None:
        """Look no further."""
        self._background.cancel_all()

    def action_cancel(self) -> None:
        """Add nothing."""
        self.dismiss(None)

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#choose")
    def _choose(self) -> None:
        self.app.push_screen(FilePickerScreen(self._folder), self._chosen)

    def _chosen(self, paths: tuple[str, ...] | None) -> None:
        if paths:
            self._folder = Path(paths[-1]).parent
            self.query_one(TargetsInput).put(paths)
        self.query_one(TargetsInput).focus()

    @on(Input.Changed)
    def _changed(self) -> None:
        self.query_one("#trouble", Static).update("")

    @on(TargetsInput.Offered)
    def _offered(self, message: TargetsInput.Offered) -> None:
        names = list(message.names[:_MOST_NAMES])
        if len(message.names) > _MOST_NAMES:
            names.append("…")
        self.query_one("#names", Static).update(plain_line("  ".join(names), "$foreground-muted"))

    @on(Input.Submitted)
    @on(Button.Pressed, "#add")
    def _add(self) -> None:
        text = self.query_one(TargetsInput).value
        self._background.run(
            lambda _: wanted_in(text), done=self._looked_at, failed=self._say, group="look"
        )

    def _looked_at(self, wanted: Wanted) -> None:
        if not wanted.targets:
            self._say(tr("Type a path first, or choose files."))
        elif wanted.missing:
            self._say(tr("There is no such file: {path}", path=wanted.missing[0]))
        else:
            collection = self.query_one("#collection", Input).value.strip()
            self.dismiss(AddRequest(wanted, collection or None))

    def _say(self, text: str) -> None:
        self.query_one("#trouble", Static).update(plain_line(text, "$text-error"))
        self.query_one(TargetsInput).focus()
