"""Opens the sources of answers for the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from engine.cleaning import clean_line
from engine.events import Citation
from kagent_tui.i18n import language, tr
from kagent_tui.launching import launch
from kagent_tui.messages import SourceFound, SourceNotFound
from kagent_tui.render.text import place_text
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.composer import Composer

if TYPE_CHECKING:
    from kagent_tui.screens.chat import ChatScreen
    from kagent_tui.sources import FoundSource


class ChatCitations:
    """What the chat does with citations; the screen hands it the messages about them."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen

    def open(self, citation: Citation) -> None:
        """Look at the source, and open it at its place."""
        self._screen.say(tr("Opening [{number}]…", number=citation.id))
        self._screen.workspace.runner.open_source(citation)

    def found(self, message: SourceFound) -> None:
        """A source was looked at, and opened where that takes no terminal."""
        trouble = message.trouble
        if message.opened or (trouble is None and self._open_in_terminal(message.found)):
            self._say_opened(message.found)
            return
        if trouble is not None:
            self._screen.notify(trouble, markup=False, severity="warning", timeout=4)
        self._screen.app.push_screen(PassageScreen(message.found))

    def not_found(self, message: SourceNotFound) -> None:
        """A source could not be looked at."""
        self._screen.notify(message.reason, markup=False, severity="error", timeout=6)

    def focus_next(self) -> None:
        """Go to the first source of the newest answer, or on to the next one."""
        screen = self._screen
        views = list(screen.query(CitationView))
        if not views:
            screen.say(tr("No sources to open yet."))
            return
        focused = screen.focused
        if isinstance(focused, CitationView) and focused in views:
            views[(views.index(focused) + 1) % len(views)].focus()
            return
        newest = next(
            turn for turn in reversed(screen.transcript.turns) if turn.query(CitationView)
        )
        newest.query(CitationView).first().focus()

    def type_on(self, character: str) -> None:
        """What was typed belongs in the question."""
        composer = self._screen.query_one(Composer)
        composer.focus()
        composer.insert(character)

    def _open_in_terminal(self, found: FoundSource) -> bool:
        """Give the terminal to the program until it ends; False when that is not possible."""
        if found.opening is None:
            return False
        try:
            with self._screen.app.suspend():
                trouble = launch(found.opening)
        except SuspendNotSupported:
            return False
        self._screen.app.refresh(layout=True)
        return trouble is None

    def _say_opened(self, found: FoundSource) -> None:
        opening = found.opening
        if opening is None:
            return
        place = place_text(found.state.source, found.citation.location, language())
        said = (
            tr("Opened with {program}: {place}", program=opening.program, place=place)
            if opening.at_place
            else tr(
                "Opened at its beginning with {program}; the place: {place}",
                program=opening.program,
                place=place,
            )
        )
        lines = [said, *found.state.notes(language())]
        text = "\n".join(clean_line(line) for line in lines)
        self._screen.notify(text, markup=False, timeout=5)
