"""A cited passage with what stands around it, where no program can open its source."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import language, tr
from kagent_tui.render.text import place_text
from kagent_tui.sources import FoundSource
from kagent_tui.widgets.text import plain, plain_line


class PassageScreen(ModalScreen[None]):
    """Where it stands, what has become of the source, and the text with the quote in bold."""

    CSS_PATH = "passage.tcss"
    BINDINGS: ClassVar = bindings_of("passage")

    def __init__(self, found: FoundSource) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        """One scrolled box."""
        found = self._found
        citation, passage = found.citation, found.passage
        place = place_text(found.state.source, citation.location, language())
        pieces = [
            plain(passage.before.strip(), "$foreground-muted"),
            plain(passage.quote.strip(), "bold"),
            plain(passage.after.strip(), "$foreground-muted"),
        ]
        with VerticalScroll() as box:
            box.border_title = plain_line(f"[{citation.id}] {citation.title}")
            yield Static(plain_line(place, "$foreground-muted"))
            for note in found.state.notes(language()):
                yield Static(plain_line(note, "$text-warning"))
            yield Static(Content("\n").join(piece for piece in pieces if piece.plain))
            yield Static(Content(tr("Esc closes this.")).stylize("$foreground-muted"))
