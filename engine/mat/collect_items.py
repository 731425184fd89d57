"""The items of the third stage; each makes the value that the journal keeps for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from engine.events import Language
from engine.mat.asking import Asking
from engine.mat.errors import MalformedError, NotReadyError
from engine.mat.journal import Journal
from engine.mat.loop import Job, Tools, run_template, run_tool
from engine.mat.memories import (
    MemoryUsed,
    Variant,
    made_by_teacher,
    make_piece,
    memory_of_piece,
    memory_of_tasks,
)
from engine.mat.mistakes import spoilt
from engine.mat.open_templates import KAGENT, own_template
from engine.mat.own_loop import run_own
from engine.mat.profiles import Names, make_dialogue, make_profile, make_topics
from engine.mat.queries import SeedQuery
from engine.mat.records import Origin, Scenario, dialogue_records, records_of
from engine.mat.templates import Template
from engine.mat.trajectories import Step, Trajectory, results_text, trajectory_from_json
from models.language.base import LanguageModel


@dataclass(frozen=True, slots=True)
class Parts:
    """What items are made with, and where those that they need are kept."""

    model: LanguageModel
    teacher: LanguageModel
    tools: Tools
    journal: Journal
    max_steps: int

    def value(self, key: str, what: str) -> Mapping[str, Any]:
        """What came of an item that another one needs.

        Raises:
            MalformedError: it was refused.
            NotReadyError: it is not settled yet.
        """
        if key not in self.journal:
            raise NotReadyError(f"{what} it needs is not there yet")
        found = self.journal.done(key)
        if found is None:
            raise MalformedError(f"{what} it needs was refused")
        return found


class Item(Protocol):
    """A piece of work with a name of its own."""

    @property
    def key(self) -> str:
        """The same in every run."""
        ...

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        """Do it; raises as `Work.do` does."""
        ...


def piece_key(piece: str, query: SeedQuery) -> str:
    """The key of a piece of memory."""
    return f"piece/{piece}/{query.id}"


def base_key(query: SeedQuery) -> str:
    """The key of a query's run without memory in our own agent."""
    return f"base/{query.id}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of memory that the teacher writes."""

    parts: Parts
    piece: str
    query: SeedQuery

    @property
    def key(self) -> str:
        """Named by what it is and its query."""
        return piece_key(self.piece, self.query)

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        """The piece."""
        return make_piece(self.piece, self.query, self.parts.teacher, asking)


@dataclass(frozen=True, slots=True)
class BaseRun:
    """A query through our own agent without memory: data itself, and other items' past tasks."""

    parts: Parts
    query: SeedQuery

    @property
    def key(self) -> str:
        """Named by its query."""
        return base_key(self.query)

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        """The run and its records."""
        memory = MemoryUsed("none", query=self.query.text)
        template = own_template(self.query.language)
        found = _run(self.parts, self.query, template, memory, asking)
        return {"trajectory": found.to_json(), **_kept(self, template, memory, "query", found)}


@dataclass(frozen=True, slots=True)
class LoopRun:
    """A query through a template with a drawn memory; `source` is the query that it is about.

    `end` writes the conclusion where the template only plans.
    """

    parts: Parts
    query: SeedQuery
    template: Template
    variant: Variant
    source: SeedQuery
    end: Template | None

    @property
    def key(self) -> str:
        """Named by its memory, template and query."""
        return f"loop/{self.variant}/{self.template.id}/{self.query.id}"

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        """The records."""
        memory = self._memory()
        found = _run(self.parts, self.query, self.template, memory, asking)
        turns: Scenario = "multi-turn" if memory.kind == "conversation" else "query"
        kept = _kept(self, self.template, memory, turns, found)
        if self.end is not None and found.outcome == "ended" and not found.answer:
            concluded = self._conclusion(self.end, memory, found, asking)
            more = _kept(self, self.end, memory, turns, concluded)
            kept["records"] += more["records"]
            for reason, count in more["left_out"].items():
                kept["left_out"][reason] = kept["left_out"].get(reason, 0) + count
        return kept

    def _memory(self) -> MemoryUsed:
        if self.variant == "none":
            return MemoryUsed("none", query=self.query.text)
        piece = made_by_teacher(self.variant)
        if piece:
            value = self.parts.value(piece_key(piece, self.source), "the memory")
            return memory_of_piece(self.variant, value, self.query)
        value = self.parts.value(base_key(self.source), "the earlier run")
        earlier = trajectory_from_json(value["trajectory"])
        return memory_of_tasks(self.variant, earlier, self.query)

    def _conclusion(
        self, template: Template, memory: MemoryUsed, found: Trajectory, asking: Asking
    ) -> Trajectory:
        language = self.query.language
        results = results_text(found.observed)
        job = Job(memory.query, language, memory.block(language), results)
        return run_template(template, job, self.parts.model, self.parts.tools, asking)


@dataclass(frozen=True, slots=True)
class MistakeRun:
    """A query whose first call was spoilt and really failed: what the model does then."""

    parts: Parts
    query: SeedQuery
    template: Template

    @property
    def key(self) -> str:
        """Named by its template and query."""
        return f"mistake/{self.template.id}/{self.query.id}"

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        """The records of the way back."""
        value = self.parts.value(base_key(self.query), "the earlier run")
        earlier = trajectory_from_json(value["trajectory"])
        job = Job(self.query.text, self.query.language, max_steps=self.parts.max_steps)
        before = self._mistake(earlier, job, asking)
        job = replace(job, before=(before,))
        found = run_template(self.template, job, self.parts.model, self.parts.tools, asking)
        if not found.observed:
            raise MalformedError("the mistake was not corrected")
        memory = MemoryUsed("none", query=self.query.text)
        return _kept(self, self.template, memory, "mistake", found, (before,))

    def _mistake(self, earlier: Trajectory, job: Job, asking: Asking) -> Step:
        calls = [step.command for step in earlier.observed if step.command is not None]
        if not calls:
            raise MalformedError("the earlier run holds no call to spoil")
        offered = self.parts.tools.offered
        for command in spoilt(calls[0], offered, self.template.id, self.query.id):
            observation, error = run_tool(self.parts.tools, job, command, asking.cancel)
            if error:
                return Step((), "", "plan", command, observation, error=True)
        raise MalformedError("the spoilt call did no harm")


@dataclass(frozen=True, slots=True)
class Profile:
    """A character."""

    parts: Parts
    number: int
    language: Language
    names: Names

    @property
    def key(self) -> str:
        """Named by its number."""
        return f"profile/{self.number}"

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        """The character."""
        return make_profile(self.number, self.language, self.names, self.parts.teacher, asking)


@dataclass(frozen=True, slots=True)
class Topics:
    """What people talk about with a character."""

    parts: Parts
    number: int

    @property
    def key(self) -> str:
        """Named by its character's number."""
        return f"topics/{self.number}"

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        """The topics."""
        profile = self.parts.value(f"profile/{self.number}", "the character")
        return make_topics(profile, self.parts.teacher, asking)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation with a character about one of its topics."""

    parts: Parts
    number: int
    topic: int

    @property
    def key(self) -> str:
        """Named by the numbers of its character and topic."""
        return f"dialogue/{self.number}/{self.topic}"

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        """The records of the character's turns."""
        profile = self.parts.value(f"profile/{self.number}", "the character")
        topics = self.parts.value(f"topics/{self.number}", "the list of topics")["topics"]
        if self.topic >= len(topics):
            raise MalformedError("there are fewer topics")
        teacher = self.parts.teacher
        dialogue = make_dialogue(profile, topics[self.topic], teacher, asking)
        return {"records": dialogue_records(profile, dialogue, teacher.name), "left_out": {}}


def _run(
    parts: Parts, query: SeedQuery, template: Template, memory: MemoryUsed, asking: Asking
) -> Trajectory:
    language = query.language
    job = Job(memory.query, language, memory.block(language), max_steps=parts.max_steps)
    if template.origin == KAGENT:
        return run_own(job, memory.entries, parts.model, parts.tools, asking)
    return run_template(template, job, parts.model, parts.tools, asking)


def _kept(
    item: BaseRun | LoopRun | MistakeRun,
    template: Template,
    memory: MemoryUsed,
    task: Scenario,
    found: Trajectory,
    before: tuple[Step, ...] = (),
) -> dict[str, Any]:
    parts = item.parts
    origin = Origin(item.query, template, memory, task, parts.tools.offered, parts.model.name)
    records, left_out = records_of(origin, found, before)
    return {"records": records, "left_out": dict(left_out)}
