"""Grammars from JSON Schemas and from the words of a text, matched by llama.cpp itself."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.language.base import ConstraintError
from models.language.grammar import (
    GrammarBuilder,
    check,
    json_text,
    literal,
    span_units,
    spans,
    value,
)

Accepts = Callable[[str, str], bool]
WORDS = st.sampled_from(
    ["days", "2024-05-01", "中", "秋", "节", "到", "Tom's", '"', "(", ")", ",", "。", "？", "50%",
     "C:\\x", "-5", "👩‍👧", "e\u0301", "U.S.", "...", "a/b", "、", "ーン", "\u3000", " ", "  \n"]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(WORDS, max_size=14).map("".join),
    st.lists(WORDS, max_size=10).map(" ".join),
    st.text(max_size=25).map(lambda text: re.sub("[\x00\ud800-\udfff]", "", text)),
)


def _span_grammar(text: str, extra: tuple[str, ...] = ()) -> str:
    builder = GrammarBuilder()
    return builder.build(spans(builder, text, extra))


def _all_spans(text: str) -> set[str]:
    """Every span by the definition, the slow way."""
    units = span_units(text)
    plain = [unit for unit in units if not unit.is_punctuation]
    edges = {id(unit) for unit in plain or units}
    found = set()
    for first in range(len(units)):
        for last in range(first, len(units)):
            if id(units[first]) in edges and id(units[last]) in edges:
                span = units[first].text
                for index in range(first + 1, last + 1):
                    gap = " " if units[index].start > units[index - 1].end else ""
                    span += gap + units[index].text
                found.add(span)
    return found


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def test_units_of_a_mixed_question() -> None:
    text = 'From 2024-01-01, "next Friday" 到国庆节？ -5°C (50%)'
    units = span_units(text)
    assert [unit.text for unit in units] == [
        "From", "2024-01-01", ",", '"', "next", "Friday", '"', "到", "国", "庆", "节", "？", "-5°C",
        "(", "50%", ")",
    ]  # fmt: skip
    assert [unit.text for unit in units if unit.is_punctuation] == [",", '"', '"', "？", "(", ")"]


@given(text=TEXTS)
def test_units_are_slices_in_order_and_lose_only_white_space(text: str) -> None:
    units = span_units(text)
    assert all(text[unit.start : unit.end] == unit.text for unit in units)
    assert all(a.end <= b.start for a, b in pairwise(units))
    assert "".join(unit.text for unit in units) == "".join(text.split())


@settings(max_examples=60)
@given(text=TEXTS)
def test_every_span_is_accepted_and_nothing_else(accepts: Accepts, text: str) -> None:
    assume(span_units(text))
    grammar = _span_grammar(text, ("now",))
    allowed = _all_spans(text)
    for span in sorted(allowed)[:40]:
        assert accepts(grammar, _quoted(span)), span
    assert accepts(grammar, "now")
    words = [unit.text for unit in span_units(text)]
    for wrong in (*words, "nonsense", "", text + "x", " ".join(reversed(words)), "no", "nowx"):
        expected = wrong in allowed or wrong == "now"
        assert accepts(grammar, _quoted(wrong)) == expected, wrong


def test_spans_examples(accepts: Accepts) -> None:
    grammar = _span_grammar('Is "May Day", 中秋节？ later')
    for good in ("May Day", "中秋", "节？ later", 'Is \\"May Day\\", 中', "later"):
        assert accepts(grammar, good), good
    for bad in ('Day\\"', "秋中", "May  Day", "MayDay", "，", "中秋节？", "ay", "late"):
        assert not accepts(grammar, bad), bad


def test_only_punctuation_may_be_copied_alone(accepts: Accepts) -> None:
    grammar = _span_grammar("?! …")
    assert accepts(grammar, "?!")
    assert accepts(grammar, "! …")


def test_span_grammar_is_linear_and_bounded() -> None:
    sizes = []
    for count in (50, 100, 200, 5000):
        text = " ".join(f"w{index:04}," for index in range(count))
        started = time.perf_counter()
        grammar = _span_grammar(text)
        check(grammar)
        assert time.perf_counter() - started < 0.5
        sizes.append(len(grammar))
    assert sizes[1] < 2.2 * sizes[0]
    assert sizes[3] == sizes[2] < 4.4 * sizes[0]
    assert len(span_units("天" * 1000)) == 200


def test_nothing_to_copy_needs_alternatives(accepts: Accepts) -> None:
    assert accepts(_span_grammar("  ", ("now", "今天")), "今天")
    with pytest.raises(ConstraintError):
        _span_grammar(" \n")


@given(text=st.text(max_size=30))
def test_literals_match_themselves(accepts: Accepts, text: str) -> None:
    if "\x00" in text:
        with pytest.raises(ConstraintError, match="NUL"):
            literal(text)
        return
    assume(not re.search("[\ud800-\udfff]", text))
    assert accepts(f"root ::= {literal(text)}", text)
    assert not accepts(f"root ::= {literal(text)}", text + "x")
    assert accepts(f"root ::= {json_text(text)}", _quoted(text))


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 12, "minLength": 1},
        "kind": {"enum": ["a\\b", 'say "x"', "多云", 3, None]},
        "count": {"type": "integer", "minimum": -20, "maximum": 4000},
        "share": {"type": "number"},
        "tags": {"type": "array", "items": {"type": "boolean"}, "maxItems": 2},
        "more": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {}}]},
    },
    "required": ["kind", "share"],
}
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(
            st.characters(exclude_categories=("Cs", "Cc")),
            min_size=1, max_size=12,
        ),
        "kind": st.sampled_from(SCHEMA["properties"]["kind"]["enum"]),
        "count": st.integers(-20, 4000),
        "share": st.sampled_from([0, -1, 2.5, -0.125, 123456]),
        "tags": st.lists(st.booleans(), max_size=2),
        "more": st.sampled_from([None, {}]),
    },
)  # fmt: skip


@given(data=VALUES)
def test_objects_of_the_schema_are_accepted_iff_complete(
    accepts: Accepts, data: dict[str, Any]
) -> None:
    builder = GrammarBuilder()
    grammar = builder.build(value(builder, SCHEMA))
    ordered = {key: data[key] for key in SCHEMA["properties"] if key in data}
    complete = {"kind", "share"} <= data.keys()
    assert accepts(grammar, json.dumps(ordered, ensure_ascii=False)) == complete


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "string", "maxLength": 3}, ['""', '"abc"', '"\\n\\"x"', '"中文🎉"', '"°é\xa0"'],
         ['"abcd"', '"a', "abc", '"\n"', '"\\u0041"', '"\x7f"', '"\x85"', '"\\"']),
        ({"type": "string", "maxLength": 0}, ['""'], ['"a"']),
        ({"type": "integer"}, ["0", "-7", "123456789012345"],
         ["01", "-0", "1.5", "1234567890123456"]),
        ({"type": "integer", "minimum": 1}, ["1", "99"], ["0", "-1"]),
        ({"type": "integer", "maximum": -1}, ["-1", "-99"], ["0", "1"]),
        ({"type": "integer", "minimum": 3, "maximum": 12}, ["3", "12"], ["2", "13", "-3"]),
        ({"type": "integer", "minimum": 1900, "maximum": 2100}, ["1900", "2024"], ["19", "20240"]),
        ({"type": "number"}, ["0", "-1.5", "3.141592"], ["1.", ".5", "1e9", "NaN"]),
        ({"type": ["integer", "null"]}, ["4", "null"], ['"4"']),
        ({"const": {"a": [1, "é"]}}, ['{"a": [1, "é"]}'], ["{}"]),
        ({"type": "array", "items": {"type": "null"}, "minItems": 1}, ["[null]", "[null, null]"],
         ["[]", "[null,null]", "[" + ", ".join(["null"] * 9) + "]"]),
        ({}, ['"x"', "1", "true", "null"], ["[]", "{}"]),
        ({"type": "object"}, ["{}"], ['{"a": 1}']),
    ],
)  # fmt: skip
def test_value_of_each_type(
    accepts: Accepts, schema: dict[str, Any], good: list[str], bad: list[str]
) -> None:
    builder = GrammarBuilder()
    grammar = builder.build(value(builder, schema))
    check(grammar)
    for text in good:
        assert accepts(grammar, text), text
    for text in bad:
        assert not accepts(grammar, text), text


@pytest.mark.parametrize(
    "schema", [{"type": "date"}, {"enum": []}, {"anyOf": []}, {"anyOf": ["x"]},
               {"type": "integer", "minimum": 2, "maximum": 1}]
)  # fmt: skip
def test_schemas_that_make_no_sense_are_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(ConstraintError):
        value(GrammarBuilder(), schema)


def test_a_schema_that_contains_itself_is_refused() -> None:
    schema: dict[str, Any] = {"type": "array"}
    schema["items"] = schema
    with pytest.raises(ConstraintError, match="nested"):
        value(GrammarBuilder(), schema)


def test_compact_separators(accepts: Accepts) -> None:
    builder = GrammarBuilder(",", ":")
    schema = {"properties": {"a": {"type": "null"}, "b": {"const": [1, 2]}}, "required": ["a", "b"]}
    assert accepts(builder.build(value(builder, schema)), '{"a":null,"b":[1,2]}')
