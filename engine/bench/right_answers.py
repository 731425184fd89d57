"""Reading the right answers of an instance out of its line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.bench.instances import STEP_TYPES, Call, Gold, InstanceType
from engine.bench.lines import json_object, json_value
from engine.bench.parsing.fields import as_completed


def golds_of(kind: InstanceType, value: Any, said: list[str]) -> tuple[Gold, ...]:
    """The usable right answers of a `golden_result_list`; what is wrong is added to `said`.

    A right answer is an object with thought, tool_name and tool_args (an object, or JSON text of
    one), or an object with golden_result, or a text; the last two may hold the first as JSON.
    """
    rows = value if isinstance(value, list) else [] if value is None else [value]
    golds = []
    for number, row in enumerate(rows, start=1):
        gold = _step(row, number, said) if kind in STEP_TYPES else _answer(row, number, said)
        if gold is not None:
            golds.append(gold)
    return tuple(golds)


def call_of(value: Any, what: str, said: list[str]) -> Call | None:
    """A call written as an object with tool_name and tool_args, or as JSON text of one.

    The ways to end the work are one tool here, as they are in predictions.
    """
    row = _object(value)
    name = None if row is None else row.get("tool_name")
    if row is None or not isinstance(name, str) or not name:
        said.append(f"{what} names no tool and is left out")
        return None
    return as_completed(Call(name, _arguments(row.get("tool_args"), what, said)))


def _step(row: Any, number: int, said: list[str]) -> Gold | None:
    what = f"right answer {number}"
    fields = _object(row)
    if fields is not None and "tool_name" not in fields and "golden_result" in fields:
        fields = _object(fields["golden_result"])
    call = call_of(fields, what, said)
    if call is None or fields is None:
        return None
    thought = fields.get("thought")
    if thought is not None and not isinstance(thought, str):
        said.append(f"the thought of {what} is no text; its JSON is taken")
        thought = json.dumps(thought, ensure_ascii=False)
    return Gold(thought if thought and thought.strip() else None, call)


def _answer(row: Any, number: int, said: list[str]) -> Gold | None:
    text = row.get("golden_result") if isinstance(row, dict) else row
    if isinstance(text, str) and text.strip():
        return Gold(text=text)
    said.append(f"right answer {number} holds no text and is left out")
    return None


def _object(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, str):
        return json_object(value)
    return value if isinstance(value, dict) else None


def _arguments(value: Any, what: str, said: list[str]) -> Mapping[str, Any]:
    if isinstance(value, str) and value.strip():
        value = json_value(value)
        if value is None:
            value = "broken"
    if isinstance(value, dict):
        return value
    if value:
        said.append(f"the arguments of {what} are no object; none are taken")
    return {}
