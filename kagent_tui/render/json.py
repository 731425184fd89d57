"""One JSON object a question: the contract of `kagent ask --json`."""

from __future__ import annotations

from engine.answers import answer_to_json
from engine.events import (
    Answer,
    Concluded,
    Event,
    Failed,
    Language,
    Observed,
    TaskRecord,
    UsageTotals,
)
from kagent_tui.render import Writer
from kagent_tui.render.encoding import dumps


class JsonRenderer:
    """Writes nothing until the end, then one object, after a failure too.

    Args:
        write: takes the object's text.
        question: for the object of a failure.
        language: the same.
        session: the session's id, the same.
    """

    def __init__(self, write: Writer, *, question: str, language: Language, session: str) -> None:
        self._write = write
        self._question = question
        self._language = language
        self._session = session
        self._tasks: list[TaskRecord] = []

    def show(self, event: Event) -> None:
        """Show the next event."""
        match event:
            case Observed(record=record):
                self._tasks.append(record)
            case Concluded(answer=answer):
                self._write(dumps(answer_to_json(answer)) + "\n")
            case Failed(message=message):
                answer = self._unanswered()
                self._write(dumps({**answer_to_json(answer), "error": message}) + "\n")
            case _:
                pass

    def _unanswered(self) -> Answer:
        return Answer(
            question=self._question,
            text="",
            language=self._language,
            outcome="failed",
            citations=(),
            tasks=tuple(self._tasks),
            session=self._session,
            model="",
            usage=UsageTotals(),
        )
