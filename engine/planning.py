"""A plan: the grammar that its JSON must obey, and the reading of what the model wrote.

Paper section 2.4: a plan is {"task_name": str, "command": {"name": str, "args": {...}}}.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.cleaning import clean, clean_line
from engine.events import Command, Language, Task
from engine.own_arguments import own_arguments
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
    that value, and a tool with one of them no further ones; `spans` are the dates that the
    question says, and `ends` the pairs of dates between which a time may be counted.
    """

    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    spans: QuestionSpans | None = None
    ends: Sequence[tuple[str, str]] = ()


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


def own_task_name(tool: Tool, language: Language) -> str:
    """What a small model writes for the task of a user's own tool.

    It follows from the tool's name, so that writing it is choosing the tool.
    """
    return f"Use {tool.name}" if language == "en" else f"使用 {tool.name}"


def _plan_body(frame: _Frame, tool: Tool, language: Language) -> str:
    if frame.style == "pointer":
        phrase = own_task_name(tool, language) if tool.origin else tool.task_phrases[language]
        name = f'"\\"" {json_text(phrase)} "\\""'
    else:
        shape = {"type": "string", "maxLength": LONGEST_TASK_NAME, "minLength": 1}
        name = value(frame.builder, shape)
    head = literal('{"task_name": ')
    command = literal(f', "command": {{"name": {json.dumps(tool.name)}, "args": {{')
    arguments = _arguments(frame, tool)
    return f"{head} {name} {command} {arguments} {literal('}}}')}".replace("  ", " ")


def _arguments(frame: _Frame, tool: Tool) -> str:
    if frame.style == "pointer" and tool.origin:
        return own_arguments(frame.builder, tool, frame.goal)
    required = set(tool.parameters["required"])
    properties = tool.parameters["properties"]
    if _is_counted(frame, tool):
        return _pairs(frame, tool.parameters["required"])
    is_settled = any(name in frame.choices.values for name in properties)
    parts: list[str] = []
    dates = 0
    for name, spec in properties.items():
        is_given = name in frame.choices.values
        if frame.style == "pointer" and spec.get("x-for-prose") and not is_given:
            continue
        if is_settled and not is_given and name not in required:
            continue
        body = _body(frame, name, spec)
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


def _is_counted(frame: _Frame, tool: Tool) -> bool:
    """Whether a tool counts from one date to another, and the pairs are known."""
    required = tool.parameters["required"]
    kinds = [tool.parameters["properties"][name].get("x-kind") for name in required]
    settled = any(name in frame.choices.values for name in required)
    return bool(frame.choices.ends) and kinds == ["date", "date"] and not settled


def _pairs(frame: _Frame, names: Sequence[str]) -> str:
    """A rule for the pairs of dates: by the first, what the second may be."""
    seconds: dict[str, list[str]] = {}
    for first, second in frame.choices.ends:
        seconds.setdefault(first, []).append(second)
    start, end = (literal(json.dumps(name) + ": ") for name in names)
    arms = [
        f'{start} {_one_of([first])} ", " {end} {_one_of(others)}'
        for first, others in seconds.items()
    ]
    return frame.builder.rule(" | ".join(arms))


def _body(frame: _Frame, name: str, spec: Mapping[str, Any]) -> str:
    if name in frame.choices.values:
        return _one_of([frame.choices.values[name]])
    if frame.style != "pointer":
        return value(frame.builder, spec)
    if spec.get("x-whole"):
        return f'"\\"" {json_text(without_final_mark(frame.goal))} "\\""'
    kind = spec.get("x-from-search")
    if kind or spec.get("x-phrases"):
        listed = frame.choices.addresses.get(kind, ()) if kind else spec["x-phrases"]
        return _one_of(listed)
    if spec.get("x-from-question"):
        return f'"\\"" {_words(frame, name, spec)} "\\""'
    return value(frame.builder, spec)


def _words(frame: _Frame, name: str, spec: Mapping[str, Any]) -> str:
    """A rule for the words of the question that an argument may be."""
    implied, found = tuple(spec.get("x-implied", ())), frame.choices.spans
    kind = spec.get("x-kind")
    if kind == "date" and found is not None and (found.dates or implied):
        # Where the day or the year itself is said, the present is not meant.
        is_said = _says_day(found) if name == "start_date" else _says_year(found.dates)
        dates = found.dates if is_said else (*found.dates, *implied)
        return frame.builder.rule(" | ".join(map(json_text, dates)))
    if kind == "place" and found is not None and found.between:
        pieces = [spans(frame.builder, piece) for piece in found.between]
        return frame.builder.rule(" | ".join(dict.fromkeys(pieces)))
    return spans(frame.builder, frame.goal, implied)


_YEAR = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\b(?:next|last|this) (?:year|yr)\b|[今明去后前]年", re.I
)


# The present, however it is said; and words that only ask for a part of its date.
_PRESENT = re.compile(
    r"(?:right |just )?now|(?:at )?the moment|today|(?:the )?(?:day|date|week|month|year|time)"
    r"(?: of the week)?|现在|目前|眼下|当下|此刻|这会儿?|如今|今[天日儿]|周末?|星期",
    re.IGNORECASE,
)


def _says_day(found: QuestionSpans) -> bool:
    return any(not _PRESENT.fullmatch(one) for one in found.apart)


def _says_year(dates: Iterable[str]) -> bool:
    return any(_YEAR.search(one) for one in dates)


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
    name = _task_name(clean_line(str(found.get("task_name") or tool.name)), tool)
    cleaned = {clean(str(key)): _clean_value(item) for key, item in arguments.items()}
    return Task(name, Command(tool.name, cleaned))


def _task_name(written: str, tool: Tool) -> str:
    """What is written; for what a small model writes of a user's own tool, the tool's phrase."""
    if tool.origin:
        for language, phrase in tool.task_phrases.items():
            if written == own_task_name(tool, language):
                return phrase
    return written[:LONGEST_TASK_NAME]


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
