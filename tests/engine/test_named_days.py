"""Which named days a question speaks of, and which lines answer it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from engine.cleaning import clean
from engine.evidence import lines_of_named_days, sentence_evidence
from engine.named_days import mentioned_days, mentioned_month
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


def test_a_name_is_no_part_of_a_word() -> None:
    assert mentioned_days("Which holiday is next?", {"Holi": date(2027, 3, 22)}) == set()
    assert mentioned_days("When is Holi?", {"Holi": date(2027, 3, 22)}) == {date(2027, 3, 22)}


@pytest.mark.parametrize(
    ("question", "month"),
    [
        ("Which days are off in April 2027?", 4),
        ("holidays next May", 5),
        ("May I take a day off?", None),
        ("on April 5", None),
        ("in April 5 days", None),
        ("from the end of March, in April", None),
        ("10月有哪些假期", 10),
        ("十二月放假吗", 12),
        ("10月3日放假吗", None),
        ("农历八月有什么节", None),
        ("三月初三", None),
        ("in March or in April", None),
    ],
)
def test_the_month_that_is_named_as_a_whole(question: str, month: int | None) -> None:
    assert mentioned_month(question) == month


@pytest.mark.parametrize(
    ("question", "country", "parts"),
    [
        ("When is Bastille Day?", "FR", ["07-14"]),
        ("法国国庆节是哪天", "FR", ["07-14"]),
        ("Is Diwali a holiday?", "IN", ["10-29"]),
        ("韩国中秋放假是哪天", "KR", ["09-15"]),
        ("When is Thanksgiving?", "US", ["11-25"]),
        ("Boxing Day, and is there a day in lieu?", "NZ", ["12-26", "12-28"]),
        ("Which days off are in April?", "BR", ["04-21"]),
    ],
)
def test_holidays_abroad_are_found_by_their_names_and_months(
    question: str, country: str, parts: list[str]
) -> None:
    context = ToolContext(now=datetime(2026, 11, 20), language="en")
    args = {"year": "2027", "country": country}
    observation = builtin_registry().run("get_holidays_info", args, context)
    lines = [passage.text for passage in lines_of_named_days(question, observation)]
    assert len(lines) == len(parts)
    assert all(f"2027-{part}" in line for part, line in zip(parts, lines, strict=True))


def test_terminal_sequences_leave_nothing_behind() -> None:
    assert clean("\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07ok \x1b]0;t\x1b\\x") == "red ok x"
    assert clean("a\x9b31mb \x9d0;title\x9cc") == "ab c"
