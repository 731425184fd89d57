"""The questions of a first day, put to the real program with the built-in model, offline."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Kagent

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOW = "2026-11-20T10:00"

DATES = [
    ("How many days are there between 2024-01-01 and 2024-03-01?", ["60 days"]),
    ("2024年1月1日到2024年3月1日有多少天？", ["60天"]),
    ("What weekday and lunar date is 2026-10-01?", ["Thursday", "21st day of the 8th"]),
    ("2026年10月1日是星期几，农历是多少？", ["星期四", "八月廿一"]),
    ("When is the Mid-Autumn Festival in 2026 and how many days off are there?",
     ["2026-09-25", "3 days"]),
    ("2026年国庆节放几天假？", ["2026年10月1日", "7天"]),
    ("When is the winter solstice in 2026?", ["2026-12-22"]),
    ("2026年清明是哪天？", ["2026年4月5日"]),
    ("How many days until Christmas?", ["35 days"]),
    ("离元旦还有多少天？", ["42天"]),
]  # fmt: skip
BETWEEN_FESTIVALS = [
    ("How many days are there from Spring Festival to Mid-Autumn Festival in 2026?", "220 days"),
    ("2026年春节到中秋节有多少天？", "220天"),
]
DOCUMENTS = [
    ("When does the last ferry leave Little Morwen?", "21:15", "harbour-ferry.md"),
    ("What does error E4 mean on the espresso machine?", "draws air", "espresso-machine.md"),
    ("How long is the tenant's notice period?", "two months", "flat-lease.txt"),
    ("一张借书证一次最多可以借几本书？", "八本", "图书馆借阅规则.md"),
    ("活性炭滤芯多久更换一次？", "十二个月", "净水器说明书.txt"),
    ("自己开车出差每公里补贴多少钱？", "一元二角", "差旅报销制度.md"),
]


def asked(kagent: Kagent, question: str) -> tuple[int, dict[str, Any]]:
    ended: subprocess.CompletedProcess[str] = kagent("--now", NOW, "ask", "--json", question)
    return ended.returncode, json.loads(ended.stdout)


@pytest.fixture
def library(kagent: Kagent) -> None:
    assert kagent("add", EXAMPLES).returncode == 0


@pytest.mark.parametrize(("question", "parts"), DATES)
def test_dates(kagent: Kagent, question: str, parts: list[str]) -> None:
    code, answer = asked(kagent, question)
    assert code == 0
    assert all(part in answer["answer"] for part in parts), answer
    assert answer["citations"][0]["source"].startswith("tool:")


@pytest.mark.parametrize(("question", "wanted"), BETWEEN_FESTIVALS)
def test_between_two_festivals(kagent: Kagent, question: str, wanted: str) -> None:
    code, answer = asked(kagent, question)
    assert (code, wanted in answer["answer"]) == (0, True), answer
    names = [task["command"]["name"] for task in answer["tasks"]]
    assert names == ["time_delta", "task_complete"]
    usage = answer["usage"]
    # Every step's prompt begins with the one before it, which the prefix cache holds.
    assert usage["evaluated_tokens"] < 0.5 * usage["prompt_tokens"]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("question", "wanted", "file"), DOCUMENTS)
def test_documents(kagent: Kagent, question: str, wanted: str, file: str) -> None:
    code, answer = asked(kagent, question)
    assert (code, wanted in answer["answer"]) == (0, True), answer
    citation = answer["citations"][0]
    assert Path(citation["source"]) == EXAMPLES / file
    assert citation["quote"] in answer["answer"]
    start, end = citation["location"]["span"]
    assert end > start >= 0


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "question",
    [
        "Who won the football world cup in 1998?",
        "图书馆的打印机打一页多少钱？",
        "1998年足球世界杯的冠军是哪个国家？",
    ],
)
def test_what_the_documents_do_not_say_is_said_to_be_missing(kagent: Kagent, question: str) -> None:
    code, answer = asked(kagent, question)
    assert (code, answer["outcome"]) == (3, "not_found"), answer
    assert answer["citations"] == []


@pytest.mark.parametrize(("question", "name"), [("Who are you?", "KAgent"), ("你是谁？", "KAgent")])
def test_no_tool_is_needed_for_small_talk(kagent: Kagent, question: str, name: str) -> None:
    code, answer = asked(kagent, question)
    assert (code, name in answer["answer"]) == (0, True), answer
    assert [task["command"]["name"] for task in answer["tasks"]] == ["do_nothing"]


def test_a_date_that_does_not_exist_is_said(kagent: Kagent) -> None:
    code, answer = asked(kagent, "What weekday is 2026-02-30?")
    assert (code, answer["outcome"], answer["citations"]) == (1, "failed", [])
    assert "2026-02-30" in answer["answer"]
    assert answer["tasks"][0]["error"]


def test_one_festival_is_looked_up_and_not_counted(kagent: Kagent) -> None:
    _, answer = asked(kagent, "今年中秋节是几月几号？")
    assert "2026年9月25日" in answer["answer"]
    assert "time_delta" not in [task["command"]["name"] for task in answer["tasks"]]


def test_chinese_new_year_is_not_new_year(kagent: Kagent) -> None:
    _, answer = asked(kagent, "When is Chinese New Year in 2027?")
    assert "2027-02-06" in answer["answer"]


def test_an_empty_library_says_how_to_fill_it(kagent: Kagent) -> None:
    code, answer = asked(kagent, "What is the rent?")
    assert (code, "kagent add" in answer["answer"]) == (3, True)


@pytest.mark.usefixtures("library")
def test_the_last_question_of_a_long_text_counts(kagent: Kagent) -> None:
    story = "I live in a small town by the sea and I like long walks on the beach. " * 15
    code, answer = asked(kagent, story + "When does the last ferry leave Little Morwen?")
    assert (code, "21:15" in answer["answer"]) == (0, True), answer
