"""The small questions of the models screen: yes or no, a line of text, one of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import tr
from kagent_tui.widgets.text import plain_line

# A text and its style.
Said = tuple[str, str]


class ConfirmDialog(ModalScreen[bool]):
    """Tells what would be done, and gives back whether to do it.

    `safe` puts the cursor on "no": for what cannot be taken back.
    """

    CSS_PATH = "model_dialogs.tcss"
    BINDINGS: ClassVar = bindings_of("model_dialog", "dialog")

    def __init__(self, title: str, lines: Sequence[Said], yes: str, *, safe: bool = False) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._yes = yes
        self._safe = safe

    def compose(self) -> ComposeResult:
        """What would be done, then yes and no."""
        with Vertical(id="box") as box:
            box.border_title = Content(self._title)
            with VerticalScroll(id="text", can_focus=False):
                for text, style in self._lines:
                    yield Static(plain_line(text, style), markup=False)
            yield Button(tr("{action} (Y)", action=self._yes), id="yes", compact=True)
            yield Button(tr("No (N or Esc)"), id="no", compact=True)

    def on_mount(self) -> None:
        """Put the cursor on the usual answer."""
        self.query_one("#no" if self._safe else "#yes").focus()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)

    def action_cancel(self) -> None:
        """No."""
        self.dismiss(False)

    def action_move(self, steps: int) -> None:
        """Go to the other button."""
        if steps > 0:
            self.focus_next(Button)
        else:
            self.focus_previous(Button)


class TextDialog(ModalScreen[str | None]):
    """Asks for one line of text; None where it was left."""

    CSS_PATH = "model_dialogs.tcss"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, title: str, lines: Sequence[Said], value: str = "") -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._value = value

    def compose(self) -> ComposeResult:
        """What is asked, and the line."""
        with Vertical(id="box") as box:
            box.border_title = Content(self._title)
            for text, style in self._lines:
                yield Static(plain_line(text, style), markup=False)
            yield Input(self._value, compact=True)
            yield Static(tr("Enter takes it, Esc leaves."), classes="hint", markup=False)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        self.dismiss(message.value.strip())

    def action_cancel(self) -> None:
        """Leave without a word."""
        self.dismiss(None)


class ChoiceDialog(ModalScreen[str | None]):
    """Lets one of several names be chosen; None where it was left."""

    CSS_PATH = "model_dialogs.tcss"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, title: str, names: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._names = names

    def compose(self) -> ComposeResult:
        """The names."""
        with Vertical(id="box") as box:
            box.border_title = Content(self._title)
            yield OptionList(*(Option(plain_line(name)) for name in self._names), markup=False)

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(self._names[message.option_index])

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
