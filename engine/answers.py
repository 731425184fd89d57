"""Answers as JSON, the same for `kagent ask --json` and for the stored session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.events import (
    Answer,
    AttachedSource,
    Citation,
    Command,
    Location,
    Task,
    TaskRecord,
    UsageTotals,
)


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The object of the command line's contract."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "language": answer.language,
        "outcome": answer.outcome,
        "citations": [citation_to_json(citation) for citation in answer.citations],
        "tasks": [record_to_json(record) for record in answer.tasks],
        "session": answer.session,
        "model": answer.model,
        "usage": {
            "prompt_tokens": answer.usage.prompt_tokens,
            "evaluated_tokens": answer.usage.evaluated_tokens,
            "generated_tokens": answer.usage.generated_tokens,
            "seconds": round(answer.usage.seconds, 4),
        },
        "stop_reason": answer.stop_reason,
        **_attachments_to_json(answer),
    }


def _attachments_to_json(answer: Answer) -> dict[str, Any]:
    if not answer.attachments:
        return {}
    return {
        "attachments": [
            {
                "title": one.title,
                "source": one.source,
                "characters": one.characters,
                **({"trouble": one.trouble} if one.trouble else {}),
            }
            for one in answer.attachments
        ]
    }


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """A citation with only the parts of its location that are known."""
    return {
        "id": citation.id,
        "source": citation.source,
        "title": citation.title,
        "location": citation.location.to_json(),
        "quote": citation.quote,
        **({"fingerprint": citation.fingerprint} if citation.fingerprint else {}),
        **({"attached": True} if citation.attached else {}),
    }


def task_to_json(task: Task) -> dict[str, Any]:
    """A plan in the paper's form."""
    command = {"name": task.command.name, "args": dict(task.command.args)}
    return {"task_name": task.task_name, "command": command}


def record_to_json(record: TaskRecord) -> dict[str, Any]:
    """A finished task."""
    return {
        **task_to_json(record.task),
        "observation": record.observation,
        "error": record.error,
        "seconds": round(record.seconds, 4),
    }


def answer_from_json(value: Mapping[str, Any]) -> Answer:
    """The answer that `answer_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the object is not one that `answer_to_json` made.
    """
    return Answer(
        question=str(value["question"]),
        text=str(value["answer"]),
        language="zh" if value["language"] == "zh" else "en",
        outcome=value["outcome"],
        citations=tuple(_citation(item) for item in value["citations"]),
        tasks=tuple(_record(item) for item in value["tasks"]),
        session=str(value["session"]),
        model=str(value["model"]),
        usage=UsageTotals(**value["usage"]),
        stop_reason=value.get("stop_reason"),
        attachments=tuple(_attached(item) for item in value.get("attachments", ())),
    )


def _attached(value: Mapping[str, Any]) -> AttachedSource:
    return AttachedSource(
        str(value["title"]),
        str(value["source"]),
        int(value.get("characters", 0)),
        str(value.get("trouble", "")),
    )


def _citation(value: Mapping[str, Any]) -> Citation:
    place = value["location"]
    span = place.get("span")
    location = Location(
        page=place.get("page"),
        start=place.get("start"),
        end=place.get("end"),
        heading=place.get("heading"),
        span=(int(span[0]), int(span[1])) if span else None,
        line=place.get("line"),
        sheet=place.get("sheet"),
        row=place.get("row"),
    )
    return Citation(
        int(value["id"]),
        str(value["source"]),
        str(value["title"]),
        location,
        str(value["quote"]),
        value.get("fingerprint"),
        bool(value.get("attached")),
    )


def _record(value: Mapping[str, Any]) -> TaskRecord:
    command = value["command"]
    task = Task(str(value["task_name"]), Command(str(command["name"]), dict(command["args"])))
    return TaskRecord(task, str(value["observation"]), value["error"], float(value["seconds"]))
