"""What became of one question that the whole program was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engine.events import Answer, Concluded, Event, Failed, TaskPlanned


@dataclass(frozen=True, slots=True)
class Answered:
    """The first plan, all tools that were planned, and what was said in the end.

    `citations` are the cited sources, and `errors` what tools said of trouble. The seconds and
    tokens are those of this question, without what was asked before it. `trouble` is why it could
    not be asked to its end, such as a server that fails.
    """

    tool: str
    args: Mapping[str, Any]
    steps: tuple[str, ...]
    outcome: str
    text: str
    citations: tuple[str, ...]
    errors: tuple[str, ...]
    seconds: float
    prompt_tokens: int
    generated_tokens: int
    trouble: str = ""

    def to_json(self) -> dict[str, Any]:
        """As a journal holds it."""
        return asdict(self)


def answered_of_json(value: Mapping[str, Any]) -> Answered:
    """What `to_json` made.

    Raises:
        TypeError: it is something else.
    """
    fields = dict(value)
    for name in ("steps", "citations", "errors"):
        fields[name] = tuple(fields.get(name, ()))
    return Answered(**fields)


def answered_of(events: Iterable[Event], seconds: float) -> Answered:
    """What the events of a question came to."""
    plans: list[TaskPlanned] = []
    answer: Answer | None = None
    failure = ""
    for event in events:
        if isinstance(event, TaskPlanned):
            plans.append(event)
        elif isinstance(event, Concluded):
            answer = event.answer
        elif isinstance(event, Failed):
            failure = event.message
    first = plans[0].task.command if plans else None
    return Answered(
        tool=first.name if first else "",
        args=dict(first.args) if first else {},
        steps=tuple(one.task.command.name for one in plans),
        outcome=answer.outcome if answer else "failed",
        text=answer.text if answer else failure,
        citations=tuple(one.source for one in answer.citations) if answer else (),
        errors=tuple(one.error for one in answer.tasks if one.error) if answer else (),
        seconds=round(seconds, 3),
        prompt_tokens=answer.usage.prompt_tokens if answer else 0,
        generated_tokens=answer.usage.generated_tokens if answer else 0,
        trouble=failure,
    )
