"""What a setting means, and the field in which its value is written."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from kagent_tui.i18n import tr
from kagent_tui.widgets.text import plain_line


class SettingDetails(VerticalScroll, can_focus=False):
    """A few lines; the field and what is wrong with the value show only while one writes."""

    DEFAULT_CSS = """
    SettingDetails {
        height: auto;
        max-height: 8;
        padding: 0 1;
        background: $panel;
        & > Static { height: auto; }
        & > .setting-problem { display: none; color: $text-error; }
        & > .setting-keys { color: $text-muted; }
        & > Input, & > .setting-keys { display: none; }
        &.-editing > Input, &.-editing > .setting-keys { display: block; }
    }
    """

    @dataclass
    class Typed(Message):
        """The value as far as it is written."""

        text: str

    @dataclass
    class Entered(Message):
        """The value is written."""

        text: str

    def compose(self) -> ComposeResult:
        """The explanation, the field, the problem."""
        yield Static(classes="setting-about", markup=False)
        yield Input(compact=True)
        yield Static(classes="setting-problem", markup=False)
        yield Static(classes="setting-keys", markup=False)

    @property
    def is_editing(self) -> bool:
        """Whether the field is shown."""
        return self.has_class("-editing")

    @property
    def field(self) -> Input:
        """The field."""
        return self.query_one(Input)

    def show(self, about: Content) -> None:
        """Explain a setting."""
        self.query_one(".setting-about", Static).update(about)

    def begin(self, text: str, *, secret: bool) -> None:
        """Show the field with this in it; of a secret nothing can be read."""
        self.field.password = secret
        self.field.value = text
        self.field.cursor_position = len(text)
        keys = self.query_one(".setting-keys", Static)
        keys.update(plain_line(tr("Enter takes it, Esc goes back.")))
        self.add_class("-editing")
        self.say(None)

    def end(self) -> None:
        """Hide the field and what it holds."""
        self.remove_class("-editing")
        self.say(None)
        self.field.value = ""

    def say(self, problem: str | None) -> None:
        """Say what is wrong with the value, or that nothing is."""
        line = self.query_one(".setting-problem", Static)
        line.display = problem is not None
        line.update(plain_line(problem or ""))

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        if self.is_editing:
            self.post_message(self.Typed(message.value))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.post_message(self.Entered(message.value))
