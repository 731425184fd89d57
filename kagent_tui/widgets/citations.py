"""The origins of an answer's claims: [n] title — place — quote; each can be opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from textual.widgets import Static

from engine.cleaning import clean_line
from engine.events import Citation
from kagent_tui.bindings import bindings_of
from kagent_tui.render.text import place_text, shorten
from kagent_tui.strings import Strings
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
    class Opened(Message):
        """The source is to be opened."""

        citation: Citation

    @dataclass
    class Typed(Message):
        """A character was typed that belongs in the question."""

        character: str

    def __init__(self, citation: Citation, strings: Strings, note: str | None = None) -> None:
        super().__init__(_line(citation, strings, note), markup=False)
        self.citation = citation

    def action_open(self) -> None:
        """Open the source at its place."""
        self.post_message(self.Opened(self.citation))

    def on_key(self, event: Key) -> None:
        """Whoever types on means the next question; Enter and o open."""
        if event.is_printable and event.character and event.key != "o":
            event.stop()
            self.post_message(self.Typed(event.character))

    def on_click(self, event: Click) -> None:
        """A click opens like Enter."""
        event.stop()
        self.action_open()


class CitationList(Vertical):
    """A heading and the citations; nothing is shown for none."""

    DEFAULT_CSS = """
    CitationList { height: auto; display: none; padding: 0 1 0 2; margin: 0 0 1 0; }
    """

    def __init__(self, strings: Strings) -> None:
        super().__init__()
        self._strings = strings

    async def show(
        self, citations: Sequence[Citation], notes: Mapping[int, str] | None = None
    ) -> None:
        """Show these in place of what was shown; `notes` are by the citation's number."""
        said = notes or {}
        await self.remove_children()
        self.display = bool(citations)
        heading = Content(self._strings.sources).stylize("bold $foreground-muted")
        views = [CitationView(item, self._strings, said.get(item.id)) for item in citations]
        if views:
            await self.mount(Static(heading, markup=False), *views)


def _line(citation: Citation, strings: Strings, note: str | None) -> Content:
    quote = shorten(clean_line(citation.quote), _QUOTE_CHARACTERS)
    place = place_text(citation.source, citation.location, strings.language)
    parts: list[Content | tuple[str, str]] = [
        (f"[{citation.id}] ", "$accent"),
        plain_line(citation.title or citation.source, "bold"),
    ]
    for part, style in (
        (place, "$foreground-muted"),
        (quote, "$foreground-muted"),
        (note, "$text-warning"),
    ):
        if part:
            parts.append((" — ", "$foreground-muted"))
            parts.append(plain_line(part, style))
    return Content.assemble(*parts)
