"""The file that a session is written to."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.types import CSSPathType
from textual.widgets import Input, RadioButton, RadioSet, Static

from kagent_tui.background import Background
from kagent_tui.controllers.session_export import (
    FORMATS,
    ExportFormat,
    default_path,
    export_text,
    format_of,
    write_new,
)
from kagent_tui.i18n import tr
from kagent_tui.screens.dialogs import Dialog
from kagent_tui.widgets.pointed import PointedChoice
from kagent_tui.widgets.text import plain_line
from models.paths import expanded
from store.memory import MemoryBank
from store.records import SessionRecord

_NAMES: dict[ExportFormat, str] = {"md": "Markdown", "json": "JSON", "html": "HTML"}


class ExportScreen(Dialog[Path]):
    """Asks for a format and a file, and writes it; stays where there is such a file already."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["dialogs.tcss", "session_export.tcss"]
    AUTO_FOCUS = "Input"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (56, "-wide")]  # noqa: RUF012 (as Textual has it)

    def __init__(self, bank: MemoryBank, record: SessionRecord, folder: Path) -> None:
        super().__init__(tr("Export: {title}", title=record.title))
        self._bank = bank
        self._record = record
        self._folder = folder
        self._background = Background(self)

    def compose_dialog(self) -> ComposeResult:
        """The formats, and the file's path, which ends as the format has it."""
        with RadioSet(compact=True):
            for form in FORMATS:
                yield PointedChoice(_NAMES[form], form == "md", id=form, compact=True)
        yield Input(self._default("md"), compact=True, select_on_focus=False)
        hint = tr("Enter writes the file, Tab goes to the formats, Esc goes back.")
        yield Static(plain_line(hint, "$foreground-muted"), markup=False)
        yield Static(id="trouble", markup=False)

    def _default(self, form: ExportFormat) -> str:
        return str(default_path(self._record, form, self._folder))

    @property
    def _form(self) -> ExportFormat:
        pressed = self.query_one(RadioSet).pressed_button
        return next(form for form in FORMATS if pressed is None or pressed.id == form)

    @on(RadioSet.Changed)
    def _format_chosen(self, message: RadioSet.Changed) -> None:
        line = self.query_one(Input)
        path = Path(line.value)
        if format_of(line.value) is None:
            return
        if line.value in map(self._default, FORMATS):
            line.value = self._default(self._form)
        else:
            line.value = str(path.with_suffix(f".{self._form}"))
        line.cursor_position = len(line.value)

    @on(Input.Changed)
    def _path_changed(self, message: Input.Changed) -> None:
        """Whoever writes another ending means that format."""
        self.query_one("#trouble", Static).update("")
        form = format_of(message.value)
        if form is not None and form != self._form:
            with self.prevent(RadioSet.Changed):
                self.query_one(f"#{form}", RadioButton).value = True

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        wanted, form = message.value.strip(), self._form
        if not wanted:
            self._say(tr("Write the path of a file."))
            return

        def work(_: threading.Event) -> Path:
            path = expanded(wanted)
            if not path.is_absolute():
                path = self._folder / path
            return write_new(path, export_text(self._bank, self._record, form))

        self._background.run(work, done=self._written, failed=self._say, group="export")

    def _written(self, path: Path) -> None:
        self.dismiss(path)

    def _say(self, reason: str) -> None:
        self.query_one("#trouble", Static).update(plain_line(reason))

    def on_unmount(self) -> None:
        """Nothing may come back to a dialog that is closed."""
        self._background.cancel_all()
