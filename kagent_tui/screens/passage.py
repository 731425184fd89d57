"""A cited passage with what stands around it, where no program can open its source."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import language, tr
from kagent_tui.render.text import place_text
from kagent_tui.roles import source_sign
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
        marked = self._marked = mark_quote(found.passage, citation.quote, in_words=in_words)
        with VerticalScroll() as box:
            box.border_title = plain_line(source_sign(citation.id) + citation.title)
            yield Static(plain_line(place, "$foreground-muted"), markup=False)
            for note in found.state.notes(language()):
                yield Static(plain_line(note, "$text-warning"), markup=False)
            yield Static(marked.content, id="passage-text", markup=False)
            yield Static(plain_line(tr("Esc closes this."), "$foreground-muted"), markup=False)

    def on_mount(self) -> None:
        """Show the quote, which may stand far down."""
        self.call_after_refresh(self._scroll_to_mark)

    def _scroll_to_mark(self) -> None:
        box = self.query_one(VerticalScroll)
        text = self.query_one("#passage-text", Static)
        before = self._marked.content[: self._marked.start + 1]
        line = before.get_height({}, max(text.content_size.width, 1)) - 1
        y = text.virtual_region_with_margin.y + line
        if y >= box.content_size.height - 1:
            box.scroll_to(y=max(0, y - box.content_size.height // 3), animate=False)
