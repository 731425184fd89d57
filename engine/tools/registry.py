"""Tools are typed functions; their schema in the paper's form comes from the signature.

Appendix A.2 of the paper lists the tools. A parameter annotated with `FromQuestion` marks an
argument that is the question's own words: a small model then only points at them.
"""

from __future__ import annotations

import inspect
import threading
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal

from engine.cleaning import clean
from engine.events import Language, Location

if typing.TYPE_CHECKING:
    from engine.survey.question import CollectionQuestion
    from engine.survey.survey import Survey

ErrorKind = Literal[
    "invalid_argument", "not_found", "offline", "rate_limited", "timed_out", "failed"
]


@dataclass(frozen=True, slots=True)
class FromQuestion:
    """Marks a parameter whose value is a span of the question or one of the `implied` words.

    With `whole`, the value is all of the question, so that there is nothing to choose.
    """

    implied: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Marks a parameter whose value is one of a few fixed phrases for a small model."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForProse:
    """Marks a parameter that only a model with room for it is offered, never a small one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an observation that can be cited.

    `quote` are the source's own words where `text` is a line that was written for the answer.
    """

    text: str
    source: str
    title: str
    location: Location = field(default_factory=Location)
    score: float = 0.0
    fingerprint: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What a tool found: text for the model, data for --json, passages for citations.

    `named_dates` are dates that later steps of the same question may refer to by name. A `whole`
    observation is the answer as it stands: there is nothing to choose from it.
    """

    text: str
    data: Any = None
    passages: tuple[Passage, ...] = ()
    named_dates: Mapping[str, date] = field(default_factory=dict)
    whole: bool = False


class ToolError(Exception):
    """A tool could not answer; the message goes back to the planner as an observation."""

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class KnowledgeSearch(typing.Protocol):
    """What search_knowledge needs of the library."""

    def search(self, text: str, limit: int) -> tuple[Passage, ...]:
        """Best passages first; empty when nothing in the library is relevant to `text`."""
        ...

    def survey(self, question: CollectionQuestion, today: date) -> Survey:
        """Every document or entry that a question about the whole library asks for."""
        ...


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool may know of the question that it serves."""

    now: datetime
    language: Language = "en"
    knowledge: KnowledgeSearch | None = None
    named_dates: Mapping[str, date] = field(default_factory=dict)
    cancel: threading.Event | None = None


ToolFunction = Callable[..., Observation]
_JSON_TYPES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True, slots=True)
class Tool:
    """A registered tool: its schema, its phrases for a plan's name, and its function."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    returns: str
    function: ToolFunction
    task_phrases: Mapping[Language, str]
    terminal: bool = False

    def schema(self) -> dict[str, Any]:
        """The paper's form: name, description, parameters, returns, required."""
        return {
            "name": self.name,
            "description": self.description,
            "parameters": {
                "type": "object",
                "properties": {
                    name: {key: value for key, value in spec.items() if not key.startswith("x-")}
                    for name, spec in self.parameters["properties"].items()
                },
            },
            "returns": {"description": self.returns},
            "required": list(self.parameters["required"]),
        }


def tool(function: ToolFunction, *, en: str, zh: str, returns: str, terminal: bool = False) -> Tool:
    """Make a Tool of a function whose first parameter is the ToolContext.

    The docstring's first paragraph is the description; lines of the form `name: text` after a
    line `Args:` describe the parameters. `en` and `zh` name the task in a plan; a `terminal` tool
    ends planning.
    """
    description, argument_notes = _read_docstring(function)
    hints = typing.get_type_hints(function, include_extras=True)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        properties[parameter.name] = _property(
            hints[parameter.name], argument_notes.get(parameter.name, "")
        )
        if parameter.default is inspect.Parameter.empty:
            required.append(parameter.name)
    return Tool(
        name=function.__name__,
        description=description,
        parameters={"type": "object", "properties": properties, "required": required},
        returns=returns,
        function=function,
        task_phrases={"en": en, "zh": zh},
        terminal=terminal,
    )


def _property(hint: Any, note: str) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    base = hint
    if typing.get_origin(hint) is Annotated:
        base, *marks = typing.get_args(hint)
        for mark in marks:
            if isinstance(mark, FromQuestion):
                spec["x-from-question"] = True
                spec["x-implied"] = list(mark.implied)
                spec["x-whole"] = mark.whole
            elif isinstance(mark, Phrases):
                spec["x-phrases"] = list(mark.choices)
            elif isinstance(mark, ForProse):
                spec["x-for-prose"] = True
    if typing.get_origin(base) is Literal:
        choices = list(typing.get_args(base))
        return {"type": "string", "enum": choices, "description": note, **spec}
    arms = [arm for arm in typing.get_args(base) if arm is not type(None)]
    return {"type": _JSON_TYPES[arms[0] if arms else base], "description": note, **spec}


def _read_docstring(function: ToolFunction) -> tuple[str, dict[str, str]]:
    text = inspect.getdoc(function) or ""
    head, _, tail = text.partition("\nArgs:\n")
    notes = {}
    for line in tail.splitlines():
        name, separator, note = line.strip().partition(": ")
        if separator:
            notes[name] = note
    return " ".join(head.split("\n\n")[0].split()), notes


class Registry:
    """The tools on offer, in a fixed order."""

    def __init__(self, tools: Iterable[Tool] = ()) -> None:
        self._tools: dict[str, Tool] = {}
        for entry in tools:
            self.register(entry)

    def register(self, entry: Tool) -> None:
        """Add a tool.

        Raises:
            ValueError: the name is taken.
        """
        if entry.name in self._tools:
            raise ValueError(f"a tool named {entry.name} is already registered")
        self._tools[entry.name] = entry

    def __iter__(self) -> typing.Iterator[Tool]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)

    def names(self) -> list[str]:
        """Names in order."""
        return list(self._tools)

    def get(self, name: str) -> Tool:
        """The tool of that name.

        Raises:
            ToolError: there is none; the message lists those there are.
        """
        try:
            return self._tools[name]
        except KeyError:
            known = ", ".join(self._tools)
            raise ToolError(
                "invalid_argument", f"there is no tool named {clean(name)!r}; use one of: {known}"
            ) from None

    def run(self, name: str, args: Mapping[str, Any], context: ToolContext) -> Observation:
        """Check the arguments against the schema and call the tool.

        Raises:
            ToolError: an unknown tool, a wrong or missing argument, or the tool's own trouble.
        """
        entry = self.get(name)
        return entry.function(context, **self._checked(entry, args))

    @staticmethod
    def _checked(entry: Tool, args: Mapping[str, Any]) -> dict[str, Any]:
        properties = entry.parameters["properties"]
        for key in args:
            if key not in properties:
                known = ", ".join(properties) or "none"
                raise ToolError(
                    "invalid_argument",
                    f"{entry.name} takes no argument {clean(key)!r}; its arguments: {known}",
                )
        missing = [key for key in entry.parameters["required"] if key not in args]
        if missing:
            raise ToolError("invalid_argument", f"{entry.name} needs {', '.join(missing)}")
        return {key: _convert(entry.name, key, properties[key], args[key]) for key in args}


def _convert(tool_name: str, key: str, spec: Mapping[str, Any], value: Any) -> Any:
    """Accept what a person types on a command line: text for numbers and booleans."""
    wanted = spec["type"]
    try:
        if wanted == "string":
            converted: Any = clean(str(value)).strip()
        elif wanted == "boolean":
            converted = {"true": True, "false": False, "1": True, "0": False}[str(value).lower()]
        else:
            converted = int(value) if wanted == "integer" else float(value)
    except (KeyError, ValueError):
        raise ToolError(
            "invalid_argument", f"{tool_name}: {key}={value!r} is not a valid {wanted}"
        ) from None
    if "enum" in spec and converted not in spec["enum"]:
        raise ToolError(
            "invalid_argument", f"{tool_name}: {key} must be one of {', '.join(spec['enum'])}"
        )
    return converted
