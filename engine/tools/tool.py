"""Tools are typed functions; their schema in the paper's form comes from the signature.

Appendix A.2 of the paper lists the tools. A parameter annotated with `FromQuestion` marks an
argument that is the question's own words: a small model then only points at them.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from engine.events import Language
from engine.tools.observation import Observation

# Longest run of a tool, and the characters that its observation may have.
TOOL_SECONDS = 60.0
TOOL_CHARACTERS = 40_000


@dataclass(frozen=True, slots=True)
class FromQuestion:
    """Marks a parameter whose value is a span of the question or one of the `implied` words.

    With `whole`, the value is all of the question, so that there is nothing to choose. `kind` says
    which spans may be meant: those that say a date, or those that do not.
    """

    implied: tuple[str, ...] = ()
    whole: bool = False
    kind: Literal["words", "date", "place"] = "words"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Marks a parameter whose value is one of a few fixed phrases for a small model."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForProse:
    """Marks a parameter that only a model with room for it is offered, never a small one."""


@dataclass(frozen=True, slots=True)
class FromSearch:
    """Marks a parameter that is an address which a search of this question returned.

    `wiki`: one of the encyclopedia; otherwise any other.
    """

    wiki: bool = False


ToolFunction = Callable[..., Observation]
_JSON_TYPES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


@dataclass(frozen=True, slots=True)
class Tool:
    """A registered tool: its schema, its phrases for a plan's name, and its function.

    A tool that is `online` can answer nothing without the internet. `origin` says where a custom
    tool comes from, empty for a built-in one; `examples` are questions that a custom tool answers.
    `seconds` and `characters` limit a run and the text of its observation.
    """

    name: str
    description: str
    parameters: Mapping[str, Any]
    returns: str
    function: ToolFunction
    task_phrases: Mapping[Language, str]
    terminal: bool = False
    online: bool = False
    origin: str = ""
    examples: tuple[str, ...] = ()
    seconds: float = TOOL_SECONDS
    characters: int = TOOL_CHARACTERS

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


def tool(function: ToolFunction, *, en: str, zh: str, returns: str, **further: Any) -> Tool:
    """Make a Tool of a function (or bound method) whose first parameter is the ToolContext.

    The docstring's first paragraph is the description; lines of the form `name: text` after a
    line `Args:` describe the parameters. `en` and `zh` name the task in a plan; `further` are
    other fields of Tool.
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
        **further,
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
                spec["x-kind"] = mark.kind
            elif isinstance(mark, Phrases):
                spec["x-phrases"] = list(mark.choices)
            elif isinstance(mark, ForProse):
                spec["x-for-prose"] = True
            elif isinstance(mark, FromSearch):
                spec["x-from-search"] = "wiki" if mark.wiki else "web"
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
