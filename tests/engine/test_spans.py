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
        ("Philadelphia fri afternoon", ("fri afternoon",), False),
        ("weather philadelphia 27 nov afternoon", ("27 nov afternoon",), False),
        (
            "days between the 29th of November and the 8th of December",
            ("29th of November", "8th of December"),
            True,
        ),
        ("Is it 90 days from 1 March to 30 May?", ("1 March", "30 May"), True),
        ("What is 90 days from 1 March?", ("90 days from 1 March",), False),
        ("90 days from now to christmas", ("90 days from now", "christmas"), True),
        (
            "From the day after tomorrow to the end of the month",
            ("day after tomorrow", "end of the month"),
            True,
        ),
        ("from tomorow till nxt fri", ("tomorow", "nxt fri"), True),
        ("how long from today til xmas", ("today", "xmas"), True),
        ("weather oslo on wensday", ("wensday",), False),
        ("is dec 25 a holiday", ("dec 25",), False),
        ("明后天杭州下雨吗", ("明后天",), False),
    ],
)
def test_dates_side_by_side(text: str, apart: tuple[str, ...], are_ends: bool) -> None:
    found = question_spans(text, CONTEXT)
    assert (found.apart, found.are_ends) == (apart, are_ends)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("i am going to Leeds tomorrow", ("tomorrow",)),
        ("weather where i am today", ("today",)),
        ("it may rain on Monday", ("Monday",)),
        ("may i bring a dog?", ()),
        ("weather in Rome next may", ("next may",)),
        ("will the sun be out in Leeds on sun", ("sun",)),
        ("good morning what's it like in Paris tomorrow", ("tomorrow",)),
        ("morning! weather in York tonight", ("tonight",)),
        ("早上好，北京明天冷吗", ("明天",)),
        ("convert 100 usd to cny", ()),
        ("meet at 3 pm", ("3 pm",)),
        ("Leeds tomorrow am", ("tomorrow am",)),
    ],
)
def test_words_that_look_like_dates_are_none(text: str, apart: tuple[str, ...]) -> None:
    assert question_spans(text, CONTEXT).apart == apart


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("What weekday is 28 Nov 2027?", ("28 Nov 2027", "2027")),
        ("which day is the day after tomorrow", ("day after tomorrow",)),
        ("2027年3月5日星期几", ("2027年3月5日", "2027年3月5", "2027年", "2027")),
        ("大后天冷吗", ("大后天",)),
        ("What is 90 days from 1 March?", ("90 days from 1 March", "1 March", "March")),
        ("weather on fri afternoon", ("fri afternoon", "afternoon")),
    ],
)
def test_parts_of_a_date_are_not_offered(text: str, dates: tuple[str, ...]) -> None:
    assert question_spans(text, CONTEXT).dates == dates


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
