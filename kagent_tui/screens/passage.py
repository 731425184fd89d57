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
from kagent_tui.widgets.citation_passage import mark_quote
from kagent_tui.widgets.text import plain_line


class PassageScreen(ModalScreen[None]):
    """Where it stands, what has become of the source, and the text with the quote marked."""

    CSS_PATH = "passage.tcss"
    BINDINGS: ClassVar = bindings_of("passage")

    def __init__(self, found: FoundSource) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        """One scrolled box."""
        found = self._found
        citation = found.citation
        place = place_text(found.state.source, citation.location, language())
        in_words = self.app.has_class("-plain")
        marked = mark_quote(found.passage, citation.quote, in_words=in_words)
        with VerticalScroll() as box:
            box.border_title = plain_line(f"[{citation.id}] {citation.title}")
            yield Static(plain_line(place, "$foreground-muted"), markup=False)
            for note in found.state.notes(language()):
                yield Static(plain_line(note, "$text-warning"), markup=False)
            yield Static(marked.content, markup=False)
            yield Static(Content(tr("Esc closes this.")).stylize("$foreground-muted"))
