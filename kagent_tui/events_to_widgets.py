"""The one place where engine events become what is seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from engine.events import (
    Answer,
    Concluded,
    Concluding,
    Event,
    Failed,
    Observed,
    Planning,
    Recalled,
    Stopped,
    TaskPlanned,
    ToolStarted,
)
from kagent_tui.widgets.turn import TurnView


async def show_event(
    event: Event, turn: TurnView, source_notes: Mapping[int, str] | None = None
) -> None:
    """Show an event in its question's turn; the notes are for the citations of a stored answer."""
    match event:
        case Recalled(memory):
            turn.show_recalled(len(memory))
        case Planning(text):
            turn.show_plan(text)
        case TaskPlanned(task):
            await turn.show_planned(task)
        case ToolStarted(task):
            await turn.show_started(task)
        case Observed(record):
            await turn.show_observed(record)
        case Concluding(text):
            turn.write_answer(text)
        case Concluded(answer):
            await turn.show_concluded(answer, source_notes)
            turn.ending, turn.notes = tuple(events_of(answer)), source_notes or {}
        case Stopped(reason):
            turn.show_stop_reason(reason)
        case Failed(message):
            await turn.show_failed(message)
            turn.ending = (event,)
        case _:
            assert_never(event)


def events_of(answer: Answer) -> Iterator[Event]:
    """The events that show a stored answer again, tasks and citations included."""
    for record in answer.tasks:
        yield Observed(record)
    if answer.stop_reason is not None:
        yield Stopped(answer.stop_reason)
    yield Concluded(answer)
