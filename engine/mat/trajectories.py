"""What one query came to in the experimental loop, step by step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.cleaning import clean_line
from engine.events import Command
from engine.mat.errors import MatError
from models.language.base import Message

Outcome = Literal["answered", "ended", "step_limit", "repeated", "unreadable"]
StepKind = Literal["plan", "conclusion", "unreadable"]
_SHOWN_OBSERVATION = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One prompt with its response, and what its call brought.

    `error`: the observation is one. `problem` says why a response could not be read.
    """

    messages: tuple[Message, ...]
    response: str
    kind: StepKind
    command: Command | None = None
    observation: str = ""
    error: bool = False
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the journal keeps it: without the prompt, which records hold and judges never see."""
        command = self.command
        return {
            "response": self.response,
            "kind": self.kind,
            "command": None if command is None else {"name": command.name, "args": command.args},
            "observation": self.observation,
            "error": self.error,
            "problem": self.problem,
        }


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The steps of a query, the answer if there is one, and how it ended."""

    steps: tuple[Step, ...]
    answer: str
    outcome: Outcome

    @property
    def calls(self) -> list[Step]:
        """The steps that called a tool."""
        return [step for step in self.steps if step.command is not None]

    @property
    def observed(self) -> list[Step]:
        """The steps whose call brought something, errors left out; ends of work are none."""
        return [step for step in self.calls if step.observation and not step.error]

    @property
    def usable(self) -> bool:
        """Whether there is anything to judge."""
        return bool(self.answer) or any(step.command is not None for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        """As the journal keeps it."""
        steps = [step.to_json() for step in self.steps]
        return {"steps": steps, "answer": self.answer, "outcome": self.outcome}


def trajectory_from_json(value: Mapping[str, Any]) -> Trajectory:
    """What the journal kept.

    Raises:
        MatError: it is damaged.
    """
    try:
        steps = tuple(map(_step, value["steps"]))
        return Trajectory(steps, str(value["answer"]), value["outcome"])
    except (KeyError, TypeError, ValueError):
        raise MatError("a trajectory in a journal is damaged; use a new run folder") from None


def _step(value: Mapping[str, Any]) -> Step:
    command = value["command"]
    return Step(
        (),
        str(value["response"]),
        value["kind"],
        None if command is None else Command(str(command["name"]), dict(command["args"])),
        str(value["observation"]),
        bool(value["error"]),
        str(value["problem"]),
    )


def call_text(command: Command) -> str:
    """A call in one line."""
    return f"{command.name}({json.dumps(dict(command.args), ensure_ascii=False, default=str)})"


def results_text(steps: Sequence[Step]) -> str:
    """Calls with what they brought, as a prompt shows them."""
    return "\n".join(
        f"{number}. {call_text(step.command)}\n   -> {clean_line(step.observation)}"
        for number, step in enumerate(steps, start=1)
        if step.command is not None
    )


def shown(trajectory: Trajectory, *, calls: bool, answer: bool) -> str:
    """What a judge is shown: the calls, with the beginning of their results, and the answer."""
    lines = []
    if calls:
        for number, step in enumerate(trajectory.calls, start=1):
            assert step.command is not None
            lines.append(f"{number}. {call_text(step.command)}")
            seen = clean_line(step.observation)
            if seen:
                cut = seen if len(seen) <= _SHOWN_OBSERVATION else seen[:_SHOWN_OBSERVATION] + "…"
                lines.append(f"   -> {cut}")
    if answer and trajectory.answer:
        lines.append(trajectory.answer)
    return "\n".join(lines)
