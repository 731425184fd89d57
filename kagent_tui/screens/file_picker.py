"""Chooses files and folders on the disk, several at once."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from kagent_tui.bindings import hints
from kagent_tui.i18n import ntr, tr
from kagent_tui.widgets.file_tree import FileTree
from kagent_tui.widgets.hints import KeyHints
from kagent_tui.widgets.text import plain_line


class FilePickerScreen(ModalScreen[tuple[str, ...]]):
    """Gives the chosen paths back, none where nothing was chosen.

    `start` is the folder at the top; the next one begins where this one was left.
    """

    CSS_PATH = "file_picker.tcss"
    BINDINGS: ClassVar = []

    def __init__(self, start: Path) -> None:
        super().__init__()
        self._start = start

    def compose(self) -> ComposeResult:
        """The folder, the tree, how many are marked, the keys."""
        with Vertical(id="box"):
            yield Static(id="folder", markup=False)
            yield FileTree(self._start)
            yield Static(id="marked", markup=False)
            yield KeyHints(hints("picker"))

    def on_mount(self) -> None:
        """Say what this is for."""
        self.query_one("#box").border_title = tr("Choose files")
        self._say_marked(0)
        self.query_one(FileTree).focus()

    @on(FileTree.Rooted)
    def _rooted(self, message: FileTree.Rooted) -> None:
        folder = plain_line(_shown(message.folder), "$foreground-muted")
        self.query_one("#folder", Static).update(folder)

    @on(FileTree.Marked)
    def _marked(self, message: FileTree.Marked) -> None:
        self._say_marked(message.count)

    def _say_marked(self, count: int) -> None:
        text = (
            ntr("{count} marked", "{count} marked", count)
            if count
            else tr("Space marks several; Enter takes a file; A takes a folder, too.")
        )
        self.query_one("#marked", Static).update(plain_line(text, "$foreground-muted"))

    @on(FileTree.Taken)
    def _taken(self, message: FileTree.Taken) -> None:
        self.dismiss(tuple(str(path) for path in message.paths))

    @on(FileTree.Cancelled)
    def _cancelled(self) -> None:
        self.dismiss(())


def _shown(folder: Path) -> str:
    """The folder's path, in which "~" stands for the user's own."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)
