"""A follow-up that names another day, place or number takes the place of its like."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.follow_ups import standalone
from engine.tools.context import ToolContext

CONTEXT = ToolContext(datetime(2026, 11, 26, 10))


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (
            "Will it snow in Bergen tomorrow?",
            "what about Tromso?",
            "Will it snow in Tromso tomorrow?",
        ),
        ("苏州明天有雨吗", "那无锡呢", "无锡明天有雨吗"),
        ("What is the weather in Bergen", "and on Friday?", "What is the weather in Bergen Friday"),
        ("Weather in Bergen on 3 December", "and on the 5th?", "Weather in Bergen on 5 December"),
        ("苏州今天天气", "后天呢", "苏州后天天气"),
        ("what weekday is 3 March 2028", "and the 6th of May", "what weekday is 6th of May 2028"),
        ("2028年3月6日是星期几", "那5月1号呢", "2028年5月1号是星期几"),
        ("离元宵节还有几天", "到端午节呢", "离端午节还有几天"),
        ("2024年谷雨是几号", "2023年的呢", "2023年谷雨是几号"),
        (
            "how long is the Easter break in 2026",
            "same for 2028",
            "how long is the Easter break in 2028",
        ),
        ("What date is it in 10 days?", "20 days then?", "What date is it in 20 days?"),
        ("When is Labour Day in France?", "what about Poland?", "When is Labour Day in Poland?"),
        ("德国的国庆是哪天", "法国的呢", "法国的国庆是哪天"),
        ("Weather in Bergen tomorrow", "and the day after?", "Weather in Bergen 2026-11-28"),
        ("when is Easter 2027", "how many days from today until then", None),
    ],
)
def test_what_is_named_takes_the_place_of_its_like(
    before: str, question: str, whole: str | None
) -> None:
    found = standalone(question, [before], CONTEXT, ["Bergen", "苏州"])
    if whole is None:
        assert "Easter 2027" in found
        assert "then" not in found
        return
    assert found.replace("离端午节", "端午节") == whole.replace("离端午节", "端午节")


def test_several_follow_ups_change_one_thing_after_another() -> None:
    earlier = ["what about Tromso?", "Will it snow in Bergen today?"]
    found = standalone("and tomorrow?", earlier, CONTEXT, ["Bergen"])
    assert found == "Will it snow in Tromso tomorrow?"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("How much is a day pass?", "and for students?"),
        ("年卡多少钱", "儿童呢"),
        ("报名什么时候截止", "学费多少钱"),
        ("去西安的车几点开", "几点到呢"),
    ],
)
def test_what_is_no_swap_follows_the_earlier_question(before: str, question: str) -> None:
    assert standalone(question, [before], CONTEXT) == f"{before} {question}"


@pytest.mark.parametrize(
    "question",
    ["几点了", "今天几号", "办借书证多少钱", "What is the rent?", "现在几点", "图书馆几点开门呢？"],
)
def test_these_stand_by_themselves(question: str) -> None:
    assert standalone(question, ["When does the museum open?"], CONTEXT) == question
