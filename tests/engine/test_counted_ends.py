"""Between which dates a small model may count."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from engine.counted_ends import NOW, counts_to, end_pairs
from engine.spans import question_spans
from engine.tools.context import ToolContext

CONTEXT = ToolContext(datetime(2026, 11, 26, 10))


def pairs(question: str, **named: date) -> set[tuple[str, str]]:
    return set(end_pairs(question_spans(question, CONTEXT), named, CONTEXT))


def test_never_the_same_day_twice() -> None:
    assert pairs("how many days are there") == set()
    assert pairs("how many days from today to now") == set()
    assert pairs("现在离今天多少天") == set()


def test_one_date_is_counted_to_or_from_now() -> None:
    assert pairs("how many days until 3 May 2027") >= {(NOW, "3 May 2027"), ("3 May 2027", NOW)}


def test_two_parts_of_one_date_are_no_ends() -> None:
    found = pairs("how many days until Easter 2027")
    assert found
    assert all(NOW in pair for pair in found)


def test_two_dates_and_named_days() -> None:
    assert ("3 May", "6 June") in pairs("how long from 3 May to 6 June")
    assert ("Founders", NOW) in pairs("since Founders", Founders=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("question", "written", "to"),
    [
        ("how many days until Christmas", "Christmas", True),
        ("how many days since 3 May", "3 May", False),
        ("3 May, how many days", "3 May 2026", False),
        ("how many days, 3 May 2027", "3 May 2027", True),
    ],
)
def test_the_direction_is_said_or_follows_from_the_day(
    question: str, written: str, to: bool
) -> None:
    assert counts_to(question, written, CONTEXT) is to
