"""What the chat does with citations: which is chosen, its passage beside, and its source opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import SuspendNotSupported
from textual.css.query import NoMatches

from engine.cleaning import clean_line
from kagent_tui.background import Background
from kagent_tui.i18n import language, tr
from kagent_tui.render.text import place_text
from kagent_tui.screens.sights import PICTURE, look
from kagent_tui.widgets.answer import AnswerView
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.passage_panel import PassagePanel
from kagent_tui.widgets.turn import TurnView

if TYPE_CHECKING:
    import threading

    from textual.message import Message
    from textual.timer import Timer

    from engine.events import Citation
    from kagent_tui.engine_ports import AssemblyPort
    from kagent_tui.messages import SourceFound, SourceNotFound
    from kagent_tui.screens.chat import ChatScreen
    from kagent_tui.sources import FoundSource

# Whoever goes through the citations with a key held down wants to see the last one.
_SETTLE_SECONDS = 0.08


class ChatCitations:
    """The screen hands it the messages about citations, and asks it for the next one.

    The panel opens with the first citation that is chosen; once it was closed by its key it stays
    closed until that is pressed again or a mark in an answer is clicked.
    """

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self._background = Background(screen)
        self._wants_panel = True
        self._chosen: CitationView | None = None
        self._looking: Timer | None = None
        # Closed while it showed this one: to come back to it does not open the panel again.
        self._dismissed: Citation | None = None

    def handle(self, message: Message) -> None:
        """Do what a message of the answers, the citations or the panel asks for."""
        match message:
            case CitationView.Chosen(view):
                self._choose(view)
            case CitationView.Left(view):
                if view is self._chosen and not self._panel.display:
                    self._choose(None)
            case CitationView.Jumped(view, number):
                self._focus_number(view.query_ancestor(TurnView), number)
            case CitationView.Typed(text):
                self.type_on(text)
            case CitationView.Opened(citation) | PassagePanel.OpenWanted(citation):
                self.open(citation)
            case CitationView.CopyWanted(citation) | PassagePanel.CopyWanted(citation):
                self._screen.copying.copy_quote(citation)
            case PassagePanel.PictureWanted(sight, size):
                panel = self._panel
                look(self._background, sight, size, panel.show_frame, panel.show_no_frame)
            case _:
                self._handle_click(message)

    def _handle_click(self, message: Message) -> None:
        match message:
            case AnswerView.CitationClicked(view, number):
                self._wants_panel, self._dismissed = True, None
                self._focus_number(view.query_ancestor(TurnView), number)
            case PassagePanel.Closed(had_focus):
                self._closed(had_focus=had_focus)

    def focus_next(self, steps: int = 1) -> None:
        """Go to the first citation of the newest answer, or so many on from the one in focus."""
        views = list(self._screen.query(CitationView))
        if not views:
            self._screen.say(tr("No sources to open yet."))
            return
        current = self._screen.focused
        if self._panel.has_focus_within and self._chosen in views:
            current = self._chosen
        if isinstance(current, CitationView) and current in views:
            self._focus(views[(views.index(current) + steps) % len(views)])
            return
        newest = next(turn for turn in reversed(self._turns) if turn.query(CitationView))
        found = list(newest.query(CitationView))
        self._focus(found[0 if steps > 0 else -1])

    def _focus(self, view: CitationView) -> None:
        """Move the focus at once, so that a key typed right behind this one goes there."""
        self._screen.set_focus(view)

    def toggle_panel(self) -> None:
        """Close the panel for good, or open it with the citation that is chosen."""
        if self._panel.display:
            self._wants_panel = False
            self._panel.close()
            return
        self._wants_panel, self._dismissed = True, None
        if isinstance(self._screen.focused, CitationView):
            self._choose(self._screen.focused)
        else:
            self.focus_next()

    def escape(self) -> bool:
        """Go back to the question: close the panel, leave the citations; False where neither is."""
        on_citation = isinstance(self._screen.focused, CitationView)
        if not on_citation and not self._panel.display:
            return False
        if self._panel.display:
            self._panel.close()
        self._choose(None)
        self._dismissed = None
        self._screen.query_one(Composer).focus()
        return True

    def open(self, citation: Citation) -> None:
        """Look at the source, and open it at its place."""
        self._screen.say(tr("Opening [{number}]…", number=citation.id))
        self._screen.workspace.runner.open_source(citation)

    def found(self, message: SourceFound) -> None:
        """A source was looked at, and opened where that takes no terminal."""
        from kagent_tui.screens.passage import PassageScreen

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

    def type_on(self, text: str) -> None:
        """What was typed belongs in the question."""
        composer = self._screen.query_one(Composer)
        composer.focus()
        composer.insert(text)

    @property
    def _panel(self) -> PassagePanel:
        return self._screen.query_one(PassagePanel)

    @property
    def _turns(self) -> list[TurnView]:
        return list(self._screen.query(TurnView))

    def _choose(self, view: CitationView | None) -> None:
        """Highlight a citation's marks in its answer, and show its passage."""
        before = self._chosen
        self._chosen = view
        if before is not None and before.is_attached:
            _highlight(before, None)
        if view is None:
            return
        _highlight(view, view.citation.id)
        wanted = self._wants_panel and view.citation is not self._dismissed
        if wanted and self._panel.citation is not view.citation:
            self._dismissed = None
            self._panel.show_citation(view.citation)
            if self._looking is not None:
                self._looking.stop()
            self._looking = self._screen.set_timer(
                _SETTLE_SECONDS, lambda: self._look_at(view.citation)
            )

    def _look_at(self, citation: Citation) -> None:
        assembly = cast("AssemblyPort | None", self._screen.workspace.assembly)
        if assembly is None:
            return

        def work(_: threading.Event) -> FoundSource:
            return assembly.find_source(citation)

        self._background.run(
            work,
            done=self._panel.show_source,
            failed=lambda reason: self._panel.show_trouble(citation, reason),
            group="passage",
        )

    def _focus_number(self, turn: TurnView, number: int) -> None:
        for view in turn.query(CitationView):
            if view.citation.id == number:
                if view.has_focus:
                    self._choose(view)
                view.focus()

    def _closed(self, *, had_focus: bool) -> None:
        """The panel is gone; the keys go back to the citation that it showed."""
        self._background.cancel("passage")
        self._background.cancel(PICTURE)
        chosen = self._chosen
        if had_focus and chosen is not None and chosen.is_attached:
            self._dismissed = chosen.citation
            chosen.focus()
        elif chosen is not None and not chosen.has_focus:
            self._choose(None)

    def _open_in_terminal(self, found: FoundSource) -> bool:
        """Give the terminal to the program until it ends; False when that is not possible."""
        from kagent_tui.launching import launch

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


def _highlight(view: CitationView, number: int | None) -> None:
    """In the answer that the citation belongs to; it may be about to be removed."""
    try:
        answer = view.query_ancestor(TurnView).answer
    except NoMatches:
        return
    answer.highlight(number)
