"""F1: every key, from the one table of keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kagent_tui.bindings import bindings_of, help_rows
from kagent_tui.i18n import tr

_KEY_WIDTH = 12


class HelpScreen(ModalScreen[None]):
    """The keys, how documents get in, and that nothing gets out."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar = bindings_of("help")

    def __init__(self) -> None:
        super().__init__()

    def compose(self) -> ComposeResult:
        """One scrolled box."""
        rows = [
            Content.assemble((f"{key:<{_KEY_WIDTH}}", "bold $accent"), meaning)
            for key, meaning in help_rows()
        ]
        with VerticalScroll() as box:
            box.border_title = tr("Keys")
            yield Static(Content("\n").join(rows))
            yield Static(Content(tr("Documents are added in a shell: kagent add PATH")))
            yield Static(Content(tr("Esc or F1 closes this.")).stylize("$foreground-muted"))
