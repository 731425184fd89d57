"""Calls and answers are found in whatever form a template asked for."""

from __future__ import annotations

import json
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Command
from engine.mat.calls import FinalAnswer, NoCall, objects_in, read_step, without_observation

TOOLS = {
    "time_delta": ("start_time", "end_time"),
    "get_calendar_info": ("start_date", "end_date"),
    "task_complete": ("reason",),
    "do_nothing": (),
}
ARGS = {"start_time": "2024-01-01", "end_time": "next Friday"}
WANTED = Command("time_delta", ARGS)
BODY = json.dumps(ARGS)

FORMS = {
    "react": f"Thought: count\nAction: time_delta\nAction Input: {BODY}",
    "react in bold": f"**Thought:** count\n**Action:** `time_delta`\n**Action Input:** {BODY}",
    "autogpt": json.dumps(
        {"thoughts": {"text": "t"}, "command": {"name": "time_delta", "args": ARGS}}
    ),
    "kagent": json.dumps({"task_name": "x", "command": {"name": "time_delta", "args": ARGS}}),
    "modelscope": '<|startofthink|>```JSON\n{"api_name": "time_delta", "parameters": '
    + BODY
    + "}\n```<|endofthink|>",
    "openai": json.dumps({"function": {"name": "time_delta", "arguments": BODY}}),
    "list of calls": json.dumps({"tool_calls": [{"name": "time_delta", "arguments": ARGS}]}),
    "keyed": json.dumps({"time_delta": ARGS}),
    "flat": json.dumps({"tool": "time_delta", **ARGS}),
    "fenced": f'Here it is:\n```json\n{{"action": "time_delta", "action_input": {BODY}}}\n```',
    "tags": f"<tool>time_delta</tool>\n<input>{BODY}</input>",
    "tag an argument": "<call>time_delta</call><start_time>2024-01-01</start_time>"
    "<end_time>next Friday</end_time>",
    "lines": "Command = time_delta\nstart_time = 2024-01-01\nend_time = next Friday",
    "chinese lines": f"工具：time_delta\n参数：{BODY}",
    "function": 'I call time_delta(start_time="2024-01-01", end_time="next Friday").',
    "positions": "time_delta('2024-01-01', 'next Friday')",
    "function of JSON": f"time_delta({BODY})",
    "sentence": f"SELECTED API: <time_delta>\nPARAMETERS: {BODY}",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_the_call_is_read_in_every_form(text: str) -> None:
    assert read_step(text, TOOLS) == WANTED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thought: enough\nFinal Answer: 60 days", "60 days"),
        ("最终答案：60天", "60天"),
        ("<answer>60 days</answer>", "60 days</answer>"),
        ('Action: Finish\nAction Input: {"final_answer": "60 days"}', "60 days"),
        (
            'Action: Finish\nAction Input: {"return_type": "give_answer", '
            '"final_answer": "60 days"}',
            "60 days",
        ),
        ('{"command": {"name": "finish", "args": {"response": "60 days"}}}', "60 days"),
        ('Action: Finish\nAction Input: {"return_type": "give_up_and_restart"}', ""),
    ],
)
def test_the_answer_is_read(text: str, expected: str) -> None:
    assert read_step(text, TOOLS) == FinalAnswer(expected)


def test_what_comes_first_counts() -> None:
    call = f"Action: time_delta\nAction Input: {BODY}\n"
    assert read_step(call + "Final Answer: 3", TOOLS) == WANTED
    assert read_step("Final Answer: 3\n" + call, TOOLS) == FinalAnswer("3\n" + call.strip())


def test_an_unknown_tool_is_named() -> None:
    unknown = '{"command": {"name": "count_days", "args": {}}}'
    assert read_step(unknown, TOOLS) == NoCall("there is no tool named count_days")
    assert read_step("Action: count_days\nAction Input: {}", TOOLS) == NoCall(
        "there is no tool named count_days"
    )


@pytest.mark.parametrize("text", ["", "It takes 60 days.", "{", '{"a": 1}', "time_delta is good"])
def test_words_alone_are_no_call(text: str) -> None:
    assert isinstance(read_step(text, TOOLS), NoCall)


def test_results_that_the_model_made_up_are_cut_off() -> None:
    for mark in (
        "Observation: 5",
        "观察结果：5",
        "<|startofexec|>5",
        "Result: 5",
        "**Observation:** 5",
    ):
        text = f"Action: time_delta\nAction Input: {BODY}\n{mark}\nFinal Answer: 5"
        assert without_observation(text) == f"Action: time_delta\nAction Input: {BODY}"
    assert without_observation("Observation: only this") == "Observation: only this"


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    step = read_step(text, TOOLS)
    assert step == read_step(text, TOOLS)
    assert text.startswith(without_observation(text)) or not without_observation(text)
    assert all(isinstance(found, dict) for found in objects_in(text))


@given(
    st.lists(
        st.sampled_from(
            [
                "time_delta",
                "(",
                ")",
                "{",
                "}",
                '"',
                "'",
                ":",
                "Action",
                "\n",
                "<",
                ">",
                "=",
                "\\x",
                ",",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_no_heap_of_marks_is_too_strange(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        step = read_step(text, TOOLS)
    assert step == read_step(text, TOOLS)


_VALUES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=40)


@given(_VALUES, _VALUES)
def test_arguments_arrive_unchanged(first: str, second: str) -> None:
    args = {"start_time": first, "end_time": second}
    body = json.dumps(args, ensure_ascii=False)
    for text in (
        f"Action: time_delta\nAction Input: {body}",
        json.dumps({"command": {"name": "time_delta", "args": args}}),
        f"<call>time_delta</call>\n<arguments>{json.dumps(args)}</arguments>",
        f"time_delta(start_time={first!r}, end_time={second!r})",
    ):
        assert read_step(text, TOOLS) == Command("time_delta", args)
