"""Arguments as models and people write them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.tools.arguments import converted
from engine.tools.observation import ToolError

NUMBERS = {"type": "array", "items": {"type": "integer"}}
PLACE = {
    "type": "object",
    "properties": {"x": {"type": "number"}, "tags": {"type": "array"}},
    "required": ["x"],
}


@pytest.mark.parametrize(
    ("spec", "value", "expected"),
    [
        ({"type": "string"}, " a\x1b[31m ", "a"),
        ({"type": "string"}, 5, "5"),
        ({"type": "integer"}, "12345678901234567890", 12345678901234567890),
        ({"type": "integer"}, 3.0, 3),
        ({"type": "number"}, "2.5", 2.5),
        ({"type": "boolean"}, "True", True),
        ({"type": "boolean"}, False, False),
        (NUMBERS, "[1, 2]", [1, 2]),
        (NUMBERS, [1, "2"], [1, 2]),
        ({"type": "array"}, '["a", 1]', ["a", "1"]),
        (PLACE, '{"x": "1.5", "tags": ["a"], "y": 2}', {"x": 1.5, "tags": ["a"], "y": 2}),
        ({"type": "string", "x-json": "object"}, '{"a": 1}', {"a": 1}),
        ({"type": "string", "x-json": "object"}, {"a": 1}, {"a": 1}),
        ({"type": "string", "x-json": "any"}, "[1]", [1]),
        ({"type": "string", "x-json": "any"}, "not JSON", "not JSON"),
        ({"type": "integer", "enum": [1, 2]}, "2", 2),
    ],
)
def test_what_is_accepted(spec: dict[str, Any], value: Any, expected: Any) -> None:
    found = converted("tool", "key", spec, value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("spec", "value", "said"),
    [
        ({"type": "integer"}, "2.5", "tool: key='2.5' is not a valid integer"),
        ({"type": "integer"}, 2.5, "key=2.5 is not a valid integer"),
        ({"type": "integer"}, True, "key=True is not a valid integer"),
        ({"type": "integer"}, [1], "key=[1] is not a valid integer"),
        ({"type": "number"}, "nan", "is not a valid number"),
        ({"type": "number"}, "1e999", "is not a valid number"),
        ({"type": "boolean"}, "yes", "is not a valid boolean"),
        (NUMBERS, "1, 2", 'is not a valid array; write it as JSON, such as ["a", "b"]'),
        (NUMBERS, "5", "is not a valid array"),
        (NUMBERS, '["a"]', "is not a valid array"),
        (NUMBERS, "[" * 100_000, "is not a valid array"),
        (PLACE, "{}", "is not a valid object"),
        ({"type": "string", "x-json": "object"}, "[1]", "is not a valid object; write it as JSON"),
        ({"type": "integer", "enum": [1, 2]}, 3, "key must be one of 1, 2"),
        ({"type": "string", "enum": ["a"]}, "b", "key must be one of a"),
    ],
)
def test_what_is_refused(spec: dict[str, Any], value: Any, said: str) -> None:
    with pytest.raises(ToolError) as caught:
        converted("tool", "key", spec, value)
    assert caught.value.kind == "invalid_argument"
    assert said in str(caught.value)
    assert len(str(caught.value)) < 250
