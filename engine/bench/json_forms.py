"""What decoding is held to under `--grammar`: the two forms of a step that are JSON.

AutoGPT's step is {"thoughts": {...}, "command": {"name", "args"}}, KAgent's own (paper, appendix
A.3) is {"task_name", "command": {"name", "args"}}; the command is one of the instance's functions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from engine.bench.instances import STEP_TYPES, Instance
from models.language.base import Constraint, ConstraintError
from models.language.grammar import GrammarBuilder, value

_LONGEST_THOUGHT: Final = 400
_TYPES: Final = frozenset({"string", "integer", "number", "boolean", "null", "array", "object"})
_LISTS: Final = ("enum", "required")
_NUMBERS: Final = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
_DEEPEST: Final = 6
_THOUGHTS: Final = ("text", "reasoning", "plan", "criticism", "speak")


def is_json_step(instance: Instance, template: str) -> bool:
    """Whether a step is wanted, in one of the forms that are JSON."""
    return instance.type in STEP_TYPES and template in ("AutoGPT", "KuaiAgent")


def step_constraint(instance: Instance, template: str) -> Constraint | None:
    """The grammar and the JSON Schema of a step in this form; None where it is not JSON.

    None as well where the instance wants no step, has no functions, or has such that no grammar
    can be made of.
    """
    if not is_json_step(instance, template):
        return None
    commands = [command for func in instance.funcs if (command := _command(func)) is not None]
    if not commands:
        return None
    thought = {"type": "string", "minLength": 1, "maxLength": _LONGEST_THOUGHT}
    chosen = {"anyOf": commands}
    if template == "AutoGPT":
        schema = _object(
            {"thoughts": _object(dict.fromkeys(_THOUGHTS, thought)), "command": chosen}
        )
    else:
        schema = _object({"task_name": thought, "command": chosen})
    builder = GrammarBuilder()
    try:
        return Constraint(builder.build(value(builder, schema)), schema)
    except ConstraintError:
        return None


def _command(func: Mapping[str, Any]) -> dict[str, Any] | None:
    """The call of one function, which may stand under "function" as in OpenAI's format."""
    inner = func.get("function", func)
    if not isinstance(inner, Mapping) or not isinstance(inner.get("name"), str):
        return None
    return _object({"name": {"const": inner["name"]}, "args": _arguments(inner.get("parameters"))})


def _arguments(parameters: Any) -> dict[str, Any]:
    if not isinstance(parameters, Mapping):
        return _object({})
    schema = _plain(parameters, 0)
    properties = schema.get("properties", {})
    wanted = parameters.get("required")
    required = [name for name in properties if isinstance(wanted, list) and name in wanted]
    return {**_object(properties), "required": required}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _plain(schema: Any, depth: int) -> dict[str, Any]:
    """The keywords of a parameter's schema that a grammar knows; benchmark files have others.

    A type that is none of JSON Schema's ("str", "date") leaves any scalar.
    """
    if not isinstance(schema, Mapping) or depth > _DEEPEST:
        return {}
    found = {key: schema[key] for key in _LISTS if isinstance(schema.get(key), list)}
    found |= {key: schema[key] for key in _NUMBERS if _is_number(schema.get(key))}
    if not found.get("enum"):
        found.pop("enum", None)
    kind = schema.get("type")
    if isinstance(kind, str) and kind in _TYPES:
        found["type"] = kind
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        found["properties"] = {
            str(name): _plain(inner, depth + 1) for name, inner in properties.items()
        }
    if kind == "array":
        found["items"] = _plain(schema.get("items"), depth + 1)
    return found


def _is_number(found: Any) -> bool:
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    # Python's reader of JSON takes Infinity and NaN, too.
    return is_number and math.isfinite(found)
