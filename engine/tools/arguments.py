"""Checks an argument against its schema, and accepts what a person types on a command line."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from engine.cleaning import clean
from engine.events import Language
from engine.tools.observation import ToolError

_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_EXAMPLES = {"array": '["a", "b"]', "object": '{"key": "value"}'}
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "wrong": "{tool}: {key}={shown} is not a valid {wanted}",
        "as JSON": "; write it as JSON, such as {example}",
        "choices": "{tool}: {key} must be one of {choices}",
    },
    "zh": {
        "wrong": "{tool}：{key}={shown}无效，应为{wanted}",
        "as JSON": "；请写成JSON，例如{example}",
        "choices": "{tool}：{key}只能是{choices}之一",
    },
}
_CHINESE_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true或false",
    "array": "列表",
    "object": "对象",
}
_LONGEST_SHOWN = 80
_DEEPEST = 16


def converted(
    tool_name: str, key: str, spec: Mapping[str, Any], value: Any, language: Language = "en"
) -> Any:
    """The value as the tool expects it: text is read as a number, a boolean, a list or an object.

    Raises:
        ToolError: it is nothing of the kind, or none of the choices.
    """
    try:
        found = _converted(spec, value, 0)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise ToolError("invalid_argument", _wrong(tool_name, key, spec, value, language)) from None
    if "enum" in spec and found not in spec["enum"]:
        choices = ", ".join(map(str, spec["enum"]))
        text = _TEXTS[language]["choices"].format(tool=tool_name, key=key, choices=choices)
        raise ToolError("invalid_argument", text)
    return found


def _wrong(
    tool_name: str, key: str, spec: Mapping[str, Any], value: Any, language: Language
) -> str:
    wanted = spec.get("x-json", spec["type"])
    shown = clean(repr(value))
    if len(shown) > _LONGEST_SHOWN:
        shown = f"{shown[:_LONGEST_SHOWN]}…"
    texts = _TEXTS[language]
    named = _CHINESE_TYPES.get(wanted, wanted) if language == "zh" else wanted
    text = texts["wrong"].format(tool=tool_name, key=key, shown=shown, wanted=named)
    example = _EXAMPLES.get(wanted)
    return text + (texts["as JSON"].format(example=example) if example else "")


def _converted(spec: Mapping[str, Any], value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise ValueError
    wanted = spec.get("x-json", spec.get("type", "string"))
    if wanted == "any":
        return _any(value)
    if wanted == "string":
        return clean(str(value)).strip()
    if wanted == "boolean":
        return _BOOLEANS[str(value).strip().lower()]
    if wanted == "array":
        items = spec.get("items", {"type": "string"})
        return [_converted(items, item, depth + 1) for item in _read(value, list)]
    if wanted == "object":
        return _object(spec, _read(value, dict), depth)
    return _number(value, whole=wanted == "integer")


def _any(value: Any) -> Any:
    """A value of any form; text that is no JSON stands for itself."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return clean(value)


def _number(value: Any, *, whole: bool) -> float:
    if isinstance(value, bool):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    if not whole:
        return number
    # By way of float, digits beyond the sixteenth would be lost.
    exact = int(value) if isinstance(value, str | int) else int(number)
    if exact != number and not isinstance(value, str | int):
        raise ValueError
    return exact


def _read(value: Any, kind: type[Any]) -> Any:
    """A list or a dict, given as such or as JSON."""
    found = json.loads(value) if isinstance(value, str) else value
    if not isinstance(found, kind):
        raise TypeError
    return found


def _object(spec: Mapping[str, Any], value: Mapping[str, Any], depth: int) -> dict[str, Any]:
    properties = spec.get("properties", {})
    if missing := [key for key in spec.get("required", ()) if key not in value]:
        raise KeyError(missing[0])
    return {
        clean(key): _converted(properties[key], item, depth + 1) if key in properties else item
        for key, item in value.items()
    }
