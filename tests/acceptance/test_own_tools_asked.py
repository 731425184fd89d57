"""`kagent ask` with the built-in model and tools that it never saw: files in the tools folder."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kagent = Callable[..., subprocess.CompletedProcess[str]]
TOWN = '''
def tide_table(harbour: str, day: str = "today") -> str:
    """Tell the times of high and low water in a harbour.

    Args:
        harbour: Its name.
        day: The day.

    Task:
        en: Look up the tides
        zh: 查询潮汐

    Examples:
        When is high water in Hamburg?
        汉堡什么时候涨潮？
    """
    return f"High water in {harbour} {day}: 03:10 and 15:35."


def bus_departures(stop: str) -> str:
    """List the next departures of buses from a stop."""
    return f"Bus 42 leaves {stop} at 10:05."


def send_invoice(customer: str, amount: int) -> str:
    """给客户开一张发票，写明金额。"""
    return f"已给{customer}开出{amount}元的发票。"
'''


@pytest.fixture
def asked(kagent: Kagent, isolated_home: Path) -> Callable[[str], dict[str, Any]]:
    """Ask a question where the tools of a town are in the tools folder."""
    folder = isolated_home / "kagent" / "tools"
    folder.mkdir(parents=True)
    (folder / "town.py").write_text(TOWN, encoding="utf-8")

    def ask(question: str) -> dict[str, Any]:
        ended = kagent("ask", "--json", question)
        assert ended.returncode == 0, ended.stderr
        answer: dict[str, Any] = json.loads(ended.stdout)
        return answer

    return ask


@pytest.mark.parametrize("question", ["when is high water in Hamburg", "汉堡什么时候涨潮？"])
def test_an_example_of_a_tool_is_given_to_it(
    asked: Callable[[str], dict[str, Any]], question: str
) -> None:
    answer = asked(question)
    assert answer["tasks"][0]["command"]["name"] == "tide_table"
    assert answer["tasks"][0]["task_name"] in ("Look up the tides", "查询潮汐")
    assert "03:10 and 15:35" in answer["answer"]
    assert [citation["source"] for citation in answer["citations"]] == ["tool:tide_table"]


@pytest.mark.parametrize(
    ("question", "name", "args"),
    [
        (
            "When does the next bus leave from Oak Street?",
            "bus_departures",
            {"stop": "Oak Street"},
        ),
        ("给海尔开一张500元的发票", "send_invoice", {"customer": "海尔", "amount": 500}),
        (
            "What time is low tide in Rotterdam tomorrow?",
            "tide_table",
            {"harbour": "Rotterdam", "day": "tomorrow"},
        ),
    ],
)
def test_a_tool_is_chosen_by_its_description(
    asked: Callable[[str], dict[str, Any]], question: str, name: str, args: dict[str, Any]
) -> None:
    answer = asked(question)
    assert answer["tasks"][0]["command"] == {"name": name, "args": args}


def test_none_of_them_is_for_a_question_about_dates(
    asked: Callable[[str], dict[str, Any]],
) -> None:
    answer = asked("How many days are there from 2026-03-01 to 2026-04-01?")
    assert answer["tasks"][0]["command"]["name"] == "time_delta"
