"""The one stream of events that a question produces; every face is a renderer of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["en", "zh"]
Outcome = Literal["answered", "not_found", "stopped", "failed"]
StopReason = Literal["cancelled", "step_limit", "repeated_command"]
MemoryKind = Literal["knowledge", "conversation", "task"]


@dataclass(frozen=True, slots=True)
class Location:
    """Where in a source a passage stands; `span` counts characters of the extracted text."""

    page: int | None = None
    start: float | None = None
    end: float | None = None
    heading: str | None = None
    span: tuple[int, int] | None = None
    line: int | None = None
    sheet: str | None = None
    row: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Only the keys that are known."""
        values = {
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "heading": self.heading,
            "span": list(self.span) if self.span else None,
            "line": self.line,
            "sheet": self.sheet,
            "row": self.row,
        }
        return {key: value for key, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Recollection:
    """One remembered passage and how well it matched.

    Of a turn the title is the question and the text the answer; of a task, its name and what was
    observed. `entry` names a turn or a task ("c12", "t7"); `created_at` is ISO 8601 in UTC;
    `attached` came with the question, and its text may have several lines.
    """

    kind: MemoryKind
    title: str
    source: str
    text: str
    score: float
    location: Location = field(default_factory=Location)
    fingerprint: str | None = None
    entry: str = ""
    created_at: str | None = None
    attached: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A tool call."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """What the planner decided to do next (paper section 2.4)."""

    task_name: str
    command: Command


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A finished task: the call, what was observed, the error if any, and its duration."""

    task: Task
    observation: str
    error: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's origin: the id that the answer shows as [id], the place, and the words there.

    `fingerprint` is the document's at that time: another one now means that it has changed since.
    `attached`: the source came with the question, and was never in the library.
    """

    id: int
    source: str
    title: str
    location: Location
    quote: str
    fingerprint: str | None = None
    attached: bool = False


@dataclass(frozen=True, slots=True)
class AttachedSource:
    """Something that came with a question; `trouble` says why it could not be read, if it could
    not. A collection's source is "collection:" and its name."""

    title: str
    source: str
    characters: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class UsageTotals:
    """Token counts and wall seconds of one question.

    `context_tokens` is the most that one call of the model held, 0 where that is not known.
    """

    prompt_tokens: int = 0
    evaluated_tokens: int = 0
    generated_tokens: int = 0
    seconds: float = 0.0
    context_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question ended with, and all that is needed to show it again."""

    question: str
    text: str
    language: Language
    outcome: Outcome
    citations: tuple[Citation, ...]
    tasks: tuple[TaskRecord, ...]
    session: str
    model: str
    usage: UsageTotals
    stop_reason: StopReason | None = None
    attachments: tuple[AttachedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Recalled:
    """What memory was found before planning."""

    memory: tuple[Recollection, ...]


@dataclass(frozen=True, slots=True)
class Planning:
    """A piece of the plan as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class TaskPlanned:
    """The plan, parsed and valid."""

    task: Task


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """The tool begins to run."""

    task: Task


@dataclass(frozen=True, slots=True)
class Observed:
    """The tool came back, with an observation or an error."""

    record: TaskRecord


@dataclass(frozen=True, slots=True)
class Concluding:
    """A piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """The answer, whole."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Stopped:
    """The loop ended early: cancelled, the step limit, or the same command again and again."""

    reason: StopReason


@dataclass(frozen=True, slots=True)
class Failed:
    """Model or store trouble, said in one line with what to do next."""

    message: str


Event = (
    Recalled
    | Planning
    | TaskPlanned
    | ToolStarted
    | Observed
    | Concluding
    | Concluded
    | Stopped
    | Failed
)
