"""The screen on which one asks and reads."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from engine.events import Concluded, Concluding, Failed, Planning
from kagent_tui.background import Background
from kagent_tui.bindings import bindings_of, hints
from kagent_tui.events_to_widgets import show_event
from kagent_tui.i18n import tr
from kagent_tui.messages import (
    ConsentAsked,
    ConsentWithdrawn,
    EventArrived,
    LoadingFailed,
    MemoryOpened,
    ModelLoaded,
    ModelLoading,
    ModelRefused,
    NetworkPolicyChanged,
    SessionNotOpened,
    SessionOpened,
    SourceFound,
    SourceNotFound,
    StatisticsChanged,
)
from kagent_tui.rate import RateMeter, rate_of
from kagent_tui.screens.chat_citations import ChatCitations
from kagent_tui.screens.chat_commands import ChatCommands
from kagent_tui.screens.chat_composing import ChatComposing
from kagent_tui.screens.chat_copying import ChatCopying
from kagent_tui.screens.chat_library import ChatLibrary
from kagent_tui.screens.chat_links import ChatLinks
from kagent_tui.screens.chat_settings import ChatSettings
from kagent_tui.screens.consent import ConsentScreen
from kagent_tui.screens.typing_on import TypingOn
from kagent_tui.widgets.answer import AnswerView, import_markdown
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.hints import KeyHints
from kagent_tui.widgets.passage_panel import PassagePanel
from kagent_tui.widgets.status import StatusLine
from kagent_tui.widgets.text import plain_line
from kagent_tui.widgets.transcript import EarlierTurns, Transcript
from kagent_tui.widgets.turn import TurnView
from kagent_tui.widgets.welcome import Suggestions, Welcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.attachments import Attachment
    from kagent_tui.app import KAgentApp
    from kagent_tui.workspace import Workspace
    from store.records import BankStatistics


class ChatScreen(TypingOn):
    """The transcript, one status line, the composer, and the keys.

    All state of widgets is changed here and below; the engine's thread only posts messages.
    """

    CSS_PATH = "chat.tcss"
    AUTO_FOCUS = "Composer"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (as Textual has it)
    BINDINGS: ClassVar = bindings_of("chat")

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.background = Background(self)
        self.citing = ChatCitations(self)
        self.copying = ChatCopying(self, workspace.locations.home, self.background)
        self.links = ChatLinks(self)
        self.composing = ChatComposing(self)
        self.library = ChatLibrary(self)
        self.commands = ChatCommands(self)
        self.settings = ChatSettings(self)
        self._runner = workspace.runner
        self._numbers = count(1)
        self._turns: dict[int, TurnView] = {}
        self._elsewhere: dict[int, str] = {}  # unfinished questions of the session before
        self._rate = RateMeter()
        self._loaded = False

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        with Vertical(id="conversation"):
            yield Welcome()
            yield Transcript(self.workspace.config.answers_shown)
            yield PassagePanel()
        yield Static(id="trouble", markup=False)
        yield StatusLine()
        yield self.composing.panel
        yield KeyHints(hints("composer", "chat", "app"))

    def on_mount(self) -> None:
        """Paint first, load after."""
        self.status.model = tr("Opening memory…")
        self.call_after_refresh(self._runner.start, self.post_message)
        self.call_after_refresh(self.background.run, import_markdown, group="import")

    def on_screen_resume(self) -> None:
        """A page may have added to the memory, or forgotten something."""
        self.library.refresh()

    @property
    def application(self) -> KAgentApp:
        """The application, which has the pages."""
        return cast("KAgentApp", self.app)

    @property
    def status(self) -> StatusLine:
        """The status line."""
        return self.query_one(StatusLine)

    @property
    def transcript(self) -> Transcript:
        """The conversation."""
        return self.query_one(Transcript)

    @property
    def composer(self) -> Composer:
        """Where questions are written."""
        return self.query_one(Composer)

    @property
    def is_answering(self) -> bool:
        """Whether a question runs or waits."""
        return bool(self._turns)

    @on(MemoryOpened)
    async def _memory_opened(self, message: MemoryOpened) -> None:
        self._show_statistics(message.statistics)
        self.status.model = tr("Loading the model…")
        await self.transcript.show_history(message.history, message.notes)
        self._show_welcome()
        self.composing.load_history()
        self.library.follow()

    @on(ModelLoading)
    def _model_loading(self, message: ModelLoading) -> None:
        share = f"{message.share * 100:.0f} %"
        self.status.model = tr("Loading the model… {share}", share=share)

    @on(ModelLoaded)
    def _model_loaded(self, message: ModelLoaded) -> None:
        if self._loaded:
            self.say(tr("{model} answers from now on.", model=message.name), seconds=6)
        self.query_one("#trouble").display = False
        self.status.model = message.name
        self.status.context = (0, message.context_tokens)
        self._loading_ended()

    @on(ModelRefused)
    def _model_refused(self, message: ModelRefused) -> None:
        self.notify(message.reason, markup=False, severity="error", timeout=8)

    @on(LoadingFailed)
    def _loading_failed(self, message: LoadingFailed) -> None:
        self.status.model = tr("no model")
        if message.stage == "memory":
            self.status.memory_note = tr("memory not opened")
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
            text = tr("The network is on until KAgent is closed; the settings can keep it so.")
            self.notify(text, markup=False, timeout=6)
        self.status.network = message.policy

    @on(ConsentAsked)
    def _consent_asked(self, message: ConsentAsked) -> None:
        self.app.push_screen(ConsentScreen(message.request, message.reply))

    @on(ConsentWithdrawn)
    def _consent_withdrawn(self, message: ConsentWithdrawn) -> None:
        for screen in self.app.screen_stack:
            if isinstance(screen, ConsentScreen) and screen.reply is message.reply:
                screen.withdraw()

    @on(SessionOpened)
    async def _session_opened(self, message: SessionOpened) -> None:
        # What still runs belongs to the session before, which keeps its answer.
        self._elsewhere |= {number: turn.question for number, turn in self._turns.items()}
        self._turns.clear()
        await self.transcript.clear()
        await self.transcript.show_history(message.history, message.notes)
        self._show_welcome()
        self.composer.focus()
        self.commands.sessions.opened()

    @on(SessionNotOpened)
    def _session_not_opened(self, message: SessionNotOpened) -> None:
        self.notify(message.reason, markup=False, severity="error", timeout=8)

    @on(Composer.Submitted)
    async def _submitted(self, message: Composer.Submitted) -> None:
        if message.attachments or not self.query_one(Welcome).choose(message.text):
            await self.ask(message.text, message.attachments)

    @on(Composer.CommandGiven)
    def _command_given(self, message: Composer.CommandGiven) -> None:
        self.commands.run(message.id, message.argument)

    @on(Composer.CopyWanted)
    def _copy_wanted(self, message: Composer.CopyWanted) -> None:
        self.copying.copy_selection(message.text)

    @on(Welcome.Chosen)
    async def _example_chosen(self, message: Welcome.Chosen) -> None:
        self.composer.focus()
        await self.ask(message.question)

    @on(Welcome.PageWanted)
    def _page_wanted(self, message: Welcome.PageWanted) -> None:
        self.application.open_page(message.name)

    @on(Welcome.LanguageWanted)
    def _language_wanted(self, message: Welcome.LanguageWanted) -> None:
        self.settings.speak(message.language)

    @on(Suggestions.Typed)
    def _typed_on_suggestions(self, message: Suggestions.Typed) -> None:
        self.citing.type_on(message.character)

    async def ask(self, question: str, attachments: Sequence[Attachment] = ()) -> None:
        """Ask a question after those that wait."""
        number = next(self._numbers)
        waiting = bool(self._turns)
        turn = await self.transcript.add(question, [one.shown for one in attachments])
        self._show_welcome()
        self._turns[number] = turn
        if not self._loaded:
            turn.show_phase(tr("Waiting for the model to load…"))
        elif waiting:
            turn.show_phase(tr("Waiting for the question before this one…"))
        else:
            turn.show_phase(tr("Looking in memory…"))
        self.transcript.anchor()
        self.composing.panel.hold(question)
        self._runner.ask(number, question, attachments)

    @on(EventArrived)
    async def _event_arrived(self, message: EventArrived) -> None:
        turn = self._turns.get(message.question_id)
        if turn is None:
            if isinstance(message.event, Concluded | Failed):
                self.composing.panel.answered(self._elsewhere.pop(message.question_id, ""))
            return
        await show_event(message.event, turn)
        match message.event:
            case Planning() | Concluding():
                rate = self._rate.count(message.pieces)
                # A number that changed ten times a second could not be read.
                self.status.rate = self.status.rate if rate is None else round(rate, -1) or rate
            case Concluded(answer):
                self.status.rate = rate_of(answer) or self.status.rate
                self.status.context = (answer.usage.context_tokens, self.status.context[1])
                self._turn_ended(message.question_id)
            case Failed():
                self._turn_ended(message.question_id)
            case _:
                self._rate.reset()

    @on(CitationView.Chosen)
    @on(CitationView.Left)
    @on(CitationView.Jumped)
    @on(CitationView.Typed)
    @on(CitationView.Opened)
    @on(CitationView.CopyWanted)
    @on(AnswerView.CitationClicked)
    @on(PassagePanel.OpenWanted)
    @on(PassagePanel.CopyWanted)
    @on(PassagePanel.PictureWanted)
    @on(PassagePanel.Closed)
    def _about_citations(self, message: Message) -> None:
        self.citing.handle(message)

    @on(AnswerView.LinkClicked)
    def _link_clicked(self, message: AnswerView.LinkClicked) -> None:
        self.links.open(message.address)

    @on(SourceFound)
    def _source_found(self, message: SourceFound) -> None:
        self.citing.found(message)

    @on(SourceNotFound)
    def _source_not_found(self, message: SourceNotFound) -> None:
        self.citing.not_found(message)

    @on(EarlierTurns.Wanted)
    async def _earlier_wanted(self) -> None:
        await self.transcript.show_earlier()

    def action_run(self, identifier: str) -> None:
        """Do what a command of the registry says."""
        self.commands.run(identifier, "")

    def action_stop(self) -> None:
        """Stop the oldest question that is not finished; without one, go back to the composer."""
        if not self._turns and self.citing.escape():
            return
        if not self._turns and not isinstance(self.focused, Composer):
            self.composer.focus()
            return
        if not self._turns:
            self.say(tr("Nothing is running."))
            return
        number, turn = next(iter(self._turns.items()))
        if self._runner.cancel(number):
            turn.show_stopping()
        else:
            turn.show_dropped()
            self._turn_ended(number)

    def action_focus_citation(self) -> None:
        """Go to the next source."""
        self.citing.focus_next()

    def action_previous_citation(self) -> None:
        """Go to the source before."""
        self.citing.focus_next(-1)

    def action_toggle_passage(self) -> None:
        """Show or hide the passage of the chosen source."""
        self.citing.toggle_panel()

    def unfold_tasks(self) -> None:
        """Unfold or fold the tasks of the newest question that has some."""
        for turn in reversed(self.transcript.turns):
            if turn.tasks.unfold():
                return
        self.say(tr("No tasks to unfold yet."))

    async def action_scroll_transcript(self, pages: int) -> None:
        """Scroll by pages, while the composer keeps the focus; at the top, show earlier turns."""
        transcript = self.transcript
        if pages > 0:
            transcript.scroll_page_down(animate=False)
        elif transcript.scroll_offset.y > 0 or not await transcript.show_earlier():
            transcript.scroll_page_up(animate=False)

    def say(self, text: str, *, seconds: float = 2.0) -> None:
        """A short word that goes by itself."""
        self.notify(text, markup=False, timeout=seconds)

    def page_closed(self, name: str, result: Any) -> None:
        """A page came back with something to be done."""
        self.commands.page_closed(name, result)

    def _show_welcome(self) -> None:
        empty = not self.transcript.entries
        self.query_one(Welcome).display = empty
        self.transcript.display = not empty

    def _show_statistics(self, statistics: BankStatistics) -> None:
        self.status.memory = (statistics.documents, statistics.turns, statistics.bytes)
        self.query_one(Welcome).show(statistics.documents)

    def _loading_ended(self) -> None:
        self._loaded = True
        if self._turns:
            self._begin_next()

    def _turn_ended(self, number: int) -> None:
        turn = self._turns.pop(number)
        self.composing.panel.answered(turn.question)
        self._rate.reset()
        if self.app.screen is not self and turn.finished:
            self.say(tr("Answered: {question}", question=turn.question[:60]), seconds=4)
        if self._turns:
            self._begin_next()

    def _begin_next(self) -> None:
        """The engine takes the oldest waiting question by itself; say so in its turn."""
        if self._loaded:
            next(iter(self._turns.values())).show_phase(tr("Looking in memory…"))
