"""The question whether a link of an answer may be opened: its whole address, then yes or no."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import tr
from kagent_tui.links import Link
from kagent_tui.widgets.pointed import PointedButton
from kagent_tui.widgets.text import plain_line

LinkChoice = Literal["open", "copy"]


class LinkScreen(ModalScreen[LinkChoice | None]):
    """Shows where a link leads; "No" has the focus, since a model wrote the address."""

    CSS_PATH = "link.tcss"
    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar = bindings_of("link", "dialog")

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link

    def compose(self) -> ComposeResult:
        """The address, whole, and the choices under it."""
        link = self._link
        with Vertical(id="box") as box:
            box.border_title = tr("Open this link?")
            with VerticalScroll(id="text", can_focus=False):
                yield Static(plain_line(link.address, "bold"), id="address", markup=False)
                if link.path is not None:
                    told = tr("A file on this computer; it is shown, never run.")
                else:
                    told = tr(
                        "The browser will connect to {host}. The address was written by the model "
                        "or stands in a document.",
                        host=link.host,
                    )
                yield Static(plain_line(told, "$text-warning"), markup=False)
            yield PointedButton(tr("No (N or Esc)"), id="no", compact=True)
            yield PointedButton(tr("Open it (Y)"), id="open", compact=True)
            yield PointedButton(tr("Copy the address (C)"), id="copy", compact=True)

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        choices: dict[str | None, LinkChoice] = {"open": "open", "copy": "copy"}
        self.dismiss(choices.get(message.button.id))

    def action_choose(self, choice: LinkChoice) -> None:
        """Open it or copy it."""
        self.dismiss(choice)

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)

    def action_move(self, steps: int) -> None:
        """Go to the next or the previous button."""
        if steps > 0:
            self.focus_next(Button)
        else:
            self.focus_previous(Button)
