"""Lengths of time in words, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dates.durations import read_amounts

LENGTHS = {
    ((2, "year"), (1, "month")): ["2 years 1 month", "two years and one month", "两年一个月"],
    ((1, "hour"), (30, "minute")): [
        "an hour and a half", "1.5 hours", "one hour and half", "1h30m", "an hour and 30 minutes",
        "one and a half hours", "一个半小时", "1.5小时", "一小时三十分钟", "个半小时",
    ],
    ((30, "minute"),): ["half an hour", "half hour", "1/2 hour", "30min", "半小时", "半个小时"],
    ((45, "minute"),): ["three-quarters of an hour", "3/4 hour", "45 minutes", "四十五分钟"],
    ((2, "hour"), (15, "minute")): ["two and a quarter hours", "2 hours 15 minutes"],
    ((15, "day"),): ["half a month", "半个月", "15天", "fifteen days"],
    ((6, "month"),): ["half a year", "半年", "6 months", "六个月"],
    ((3, "year"), (6, "month")): ["3.5 years", "三年半", "three and a half years"],
    ((3, "day"),): ["3 days", "3d", "a few days", "三天", "3日"],
    ((2, "week"),): ["2w", "a couple of weeks", "2 more weeks", "两周", "两个星期", "二个礼拜"],
    ((8, "day"), (20, "hour")): ["8 days and 20 hours", "8天20时", "八天二十小时"],
    ((100, "day"),): ["100 days", "one hundred days", "a hundred days", "一百天"],
    ((1, "month"),): ["another month", "a whole month", "all month", "一个月"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"), [(words, parts) for parts, many in LENGTHS.items() for words in many]
)
def test_a_length(words: str, expected: tuple[tuple[int, str], ...]) -> None:
    assert read_amounts(words) == list(expected)


@pytest.mark.parametrize(
    "words", ["", "10", "days", "in a day", "a blue day", "6天5晚", "三", "月", "0.0001 seconds"]
)
def test_what_is_no_length(words: str) -> None:
    assert read_amounts(words) is None


@given(st.text(max_size=40))
def test_any_text_is_a_length_or_none(text: str) -> None:
    amounts = read_amounts(text)
    assert amounts is None or all(number >= 0 for number, _ in amounts)


@given(st.integers(0, 999_999), st.sampled_from(["day", "week", "month", "year", "hour", "minute"]))
def test_numbers_are_kept(number: int, unit: str) -> None:
    assert read_amounts(f"{number} {unit}s") == [(number, unit)]
