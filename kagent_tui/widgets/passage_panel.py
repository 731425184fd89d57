"""The passage of the chosen citation, beside the answer or under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from engine.events import Citation
from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import language, tr
from kagent_tui.pictures import drawing
from kagent_tui.render.text import place_text
from kagent_tui.roles import in_plain_words, source_sign
from kagent_tui.widgets.frame_picture import FramePicture, sight_words
from kagent_tui.widgets.text import plain_line

if TYPE_CHECKING:
    from engine.reading.frame_grab import Frame
    from kagent_tui.controllers.recordings import Sight
    from kagent_tui.sources import FoundSource
    from kagent_tui.widgets.citation_passage import MarkedPassage

_NARROWEST = 30
_STEP = 4
# What the answer beside the panel keeps at least.
_LEFT_OVER = 40


class PassageText(VerticalScroll, can_focus=True):
    """The scrolled part of the panel."""


class PassagePanel(Vertical):
    """The quote marked in its neighbourhood, where it stands, and what has become of the source.

    It stands at the right of a wide screen and at the foot of a narrow one, and knows the screen to
    be wide by the class "-wide" (see Textual's HORIZONTAL_BREAKPOINTS).
    """

    BINDINGS: ClassVar = bindings_of("panel")
    # Not scoped, since the screen's classes decide.
    SCOPED_CSS = False
    DEFAULT_CSS = """
    PassagePanel {
        display: none;
        dock: bottom;
        width: 100%;
        height: 33vh;
        background: $surface;

        & > .passage-title {
            height: 1; padding: 0 1; background: $panel;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        &:focus-within > .passage-title { background: $accent-muted; }
        & > PassageText { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        & .passage-place { height: auto; margin: 0 0 1 0; }
        & .passage-body { height: auto; }
        & FramePicture { margin: 1 0 0 0; }
        & > .passage-keys {
            display: none; height: 1; padding: 0 1; color: $text-muted;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
    }
    .-wide PassagePanel {
        dock: right;
        width: 42%;
        height: 100%;
        border-left: vkey $panel;

        & > .passage-keys { display: block; }
    }
    .-plain PassagePanel { border: none; }
    """

    @dataclass
    class OpenWanted(Message):
        """The source is to be opened at its place."""

        citation: Citation

    @dataclass
    class CopyWanted(Message):
        """The quote is to be copied."""

        citation: Citation

    @dataclass
    class PictureWanted(Message):
        """A picture of at most `size` pixels is wanted of what can be looked at."""

        sight: Sight
        size: tuple[int, int]

    @dataclass
    class Closed(Message):
        """The user closed the panel; `had_focus` says whether the focus was in it."""

        had_focus: bool

    def __init__(self) -> None:
        super().__init__()
        self.citation: Citation | None = None
        self._columns: int | None = None
        self._marked: MarkedPassage | None = None
        self._sight: Sight | None = None

    def compose(self) -> ComposeResult:
        """A title, the scrolled text, the keys."""
        yield Static(classes="passage-title", markup=False)
        with PassageText():
            yield Static(classes="passage-place", markup=False)
            yield Static(classes="passage-body", markup=False)
            yield FramePicture()
        keys = in_plain_words(tr("Enter opens · C copies · Esc closes"))
        yield Static(Content(keys), classes="passage-keys", markup=False)

    @property
    def has_focus_within(self) -> bool:
        """Whether keys go to the panel."""
        focused = self.screen.focused
        return focused is not None and self in focused.ancestors_with_self

    def show_citation(self, citation: Citation) -> None:
        """Show what the citation itself says, until its source was looked at."""
        self.citation = citation
        self._show_sight(None)
        self._show(citation, citation.source, (), None)

    def show_source(self, found: FoundSource) -> None:
        """Show a source that was looked at; one that is no longer wanted is passed over."""
        if found.citation == self.citation:
            self._show(found.citation, found.state.source, found.state.notes(language()), found)
            self._show_sight(found.sight)

    def show_frame(self, sight: Sight, frame: Frame) -> None:
        """Draw what was asked for; one that is no longer wanted is passed over."""
        if sight == self._sight:
            words = sight_words(sight, drawn=True, size=frame.whole)
            self.query_one(FramePicture).show_frame(frame, words, drawing(self.app))

    def show_no_frame(self, sight: Sight, reason: str) -> None:
        """Say why there is no picture."""
        if sight == self._sight:
            self.query_one(FramePicture).say(reason)

    def show_trouble(self, citation: Citation, reason: str) -> None:
        """Say in a line why the source could not be looked at; the quote stays."""
        if citation == self.citation:
            self._show(citation, citation.source, (reason,), None)

    def close(self) -> None:
        """Take no more room."""
        had_focus = self.has_focus_within
        self.citation = None
        self.display = False
        self.post_message(self.Closed(had_focus))

    def on_resize(self) -> None:
        """A width that was chosen holds for the place at the right; the mark stays in sight."""
        self._use_columns()
        if self.citation is not None and self._marked is not None:
            self.call_after_refresh(self._scroll_to_mark, self.citation, self._marked)

    def action_close(self) -> None:
        """Close the panel."""
        self.close()

    def action_open(self) -> None:
        """Open the source."""
        if self.citation is not None:
            self.post_message(self.OpenWanted(self.citation))

    def action_copy(self) -> None:
        """Copy the quote."""
        if self.citation is not None:
            self.post_message(self.CopyWanted(self.citation))

    def action_widen(self, steps: int) -> None:
        """Make the panel wider, or narrower with negative steps; it stays so until one leaves."""
        if self._is_beside:
            most = max(self.screen.size.width - _LEFT_OVER, _NARROWEST)
            wanted = self.outer_size.width + steps * _STEP
            self._columns = min(max(wanted, _NARROWEST), most)
            self._use_columns()

    @property
    def _is_beside(self) -> bool:
        return self.screen.has_class("-wide")

    def _use_columns(self) -> None:
        if self._columns is not None:
            self.styles.width = self._columns if self._is_beside else None

    def _show(
        self,
        citation: Citation,
        source: str,
        notes: tuple[str, ...] | list[str],
        found: FoundSource | None,
    ) -> None:
        """Show these, and where nothing was found the quote alone."""
        self.query_one(".passage-title", Static).update(_title(citation))
        place = place_text(source, citation.location, language())
        if found is not None and found.timeline is not None:
            from kagent_tui.widgets.timeline_text import place_of_citation

            place = place_of_citation(place, found.timeline)
        lines = [plain_line(place, "$text-muted")] if place else []
        lines += [plain_line(note, "$text-warning") for note in notes]
        places = self.query_one(".passage-place", Static)
        places.update(Content("\n").join(lines))
        places.display = bool(lines)
        marked = self._marked = _marked(citation, found, in_words=self.app.has_class("-plain"))
        self.query_one(".passage-body", Static).update(marked.content)
        self.display = True
        self.call_after_refresh(self._scroll_to_mark, citation, marked)

    def _show_sight(self, sight: Sight | None) -> None:
        """Ask for the picture of what can be looked at, or tell of it in words."""
        self._sight = sight
        picture = self.query_one(FramePicture)
        size = None if sight is None else picture.wanted_size(drawing(self.app))
        picture.say("" if sight is None else sight_words(sight, drawn=False))
        if sight is not None and size is not None:
            self.post_message(self.PictureWanted(sight, size))

    def _scroll_to_mark(self, citation: Citation, marked: MarkedPassage) -> None:
        """Put the first mark into the upper third, where it would be out of sight."""
        if citation != self.citation:
            return
        text = self.query_one(PassageText)
        body = self.query_one(".passage-body", Static)
        before = marked.content[: marked.start + 1]
        line = before.get_height({}, max(body.content_size.width, 1)) - 1
        y = body.virtual_region_with_margin.y + line
        text.scroll_to(y=max(0, y - text.size.height // 3), animate=False)


def _marked(citation: Citation, found: FoundSource | None, *, in_words: bool) -> MarkedPassage:
    """The quote in its neighbourhood: of a recording, what is said and shown around it."""
    # Not needed before the first citation is chosen, and it imports much.
    from engine.source_passage import ShownPassage
    from kagent_tui.widgets.citation_passage import mark_quote
    from kagent_tui.widgets.timeline_text import timeline_text

    if found is not None and found.timeline is not None and found.timeline.lines:
        return timeline_text(found.timeline, in_words=in_words)
    shown = ShownPassage("", citation.quote, "") if found is None else found.passage
    return mark_quote(shown, citation.quote, in_words=in_words)


def _title(citation: Citation) -> Content:
    name = plain_line(citation.title or citation.source, "bold")
    return Content.assemble((source_sign(citation.id), "$text-accent"), name)
