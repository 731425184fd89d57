"""Steps that are held to their JSON, and to the functions on offer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bench.instances import Instance
from engine.bench.json_forms import step_constraint
from models.language.base import Message
from models.language.grammar import check
from models.language.local import LocalModel
from tests.engine.bench.run_cases import DONE, WEATHER

PLAN = Instance("a", "q", "plantooluse", (), {}, (WEATHER, DONE))
EMPTY_RANGE = {
    "name": "roll",
    "parameters": {"properties": {"n": {"type": "integer", "minimum": 3, "maximum": 1}}},
}
WRAPPED = tuple({"type": "function", "function": one} for one in (WEATHER, DONE))
json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "parameters", "properties", "type", "enum", "items", "x"])
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("template", "funcs"), [("AutoGPT", (WEATHER, DONE)), ("KuaiAgent", WRAPPED)]
)
def test_a_small_model_under_the_grammar_writes_a_step(
    builtin_model_path: Path, template: str, funcs: Any
) -> None:
    constraint = step_constraint(Instance("a", "q", "reflextion", (), {}, funcs), template)
    assert constraint is not None
    model = LocalModel(builtin_model_path, context_tokens=768)
    prompt = [Message("user", "How warm is it in Leeds?")]
    text = "".join(model.generate(prompt, max_tokens=700, constraint=constraint))
    model.close()
    step = json.loads(text)
    first = "thoughts" if template == "AutoGPT" else "task_name"
    assert list(step) == [first, "command"]
    assert step["command"]["name"] in ("get_weather_info", "task_complete")
    assert set(step["command"]["args"]) <= {"location", "reason"}


def test_the_schema_for_servers_is_that_of_the_functions() -> None:
    constraint = step_constraint(PLAN, "KuaiAgent")
    assert constraint is not None
    assert constraint.json_schema is not None
    weather, done = constraint.json_schema["properties"]["command"]["anyOf"]
    assert weather["properties"]["name"] == {"const": "get_weather_info"}
    # "str" is no type of JSON Schema: any scalar may stand there.
    assert weather["properties"]["args"] == {
        "type": "object",
        "properties": {"location": {}},
        "required": ["location"],
        "additionalProperties": False,
    }
    assert done["properties"]["args"]["properties"] == {"reason": {"type": "string"}}
    assert done["properties"]["args"]["required"] == []


@pytest.mark.parametrize(
    ("kind", "template", "funcs"),
    [
        ("plantooluse", "ReACT", (DONE,)),
        ("conclusion", "AutoGPT", (DONE,)),
        ("profile", "plain", (DONE,)),
        ("plantooluse", "AutoGPT", ()),
        ("plantooluse", "AutoGPT", ({"name": 5}, {"function": "x"})),
        ("plantooluse", "AutoGPT", (EMPTY_RANGE,)),
    ],
)
def test_other_texts_are_not_constrained(kind: Any, template: str, funcs: Any) -> None:
    assert step_constraint(Instance("a", "q", kind, (), {}, funcs), template) is None


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(["name", "parameters"]), json_values), max_size=2))
def test_any_functions_give_a_grammar_or_none(funcs: list[dict[str, Any]]) -> None:
    named = tuple({**func, "name": "tool"} for func in funcs)
    constraint = step_constraint(Instance("a", "q", "plantooluse", (), {}, named), "AutoGPT")
    if constraint is not None:
        check(constraint.gbnf)
        json.dumps(constraint.json_schema)
