"""Whatever a model writes, a parser gives a step, and soon."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bench.instances import TEMPLATES, Call, Step
from engine.bench.parsing import parse

_ATOMS = [
    *"{}[]\"'\\:,，：“”我*>#",
    *('{"a":', '"a":1,', '{"command":', '"task_name":', '"name":', '{"api_name":', '"parameters":'),
    *('{"thoughts":', "Action:", "Thought:", "Observation:", "<|startofthink|>", "<|endofthink|>"),
    *("```", "//", "\\u12", "\\ud800", "None", "1e999", "-1", "text"),
]
_NOISE = st.lists(st.sampled_from([*_ATOMS, " ", "\n", "\nAction: ", "\nAction Input: ", "\x00"]))


@given(st.sampled_from(TEMPLATES), st.text() | _NOISE.map("".join))
def test_never_raises_and_what_it_reads_can_be_written(template: str, text: str) -> None:
    step = parse(template, text)
    assert isinstance(step.thought, str)
    assert isinstance(step.call.tool_name, str)
    written = json.dumps([step.thought, step.call.tool_name, dict(step.call.tool_args)])
    assert json.dumps(json.loads(written), ensure_ascii=False).encode()
    assert step.problem or step.call.tool_name


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "piece", [*'{"*a', "[{", "{'a':", '",":{"a":', "Action: ", "\nAction Input: {"]
)
def test_a_hundred_thousand_characters(template: str, piece: str) -> None:
    noise = (piece * 100_000)[:100_000]
    assert isinstance(parse(template, noise), Step)
    start = {"ReACT": "Action: x\nAction Input: ", "ModelScope": "<|startofthink|>"}
    text = start.get(template, "") + '{"command": {"name": "x", "args": {"a": "' + noise
    assert parse(template, text).call.tool_name in ("", "x")


_ARGS = st.dictionaries(
    st.text("abc_ 我", min_size=1, max_size=8),
    st.text('a b"\n我{}[]:,\\', max_size=12) | st.integers() | st.booleans() | st.none(),
    max_size=4,
)
_THOUGHTS = st.text("ab 我，.", min_size=1, max_size=20).map(str.strip).filter(bool)


@given(_THOUGHTS, st.sampled_from(["web_search", "查天气", "a-b.c"]), _ARGS)
def test_every_form_gives_back_what_was_written_in_it(
    thought: str, name: str, args: dict[str, object]
) -> None:
    command = {"name": name, "args": args}
    request = json.dumps({"api_name": name, "parameters": args}, ensure_ascii=False)
    lines = f"Thought: {thought}\nAction: {name}\nAction Input: {json.dumps(args)}\nObservation: x"
    texts = {
        "ReACT": lines,
        "ToolLlama": lines,
        "AutoGPT": json.dumps({"thoughts": {"text": thought}, "command": command}, indent=1),
        "ModelScope": f"{thought}<|startofthink|>{request}<|endofthink|>",
        "KuaiAgent": json.dumps({"task_name": thought, "command": command}),
    }
    for template in TEMPLATES:
        assert parse(template, texts[template]) == Step(thought, Call(name, args)), template


def test_a_template_that_nobody_knows() -> None:
    assert parse("Other", '{"task_name": "a"}') == Step(problem="no known template")


def test_halves_of_characters_are_replaced() -> None:
    text = (
        r'{"task_name": "a\ud800", "command": {"name": "x", "args": {"\udc00": ["\ud83d\ude00"]}}}'
    )
    assert parse("KuaiAgent", text) == Step("a?", Call("x", {"?": ["😀"]}))
