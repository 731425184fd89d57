"""Maps the JSON Schema of a server's tool to a tool's parameters.

What the planner's grammar does not know is simplified: references are followed, choices between
types become the first that can be used, and what has no form of its own is asked for as JSON text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from engine.cleaning import clean_line

LONGEST_NOTE = 500
_DEEPEST = 6
_MOST_CHOICES = 64
_MOST_PROPERTIES = 64
# Of a schema that refers to itself.
_MOST_PARTS = 500
_SCALARS = ("string", "integer", "number", "boolean")
_LIMITS = {
    "string": ("minLength", "maxLength"),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "array": ("minItems", "maxItems"),
}


class SchemaError(Exception):
    """A schema cannot be used at all; the message says why."""


def parameters_of(schema: Any) -> dict[str, Any]:
    """The parameters of a tool whose input has this schema; every property has a known type.

    Raises:
        SchemaError: it does not describe an object whose properties have usable names.
    """
    if not isinstance(schema, Mapping):
        raise SchemaError("its input schema is not an object")
    mapper = _Mapper(schema)
    root = mapper.resolved(schema, 0)
    if root.get("type", "object") != "object":
        raise SchemaError("its input is not an object")
    properties = root.get("properties") or {}
    if not isinstance(properties, Mapping):
        raise SchemaError("its properties are not an object")
    if len(properties) > _MOST_PROPERTIES:
        raise SchemaError(f"it has more than {_MOST_PROPERTIES} arguments")
    named = {_name(name): mapper.spec(spec, 0) for name, spec in properties.items()}
    required = _texts(root.get("required"))
    for name in required:
        # A name that is only required can be anything.
        named.setdefault(_name(name), _as_json("", "any"))
    for spec in named.values():
        if spec["type"] == "string" and not spec.keys() & {"enum", "x-json"}:
            # A small model then points at words of the question, rather than writing its own.
            spec |= {"x-from-question": True, "x-implied": [], "x-whole": False}
    return {"type": "object", "properties": named, "required": list(dict.fromkeys(required))}


def _name(name: Any) -> str:
    if not isinstance(name, str) or not name or clean_line(name) != name:
        raise SchemaError(f"an argument is named {str(name)[:40]!r}")
    return name


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


class _Mapper:
    """Maps the parts of one schema, as many as it may: references can make it endless."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._left = _MOST_PARTS

    def resolved(self, schema: Any, depth: int) -> Mapping[str, Any]:
        """The schema with its reference followed and the parts of allOf put together."""
        self._left -= 1
        if not isinstance(schema, Mapping) or depth > _DEEPEST or self._left < 0:
            return {}
        found = dict(schema)
        reference = found.pop("$ref", None)
        if isinstance(reference, str):
            target = _pointed_at(reference, self._root)
            found = {**self.resolved(target, depth + 1), **found}
        parts = found.pop("allOf", None)
        for part in parts if isinstance(parts, list) else ():
            found = _together(found, self.resolved(part, depth + 1))
        return found

    def spec(self, schema: Any, depth: int) -> dict[str, Any]:
        """A schema of one of the types that the grammar knows, with a description."""
        found = self._chosen(self.resolved(schema, 0))
        note = _note(found)
        if "const" in found:
            found = {**found, "enum": [found["const"]]}
        choices = found.get("enum")
        if isinstance(choices, list) and (spec := _choices(choices)):
            return {**spec, "description": note}
        kind = _kind(found)
        if kind == "array" and depth < _DEEPEST:
            items = self.spec(found.get("items", {"type": "string"}), depth + 1)
            return {"type": "array", "items": items, "description": note, **_limits(found, kind)}
        if kind == "object" and depth < _DEEPEST and _has_properties(found):
            return {**self._object(found, depth), "description": note}
        if kind in _SCALARS:
            return {"type": kind, "description": note, **_limits(found, kind)}
        return _as_json(note, kind)

    def _object(self, found: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = {
            name: self.spec(spec, depth + 1) for name, spec in found["properties"].items()
        }
        required = [name for name in _texts(found.get("required")) if name in properties]
        return {"type": "object", "properties": properties, "required": required}

    def _chosen(self, found: Mapping[str, Any]) -> Mapping[str, Any]:
        """Of a choice of schemas, the first that is not null; choices of constants are joined."""
        for keyword in ("anyOf", "oneOf"):
            arms = found.get(keyword)
            if not isinstance(arms, list):
                continue
            resolved = [self.resolved(arm, 0) for arm in arms]
            useful = [arm for arm in resolved if arm.get("type") != "null"]
            rest = {key: value for key, value in found.items() if key != keyword}
            if useful and all(map(_constants, useful)):
                return {**rest, "enum": [one for arm in useful for one in _constants(arm)]}
            return {**(useful[0] if useful else {}), **rest}
        return found


def _together(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    joined = {**other, **one}
    mine, its = one.get("properties"), other.get("properties")
    if isinstance(mine, Mapping) and isinstance(its, Mapping):
        joined["properties"] = {**its, **mine}
    required = _texts(one.get("required")) + _texts(other.get("required"))
    if required:
        joined["required"] = required
    return joined


def _pointed_at(reference: str, root: Mapping[str, Any]) -> Any:
    """What a reference within the schema points at (RFC 6901); nothing for any other."""
    if not reference.startswith("#"):
        return {}
    found: Any = root
    for part in filter(None, reference[1:].split("/")):
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, Mapping) or key not in found:
            return {}
        found = found[key]
    return found


def _has_properties(found: Mapping[str, Any]) -> bool:
    properties = found.get("properties")
    return (
        isinstance(properties, Mapping)
        and 0 < len(properties) <= _MOST_PROPERTIES
        and all(isinstance(name, str) and clean_line(name) == name for name in properties)
    )


def _as_json(note: str, kind: str) -> dict[str, Any]:
    """A value of any form, which is asked for as text in JSON."""
    wanted = kind if kind in ("object", "array") else "any"
    form = {"object": "a JSON object", "array": "a JSON array"}.get(wanted, "JSON")
    described = f"{note} ({form}, as text)".strip()
    return {"type": "string", "x-json": wanted, "description": described}


def _constants(arm: Mapping[str, Any]) -> list[Any]:
    if "const" in arm:
        return [arm["const"]]
    choices = arm.get("enum")
    return choices if isinstance(choices, list) else []


def _choices(choices: list[Any]) -> dict[str, Any] | None:
    """An enumeration of texts, or of whole numbers; null is left out, as an argument may be."""
    left = [choice for choice in choices if choice is not None][:_MOST_CHOICES]
    if left and all(isinstance(choice, str) for choice in left):
        # One that a terminal could act upon is not offered.
        plain = [choice for choice in left if clean_line(choice) == choice]
        return {"type": "string", "enum": plain} if plain else None
    if left and all(isinstance(choice, int) and not isinstance(choice, bool) for choice in left):
        return {"type": "integer", "enum": left}
    return None


def _kind(found: Mapping[str, Any]) -> str:
    kind = found.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), None)
    if isinstance(kind, str):
        return kind
    if isinstance(found.get("properties"), Mapping):
        return "object"
    return "array" if "items" in found else "any"


def _limits(found: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The bounds that the grammar keeps, where they make sense."""
    if kind not in _LIMITS:
        return {}
    low, high = (_bound(found.get(name), kind) for name in _LIMITS[kind])
    if low is not None and high is not None and low > high:
        return {}
    pairs: Iterable[tuple[str, float | None]] = zip(_LIMITS[kind], (low, high), strict=True)
    return {name: value for name, value in pairs if value is not None}


def _bound(value: Any, kind: str) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 10**15:
        return None  # NaN too
    if kind in ("string", "array"):
        return int(value) if value >= 0 else None
    return value


def _note(found: Mapping[str, Any]) -> str:
    """The description, with the format and the default that a model should know."""
    text = found.get("description") or found.get("title")
    parts = [text] if isinstance(text, str) else []
    further = [(name, found.get(name)) for name in ("format", "pattern")]
    parts += [f"({name}: {value})" for name, value in further if isinstance(value, str)]
    if isinstance(found.get("default"), str | int | float | bool):
        parts.append(f"(default: {json.dumps(found['default'], ensure_ascii=False)})")
    return clean_line(" ".join(parts))[:LONGEST_NOTE]
