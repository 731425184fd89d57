"""Describes a user's function as a tool: the schema in the paper's form, from its signature.

It runs in the tool's own process, for it needs the function itself.
"""

from __future__ import annotations

import inspect
import json
import re
import types
import typing
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union

from engine.own_tools.docstrings import Docstring, read_docstring

LONGEST_NAME = 64
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_SUPPORTED = "str, int, float, bool, Literal, list, dict and Optional of these"
_DEEPEST = 4


class UnusableError(Exception):
    """A function cannot be a tool; the message says why and what to do."""


def is_tool_name(name: str) -> bool:
    """Whether a tool can be called so."""
    return _NAME.fullmatch(name) is not None and len(name) <= LONGEST_NAME


def describe(function: Callable[..., Any]) -> dict[str, Any]:
    """The description of a function that can be a tool, as JSON.

    Raises:
        UnusableError: its name, docstring or signature is lacking something.
    """
    name = getattr(function, "__name__", "")
    if not is_tool_name(name):
        raise UnusableError(
            f"{name!r} is no name for a tool: use up to {LONGEST_NAME} letters (a-z), digits and _"
        )
    text = inspect.getdoc(function) or ""
    notes = read_docstring(text)
    if not notes.description:
        raise UnusableError(
            f"{name} has no docstring: write what it does, or begin its name with _ "
            "where it is no tool"
        )
    properties, required = _parameters(name, function, notes)
    return {
        "name": name,
        "description": notes.description,
        "parameters": {"type": "object", "properties": properties, "required": required},
        "returns": notes.returns,
        "phrases": notes.phrases,
        "examples": list(notes.examples),
        "hosts": list(notes.hosts),
        "seconds": notes.seconds,
    }


def _parameters(
    name: str, function: Callable[..., Any], notes: Docstring
) -> tuple[dict[str, Any], list[str]]:
    try:
        hints = typing.get_type_hints(function, include_extras=True)
        signature = inspect.signature(function)
    except (NameError, TypeError, ValueError, AttributeError, SyntaxError) as error:
        raise UnusableError(f"{name}: its types cannot be read: {error}") from None
    properties: dict[str, Any] = {}
    required: list[str] = []
    for parameter in signature.parameters.values():
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            raise UnusableError(
                f"{name}: the argument {parameter.name} cannot be given by its name: "
                "use neither *, ** nor / in the signature"
            )
        if parameter.name not in hints:
            raise UnusableError(
                f"{name}: the argument {parameter.name} has no type: "
                f"write for example {parameter.name}: str"
            )
        spec = _spec(f"{name}: the argument {parameter.name}", hints[parameter.name], 0)
        spec["description"] = notes.arguments.get(parameter.name) or spec.get("description", "")
        if parameter.default is inspect.Parameter.empty:
            required.append(parameter.name)
        elif parameter.default is not None and _is_json(parameter.default):
            spec["default"] = parameter.default
        if spec["type"] == "string" and "enum" not in spec and "x-json" not in spec:
            # A small model then points at words of the question, rather than writing its own.
            spec |= {"x-from-question": True, "x-implied": [], "x-whole": False}
        properties[parameter.name] = spec
    return properties, required


def _spec(place: str, hint: Any, depth: int) -> dict[str, Any]:
    """The JSON schema of a type."""
    origin, arms = typing.get_origin(hint), typing.get_args(hint)
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if origin is Annotated:
        words = [mark for mark in arms[1:] if isinstance(mark, str)]
        return _spec(place, arms[0], depth) | ({"description": words[0]} if words else {})
    if origin is Literal:
        return _choices(place, arms)
    if origin in (Union, types.UnionType):
        others = [arm for arm in arms if arm is not type(None)]
        if len(others) == 1:
            return _spec(place, others[0], depth)
    if (hint is list or origin is list) and depth < _DEEPEST:
        items = _spec(place, arms[0], depth + 1) if arms else {"type": "string"}
        return {"type": "array", "items": items}
    if hint is dict or origin is dict:
        return {"type": "string", "x-json": "object"}
    shown = getattr(hint, "__name__", None) or str(hint)
    raise UnusableError(
        f"{place} is of a type that cannot be asked for ({shown}): use {_SUPPORTED}"
    )


def _choices(place: str, arms: tuple[Any, ...]) -> dict[str, Any]:
    kinds = {type(arm) for arm in arms}
    if len(kinds) == 1 and (kind := kinds.pop()) in (str, int):
        return {"type": _SCALARS[kind], "enum": list(arms)}
    raise UnusableError(
        f"{place}: the choices of a Literal must all be texts, or all whole numbers"
    )


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True
