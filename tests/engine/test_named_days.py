"""Which named days a question speaks of, and which lines answer it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from engine.cleaning import clean
from engine.evidence import sentence_evidence
from engine.named_days import mentioned_days
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext

NAMES = {
    "New Year": date(2027, 1, 1),
    "Chinese New Year": date(2027, 2, 6),
    "春节": date(2027, 2, 6),
    "中秋": date(2027, 9, 15),
    "中秋节": date(2027, 9, 15),
}


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("When is chinese new year?", {date(2027, 2, 6)}),
        ("From New Year to Chinese New Year", {date(2027, 1, 1), date(2027, 2, 6)}),
        ("中秋节是哪天", {date(2027, 9, 15)}),
        ("春节到中秋有几天", {date(2027, 2, 6), date(2027, 9, 15)}),
        ("List them", set()),
    ],
)
def test_the_longest_name_wins(question: str, days: set[date]) -> None:
    assert mentioned_days(question, NAMES) == days


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("When is Chinese New Year?", ["2027-02-06"]),
        ("When is 国庆节?", ["2027-10-01"]),
    ],
)
def test_only_the_lines_of_the_named_days_are_offered(question: str, parts: list[str]) -> None:
    context = ToolContext(now=datetime(2026, 11, 20))
    observation = builtin_registry().run("get_holidays_info", {"year": "2027"}, context)
    found = sentence_evidence(question, observation, 1)
    assert len(found) >= len(parts)
    assert all(any(part in piece.text for part in parts) for piece in found)


def test_terminal_sequences_leave_nothing_behind() -> None:
    assert clean("\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07ok \x1b]0;t\x1b\\x") == "red ok x"
    assert clean("a\x9b31mb \x9d0;title\x9cc") == "ab c"
