"""Dates typed in a hurry, and words that only look like them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dates.resolving import resolve
from engine.dates.spelling import respelled
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

NOW = datetime(2026, 11, 20, 10)  # a Friday
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")

TYPED = {
    "tomorrow": [
        "tomorow", "tommorow", "tommorrow", "tommorrw", "tomorrwo", "2moro", "tmrw", "tmr", "tomoz",
    ],
    "tonight": ["tonite", "2nite", "tonigth"],
    "yesterday": ["yesturday", "yestarday"],
    "Wednesday": ["wensday", "wednsday", "wendesday", "Wedensday"],
    "Thursday": ["thrusday", "thurday", "thursdy"],
    "Saturday": ["saterday", "satruday", "satday"],
    "Friday": ["firday", "fridy"],
    "28 February 2027": ["28 febuary 2027", "28th Feburary 2027", "feb 28 2027"],
    "1 September": ["1 septmber", "1st setember"],
    "this weekend": ["wknd", "this wknd", "this wkend"],
    "next Friday": ["nxt fri", "nxt friday"],
    "next week": ["nxt wk", "nxt week"],
    "today": ["later today", "2day"],
    "this afternoon": ["this arvo", "this afternon"],
    "Saturday night": ["sat nite"],
    "Monday morning": ["mon morn"],
    "New Year's Eve 2026": ["nye", "NYE 26"],
    "Christmas 2027": ["xmas 27", "xmas '27", "chrismas 2027"],
    "Easter 2027": ["easter 27", "Easter '27"],
    "Chinese New Year 2027": ["cny 2027"],
    "Good Friday 2027": ["good fri 2027"],
    "in 14 days": ["in a fortnight"],
    "next 2 weeks": ["next fortnight"],
    "in 7 days": ["a week today", "today week"],
    "Friday 4 December 2026": ["a fortnight from fri", "2 weeks on friday"],
}  # fmt: skip
TYPED_CHINESE = {
    "昨天": ["昨儿", "昨儿个"],
    "前天": ["前儿"],
    "明天": ["明儿", "明儿个"],
    "后天": ["后儿", "后儿个"],
    "大后天": ["大后儿"],
    "明天早上": ["明儿早上", "明天一早", "明天一大早", "明早"],
    "两个礼拜后": ["俩礼拜后", "俩星期后", "过俩礼拜"],
    "三个月后": ["仨月后"],
    "正月初三": ["年初三", "大年初三"],
    "1月1日": ["元月1号", "元月一日"],
    "今天到明天": ["这两天", "今明两天", "今明天"],
    "明天到后天": ["明后天", "明后两天"],
}
PAIRS = [(typed, meant, ENGLISH) for meant, words in TYPED.items() for typed in words]
PAIRS += [(typed, meant, CHINESE) for meant, words in TYPED_CHINESE.items() for typed in words]


@pytest.mark.parametrize(("typed", "meant", "context"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_it_is_the_day_that_is_meant(typed: str, meant: str, context: ToolContext) -> None:
    found, wanted = resolve(typed, context), resolve(meant, context)
    assert (found.start, found.end, found.grain) == (wanted.start, wanted.end, wanted.grain)


@pytest.mark.parametrize(
    "word",
    [
        "sundae", "Sundar", "sundry", "Augusta", "augusto", "mourning", "sundays", "Saturdays",
        "Novembers", "Nye", "Thursby", "Weeknd", "morrow", "nights", "octopus", "Mondo", "初三年级",
    ],
)  # fmt: skip
def test_other_words_are_no_dates(word: str) -> None:
    with pytest.raises(ToolError):
        resolve(word, ENGLISH)


def test_right_words_and_digits_are_left_alone() -> None:
    text = "Tuesday 20261120 at 9:30 in Octoberfest's 2027, o'clock tomorrow"
    assert respelled(text) == text


@given(st.text(max_size=60))
def test_a_second_time_changes_nothing(text: str) -> None:
    once = respelled(text)
    assert respelled(once) == once
