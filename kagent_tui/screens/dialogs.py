"""The dialogs that every page uses: yes or no, a line of text, one of several, a text to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.types import CSSPathType
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import listed, tr
from kagent_tui.roles import in_plain_words
from kagent_tui.widgets.pointed import PointedButton, PointedList
from kagent_tui.widgets.text import plain, plain_line

Result = TypeVar("Result")

# A line, or one with its style.
Line = str | tuple[str, str]


class Dialog(ModalScreen[Result | None]):
    """A box with a title over the screen below; Esc leaves it, and then it comes back with None.

    A dialog composes its content in `compose_dialog`.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "dialogs.tcss"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = plain_line(self._title)
            yield from self.compose_dialog()

    def compose_dialog(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)


class QuestionScreen(Dialog[bool]):
    """Tells what would be done, and comes back with whether to do it.

    `yes` and `no` name what they do. The cursor is on "no", unless it is `harmless` to say yes.
    """

    BINDINGS: ClassVar = bindings_of("question")

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        *,
        yes: str,
        no: str | None = None,
        harmless: bool = False,
    ) -> None:
        super().__init__(title)
        self._lines = lines
        self._yes = yes
        self._no = tr("No") if no is None else no
        self._first = "#yes" if harmless else "#no"

    def compose_dialog(self) -> ComposeResult:
        """What is asked, which scrolls where it is long, and the two answers."""
        with VerticalScroll(id="text", can_focus=False):
            yield from told(self._lines)
        no = tr("{action} (N or Esc)", action=self._no)
        yes = tr("{action} (Y)", action=self._yes)
        yield PointedButton(plain_line(no), id="no", compact=True)
        yield PointedButton(plain_line(yes), id="yes", compact=True)

    def on_mount(self) -> None:
        """Put the cursor on the answer that does no harm."""
        self.query_one(self._first).focus()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)

    def action_cancel(self) -> None:
        """That is a no."""
        self.dismiss(False)

    def action_move(self, steps: int) -> None:
        """Go to the other button."""
        if steps > 0:
            self.focus_next(Button)
        else:
            self.focus_previous(Button)


class LineScreen(Dialog[str]):
    """Asks for one line of text, which may be empty.

    Args:
        title: what it is for.
        value: what stands there at first.
        lines: what is to be known about it.
        known: what is proposed while one types, and listed.
        problem: says of a text why it cannot be taken, None where it can.
    """

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        lines: Sequence[Line] = (),
        known: Sequence[str] = (),
        problem: Callable[[str], str | None] | None = None,
    ) -> None:
        super().__init__(title)
        self._value = value
        self._lines = lines
        self._known = known
        self._problem = problem

    def compose_dialog(self) -> ComposeResult:
        """What is asked, the line, what there is, and what the keys do."""
        yield from told(self._lines)
        suggester = SuggestFromList(self._known, case_sensitive=False) if self._known else None
        yield Input(self._value, compact=True, select_on_focus=False, suggester=suggester)
        if self._problem is not None:
            yield Static(id="trouble", markup=False)
        hint = tr("Enter takes it, Esc goes back.")
        if self._known:
            yield Static(plain_line(listed(self._known), "$foreground-muted"), markup=False)
            hint = in_plain_words(tr("Enter takes it, → completes it, Esc goes back."))
        yield Static(plain_line(hint, "$foreground-muted"), markup=False)

    @on(Input.Changed)
    def _typed_on(self) -> None:
        self.query("#trouble").set(display=False)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        text = message.value.strip()
        problem = None if self._problem is None else self._problem(text)
        if problem is None:
            self.dismiss(text)
        else:
            trouble = self.query_one("#trouble", Static)
            trouble.update(plain_line(problem))
            trouble.display = True


def problem_of_name(text: str) -> str | None:
    """Why a line is no name: for a `LineScreen` that needs one."""
    return None if text else tr("Type a name first; Esc goes back.")


class ChoiceScreen(Dialog[int]):
    """Lets one of several rows be chosen, the first nine by their numbers too; gives its place."""

    def __init__(self, title: str, rows: Sequence[Content], hint: str = "") -> None:
        super().__init__(title)
        self._rows = rows
        self._hint = hint

    def compose_dialog(self) -> ComposeResult:
        """The rows."""
        yield PointedList(*(Option(row) for row in self._rows), compact=True, markup=False)
        if self._hint:
            yield Static(plain_line(self._hint, "$foreground-muted"), markup=False)

    def on_key(self, event: Key) -> None:
        """A digit chooses at once."""
        number = int(event.character) if event.character and event.character in "123456789" else 0
        if 1 <= number <= len(self._rows):
            event.stop()
            self.dismiss(number - 1)

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_index)


class TextScreen(Dialog[None]):
    """A text to read, which scrolls where it is long."""

    BINDINGS: ClassVar = bindings_of("passage")

    def __init__(self, title: str, text: str | Content) -> None:
        super().__init__(title)
        self._text = text

    def compose_dialog(self) -> ComposeResult:
        """The text, and how to go back."""
        with VerticalScroll(id="text"):
            text = self._text
            yield Static(text if isinstance(text, Content) else plain(text), markup=False)
        yield Static(plain_line(tr("Esc closes this."), "$foreground-muted"), markup=False)


class DetailsScreen(TextScreen):
    """Names and values, one below the other."""

    def __init__(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        lines = [
            Content.assemble(plain_line(name, "$foreground-muted"), "  ", plain_line(value))
            for name, value in rows
        ]
        super().__init__(title, Content("\n").join(lines))


def told(lines: Sequence[Line]) -> ComposeResult:
    """The lines of a dialog, each a widget."""
    for line in lines:
        text, style = (line, "") if isinstance(line, str) else line
        yield Static(plain(text, style), markup=False)
