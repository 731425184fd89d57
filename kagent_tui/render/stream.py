"""One JSON event a line, as it happens: `kagent ask --stream`."""

from __future__ import annotations

from typing import Any

from engine.answers import answer_to_json, record_to_json, task_to_json
from engine.events import (
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
from kagent_tui.render import Writer
from kagent_tui.render.encoding import dumps


class StreamRenderer:
    """Writes every event as one line, at once."""

    def __init__(self, write: Writer) -> None:
        self._write = write

    def show(self, event: Event) -> None:
        """Show the next event."""
        line = {"event": type(event).__name__, **event_fields(event)}
        self._write(dumps(line, indent=None) + "\n")


def event_fields(event: Event) -> dict[str, Any]:
    """An event's content; tasks and answers look as they do in `kagent ask --json`."""
    match event:
        case Planning(text=text) | Concluding(text=text):
            return {"text": text}
        case TaskPlanned(task=task) | ToolStarted(task=task):
            return task_to_json(task)
        case Observed(record=record):
            return record_to_json(record)
        case Concluded(answer=answer):
            return {"answer": answer_to_json(answer)}
        case Recalled() | Stopped() | Failed():
            return _plain_fields(event)


def _plain_fields(event: Recalled | Stopped | Failed) -> dict[str, Any]:
    match event:
        case Recalled(memory=memory):
            return {
                "memory": [
                    {
                        "kind": entry.kind,
                        "title": entry.title,
                        "source": entry.source,
                        "location": entry.location.to_json(),
                        "entry": entry.entry,
                        "created_at": entry.created_at,
                        "text": entry.text,
                        "score": entry.score,
                        **({"attached": True} if entry.attached else {}),
                    }
                    for entry in memory
                ]
            }
        case Stopped(reason=reason):
            return {"reason": reason}
        case Failed(message=message):
            return {"message": message}
