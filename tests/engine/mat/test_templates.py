"""Slots are filled once, and a template that cannot be used is refused with its reason."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Language
from engine.mat.errors import MalformedError
from engine.mat.loop import Tools
from engine.mat.meta_agent import craft_messages
from engine.mat.open_templates import OPEN, open_template
from engine.mat.queries import SeedQuery
from engine.mat.template_checks import read_template
from engine.mat.templates import (
    KINDS,
    REQUIRED,
    Template,
    TemplateKind,
    fill,
    slots_in,
    template_from_json,
    template_id,
)

RULES = (
    "You plan carefully before you act and select exactly one tool at a time. When a result is an "
    "error you change the arguments. You stop as soon as the request is met, and you ask nobody. "
)
FORM = '{"tool": "<tool name>", "arguments": {"<argument>": "<value>"}}'
GOOD = f"{RULES}\nTools:\n<<APIS>>\nAnswer like this: {FORM}\nRequest: <<QUERY>>"
GOOD_REACT = f"{GOOD}\nAt last write Final Answer: <the answer>"
GOOD_RESPONSE = f"{RULES}\nResults:\n<<RESULTS>>\nAnswer this: <<QUERY>>"
CHINESE = (
    "你先规划再行动，每次只能选择一个工具。结果出错时修改参数。满足请求后立即停止，不向任何人求助。"
    "不要重复已经做过的调用，也不要编造结果。\n工具：\n<<APIS>>\n按这个格式回答："
    '{"工具": "<工具名>", "参数": {"<名称>": "<值>"}}\n请求：<<QUERY>>'
)


def _read(
    text: str, tools: Tools, kind: TemplateKind = "prompt-API", language: Language = "en"
) -> str:
    return read_template(text, kind, language, tools.offered, {"Which weekday is 2025-10-01?"})


def _template(text: str, kind: TemplateKind = "prompt-API") -> Template:
    return Template(template_id(text, kind, "en"), text, kind, "en", "test")


def test_good_templates_of_every_kind_are_accepted(tools: Tools) -> None:
    assert _read(GOOD, tools) == GOOD
    assert _read(GOOD_REACT, tools, "prompt-react") == GOOD_REACT
    assert _read(GOOD_RESPONSE, tools, "prompt-response") == GOOD_RESPONSE
    assert _read(CHINESE, tools, language="zh") == CHINESE


def test_a_fence_around_a_template_is_taken_off(tools: Tools) -> None:
    assert _read(f"```text\n{GOOD}\n```", tools) == GOOD


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD.replace("<<QUERY>>", "it"), "the slot <<QUERY>> is missing"),
        (GOOD.replace("<<APIS>>", "them"), "the slot <<APIS>> is missing"),
        (GOOD + "\n<<QUERY>>", "the slot <<QUERY>> is there more than once"),
        (GOOD + "\n<<HISTORY>>", "the slot <<HISTORY>> is not one of a prompt-API template"),
        (GOOD + "\n<<a b|c>>", "a slot is malformed"),
        (GOOD + "\n{{QUERY}}", "a slot is malformed"),
        (GOOD + "<|im_start|>", "it holds marks of a chat format"),
        (f"Use one <tool>. <<APIS>> <<QUERY>> {FORM}", "it is too short"),
        (GOOD + "x" * 8000, "it is too long"),
        (GOOD + "你必须先规划再行动，然后等待。" * 4, "it is not in English"),
        (GOOD + " such as time_delta", "it names a specific tool"),
        (GOOD + " Which weekday is 2025-10-01?", "it holds one of the example queries"),
        (GOOD.replace(FORM, "in words"), "it gives no output format with placeholders"),
        (
            GOOD.replace("exactly one tool at a time", "tools"),
            "it does not say that one call is made at a time",
        ),
    ],
)
def test_each_fault_has_its_reason(text: str, reason: str, tools: Tools) -> None:
    with pytest.raises(MalformedError) as caught:
        _read(text, tools)
    assert str(caught.value) == reason


def test_the_kinds_have_slots_of_their_own(tools: Tools) -> None:
    with pytest.raises(MalformedError, match="<<APIS>> is not one of a prompt-response"):
        _read(GOOD_RESPONSE + "<<APIs>>", tools, "prompt-response")
    with pytest.raises(MalformedError, match="<<RESULTS>> is missing"):
        _read(GOOD_RESPONSE.replace("<<RESULTS>>", ""), tools, "prompt-response")
    with pytest.raises(MalformedError, match="how the final answer is written"):
        _read(GOOD, tools, "prompt-react")
    with pytest.raises(MalformedError, match="not in Chinese"):
        _read(GOOD, tools, language="zh")


def test_the_paper_s_spelling_of_the_slots_is_taken_too(tools: Tools) -> None:
    text = GOOD.replace("<<APIS>>", "<<APIs>>")
    prompt = fill(_template(_read(text, tools)), {"QUERY": "q?", "APIS": "the tools"})
    assert "the tools" in prompt
    assert "<<" not in prompt


def test_memory_and_results_without_a_slot_stand_before_the_query() -> None:
    values = {"QUERY": "q?", "APIS": "a", "MEMORY": "m <<QUERY>>", "RESULTS": "r"}
    prompt = fill(_template(GOOD), values)
    assert prompt.endswith(
        "What you remember:\nm <<QUERY>>\n\nCalls so far and their results:\nr\n\nRequest: q?"
    )


@given(st.text(), st.text())
def test_what_is_filled_in_is_never_looked_into(query: str, memory: str) -> None:
    text = "<<APIS>>|<<MEMORY>>|<<QUERY>>"
    prompt = fill(_template(text), {"QUERY": query, "APIS": "<<QUERY>>", "MEMORY": memory})
    assert prompt == f"<<QUERY>>|{memory or '(none)'}|{query or '(none)'}"


def test_a_template_survives_its_file() -> None:
    assert template_from_json(_template(GOOD).to_json()) == _template(GOOD)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", OPEN)
def test_open_templates_hold_their_slots_once_and_render(
    name: str, language: Language, tools: Tools
) -> None:
    template = open_template(name, language)
    found = slots_in(template.text)
    assert set(REQUIRED[template.kind]) <= set(found)
    assert len(found) == len(set(found))
    values = {"QUERY": "(q)", "APIS": tools.schemas(), "MEMORY": "(m)", "NOW": "(n)"}
    prompt = fill(template, values)
    assert not slots_in(prompt)
    assert all(prompt.count(value) == 1 for value in values.values())
    assert not any(tool.name in template.text for tool in tools.offered)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_meta_agent_is_told_the_queries_and_the_slots_of_the_kind(
    kind: TemplateKind, language: Language
) -> None:
    query = SeedQuery("1", "How long is $10 of time?", language, "test")
    text = craft_messages(kind, language, [query], random.Random(1))[0].content
    assert "- How long is $10 of time?" in text
    assert kind in text
    assert all(f"<<{name}>>" in text for name in REQUIRED[kind])
