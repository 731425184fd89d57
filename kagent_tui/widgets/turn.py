"""One question and all that came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from engine.cleaning import clean_line
from engine.events import Answer, Event, StopReason, Task, TaskRecord
from kagent_tui.i18n import mark, ntr, tr
from kagent_tui.roles import question_sign
from kagent_tui.troubles import in_words
from kagent_tui.widgets.answer import AnswerView
from kagent_tui.widgets.citations import CitationList
from kagent_tui.widgets.tasks import TaskList
from kagent_tui.widgets.text import plain, plain_line

_STOPPED: Final[Mapping[StopReason, str]] = {
    "cancelled": mark("Stopped. What was written until then is kept."),
    "step_limit": mark("The step limit was reached; the answer uses what was found until then."),
    "repeated_command": mark(
        "The plan repeated itself; the answer uses what was found until then."
    ),
}


class TurnView(Vertical):
    """The question, its tasks, the answer, the citations, and a note on how it ended.

    A line under the tasks says what is being done until the turn is `finished`; then `ending` are
    the events that show it again, none for a question that never began, and `notes` those on its
    sources. `attached` names what was handed over with the question.
    """

    DEFAULT_CSS = """
    TurnView {
        height: auto;
        & > .turn-question { padding: 0 1; margin: 1 0; color: $text; text-style: bold; }
        & > .turn-phase { height: 1; padding: 0 1 0 2; color: $text-muted;
            text-wrap: nowrap; text-overflow: ellipsis; }
        & > .turn-note { display: none; padding: 0 1 0 2; color: $text-warning; }
        & > .turn-note.-error { color: $text-error; }
    }
    """

    def __init__(self, question: str, attached: Sequence[str] = ()) -> None:
        super().__init__()
        self.question = question
        self.attached = attached
        self.finished = False
        self.ending: tuple[Event, ...] = ()
        self.notes: Mapping[int, str] = {}
        self._stopping = False
        self._plan = ""
        self._phase = ""

    def compose(self) -> ComposeResult:
        """Everything in reading order; what has no text yet takes no room."""
        named = [Content("  ") + plain_line(f"@{name}", "$accent") for name in self.attached]
        question = Content.assemble((question_sign(), "$accent"), plain(self.question), *named)
        yield Static(question, classes="turn-question", markup=False)
        yield TaskList()
        yield Static(classes="turn-phase", markup=False)
        yield AnswerView()
        yield Static(classes="turn-note", markup=False)
        yield CitationList()

    @property
    def answer(self) -> AnswerView:
        """The answer's view."""
        return self.query_one(AnswerView)

    @property
    def tasks(self) -> TaskList:
        """The tasks' view."""
        return self.query_one(TaskList)

    def show_phase(self, text: str) -> None:
        """Say what is being done; nothing may hide that the question is being stopped."""
        if not self.finished and not self._stopping and text != self._phase:
            self._phase = text
            self.query_one(".turn-phase", Static).update(plain_line(text), layout=False)

    def show_stopping(self) -> None:
        """The stop was asked for and the engine has not come back yet."""
        self.show_phase(tr("Stopping…"))
        self._stopping = True

    def show_recalled(self, count: int) -> None:
        """How much of the memory speaks to the question."""
        found = ntr("Found {count} passage in memory", "Found {count} passages in memory", count)
        self.show_phase(found if count else tr("Nothing in memory about this"))

    def show_plan(self, piece: str) -> None:
        """A piece of the plan; its end stays in sight."""
        self._plan += piece
        self.show_phase(f"{tr('Planning…')} {clean_line(self._plan)}")

    async def show_planned(self, task: Task) -> None:
        """The plan is complete."""
        self._plan = ""
        await self.tasks.plan(task)

    async def show_started(self, task: Task) -> None:
        """A tool runs."""
        self.show_phase(tr("Running {tool}…", tool=clean_line(task.command.name)))
        await self.tasks.start(task)

    async def show_observed(self, record: TaskRecord) -> None:
        """A tool came back."""
        await self.tasks.finish(record)
        self.show_phase(tr("Planning…"))

    def write_answer(self, piece: str) -> None:
        """A piece of the answer."""
        self.show_phase(tr("Writing…"))
        self.answer.write(piece)

    def show_note(self, text: str, *, error: bool = False) -> None:
        """A line under the answer on how the question ended."""
        note = self.query_one(".turn-note", Static)
        note.update(plain_line(text))
        note.set_class(error, "-error")
        note.display = True

    def show_stop_reason(self, reason: StopReason) -> None:
        """Why the engine ended early."""
        self.show_note(tr(_STOPPED[reason]))

    async def show_concluded(
        self, answer: Answer, source_notes: Mapping[int, str] | None = None
    ) -> None:
        """The answer as it is stored; a stopped one without text keeps what was written.

        `source_notes` say by the citation's number what has become of its source since.
        """
        self._end()
        text = answer.text if answer.text.strip() or answer.outcome != "stopped" else None
        await self.answer.finish(text, {item.id for item in answer.citations})
        await self.tasks.drop_unfinished()
        await self.query_one(CitationList).show(answer.citations, source_notes)
        if answer.outcome == "stopped" and not self.answer.text.strip():
            self.show_note(tr("Stopped before anything was written."))
        self.finished = True

    async def show_failed(self, message: str) -> None:
        """One line on what failed; what was written until then stays."""
        self._end()
        await self.answer.finish()
        self.tasks.stop_unfinished()
        self.show_note(tr("Failed: {message}", message=in_words(message)), error=True)
        self.finished = True

    def show_dropped(self) -> None:
        """The question was stopped before it began."""
        self._end()
        self.show_note(tr("Stopped before anything was written."))
        self.finished = True

    def _end(self) -> None:
        self.query_one(".turn-phase", Static).display = False
