"""JSON Schemas of servers' tools as parameters that the planner's grammar knows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.own_tools.mcp_schema import SchemaError, parameters_of
from models.language.grammar import GrammarBuilder, check, value


def spec_of(schema: Any, **root: Any) -> dict[str, Any]:
    found = parameters_of({"type": "object", "properties": {"x": schema}, **root})
    spec: dict[str, Any] = found["properties"]["x"]
    return {
        key: item
        for key, item in spec.items()
        if key not in ("x-from-question", "x-implied", "x-whole")
    }


DEFINED = {"$defs": {"Unit": {"enum": ["m", "km"], "description": "A unit."}}}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, {"type": "string", "description": ""}),
        (
            {"type": "string", "format": "date", "default": "now", "maxLength": 9},
            {"type": "string", "description": '(format: date) (default: "now")', "maxLength": 9},
        ),
        (
            {"type": "integer", "minimum": 1, "maximum": 5, "multipleOf": 2},
            {"type": "integer", "description": "", "minimum": 1, "maximum": 5},
        ),
        ({"type": "integer", "minimum": 5, "maximum": 1}, {"type": "integer", "description": ""}),
        ({"type": ["null", "number"]}, {"type": "number", "description": ""}),
        (
            {"anyOf": [{"type": "null"}, {"type": "boolean"}]},
            {"type": "boolean", "description": ""},
        ),
        (
            {"oneOf": [{"const": "a"}, {"const": "b"}], "title": "T"},
            {"type": "string", "enum": ["a", "b"], "description": "T"},
        ),
        ({"enum": [1, 2, None]}, {"type": "integer", "enum": [1, 2], "description": ""}),
        (
            {"enum": [1, "a"]},
            {"type": "string", "x-json": "any", "description": "(JSON, as text)"},
        ),
        (
            {"$ref": "#/$defs/Unit"},
            {"type": "string", "enum": ["m", "km"], "description": "A unit."},
        ),
        (
            {"$ref": "https://example.org/x.json"},
            {"type": "string", "x-json": "any", "description": "(JSON, as text)"},
        ),
        (
            {"type": "array", "items": {"type": "integer"}, "minItems": 1},
            {
                "type": "array",
                "items": {"type": "integer", "description": ""},
                "description": "",
                "minItems": 1,
            },
        ),
        (
            {"type": "object", "description": "Anything."},
            {
                "type": "string",
                "x-json": "object",
                "description": "Anything. (a JSON object, as text)",
            },
        ),
        (
            {"allOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}, {}]},
            {
                "type": "object",
                "properties": {"a": {"type": "string", "description": ""}},
                "required": ["a"],
                "description": "",
            },
        ),
        (True, {"type": "string", "x-json": "any", "description": "(JSON, as text)"}),
    ],
)
def test_forms_of_schemas(schema: Any, expected: dict[str, Any]) -> None:
    assert spec_of(schema, **DEFINED) == expected


def test_a_schema_that_refers_to_itself_ends() -> None:
    branches = {name: {"$ref": "#"} for name in "abcdefgh"}
    found = parameters_of({"type": "object", "properties": branches})
    assert list(found["properties"]) == list("abcdefgh")
    again = {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}}
    found = parameters_of({**again, "$defs": {"A": {"$ref": "#/$defs/A"}}})
    assert found["properties"]["a"]["x-json"] == "any"


def test_what_is_only_required_can_be_given() -> None:
    found = parameters_of({"type": "object", "required": ["a", "a"]})
    assert found["required"] == ["a"]
    assert found["properties"]["a"]["x-json"] == "any"


@pytest.mark.parametrize(
    "schema",
    [
        None,
        [],
        {"type": "string"},
        {"type": "object", "properties": [1]},
        {"type": "object", "properties": {"a\x1b[2J": {}}},
        {"type": "object", "properties": {str(number): {} for number in range(65)}},
        {"type": "object", "required": ["\n"]},
    ],
)
def test_what_cannot_be_used(schema: Any) -> None:
    with pytest.raises(SchemaError):
        parameters_of(schema)


KEYWORDS = (
    "type", "properties", "items", "enum", "const", "anyOf", "oneOf", "allOf", "$ref", "required",
    "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "description",
    "default", "format", "$defs",
)  # fmt: skip
TYPES = ("string", "integer", "number", "boolean", "array", "object", "null", "odd")
WORDS = ("a", "#", "#/properties/a", "#/$defs/a", *TYPES)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYWORDS) | st.sampled_from("abc"), inner, max_size=5)
    ),
    max_leaves=25,
)


@settings(max_examples=150)
@given(JSON)
def test_any_schema_makes_a_grammar_or_says_why_not(schema: Any) -> None:
    try:
        found = parameters_of({"type": "object", "properties": {"x": schema, "a": schema}})
    except SchemaError:
        return
    builder = GrammarBuilder()
    check(builder.build(value(builder, found)))
