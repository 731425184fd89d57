"""How answers to the question set are judged, and a run of it that goes on where it was cut off."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.acceptance import Result, judged, keep, kept, shares, table
from engine.bench.system.checking import fold, right_arguments, says
from engine.bench.system.questions import Question
from engine.events import Language
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.web_access import WebAccess
from tests.acceptance.questions.question_set import read_questions
from tests.acceptance.questions.scripted_web import read_web, scripted_web, weather_of

NOW = datetime(2026, 11, 26, 10, 0)


def asking(tool: str, args: dict[str, str], language: Language = "en") -> Question:
    return Question("x", language, "calendar", NOW, "?", tool=(tool,), args=(args,))


@pytest.mark.parametrize("found", ["next friday", "friday next week", "2026-12-04", "4 december"])
def test_the_same_day_counts_however_it_is_said(found: str) -> None:
    question = asking("get_calendar_info", {"start_date": "2026-12-04"})
    assert right_arguments(question, "get_calendar_info", {"start_date": found})
    assert not right_arguments(question, "get_calendar_info", {"start_date": "3 december"})
    assert not right_arguments(question, "time_delta", {"start_date": found})


def test_a_period_counts_as_one_word_or_as_two_ends() -> None:
    question = asking(
        "get_weather_info",
        {"location": "Oslo", "start_date": "2026-11-28", "end_date": "2026-11-29"},
    )
    for days in (
        {"start_date": "this weekend"},
        {"start_date": "saturday", "end_date": "sunday"},
    ):
        assert right_arguments(question, "get_weather_info", {"location": "oslo", **days})
    alone = {"location": "Oslo", "start_date": "saturday"}
    assert not right_arguments(question, "get_weather_info", alone)


def test_both_ends_count_in_either_order_and_a_missing_year_is_the_one_meant() -> None:
    question = asking("time_delta", {"start_time": "now", "end_time": "2027-02-06"})
    for start, end in (("now", "6 february"), ("6 feb 2027", "today"), ("now", "2027春节")):
        call = {"start_time": start, "end_time": end}
        assert right_arguments(question, "time_delta", call)
    assert not right_arguments(
        question, "time_delta", {"start_time": "now", "end_time": "6 feb 2026"}
    )


@pytest.mark.parametrize(
    ("text", "wanted", "said"),
    [
        ("From today there are 29 days.", "29 days", True),
        ("From today there are 129 days.", "29 days", False),
        ("共29天（4周零1天）", "29天", True),
        ("共129天", "29天", False),
        ("最得意的是永安桥，1936年5月通车", "1936年5月", True),
        ("It costs 1,067 euros", "067 euros", False),
        ("It is on 14 March 2027.", "2027-03-14", True),
        ("It is on March 14th, 2027.", "2027-03-14", True),
        ("It is on 14 March 2026.", "2027-03-14", False),
        ("那天是2027年3月14日", "2027-03-14", True),
        ("那天是2026年3月14日", "2027-03-14", False),
        ("到3月14号为止", "2027-03-14", True),
        ("那天是周五", "星期五", True),
        ("那天是周六", "星期五", False),
        ("25℃", "25 °C", True),
        ("a drain", "rain", False),
    ],
)
def test_what_an_answer_says(text: str, wanted: str, said: bool) -> None:
    assert says(fold(text), wanted) is said


def test_the_small_internet_answers_through_the_door() -> None:
    with scripted_web(NOW) as web:
        registry = builtin_registry(web.services)
        access = WebAccess(web.network, question="Oslo Kestrel")
        context = ToolContext(NOW, "en", web=access, question="Oslo Kestrel")
        found = registry.run("get_weather_info", {"location": "Oslo"}, context)
        high = weather_of(read_web()["places"], "Oslo", NOW.date())["high"]
        assert says(fold(found.text), f"{high} °C")
        pages = registry.run("hybrid_search", {"text": "Kestrel 7 Lite battery"}, context)
        assert [url for url in pages.urls if "kestrelphone.example" in url]


def test_a_run_goes_on_from_what_was_kept(tmp_path: Path) -> None:
    question = next(read_questions("no_tool"))
    raw = Result(
        "x", {"tool": "do_nothing", "args": {}}, ("do_nothing",), "answered", "Hi", (), 1.0
    )
    result = judged(question, raw)
    assert (result.tool, result.arguments, result.answer) == (True, True, True)
    out = tmp_path / "run.json"
    keep(out, "one model", {"x": ("asked", result)}, None)
    again = kept(out, "one model")["x"][1]
    assert json.dumps(again.plan) == json.dumps(result.plan)
    assert again.answer
    assert kept(out, "another model") == {}
    shown = table(shares([question], {question.id: result}))
    assert "no_tool" in shown
    assert "answer: 100.0 of 80.0 wanted, ratio 1.250" in shown
