"""The dates that a question says, which a small model may point at."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.spans import question_spans
from engine.tools.context import ToolContext

CONTEXT = ToolContext(datetime(2026, 11, 20, 10))


@pytest.mark.parametrize(
    ("text", "apart", "are_ends"),
    [
        ("what's the weather in Hamburg tomorrow?", ("tomorrow",), False),
        ("weather in Paris from Monday to Friday", ("Monday", "Friday"), True),
        ("What weekday is 2026-12-05?", ("2026-12-05",), False),
        ("成都12月1日到12月3日的天气", ("12月1日", "12月3日"), True),
        ("下周三去大理要带伞吗", ("下周三",), False),
        ("北京明天天气怎么样？", ("明天",), False),
        ("Who painted the Mona Lisa?", (), False),
        (
            "How many days are there between 2024-02-30 and 2024-03-01?",
            ("2024-02-30", "2024-03-01"),
            True,
        ),
    ],
)
def test_dates_side_by_side(text: str, apart: tuple[str, ...], are_ends: bool) -> None:
    found = question_spans(text, CONTEXT)
    assert (found.apart, found.are_ends) == (apart, are_ends)


def test_what_is_left_holds_the_place() -> None:
    found = question_spans("北京明天天气怎么样？", CONTEXT)
    assert found.between[0] == "北京"
    assert "明天" not in "".join(found.between)


def test_a_time_of_day_may_have_its_zone() -> None:
    found = question_spans("How long from 9am in Tokyo to 5pm in London?", CONTEXT)
    assert found.apart == ("9am in Tokyo", "5pm in London")


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = question_spans(text, CONTEXT)
    squeezed = " ".join(text.split())
    assert all(written in squeezed or written in text for written in found.apart)
    assert set(found.apart) <= set(found.dates)
