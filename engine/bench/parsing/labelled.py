"""The labelled lines of ReAct and ToolLLaMA: Thought, Action, Action Input, Final Answer.

The text ends where the model goes on with an Observation that it invented. Labels may be decorated
(`**Action:**`), numbered (`Action 1:`), written in Chinese or with a full-width colon. The first
action or answer counts, and of several thoughts before it the last. Without that label the text
before the action is the thought, since a prompt may end with "Thought:".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.bench.instances import Call
from engine.bench.parsing.fields import NO_NAME, read_arguments, read_call
from engine.bench.parsing.repair import find_object

_BEFORE: Final = r"^[ \t>*#_-]*+"
_BEHIND: Final = r"[ \t]*+\d{0,3}[ \t*_]*+[:：][ \t*_]*+"
_INPUT: Final = r"(?:action[ _]?input|行动输入|动作输入|行动参数|动作参数)"
_ACTION: Final = "(?:action|行动|动作)"
_FLAGS: Final = re.IGNORECASE | re.MULTILINE
_OBSERVATION: Final = re.compile(rf"{_BEFORE}(?:observation|观察(?:结果)?){_BEHIND}", _FLAGS)
_LABEL: Final = re.compile(
    rf"{_BEFORE}(?:(?P<thought>thought|思考|想法)|(?P<action>{_ACTION})"
    rf"|(?P<answer>final[ _]?answer|最终答案|最终回答)){_BEHIND}",
    _FLAGS,
)
# Models that write everything on one line still write the labels.
_ACTION_WITHIN: Final = re.compile(rf"(?<=[\s.。!！?？]){_ACTION}{_BEHIND}", re.IGNORECASE)
_INPUT_LABEL: Final = re.compile(rf"(?<![^\W_]){_INPUT}{_BEHIND}", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\n(（{\[]++")
_WRAPPING: Final = " \t\r\n`'\"*<>[]【】「」.。,，;；"
_NO_CALL: Final = Call("")


@dataclass(frozen=True, slots=True)
class Lines:
    """What the labels name; `answer` is None where there is no final one."""

    thought: str
    call: Call = _NO_CALL
    answer: str | None = None
    problem: str = ""


def read_labelled(text: str) -> Lines:
    """The first step on labelled lines; a text without any label is all thought."""
    text = _without_observation(text)
    labels = list(_LABEL.finditer(text))
    step = next((label for label in labels if label.lastgroup != "thought"), None)
    step = step or _action_within(text)
    end = len(text) if step is None else step.start()
    thoughts = [each.end() for each in labels if each.lastgroup == "thought" and each.end() <= end]
    thought = text[thoughts[-1] if thoughts else 0 : end].strip()
    if step is None:
        return Lines(thought, problem="no action")
    rest = text[step.end() : next((m.start() for m in labels if m.start() > end), len(text))]
    if step.lastgroup == "answer":
        return Lines(thought, answer=rest.strip())
    return _with_action(thought, rest)


def _action_within(text: str) -> re.Match[str] | None:
    """The label of an action within a line; without arguments behind it it is a common word."""
    found = _ACTION_WITHIN.search(text)
    return found if found and _INPUT_LABEL.search(text, found.end()) else None


def _with_action(thought: str, rest: str) -> Lines:
    """`rest` stands behind the action's label: the name, and the arguments with or without one."""
    label = _INPUT_LABEL.search(rest)
    before = (rest if label is None else rest[: label.start()]).lstrip(_WRAPPING)
    name = _NAME.match(before)
    if name is None:
        return Lines(thought, problem=NO_NAME)
    args, problem = _arguments(before[name.end() :] if label is None else rest[label.end() :])
    call, name_problem = read_call(name.group().strip(_WRAPPING), args)
    return Lines(thought, call, problem=name_problem or problem)


def _arguments(text: str) -> tuple[Mapping[str, Any], str]:
    found = find_object(text)
    return read_arguments(text) if found is None else (found.value, "")


def _without_observation(text: str) -> str:
    """Up to the first observation that has something before it."""
    cut = next((m for m in _OBSERVATION.finditer(text) if text[: m.start()].strip()), None)
    return text if cut is None else text[: cut.start()]
