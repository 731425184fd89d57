"""The origins of an answer's claims: [n] title — place — quote; each can be seen and opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key, Paste
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Static

from engine.cleaning import clean, clean_line
from engine.events import Citation
from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import language, tr
from kagent_tui.render.text import place_text, shorten
from kagent_tui.roles import dash, is_plain, source_sign
from kagent_tui.widgets.pointed import pointed_focus
from kagent_tui.widgets.text import plain_line

_QUOTE_CHARACTERS = 200


class CitationView(Static, can_focus=True):
    """One citation, wrapped where it must be; `note` says what has become of its source."""

    BINDINGS: ClassVar = bindings_of("citation")
    DEFAULT_CSS = """
    CitationView {
        height: auto;
        &:focus { background: $surface-lighten-2; }
    }
    """

    @dataclass
    class Chosen(Message):
        """This one has the focus now."""

        view: CitationView

    @dataclass
    class Left(Message):
        """This one has the focus no more."""

        view: CitationView

    @dataclass
    class Jumped(Message):
        """Another citation of the same answer is wanted, by its number."""

        view: CitationView
        number: int

    @dataclass
    class CopyWanted(Message):
        """The quote is to be copied."""

        citation: Citation

    @dataclass
    class Opened(Message):
        """The source is to be opened."""

        citation: Citation

    @dataclass
    class Typed(Message):
        """This was typed or pasted and belongs in the question."""

        text: str

    def __init__(self, citation: Citation, note: str | None = None) -> None:
        super().__init__(_line(citation, note), markup=False)
        self.citation = citation
        self._typing = False

    def render_line(self, y: int) -> Strip:
        """A line of it; for a screen reader with a pointer where it has the focus."""
        return pointed_focus(self, y, super().render_line(y))

    def action_open(self) -> None:
        """Open the source at its place."""
        self.post_message(self.Opened(self.citation))

    def action_copy(self) -> None:
        """Copy the quote."""
        self.post_message(self.CopyWanted(self.citation))

    def on_focus(self) -> None:
        """Tell which citation is looked at."""
        self._typing = False
        self.post_message(self.Chosen(self))

    def on_blur(self) -> None:
        """Tell that it is no more."""
        self.post_message(self.Left(self))

    def on_key(self, event: Key) -> None:
        """A digit goes to that citation; whoever types anything else means the next question.

        Keys may come faster than the focus goes to the question: once somebody types, all of them
        are meant for it.
        """
        character = event.character if event.is_printable else None
        if not self._typing and (not character or event.key in self.screen.active_bindings):
            return
        event.stop()
        if character and character in "123456789" and not self._typing:
            self.post_message(self.Jumped(self, int(character)))
        elif character:
            self._typing = True
            self.post_message(self.Typed(character))

    def on_paste(self, event: Paste) -> None:
        """What is pasted belongs in the question as well."""
        event.stop()
        self._typing = True
        self.post_message(self.Typed(clean(event.text)))

    def on_click(self, event: Click) -> None:
        """A click opens like Enter."""
        event.stop()
        self.action_open()


class CitationList(Vertical):
    """A heading and the citations; nothing is shown for none."""

    DEFAULT_CSS = """
    CitationList { height: auto; display: none; padding: 0 1 0 2; margin: 0 0 1 0; }
    """

    async def show(
        self, citations: Sequence[Citation], notes: Mapping[int, str] | None = None
    ) -> None:
        """Show these in place of what was shown; `notes` are by the citation's number."""
        said = notes or {}
        await self.remove_children()
        self.display = bool(citations)
        heading = Content(tr("Sources")).stylize("bold $foreground-muted")
        views = [CitationView(item, said.get(item.id)) for item in citations]
        if views:
            await self.mount(Static(heading, markup=False), *views)


def _line(citation: Citation, note: str | None) -> Content:
    quote = shorten(clean_line(citation.quote), _QUOTE_CHARACTERS)
    place = place_text(citation.source, citation.location, language())
    parts: list[Content | tuple[str, str]] = [
        ("  " if is_plain() else "", ""),  # room for the pointer
        (source_sign(citation.id), "$accent"),
        plain_line(citation.title or citation.source, "bold"),
    ]
    for part, style in (
        (place, "$foreground-muted"),
        (quote, "$foreground-muted"),
        (note, "$text-warning"),
    ):
        if part:
            parts.append((dash(), "$foreground-muted"))
            parts.append(plain_line(part, style))
    return Content.assemble(*parts)
