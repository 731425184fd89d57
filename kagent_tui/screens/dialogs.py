"""Small dialogs: a yes or no, a name, a text, and all that is known of a thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Static

from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import tr
from kagent_tui.widgets.text import plain, plain_line


class QuestionScreen(ModalScreen[bool]):
    """Asks before something is done; "no" has the focus. `yes` and `no` name what they do."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, title: str, lines: Sequence[str], *, yes: str, no: str) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._labels = (yes, no)

    def compose(self) -> ComposeResult:
        """What is asked, and the two answers."""
        yes, no = self._labels
        with Vertical(id="box") as box:
            box.border_title = plain_line(self._title)
            for line in self._lines:
                yield Static(plain(line), markup=False)
            with Horizontal(id="buttons"):
                yield Button(plain_line(no), id="no", compact=True)
                yield Button(plain_line(yes), id="yes", compact=True)

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")

    def action_cancel(self) -> None:
        """That is a no."""
        self.dismiss(False)


class NameScreen(ModalScreen[str | None]):
    """Asks for a name; `known` ones are proposed while it is typed and listed below."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, title: str, value: str = "", known: Sequence[str] = ()) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._known = known

    def compose(self) -> ComposeResult:
        """The line, and the names that there are."""
        with Vertical(id="box") as box:
            box.border_title = plain_line(self._title)
            yield Input(
                self._value,
                compact=True,
                select_on_focus=False,
                suggester=SuggestFromList(self._known, case_sensitive=False),
            )
            if self._known:
                yield Static(plain_line(", ".join(self._known), "$foreground-muted"), markup=False)
            hint = tr("Enter takes it, → completes it, Esc goes back.")
            yield Static(plain_line(hint, "$foreground-muted"), markup=False)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        self.dismiss(message.value.strip() or None)

    def action_cancel(self) -> None:
        """No name."""
        self.dismiss(None)


class TextScreen(ModalScreen[None]):
    """A text to read, in a box as large as it needs."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """One scrolled box."""
        with VerticalScroll(id="box") as box:
            box.border_title = plain_line(self._title)
            yield Static(plain(self._text), markup=False)
            yield Static(plain_line(tr("Esc closes this."), "$foreground-muted"), markup=False)

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)


class DetailsScreen(ModalScreen[None]):
    """Names and values, one below the other."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        """One scrolled box."""
        with VerticalScroll(id="box") as box:
            box.border_title = plain_line(self._title)
            for name, value in self._rows:
                label = plain_line(name, "$foreground-muted")
                yield Static(Content.assemble(label, "  ", plain_line(value)), markup=False)
            yield Static(plain_line(tr("Esc closes this."), "$foreground-muted"), markup=False)

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)
