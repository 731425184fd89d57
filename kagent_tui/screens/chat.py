"""The screen on which one asks and reads."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from engine.cleaning import clean_line
from engine.events import Concluded, Concluding, Failed, Planning
from kagent_tui.bindings import bindings_of, hints
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.events_to_widgets import events_of, show_event
from kagent_tui.launching import launch
from kagent_tui.messages import (
    ConsentAsked,
    ConsentWithdrawn,
    EventArrived,
    LoadingFailed,
    MemoryOpened,
    ModelLoaded,
    NetworkPolicyChanged,
    SourceFound,
    SourceNotFound,
    StatisticsChanged,
)
from kagent_tui.rate import RateMeter, rate_of
from kagent_tui.render.text import place_text
from kagent_tui.screens.consent import ConsentScreen
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.strings import Strings
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.hints import KeyHints
from kagent_tui.widgets.status import StatusLine
from kagent_tui.widgets.text import plain_line
from kagent_tui.widgets.turn import TurnView
from kagent_tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from kagent_tui.sources import FoundSource
    from store.records import BankStatistics


class ChatScreen(Screen[None]):
    """The transcript, one status line, the composer, and the keys.

    All state of widgets is changed here and below; the engine's thread only posts messages.
    """

    CSS_PATH = "chat.tcss"
    AUTO_FOCUS = "Composer"
    BINDINGS: ClassVar = bindings_of("chat")

    def __init__(self, runner: EngineRunner, strings: Strings) -> None:
        super().__init__()
        self._runner = runner
        self._strings = strings
        self._numbers = count(1)
        self._turns: dict[int, TurnView] = {}
        self._rate = RateMeter()
        self._loaded = False

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        with VerticalScroll(id="transcript", can_focus=False), Vertical(id="turns"):
            yield Welcome(self._strings)
        yield Static(id="trouble", markup=False)
        yield StatusLine(self._strings)
        yield Composer(self._strings.placeholder)
        yield KeyHints(hints(self._strings.language))

    def on_mount(self) -> None:
        """Paint first, load after."""
        self.status.model = self._strings.opening_memory
        self.transcript.anchor()
        self.call_after_refresh(self._runner.start, self.post_message)

    @property
    def status(self) -> StatusLine:
        """The status line."""
        return self.query_one(StatusLine)

    @property
    def transcript(self) -> VerticalScroll:
        """The scrolled part."""
        return self.query_one("#transcript", VerticalScroll)

    @on(MemoryOpened)
    async def _memory_opened(self, message: MemoryOpened) -> None:
        self._show_statistics(message.statistics)
        self.status.model = self._strings.loading_model
        for number, answer in enumerate(message.history):
            turn = TurnView(answer.question, self._strings)
            await self._mount_turn(turn, before_waiting=True)
            notes = message.notes[number] if number < len(message.notes) else None
            for event in events_of(answer):
                await show_event(event, turn, notes)

    @on(ModelLoaded)
    def _model_loaded(self, message: ModelLoaded) -> None:
        self.status.model = message.name
        self._loading_ended()

    @on(LoadingFailed)
    def _loading_failed(self, message: LoadingFailed) -> None:
        self.status.model = self._strings.no_model
        if message.stage == "memory":
            self.status.memory_note = self._strings.no_memory
        trouble = self.query_one("#trouble", Static)
        trouble.update(plain_line(message.reason))
        trouble.display = True
        self._loading_ended()

    @on(StatisticsChanged)
    def _statistics_changed(self, message: StatisticsChanged) -> None:
        self._show_statistics(message.statistics)

    @on(NetworkPolicyChanged)
    def _network_policy_changed(self, message: NetworkPolicyChanged) -> None:
        if self.status.network is not None and message.policy == "on":
            self.notify(self._strings.network_stays_on, markup=False, timeout=6)
        self.status.network = message.policy

    @on(ConsentAsked)
    def _consent_asked(self, message: ConsentAsked) -> None:
        self.app.push_screen(ConsentScreen(message.request, message.reply, self._strings))

    @on(ConsentWithdrawn)
    def _consent_withdrawn(self, message: ConsentWithdrawn) -> None:
        for screen in self.app.screen_stack:
            if isinstance(screen, ConsentScreen) and screen.reply is message.reply:
                screen.withdraw()

    @on(Composer.Submitted)
    async def _submitted(self, message: Composer.Submitted) -> None:
        number = next(self._numbers)
        turn = TurnView(message.text, self._strings)
        waiting = bool(self._turns)
        self._turns[number] = turn
        await self._mount_turn(turn)
        if not self._loaded:
            turn.show_phase(self._strings.waiting_for_model)
        else:
            turn.show_phase(self._strings.waiting_for_turn if waiting else self._strings.recalling)
        self.transcript.anchor()
        self._runner.ask(number, message.text)

    @on(EventArrived)
    async def _event_arrived(self, message: EventArrived) -> None:
        turn = self._turns.get(message.question_id)
        if turn is None:
            return
        await show_event(message.event, turn)
        match message.event:
            case Planning() | Concluding():
                rate = self._rate.count()
                self.status.rate = self.status.rate if rate is None else rate
            case Concluded(answer):
                self.status.rate = rate_of(answer) or self.status.rate
                self._turn_ended(message.question_id)
            case Failed():
                self._turn_ended(message.question_id)
            case _:
                self._rate.reset()

    @on(CitationView.Opened)
    def _source_wanted(self, message: CitationView.Opened) -> None:
        text = self._strings.looking_at_source.format(number=message.citation.id)
        self.notify(text, markup=False, timeout=2)
        self._runner.open_source(message.citation)

    @on(CitationView.Typed)
    def _typed_on(self, message: CitationView.Typed) -> None:
        composer = self.query_one(Composer)
        composer.focus()
        composer.insert(message.character)

    @on(SourceFound)
    def _source_found(self, message: SourceFound) -> None:
        trouble = message.trouble
        if message.opened or (trouble is None and self._open_in_terminal(message.found)):
            self._say_opened(message.found)
            return
        if trouble is not None:
            self.notify(trouble, markup=False, severity="warning", timeout=4)
        self.app.push_screen(PassageScreen(message.found, self._strings))

    @on(SourceNotFound)
    def _source_not_found(self, message: SourceNotFound) -> None:
        self.notify(message.reason, markup=False, severity="error", timeout=6)

    def _open_in_terminal(self, found: FoundSource) -> bool:
        """Give the terminal to the program until it ends; False when that is not possible."""
        if found.opening is None:
            return False
        try:
            with self.app.suspend():
                trouble = launch(found.opening)
        except SuspendNotSupported:
            return False
        self.app.refresh(layout=True)
        return trouble is None

    def _say_opened(self, found: FoundSource) -> None:
        strings, opening = self._strings, found.opening
        if opening is None:
            return
        text = strings.opened if opening.at_place else strings.opened_at_beginning
        place = place_text(found.state.source, found.citation.location, strings.language)
        lines = [text.format(program=opening.program, place=place)]
        lines += found.state.notes(strings.language)
        self.notify("\n".join(clean_line(line) for line in lines), markup=False, timeout=5)

    def action_focus_citation(self) -> None:
        """Go to the first source of the newest answer, or on to the next one."""
        views = list(self.query(CitationView))
        if not views:
            self.notify(self._strings.no_sources, markup=False, timeout=2)
            return
        if self.focused in views:
            place = views.index(self.focused) + 1
            views[place % len(views)].focus()
            return
        newest = next(turn for turn in reversed(self.query(TurnView)) if turn.query(CitationView))
        newest.query(CitationView).first().focus()

    def action_stop(self) -> None:
        """Stop the oldest question that is not finished; without one, go back to the composer."""
        if not self._turns and isinstance(self.focused, CitationView):
            self.query_one(Composer).focus()
            return
        if not self._turns:
            self.notify(self._strings.nothing_to_stop, markup=False, timeout=2)
            return
        number, turn = next(iter(self._turns.items()))
        if self._runner.cancel(number):
            turn.show_stopping()
        else:
            turn.show_dropped()
            self._turn_ended(number)

    def action_unfold_tasks(self) -> None:
        """Unfold or fold the tasks of the newest question that has some."""
        for turn in reversed(self.query(TurnView)):
            if turn.tasks.unfold():
                return
        self.notify(self._strings.nothing_to_unfold, markup=False, timeout=2)

    def action_scroll_transcript(self, pages: int) -> None:
        """Scroll by pages, while the composer keeps the focus."""
        if pages < 0:
            self.transcript.scroll_page_up(animate=False)
        else:
            self.transcript.scroll_page_down(animate=False)

    async def _mount_turn(self, turn: TurnView, *, before_waiting: bool = False) -> None:
        await self.query(Welcome).remove()
        first = next(iter(self._turns.values()), None) if before_waiting else None
        await self.query_one("#turns").mount(turn, before=first)

    def _show_statistics(self, statistics: BankStatistics) -> None:
        self.status.memory = (statistics.documents, statistics.segments, statistics.bytes)
        for welcome in self.query(Welcome):
            welcome.show(statistics.documents)

    def _loading_ended(self) -> None:
        self._loaded = True
        if self._turns:
            self._begin_next()

    def _turn_ended(self, number: int) -> None:
        del self._turns[number]
        self._rate.reset()
        if self._turns:
            self._begin_next()

    def _begin_next(self) -> None:
        """The engine takes the oldest waiting question by itself; say so in its turn."""
        if self._loaded:
            next(iter(self._turns.values())).show_phase(self._strings.recalling)
