"""AutoGPT, ModelScope and KuaiAgent: the step in a JSON object."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.bench.instances import Call, Step
from engine.bench.parsing import parse

COMMAND = {"name": "web_search", "args": {"text": "刘德华"}}
SEARCH = Call("web_search", {"text": "刘德华"})


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    ("thoughts", "thought"),
    [
        ({"text": "先搜索", "reasoning": "r", "speak": "s"}, "先搜索"),
        ({"reasoning": "because", "plan": "p", "speak": "s"}, "because"),
        ({"text": " ", "reasoning": None, "speak": "I search"}, "I search"),
        ({"text": ["a"], "speak": "I search"}, "I search"),
        ({"plan": "p", "criticism": "c"}, ""),
        (" I search. ", "I search."),
        (["a"], ""),
        (None, ""),
    ],
)
def test_the_thought_of_autogpt(thoughts: object, thought: str) -> None:
    text = _dump({"thoughts": thoughts, "command": COMMAND})
    assert parse("AutoGPT", text) == Step(thought, SEARCH)


def test_autogpt_without_thoughts_or_a_command() -> None:
    assert parse("AutoGPT", _dump({"command": COMMAND})) == Step("", SEARCH)
    assert parse("AutoGPT", _dump({"thoughts": "a"})) == Step("a", problem="no command")
    assert parse("AutoGPT", "好的。") == Step(problem="no JSON object")
    assert parse("AutoGPT", '{"a": 1}') == Step(problem="no JSON object")


@pytest.mark.parametrize("name", ["AutoGPT", "KuaiAgent"])
@pytest.mark.parametrize(
    ("command", "call", "problem"),
    [
        (COMMAND, SEARCH, ""),
        ({"name": " web_search ", "args": _dump(COMMAND["args"])}, SEARCH, ""),
        ({"name": "web_search", "args": "{'text': '刘德华'"}, SEARCH, ""),
        ({"name": "web_search", "args": "```json\n{'text': '刘德华'}\n```"}, SEARCH, ""),
        ({"name": "do_nothing", "args": {}}, Call("do_nothing"), ""),
        ({"name": "do_nothing"}, Call("do_nothing"), ""),
        ({"name": "do_nothing", "args": ""}, Call("do_nothing"), ""),
        ({"name": "x", "args": "刘德华"}, Call("x"), "the arguments are no object"),
        ({"name": "x", "args": ["刘德华"]}, Call("x"), "the arguments are no object"),
        ({"name": "x", "args": 5}, Call("x"), "the arguments are no object"),
        ({"name": "", "args": {"a": 1}}, Call("", {"a": 1}), "no tool's name"),
        ({"name": "x" * 201, "args": {}}, Call(""), "no tool's name"),
        ({"name": None, "args": {}}, Call(""), "no tool's name"),
        ({"name": {"a": 1}, "args": {}}, Call(""), "no tool's name"),
        ({"args": {}}, Call(""), "no tool's name"),
        ("do_nothing", Call("do_nothing"), ""),
        ([COMMAND], Call(""), "no tool's name"),
        (None, Call(""), "no command"),
    ],
)
def test_the_command(name: str, command: object, call: Call, problem: str) -> None:
    key = "thoughts" if name == "AutoGPT" else "task_name"
    text = _dump({key: "a", "command": command})
    assert parse(name, text) == Step("a", call, problem)


def test_a_command_that_is_a_name_has_its_arguments_beside_it() -> None:
    text = _dump({"task_name": "a", "command": "web_search", "args": {"text": "刘德华"}})
    assert parse("KuaiAgent", text) == Step("a", SEARCH)


KUAI = _dump({"task_name": "搜索刘德华", "command": COMMAND})


@pytest.mark.parametrize(
    "text",
    [
        KUAI,
        f"[{KUAI}]",
        f"[{KUAI}, {_dump({'task_name': 'b', 'command': {'name': 'two', 'args': {}}})}]",
        f"A new Task:\n```json\n{KUAI}\n```\n",
        f"好的，任务如下：{KUAI}\n这样可以吗？",
        "{'task_name': '搜索刘德华', 'command': {'name': 'web_search','args': {'text': '刘德华',}}",
        KUAI[:-1],
        KUAI[:-2],
        KUAI[:-4],
        KUAI.replace('"', "“"),
    ],
)
def test_kuaiagent(text: str) -> None:
    assert parse("KuaiAgent", text) == Step("搜索刘德华", SEARCH)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("", Step(problem="an empty text")),
        ("我不知道。", Step(problem="no JSON object")),
        ("[]", Step(problem="no JSON object")),
        ('{"command": {"name": "x"}}', Step("", Call("x"))),
        ('{"task_name": "a"}', Step("a", problem="no command")),
        ('{"task_name": ["a"], "command": {"name": "x"}}', Step("", Call("x"))),
        # It ends within the name of the task.
        ('{"task_name": "search the web for', Step("search the web for", problem="no command")),
    ],
)
def test_kuaiagent_with_parts_missing(text: str, step: Step) -> None:
    assert parse("KuaiAgent", text) == step


REQUEST = _dump({"api_name": "web_search", "parameters": {"text": "刘德华"}})
FENCED = f"```JSON\n{REQUEST}\n```"


@pytest.mark.parametrize(
    ("text", "thought"),
    [
        (f"先搜索。\n<|startofthink|>\n{REQUEST}\n<|endofthink|>", "先搜索。"),
        (f"<|startofthink|>{FENCED}<|endofthink|>", ""),
        (f"I search.<|startofthink|>{REQUEST}", "I search."),
        (f"a<|startofthink|>{REQUEST}<|startofexec|>{{}}<|endofexec|>", "a"),
        (f"a<|startofthink|>call: {REQUEST}<|endofthink|> and <|startofthink|>{{}}", "a"),
        (f"a<|startofthink|>{REQUEST[:-1]}<|endofthink|>", "a"),
        (f"a<|startofthink|>{REQUEST.replace(chr(34), chr(39))}<|endofthink|>", "a"),
        # Without the marks.
        (f"先搜索。\n{FENCED}", "先搜索。"),
        (f"a {REQUEST}<|endofthink|>", "a"),
        (REQUEST, ""),
        (_dump({"api_name": "web_search", "url": "u", "parameters": {"text": "刘德华"}}), ""),
        (_dump({"api_name": "web_search", "parameters": '{"text": "刘德华"}'}), ""),
    ],
)
def test_modelscope(text: str, thought: str) -> None:
    assert parse("ModelScope", text) == Step(thought, SEARCH)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("你好！\n", Step("你好！", Call("task_complete", {"reason": "你好！"}))),
        ("{你好！", Step("{你好！", problem="no request")),
        ("<|startofexec|>", Step(problem="no request")),
        ("a<|startofthink|>b<|endofthink|>", Step("a", problem="no request between the marks")),
        (
            f"a<|startofthink|><|endofthink|>{REQUEST}",
            Step("a", problem="no request between the marks"),
        ),
        ('{"api_name": "x"}', Step("", Call("x"))),
        ('{"api_name": 5, "parameters": {}}', Step("", Call(""), "no tool's name")),
        (
            '{"api_name": "x", "parameters": [1]}',
            Step("", Call("x"), "the arguments are no object"),
        ),
    ],
)
def test_modelscope_with_parts_missing(text: str, step: Step) -> None:
    assert parse("ModelScope", text) == step
