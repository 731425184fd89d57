"""The origins of an answer's claims: [n] title — place — quote."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from engine.cleaning import clean_line
from engine.events import Citation
from kagent_tui.render.text import place_text, shorten
from kagent_tui.strings import Strings
from kagent_tui.widgets.text import plain_line

_QUOTE_CHARACTERS = 200


class CitationList(Static):
    """One line a citation, wrapped where it must be."""

    DEFAULT_CSS = """
    CitationList { height: auto; display: none; padding: 0 1 0 2; margin: 0 0 1 0; }
    """

    def __init__(self, strings: Strings) -> None:
        super().__init__(markup=False)
        self._strings = strings

    def show(self, citations: Sequence[Citation]) -> None:
        """Show these; nothing is shown for none."""
        self.display = bool(citations)
        lines = [Content(self._strings.sources).stylize("bold $foreground-muted")]
        lines.extend(self._line(citation) for citation in citations)
        self.update(Content("\n").join(lines))

    def _line(self, citation: Citation) -> Content:
        quote = shorten(clean_line(citation.quote), _QUOTE_CHARACTERS)
        parts: list[Content | tuple[str, str]] = [
            (f"[{citation.id}] ", "$accent"),
            plain_line(citation.title or citation.source, "bold"),
        ]
        for part in (place_text(citation.source, citation.location), quote):
            if part:
                parts.append((" — ", "$foreground-muted"))
                parts.append(plain_line(part, "$foreground-muted"))
        return Content.assemble(*parts)
