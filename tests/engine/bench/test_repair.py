"""JSON that a model wrote nearly right, found and read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bench.parsing.repair import find_object

REPAIRED: list[tuple[str, str, dict[str, Any]]] = [
    ("right", '{"a": 1, "b": [true, null, "x"]}', {"a": 1, "b": [True, None, "x"]}),
    ("text around", 'Sure! {"a": "b"} I hope it helps.', {"a": "b"}),
    ("code fence", '```json\n{"a": "b"}\n```', {"a": "b"}),
    ("fence behind a cut text", '```json\n{"a": "b\n```', {"a": "b"}),
    ("trailing comma", '{"a": [1, 2,], "b": 3,}', {"a": [1, 2], "b": 3}),
    ("two commas", '{"a": 1,, "b": 2}', {"a": 1, "b": 2}),
    ("leading comma", '{,"a": 1}', {"a": 1}),
    ("missing comma", '{"a": "x"\n"b": "y"}', {"a": "x", "b": "y"}),
    ("single quotes", "{'a': 'b', 'c': 'it is \"so\"'}", {"a": "b", "c": 'it is "so"'}),
    ("apostrophe", "{'a': 'it's, well, here', 'b': 1}", {"a": "it's, well, here", "b": 1}),
    ("escaped apostrophe", r"{'a': 'it\'s'}", {"a": "it's"}),
    ("Python's words", "{'a': True, 'b': None, 'c': False}", {"a": True, "b": None, "c": False}),
    ("undefined", '{"a": undefined, "b": TRUE,}', {"a": None, "b": True}),
    ("line break in a text", '{"a": "one\ntwo", "b": 1}', {"a": "one\ntwo", "b": 1}),
    ("quotes in a text", '{"a": "say "yes", please", "b": 1}', {"a": 'say "yes", please', "b": 1}),
    ("quotes in Chinese", '{"a": "查"天"气"，"b": "好"}', {"a": '查"天"气', "b": "好"}),
    ("quotes in an array", '{"a": ["say "yes" now", "b"],}', {"a": ['say "yes" now', "b"]}),
    ("words in an array", '{"a": ["x", y, z], b: 1}', {"a": ["x", "y", "z"], "b": 1}),
    ("typographic quotes", "{“a”: “b”, ‘c’: ‘d’}", {"a": "b", "c": "d"}),
    ("full-width marks", '{"a"："b"，"c"：1}', {"a": "b", "c": 1}),
    ("bare keys and values", "{a: b c, n-1: 2.5}", {"a": "b c", "n-1": 2.5}),
    ("comment", '{"a": 1, // the first\n "b": "http://x"}', {"a": 1, "b": "http://x"}),
    ("comment behind a text", '{"a": "x" // why\n}', {"a": "x"}),
    ("backslash of a path", r'{"a": "C:\Data\x", }', {"a": "C:\\Data\\x"}),
    ("escapes", r'{"a": "\n\t\"\\\/\u4f60\ud83d\ude00",}', {"a": '\n\t"\\/你😀'}),
    ("no closing bracket", '{"a": {"b": [1, {"c": "d"', {"a": {"b": [1, {"c": "d"}]}}),
    ("cut in a text", '{"a": {"b": "wea', {"a": {"b": "wea"}}),
    ("cut in a key", '{"a": 1, "b', {"a": 1}),
    ("cut behind a key", '{"a": 1, "b"', {"a": 1}),
    ("cut behind a colon", '{"a": 1, "b":', {"a": 1}),
    ("no value", '{"a": , "b": 2}', {"b": 2}),
    ("one bracket too few", '{"a": {"b": 1}\n\nThat is it.', {"a": {"b": 1}}),
    ("one bracket too many", '{"a": {"b": 1}]}', {"a": {"b": 1}}),
    ("an array left open", '{"a": {"b": [1, 2}, "c": 3}', {"a": {"b": [1, 2]}, "c": 3}),
    ("braces in prose first", 'I use {tool} and {the: {"a": 1}', {"the": {"a": 1}}),
]


@pytest.mark.parametrize(
    ("text", "value"), [case[1:] for case in REPAIRED], ids=[c[0] for c in REPAIRED]
)
def test_is_repaired(text: str, value: dict[str, Any]) -> None:
    found = find_object(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "text", ["", "no object", "{", "{{{", "{]", '{"a', "{tool} and {other}", '["a"]', "{'}"]
)
def test_nothing_to_repair(text: str) -> None:
    assert find_object(text) is None


def test_the_object_with_the_wanted_key_is_found_behind_others() -> None:
    text = """{"x": 1} {'y': 2,} {"a": {"command": 0}} {broken {"z": 1} {'command': 3, "t": 1}"""
    found = find_object(text, "command", "task_name")
    assert found is not None
    assert found.value == {"command": 3, "t": 1}
    assert found.start == text.index("{'command'")


def test_an_empty_object_counts_where_it_is_json() -> None:
    found = find_object("args: {}")
    assert found is not None
    assert found.value == {}


def test_what_is_nested_too_deep_is_noise() -> None:
    assert find_object('{"a":' * 60 + "1" + "}" * 60) is not None
    assert find_object('{"a":' * 500 + "1" + "}" * 500, "b") is None
    assert find_object('{"a":' + "[" * 90_000, "b") is None
    found = find_object('{"a": 1, "b": ' + "[" * 100 + "]" * 100 + "}")
    assert found is not None
    assert found.value["a"] == 1


def test_a_number_that_python_does_not_read_stays_a_text() -> None:
    found = find_object('{"a": ' + "1" * 5000 + "}")
    assert found is not None
    assert found.value in ({"a": "1" * 5000}, {"a": float("inf")})


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=9), _VALUES, max_size=4), st.booleans())
def test_json_is_read_as_it_is(value: dict[str, Any], ascii_only: bool) -> None:
    found = find_object("so: " + json.dumps(value, ensure_ascii=ascii_only) + " done")
    assert found is not None
    assert found.value == value


_PLAIN = st.text("abc 我们。", min_size=1, max_size=12)


@given(st.dictionaries(_PLAIN, _PLAIN | st.integers() | st.booleans() | st.none(), min_size=1))
def test_what_python_prints_is_read(value: dict[str, Any]) -> None:
    found = find_object(repr(value))
    assert found is not None
    assert found.value == value


_INNER = st.dictionaries(_PLAIN, _PLAIN, min_size=1, max_size=3)


@given(st.dictionaries(_PLAIN, _INNER, min_size=1, max_size=3))
def test_closing_brackets_may_be_missing(value: dict[str, Any]) -> None:
    found = find_object(json.dumps(value, ensure_ascii=False).rstrip("}"))
    assert found is not None
    assert found.value == value
