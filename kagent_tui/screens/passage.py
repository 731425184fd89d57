"""A cited passage with what stands around it, where no program can open its source."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from kagent_tui.background import Background
from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import language, tr
from kagent_tui.render.text import place_text
from kagent_tui.roles import source_sign
from kagent_tui.screens.sights import show_sight
from kagent_tui.sources import FoundSource
from kagent_tui.widgets.citation_passage import mark_quote
from kagent_tui.widgets.frame_picture import FramePicture
from kagent_tui.widgets.text import plain_line
from kagent_tui.widgets.timeline_text import place_of_citation, timeline_text


class PassageScreen(ModalScreen[None]):
    """Where it stands, what has become of the source, and the text with the quote marked."""

    CSS_PATH = "passage.tcss"
    BINDINGS: ClassVar = bindings_of("passage")

    def __init__(self, found: FoundSource) -> None:
        super().__init__()
        self._found = found
        self._background = Background(self)

    def compose(self) -> ComposeResult:
        """One scrolled box."""
        found = self._found
        citation = found.citation
        place = place_text(found.state.source, citation.location, language())
        in_words = self.app.has_class("-plain")
        timeline = found.timeline
        if timeline is not None:
            place = place_of_citation(place, timeline)
        if timeline is not None and timeline.lines:
            marked = timeline_text(timeline, in_words=in_words)
        else:
            marked = mark_quote(found.passage, citation.quote, in_words=in_words)
        self._marked = marked
        with VerticalScroll() as box:
            box.border_title = plain_line(source_sign(citation.id) + citation.title)
            yield Static(plain_line(place, "$foreground-muted"), markup=False)
            for note in found.state.notes(language()):
                yield Static(plain_line(note, "$text-warning"), markup=False)
            yield Static(marked.content, id="passage-text", markup=False)
            yield FramePicture()
            yield Static(plain_line(tr("Esc closes this."), "$foreground-muted"), markup=False)

    def on_mount(self) -> None:
        """Show the quote, which may stand far down."""
        self.call_after_refresh(self._scroll_to_mark)
        self.call_after_refresh(self._show_picture)

    def on_unmount(self) -> None:
        """Nothing may come back to a screen that is closed."""
        self._background.cancel_all()

    def _show_picture(self) -> None:
        if self._found.sight is not None:
            show_sight(self.query_one(FramePicture), self._found.sight, self._background)

    def _scroll_to_mark(self) -> None:
        box = self.query_one(VerticalScroll)
        text = self.query_one("#passage-text", Static)
        before = self._marked.content[: self._marked.start + 1]
        line = before.get_height({}, max(text.content_size.width, 1)) - 1
        y = text.virtual_region_with_margin.y + line
        if y >= box.content_size.height - 1:
            box.scroll_to(y=max(0, y - box.content_size.height // 3), animate=False)
