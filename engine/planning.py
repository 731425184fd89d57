"""A plan: the grammar that its JSON must obey, and the reading of what the model wrote.

Paper section 2.4: a plan is {"task_name": str, "command": {"name": str, "args": {...}}}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.cleaning import clean, clean_line
from engine.events import Command, Language, Task
from engine.tools.observation import ToolError
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.language.base import Constraint, PromptStyle
from models.language.grammar import GrammarBuilder, json_text, literal, spans, value

LONGEST_TASK_NAME = 80


class PlanError(Exception):
    """What the model wrote is no plan; the message is said back to it."""


def plan_constraint(
    tools: Iterable[Tool], goal: str, style: PromptStyle, language: Language
) -> Constraint:
    """The grammar and the JSON Schema of a plan that calls one of `tools`.

    For a pointer-style model, arguments that come from the question are spans of `goal`, and the
    task's name is the tool's own phrase.
    """
    builder = GrammarBuilder()
    offered = list(tools)
    bodies = [builder.rule(_plan_body(builder, tool, goal, style, language)) for tool in offered]
    return Constraint(builder.build(" | ".join(bodies)), _plan_schema(offered))


def _plan_body(
    builder: GrammarBuilder, tool: Tool, goal: str, style: PromptStyle, language: Language
) -> str:
    if style == "pointer":
        name = f'"\\"" {json_text(tool.task_phrases[language])} "\\""'
    else:
        name = value(builder, {"type": "string", "maxLength": LONGEST_TASK_NAME, "minLength": 1})
    head = literal('{"task_name": ')
    command = literal(f', "command": {{"name": {json.dumps(tool.name)}, "args": {{')
    arguments = _arguments(builder, tool, goal, style)
    return f"{head} {name} {command} {arguments} {literal('}}}')}".replace("  ", " ")


def _arguments(builder: GrammarBuilder, tool: Tool, goal: str, style: PromptStyle) -> str:
    required = set(tool.parameters["required"])
    parts: list[str] = []
    first = True
    for name, spec in tool.parameters["properties"].items():
        if style == "pointer" and spec.get("x-for-prose"):
            continue
        body = _argument(builder, spec, goal, style)
        pair = f"{literal(json.dumps(name) + ': ')} {body}"
        if name in required:
            parts.append(pair if first else f'", " {pair}')
            first = False
        elif first:
            # Without a required argument before it, a separator would dangle: offer the first
            # optional one alone.
            return f"({pair})?"
        else:
            parts.append(f'(", " {pair})?')
    return " ".join(parts)


def _argument(
    builder: GrammarBuilder, spec: Mapping[str, Any], goal: str, style: PromptStyle
) -> str:
    if style == "pointer" and spec.get("x-whole"):
        return f'"\\"" {json_text(without_final_mark(goal))} "\\""'
    if style == "pointer" and spec.get("x-from-question"):
        rule = spans(builder, goal, tuple(spec["x-implied"]))
        return f'"\\"" {rule} "\\""'
    if style == "pointer" and spec.get("x-phrases"):
        return (
            "("
            + " | ".join(literal(json.dumps(p, ensure_ascii=False)) for p in spec["x-phrases"])
            + ")"
        )
    return value(builder, spec)


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
