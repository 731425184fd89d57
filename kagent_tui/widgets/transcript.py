"""The conversation, of which the latest turns are on the screen and the others wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from engine.events import Answer, Event
from kagent_tui.events_to_widgets import events_of, show_event
from kagent_tui.i18n import ntr
from kagent_tui.roles import in_plain_words
from kagent_tui.widgets.turn import TurnView

# How many more turns are taken up at once, and how many too many are let stand meanwhile.
_STEP = 20


@dataclass(slots=True)
class Entry:
    """A question, and what shows it again where its widget is not there.

    `notes` say by a citation's number what has become of its source since.
    """

    question: str
    attached: Sequence[str] = ()
    ending: tuple[Event, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    turn: TurnView | None = None


class EarlierTurns(Static):
    """Says how many turns are not shown; a click takes up some more."""

    DEFAULT_CSS = """
    EarlierTurns { display: none; height: 1; padding: 0 1; color: $text-accent; }
    """

    class Wanted(Message):
        """Earlier turns are to be shown."""

    def show(self, count: int) -> None:
        """Say so many, nothing for none."""
        text = ntr(
            "↑ {count} earlier question (PgUp at the top shows it)",
            "↑ {count} earlier questions (PgUp at the top shows them)",
            count,
        )
        self.update(Content(in_plain_words(text)))
        self.display = count > 0

    def on_click(self, event: Click) -> None:
        """As PgUp at the top."""
        event.stop()
        self.post_message(self.Wanted())


class Transcript(VerticalScroll, can_focus=False):
    """At most about `shown` turns as widgets, so that a session of any length stays fast."""

    DEFAULT_CSS = """
    Transcript {
        height: 1fr;
        scrollbar-size-vertical: 1;
        /* The turns fill the view at least: an anchored view would push a short transcript to its
           foot. */
        & > #turns { height: auto; min-height: 100%; }
    }
    """

    def __init__(self, shown: int) -> None:
        super().__init__()
        self._shown = shown
        self._entries: list[Entry] = []
        self._first = 0

    def compose(self) -> ComposeResult:
        """The line about earlier turns and the turns."""
        with Vertical(id="turns"):
            yield EarlierTurns(markup=False)

    def on_mount(self) -> None:
        """Stay at the end, until one scrolls up."""
        self.anchor()

    @property
    def entries(self) -> Sequence[Entry]:
        """Every turn of the conversation, oldest first."""
        return self._entries

    @property
    def turns(self) -> list[TurnView]:
        """The turns that are on the screen, oldest first."""
        return [entry.turn for entry in self._entries if entry.turn is not None]

    async def show_history(
        self, answers: Sequence[Answer], notes: Sequence[Mapping[int, str]]
    ) -> None:
        """Put a stored conversation before what was asked meanwhile."""
        said = [*notes, *({} for _ in answers[len(notes) :])]
        stored = [
            Entry(answer.question, _attached(answer), tuple(events_of(answer)), note)
            for answer, note in zip(answers, said, strict=False)
        ]
        self._entries[:0] = stored
        self._first += len(stored)
        await self._take_up(self._shown)

    async def clear(self) -> None:
        """Begin with another conversation; this one's questions may go on unseen."""
        for turn in self.turns:
            await turn.remove()
        self._entries = []
        self._first = 0
        self._say_earlier()

    async def add(self, question: str, attached: Sequence[str] = ()) -> TurnView:
        """A new question's turn, at the end; `attached` names what goes with it."""
        turn = TurnView(question, attached)
        self._entries.append(Entry(question, attached, turn=turn))
        await self.query_one("#turns").mount(turn)
        await self._let_go()
        return turn

    async def show_earlier(self) -> bool:
        """Take up some earlier turns and stay with what is looked at; False where none is left."""
        if self._first == 0:
            return False
        before, place = self.virtual_size.height, self.scroll_offset.y
        await self._take_up(_STEP)

        def stay() -> None:
            grown = self.virtual_size.height - before
            self.scroll_to(y=place + grown, animate=False)

        self.call_after_refresh(stay)
        return True

    async def _take_up(self, count: int) -> None:
        begin = max(self._first - count, 0)
        wanted = self._entries[begin : self._first]
        if not wanted:
            return
        views = [TurnView(entry.question, entry.attached) for entry in wanted]
        place = next(iter(self.turns), None)
        self._first = begin
        await self.query_one("#turns").mount(*views, before=place)
        for entry, view in zip(wanted, views, strict=True):
            entry.turn = view
            await _show_again(view, entry)
        self._say_earlier()

    async def _let_go(self) -> None:
        """Remove the oldest finished turns where there are far too many, unless one looks there."""
        if len(self.turns) < self._shown + _STEP or self.scroll_offset.y < self.max_scroll_y:
            return
        for entry in self._entries[self._first : len(self._entries) - self._shown]:
            if entry.turn is None or not entry.turn.finished:
                break
            entry.ending, entry.notes = entry.turn.ending, entry.turn.notes
            await entry.turn.remove()
            entry.turn = None
            self._first += 1
        self._say_earlier()

    def _say_earlier(self) -> None:
        self.query_one(EarlierTurns).show(self._first)


def _attached(answer: Answer) -> list[str]:
    return [source.title for source in answer.attachments]


async def _show_again(view: TurnView, entry: Entry) -> None:
    if not entry.ending:
        view.show_dropped()
    for event in entry.ending:
        await show_event(event, view, entry.notes)
