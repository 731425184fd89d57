"""How a tool is run: its arguments checked, its limits kept, and whatever goes wrong told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from engine.events import Language
from engine.network import NetworkError
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.registry import Registry
from engine.tools.tool import Tool, tool
from store.errors import StoreError

NOW = datetime(2026, 11, 20, 10)
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def counting(context: ToolContext, number: int, word: str = "") -> Observation:
    """Count.

    Args:
    number: how far
    """
    lines = [f"line {one}" for one in range(number)]
    passages = tuple(Passage(line, "tool:counting", "counting") for line in lines)
    return Observation("\n".join(lines), passages=passages)


COUNTING = tool(counting, en="Count", zh="数数", returns="lines")


def made(function: Callable[[], Observation], **changes: Any) -> Tool:
    """A tool without arguments that does what `function` does."""

    def acting(context: ToolContext) -> Observation:
        """Act."""
        return function()

    return replace(tool(acting, en="Act", zh="行动", returns="what comes"), **changes)


def trouble(entry: Tool, language: Language = "en", **args: Any) -> ToolError:
    with pytest.raises(ToolError) as caught:
        Registry([entry]).run(entry.name, args, ToolContext(NOW, language))
    assert "\n" not in str(caught.value)
    return caught.value


def test_arguments_are_converted_and_null_is_left_out() -> None:
    found = Registry([COUNTING]).run("counting", {"number": "2", "word": None}, ToolContext(NOW))
    assert found.text == "line 0\nline 1"


@pytest.mark.parametrize(
    ("name", "args", "english", "chinese"),
    [
        (
            "count\nup",
            {},
            "there is no tool named 'count up'; use one of: counting",
            "没有名为“count up”的工具；可用的有：counting",
        ),
        (
            "counting",
            {"to": 1},
            "counting takes no argument 'to'; its arguments: number, word",
            "counting没有参数“to”；它的参数：number, word",
        ),
        ("counting", {"number": None}, "counting needs number", "counting缺少参数：number"),
        (
            "counting",
            {"number": "many"},
            "counting: number='many' is not a valid integer",
            "counting：number='many'无效，应为整数",
        ),
    ],
)
def test_a_wrong_call_is_told_in_the_language_of_the_answer(
    name: str, args: dict[str, Any], english: str, chinese: str
) -> None:
    said = []
    for language in LANGUAGES:
        with pytest.raises(ToolError) as caught:
            Registry([COUNTING]).run(name, args, ToolContext(NOW, language))
        assert caught.value.kind == "invalid_argument"
        said.append(str(caught.value))
    assert said == [english, chinese]


def test_a_fault_of_a_tool_is_told_and_the_question_goes_on() -> None:
    def faulty() -> Observation:
        raise KeyError("text\nmissing")

    error = trouble(made(faulty))
    assert error.kind == "failed"
    assert str(error) == r"acting: an unexpected error: KeyError: 'text\nmissing'"
    assert isinstance(error.__cause__, KeyError)
    assert str(trouble(made(faulty), "zh")).startswith("acting：出现意外错误：KeyError")


def test_trouble_of_the_memory_and_of_the_tool_itself_is_left_as_it_is() -> None:
    def damaged() -> Observation:
        raise StoreError("kagent.db is damaged")

    def refusing() -> Observation:
        raise ToolError("rate_limited", "later")

    with pytest.raises(StoreError, match=r"kagent\.db is damaged"):
        Registry([made(damaged)]).run("acting", {}, ToolContext(NOW))
    error = trouble(made(refusing))
    assert (error.kind, str(error)) == ("rate_limited", "later")


def test_trouble_at_the_door_is_one_of_the_tool() -> None:
    def declined() -> Observation:
        raise NetworkError("declined", "x.example: not asked, for you did not allow it")

    assert trouble(made(declined)).kind == "refused"
    assert str(trouble(made(declined), "zh")) == "acting：未访问，因为没有得到同意"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "acting: no result within 0.01 s"), ("zh", "acting：0.01秒内没有结果")],
)
def test_a_tool_that_hangs_is_left_behind(language: Language, said: str) -> None:
    end = threading.Event()

    def hanging() -> Observation:
        end.wait()
        return Observation("too late")

    try:
        error = trouble(made(hanging, seconds=0.01), language)
    finally:
        end.set()
    assert (error.kind, str(error)) == ("timed_out", said)


def test_a_cancelled_question_does_not_wait_for_its_tool() -> None:
    end, cancel = threading.Event(), threading.Event()

    def hanging() -> Observation:
        cancel.set()
        end.wait()
        return Observation("too late")

    context = ToolContext(NOW, "zh", cancel=cancel)
    with pytest.raises(ToolError) as caught:
        Registry([made(hanging)]).run("acting", {}, context)
    end.set()
    assert str(caught.value) == "acting：已取消"


def test_nothing_is_an_error_and_too_much_is_cut() -> None:
    assert trouble(made(lambda: Observation(" \n"))).kind == "not_found"
    short = replace(COUNTING, characters=13)
    found = Registry([short]).run("counting", {"number": 5}, ToolContext(NOW))
    assert found.text == "line 0\nline 1… (cut at 13 characters)"
    assert [passage.text for passage in found.passages] == ["line 0", "line 1"]
    chinese = Registry([short]).run("counting", {"number": 5}, ToolContext(NOW, "zh"))
    assert chinese.text.endswith("line 1……（截至第13个字符）")


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="counting is already registered"):
        Registry([COUNTING, COUNTING])
