"""F1: the keys of what one looks at, then every command and key; searched by typing."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from kagent_tui.bindings import bindings_of
from kagent_tui.help_text import help_content, sections
from kagent_tui.i18n import tr
from kagent_tui.roles import in_plain_words

_SCROLLBAR = 1


class HelpScreen(ModalScreen[None]):
    """The keys are those in force, the user's own where he has put others in their place."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar = bindings_of("help")
    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        """The search above one scrolled text, and what else one wants to know below."""
        with Vertical(id="box") as box:
            box.border_title = tr("Help")
            yield Input(placeholder=tr("Search keys and commands"), compact=True)
            with VerticalScroll(id="keys", can_focus=False):
                yield Static(id="rows", markup=False)
            hint = tr("↑ ↓ PgUp PgDn scroll · Esc or F1 closes · other keys: F9, Keys")
            yield Static(
                Content(in_plain_words(hint)).stylize("$foreground-muted"), id="hint", markup=False
            )

    def on_mount(self) -> None:
        """Look at what had the focus until now."""
        stack = self.app.screen_stack
        below = stack[-2] if len(stack) > 1 else None
        looked_at = None if below is None else below.focused or below
        self._width = self.app.size.width
        self._sections = sections([] if looked_at is None else looked_at.ancestors_with_self)
        self._show("")

    def on_resize(self) -> None:
        """The lines are as wide as the box."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        width = self.query_one("#keys", VerticalScroll).outer_size.width - _SCROLLBAR
        if width > 0 and width != self._width:
            self._width = width
            self._show(self.query_one(Input).value)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self._show(message.value)

    def _show(self, words: str) -> None:
        content = help_content(self._sections, words, self._width)
        nothing = Content(tr("No key and no command fits these words."))
        self.query_one("#rows", Static).update(content if len(content) else nothing)
        self.query_one("#keys", VerticalScroll).scroll_home(animate=False)

    def action_scroll_help(self, lines: int) -> None:
        """Scroll by a line, while the search keeps the focus."""
        self.query_one("#keys", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page_help(self, pages: int) -> None:
        """Scroll by a page."""
        keys = self.query_one("#keys", VerticalScroll)
        if pages < 0:
            keys.scroll_page_up(animate=False)
        else:
            keys.scroll_page_down(animate=False)
