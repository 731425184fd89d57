"""ReACT and ToolLlama: the thought, the tool and its arguments on labelled lines."""

from __future__ import annotations

from typing import Any

import pytest

from engine.bench.instances import Call, Step
from engine.bench.parsing import parse

BOTH = ("ReACT", "ToolLlama")
WEATHER = {"location": "Paris", "is_current": "yes"}

# name, text, thought, tool, arguments
LINES: list[tuple[str, str, str, str, dict[str, Any]]] = [
    (
        "as asked",
        "Thought: I need the weather.\nAction: get_weather_info\n"
        'Action Input: {"location": "Paris", "is_current": "yes"}',
        "I need the weather.",
        "get_weather_info",
        WEATHER,
    ),
    (
        "in Chinese",
        'Thought: 先查北京的天气\nAction: get_weather_info\nAction Input: {"location": "北京"}',
        "先查北京的天气",
        "get_weather_info",
        {"location": "北京"},
    ),
    (
        "labels in Chinese",
        '思考：先查北京的天气\n行动：get_weather_info\n行动输入：{"location": "北京"}\n观察：晴',
        "先查北京的天气",
        "get_weather_info",
        {"location": "北京"},
    ),
    (
        "an invented observation",
        "Thought: a\nAction: web_search\nAction Input: {}\nObservation: b\nThought: c\n"
        'Action: browse_website\nAction Input: {"url": "x"}',
        "a",
        "web_search",
        {},
    ),
    (
        "arguments only behind the observation",
        'Thought: a\nAction: web_search\n**Observation 1:** b\nAction Input: {"text": "c"}',
        "a",
        "web_search",
        {},
    ),
    (
        "an observation first",
        'Observation: b\nThought: c\nAction: web_search\nAction Input: {"text": "x"}',
        "c",
        "web_search",
        {"text": "x"},
    ),
    (
        "several rounds",
        'Thought: a\nAction: one\nAction Input: {"x": 1}\nThought: b\nAction: two\n'
        'Action Input: {"x": 2}',
        "a",
        "one",
        {"x": 1},
    ),
    (
        "arguments of the next round are not this one's",
        'Thought: a\nAction: one\nThought: b\nAction: two\nAction Input: {"x": 2}',
        "a",
        "one",
        {},
    ),
    (
        "two thoughts",
        "Thought: a\nThought: b\nsecond line\nAction: one\nAction Input: {}",
        "b\nsecond line",
        "one",
        {},
    ),
    (
        "no label before the thought",
        ' I need the weather.\nAction: one\nAction Input: {"x": 1}',
        "I need the weather.",
        "one",
        {"x": 1},
    ),
    (
        "decorated and numbered",
        '**Thought 1:** a\n- **Action 1:** `one`\n> Action Input 1: ```json\n{"x": 1}\n```',
        "a",
        "one",
        {"x": 1},
    ),
    (
        "lower case",
        'thought: a\naction: One\naction_input: {"x": 1}',
        "a",
        "One",
        {"x": 1},
    ),
    (
        "the name on the next line",
        'Thought: a\nAction:\none\nAction Input:\n{"x": 1}',
        "a",
        "one",
        {"x": 1},
    ),
    (
        "everything on one line",
        'Look it up. Action: one Action Input: {"x": "Action: two"}',
        "Look it up.",
        "one",
        {"x": "Action: two"},
    ),
    (
        "arguments without a label",
        'Thought: a\nAction: one {"x": 1}',
        "a",
        "one",
        {"x": 1},
    ),
    (
        "arguments without a label below",
        'Thought: a\nAction: [one]\n```\n{"x": 1}\n```',
        "a",
        "one",
        {"x": 1},
    ),
    (
        "a remark behind the name",
        'Thought: a\nAction: one (the first)\nAction Input: {"x": 1}',
        "a",
        "one",
        {"x": 1},
    ),
    (
        "the manner of a function",
        'Thought: a\nAction: one(x=1)\nAction Input: {"x": 1}',
        "a",
        "one",
        {"x": 1},
    ),
    (
        "arguments as Python prints them",
        "Thought: a\nAction: one\nAction Input: {'x': True, 'y': None,}",
        "a",
        "one",
        {"x": True, "y": None},
    ),
    (
        "arguments that are cut",
        'Thought: a\nAction: one\nAction Input: {"x": "go to the',
        "a",
        "one",
        {"x": "go to the"},
    ),
    (
        "arguments as a string",
        'Thought: a\nAction: one\nAction Input: "{\\"x\\": \\"y\\"}"',
        "a",
        "one",
        {"x": "y"},
    ),
    ("an empty input", "Thought: a\nAction: one\nAction Input:", "a", "one", {}),
    ("no input", "Thought: a\nAction: one", "a", "one", {}),
    ("a thought of none", "Thought: None\nAction: one\nAction Input: {}", "None", "one", {}),
    ("no thought", 'Action: one\nAction Input: {"x": 1}', "", "one", {"x": 1}),
    (
        "line ends of Windows",
        'Thought: a\r\nAction: one\r\nAction Input: {"x": 1}\r\n',
        "a",
        "one",
        {"x": 1},
    ),
]


@pytest.mark.parametrize("template", BOTH)
@pytest.mark.parametrize(
    ("text", "thought", "name", "args"),
    [line[1:] for line in LINES],
    ids=[line[0] for line in LINES],
)
def test_labelled_lines(
    template: str, text: str, thought: str, name: str, args: dict[str, Any]
) -> None:
    assert parse(template, text) == Step(thought, Call(name, args))


@pytest.mark.parametrize("template", BOTH)
@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("", Step(problem="an empty text")),
        (" \n", Step(problem="an empty text")),
        ("I don't know.", Step("I don't know.", problem="no action")),
        ("Thought: 不知道", Step("不知道", problem="no action")),
        ("Thought: a\nObservation: b\nAction: one", Step("a", problem="no action")),
        ("Thought: The next action: wait", Step("The next action: wait", problem="no action")),
        ("Thought: a\nAction: " + "x" * 201, Step("a", problem="no tool's name")),
        ("Thought: a\nAction:", Step("a", problem="no tool's name")),
        ('Thought: a\nAction:\nAction Input: {"x": 1}', Step("a", problem="no tool's name")),
        ('Thought: a\nAction: {"x": 1}', Step("a", problem="no tool's name")),
        (
            "Thought: a\nAction: one\nAction Input: Andy Lau",
            Step("a", Call("one"), "the arguments are no object"),
        ),
        (
            "Thought: a\nAction: one\nAction Input: [1, 2]",
            Step("a", Call("one"), "the arguments are no object"),
        ),
    ],
)
def test_what_is_wrong_is_said(template: str, text: str, step: Step) -> None:
    assert parse(template, text) == step


@pytest.mark.parametrize("template", BOTH)
@pytest.mark.parametrize(
    ("text", "thought", "answer"),
    [
        ("Thought: I know.\nFinal Answer: 71 days", "I know.", "71 days"),
        ("Thought: 知道了\n最终答案：71 天\n完毕", "知道了", "71 天\n完毕"),
        ("Final Answer: a\nThought: b\nAction: one", "", "a"),
        ("Thought: a\nFinal Answer:", "a", ""),
    ],
)
def test_a_final_answer_completes_the_task(
    template: str, text: str, thought: str, answer: str
) -> None:
    assert parse(template, text) == Step(thought, Call("task_complete", {"reason": answer}))


def test_an_action_before_the_final_answer_counts() -> None:
    text = "Thought: a\nAction: one\nAction Input: {}\nThought: b\nFinal Answer: c"
    assert parse("ReACT", text) == Step("a", Call("one"))


def test_finish_with_an_answer_completes_the_task() -> None:
    text = (
        "Thought: I can answer.\nAction: Finish\n"
        'Action Input: {"return_type": "give_answer", "final_answer": "71 天"}'
    )
    assert parse("ToolLlama", text) == Step(
        "I can answer.", Call("task_complete", {"reason": "71 天"})
    )
    args = {"return_type": "give_answer", "final_answer": "71 天"}
    assert parse("ReACT", text) == Step("I can answer.", Call("Finish", args))


@pytest.mark.parametrize("args", ['{"return_type": "give_up_and_restart"}', "{}"])
def test_finish_without_an_answer_stays_as_it_is(args: str) -> None:
    step = parse("ToolLlama", f"Thought: no way\nAction: Finish\nAction Input: {args}")
    assert (step.thought, step.call.tool_name) == ("no way", "Finish")
