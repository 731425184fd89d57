"""A plan: the grammar that its JSON must obey, and the reading of what the model wrote.

Paper section 2.4: a plan is {"task_name": str, "command": {"name": str, "args": {...}}}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.cleaning import clean, clean_line
from engine.events import Command, Language, Task
from engine.spans import QuestionSpans
from engine.tools.observation import ToolError
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.language.base import Constraint, PromptStyle
from models.language.grammar import GrammarBuilder, json_text, literal, spans, value

LONGEST_TASK_NAME = 80


class PlanError(Exception):
    """What the model wrote is no plan; the message is said back to it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a small model's arguments may be.

    `addresses` may be browsed, by kind ("wiki" or "web"); the arguments named in `values` have
    that value; `spans` are the dates that the question says.
    """

    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    spans: QuestionSpans | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the arguments of a plan are made from."""

    builder: GrammarBuilder
    goal: str
    style: PromptStyle
    choices: Choices


def plan_constraint(
    tools: Iterable[Tool],
    goal: str,
    style: PromptStyle,
    language: Language,
    choices: Choices | None = None,
) -> Constraint:
    """The grammar and the JSON Schema of a plan that calls one of `tools`.

    For a pointer-style model, arguments are spans of `goal` or what `choices` leave, and the
    task's name is the tool's own phrase.
    """
    frame = _Frame(GrammarBuilder(), goal, style, choices or Choices())
    offered = list(tools)
    bodies = [frame.builder.rule(_plan_body(frame, tool, language)) for tool in offered]
    return Constraint(frame.builder.build(" | ".join(bodies)), _plan_schema(offered))


def _plan_body(frame: _Frame, tool: Tool, language: Language) -> str:
    if frame.style == "pointer":
        name = f'"\\"" {json_text(tool.task_phrases[language])} "\\""'
    else:
        shape = {"type": "string", "maxLength": LONGEST_TASK_NAME, "minLength": 1}
        name = value(frame.builder, shape)
    head = literal('{"task_name": ')
    command = literal(f', "command": {{"name": {json.dumps(tool.name)}, "args": {{')
    arguments = _arguments(frame, tool)
    return f"{head} {name} {command} {arguments} {literal('}}}')}".replace("  ", " ")


def _arguments(frame: _Frame, tool: Tool) -> str:
    required = set(tool.parameters["required"])
    parts: list[str] = []
    dates = 0
    for name, spec in tool.parameters["properties"].items():
        if frame.style == "pointer" and spec.get("x-for-prose"):
            continue
        if frame.style == "pointer" and tool.origin and name not in required:
            # Words of the question would be put where a default is meant.
            continue
        body = _body(frame, name, spec, own=bool(tool.origin))
        if name not in required and _is_lacking(frame, spec, dates):
            if not spec["x-implied"]:
                continue
            body = _one_of(spec["x-implied"])
        dates += spec.get("x-kind") == "date"
        pair = f"{literal(json.dumps(name) + ': ')} {body}"
        if name in required:
            parts.append(f'", " {pair}' if parts else pair)
        elif not parts:
            # Without a required argument before it, a separator would dangle: offer the first
            # optional one alone.
            return f"({pair})?"
        else:
            parts.append(f'(", " {pair})?')
    return " ".join(parts)


def _body(frame: _Frame, name: str, spec: Mapping[str, Any], *, own: bool) -> str:
    if name in frame.choices.values:
        return _one_of([frame.choices.values[name]])
    return _argument(frame, spec, own=own)


def _argument(frame: _Frame, spec: Mapping[str, Any], *, own: bool) -> str:
    """One argument's value; `own` tools are the user's, whose texts are the question's words."""
    if frame.style != "pointer":
        return value(frame.builder, spec)
    if spec.get("x-whole"):
        return f'"\\"" {json_text(without_final_mark(frame.goal))} "\\""'
    if kind := spec.get("x-from-search"):
        return _one_of(frame.choices.addresses.get(kind, ()))
    if spec.get("x-phrases"):
        return _one_of(spec["x-phrases"])
    if spec.get("x-from-question") or (own and spec["type"] == "string" and "enum" not in spec):
        return f'"\\"" {_words(frame, spec)} "\\""'
    return value(frame.builder, spec)


def _words(frame: _Frame, spec: Mapping[str, Any]) -> str:
    """A rule for the words of the question that an argument may be."""
    implied, found = tuple(spec.get("x-implied", ())), frame.choices.spans
    kind = spec.get("x-kind")
    if found is None or not found.dates:
        return spans(frame.builder, frame.goal, implied)
    if kind == "date":
        return frame.builder.rule(" | ".join(map(json_text, (*found.dates, *implied))))
    if kind == "place" and found.between:
        pieces = [spans(frame.builder, piece) for piece in found.between]
        return frame.builder.rule(" | ".join(dict.fromkeys(pieces)))
    return spans(frame.builder, frame.goal, implied)


def _is_lacking(frame: _Frame, spec: Mapping[str, Any], dates_before: int) -> bool:
    """Whether the question says no date that an argument which may be left out could have."""
    found = frame.choices.spans
    return (
        frame.style == "pointer"
        and found is not None
        and spec.get("x-kind") == "date"
        and found.count <= dates_before
    )


def _one_of(phrases: Iterable[str]) -> str:
    return "(" + " | ".join(literal(json.dumps(p, ensure_ascii=False)) for p in phrases) + ")"


def without_final_mark(question: str) -> str:
    """The question as search text: its closing punctuation says nothing."""
    return question.strip().strip("?？!！。. ").strip() or question


def _plan_schema(tools: Sequence[Tool]) -> dict[str, Any]:
    def command(tool: Tool) -> dict[str, Any]:
        schema = tool.schema()
        arguments = {
            **schema["parameters"],
            "required": schema["required"],
            "additionalProperties": False,
        }
        return {
            "type": "object",
            "properties": {"name": {"const": tool.name}, "args": arguments},
            "required": ["name", "args"],
            "additionalProperties": False,
        }

    return {
        "type": "object",
        "properties": {
            "task_name": {"type": "string", "maxLength": LONGEST_TASK_NAME},
            "command": {"anyOf": [command(tool) for tool in tools]},
        },
        "required": ["task_name", "command"],
        "additionalProperties": False,
    }


def parse_plan(text: str, registry: Registry) -> Task:
    """The plan that `text` contains; words around the JSON object are forgiven.

    Raises:
        PlanError: there is no such object, or it names no known tool.
    """
    found = _first_object(text)
    command = found.get("command")
    if not isinstance(command, dict) or not isinstance(command.get("name"), str):
        raise PlanError('the plan has no {"command": {"name": ...}}')
    arguments = command.get("args", {})
    if not isinstance(arguments, dict):
        raise PlanError("the plan's args are not an object")
    try:
        tool = registry.get(command["name"].strip())
    except ToolError as error:
        raise PlanError(str(error)) from error
    name = clean_line(str(found.get("task_name") or tool.name))[:LONGEST_TASK_NAME]
    cleaned = {clean(str(key)): _clean_value(item) for key, item in arguments.items()}
    return Task(name, Command(tool.name, cleaned))


def _clean_value(item: Any) -> Any:
    if isinstance(item, dict):
        return {clean(key): _clean_value(value) for key, value in item.items()}
    if isinstance(item, list):
        return [_clean_value(value) for value in item]
    return clean(item) if isinstance(item, str) else item


def _first_object(text: str) -> dict[str, Any]:
    decoder = json.JSONDecoder(strict=False)
    start = text.find("{")
    while start >= 0:
        try:
            found, _ = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            start = text.find("{", start + 1)
            continue
        if isinstance(found, dict):
            return found
        start = text.find("{", start + 1)
    raise PlanError("the plan is not a JSON object")


def command_key(command: Command) -> str:
    """Equal for equal calls: what the rule against repeating is applied to."""
    arguments = {key: str(item).strip().casefold() for key, item in command.args.items()}
    return command.name + json.dumps(arguments, sort_keys=True, ensure_ascii=False)
