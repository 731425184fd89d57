"""What is collected: prompts with their responses, and all that is known of how they came to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.events import Language
from engine.mat.memories import MemoryUsed
from engine.mat.profiles import dialogue_prompts, language_of, profile_text
from engine.mat.queries import SeedQuery
from engine.mat.run_folder import digest
from engine.mat.templates import Template
from engine.mat.trajectories import Step, Trajectory
from engine.tools.tool import Tool
from models.language.base import Message

RecordType = Literal["plan", "reflection", "conclusion", "profile"]
Scenario = Literal["query", "multi-turn", "mistake", "dialogue"]


@dataclass(frozen=True, slots=True)
class Origin:
    """What the records of one item have in common."""

    query: SeedQuery
    template: Template
    memory: MemoryUsed
    task: Scenario
    tools: Sequence[Tool]
    model: str


def records_of(
    origin: Origin, trajectory: Trajectory, before: Sequence[Step] = ()
) -> tuple[list[dict[str, Any]], Counter[str]]:
    """The pairs of a trajectory worth learning, and how many were left out, by the reason.

    A step that went wrong is not learnt; the step after it, which saw what was wrong, is a
    reflection. A run that came to no end teaches nothing.
    """
    left_out: Counter[str] = Counter()
    if trajectory.outcome not in ("answered", "ended"):
        left_out[f"the run did not end ({trajectory.outcome})"] += len(trajectory.steps)
        return [], left_out
    records = []
    previous = before[-1] if before else None
    for number, step in enumerate(trajectory.steps):
        if step.kind == "unreadable":
            left_out["the response could not be read"] += 1
        elif step.error:
            left_out["the call was a mistake"] += 1
        elif not step.response:
            left_out["the response is empty"] += 1
        else:
            records.append(_record(origin, step, previous, number, trajectory))
        previous = step
    return records, left_out


def _record(
    origin: Origin, step: Step, previous: Step | None, number: int, trajectory: Trajectory
) -> dict[str, Any]:
    mistake = _mistake(previous)
    kind: RecordType = "conclusion" if step.kind == "conclusion" else "plan"
    if kind == "plan" and (mistake or origin.memory.relation == "conflicting"):
        kind = "reflection"
    query, template, memory = origin.query, origin.template, origin.memory
    return {
        **_common(kind, query.language, query.source, step.messages, step.response),
        "query": memory.query or query.text,
        "task": origin.task,
        "template": _template(template),
        # Their names; the schemas are put in when the records are written.
        "tools": [tool.name for tool in origin.tools] if kind != "conclusion" else [],
        "memory": {
            "kind": memory.kind,
            "relation": memory.relation,
            "block": memory.block(query.language),
            "answer": memory.answer,
        },
        "scores": {"template": template.score},
        "mistake": mistake,
        "step": number,
        "outcome": trajectory.outcome,
        "model": origin.model,
    }


def _mistake(previous: Step | None) -> dict[str, Any] | None:
    if previous is None or not (previous.error or previous.kind == "unreadable"):
        return None
    command = previous.command
    return {
        "response": previous.response,
        "command": None if command is None else {"name": command.name, "args": command.args},
        "observation": previous.observation or previous.problem,
    }


def dialogue_records(
    profile: Mapping[str, Any], dialogue: Mapping[str, Any], model: str
) -> list[dict[str, Any]]:
    """A pair for each of the character's turns."""
    language = language_of(profile)
    records = []
    for number, (messages, response) in enumerate(dialogue_prompts(profile, dialogue)):
        records.append(
            {
                **_common("profile", language, "teacher", messages, response),
                "query": messages[-1].content,
                "task": "dialogue",
                "template": {
                    "id": digest(profile_text(profile)),
                    "kind": "profile",
                    "origin": "teacher",
                    "cluster": None,
                },
                "tools": [],
                "memory": {"kind": "none", "relation": "", "block": "", "answer": ""},
                "scores": {"template": None},
                "mistake": None,
                "step": number,
                "outcome": "answered",
                "model": model,
            }
        )
    return records


def _common(
    kind: RecordType,
    language: Language,
    source: str,
    messages: Iterable[Message],
    response: str,
) -> dict[str, Any]:
    prompt = [{"role": message.role, "content": message.content} for message in messages]
    name = digest(kind, *(message["content"] for message in prompt), response)
    return {
        "id": name,
        "type": kind,
        "language": language,
        "source": source,
        "prompt": prompt,
        "response": response,
    }


def _template(template: Template) -> dict[str, Any]:
    return {
        "id": template.id,
        "kind": template.kind,
        "origin": template.origin,
        "cluster": template.cluster,
    }
