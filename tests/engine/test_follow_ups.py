"""Which questions go on from the one before, and from which."""

from __future__ import annotations

import pytest

from engine.follow_ups import goes_on, standalone


@pytest.mark.parametrize(
    "question",
    [
        "And for children?",
        "What about Saturdays?",
        "how about the battery",
        "Do children pay for it?",
        "Why?",
        "Why not?",
        "为什么呢？",
        "Who wrote that?",
        "那儿童呢？",
        "学生呢？",
        "它多少钱？",
        "那周六几点关门？",
        "And next year?",
        "Is it cold there?",
        "Is it waterproof in the rain?",
        "Is it dry?",
    ],
)
def test_these_go_on(question: str) -> None:
    assert goes_on(question)


@pytest.mark.parametrize(
    "question",
    [
        "How much does a library card cost?",
        "What time is it?",
        "Is it a holiday today?",
        "How many days are there from 2024-01-01 to 2024-03-01?",
        "Which items does the contract of the hotel with the city name?",
        "办借书证多少钱？",
        "其他人怎么办？",
        "图书馆几点开门呢？",
        "Why does the warranty leave out batteries?",
        "为什么电池不保修？",
        "今年中秋节是几月几号？",
        "is it raining in Boston",
        "Whats it like in Oslo?",
        "how hot is it getting, will it be dry in Hull",
        "",
    ],
)
def test_these_stand_by_themselves(question: str) -> None:
    assert not goes_on(question)


def test_the_nearest_question_that_stands_by_itself_comes_first() -> None:
    earlier = ["And for children?", "How much is a card?", "When does it open?"]
    assert standalone("And for students?", earlier) == "How much is a card? And for students?"
    assert standalone("And for students?", []) == "And for students?"
    assert standalone("When is lunch?", earlier) == "When is lunch?"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("When is the festival this year?", "And next year?", "When is the festival next year?"),
        ("When is Easter in 2026?", "What about 2027?", "When is Easter in 2027?"),
        ("今年中秋节是几月几号？", "那明年呢？", "明年中秋节是几月几号？"),
        ("今天农历几号？", "明天呢", "明天农历几号？"),
        ("How long is a year?", "And tomorrow?", "How long is a year? And tomorrow?"),
        ("From 2024 to 2026?", "And 2027?", "From 2024 to 2026? And 2027?"),
        ("When is Easter in 2027?", "And next year?", "When is Easter in 2028?"),
        ("When is Easter in 2027?", "and last year", "When is Easter in 2026?"),
        ("2027年中秋是几号？", "那下一年呢？", "2028年中秋是几号？"),
        ("2027年中秋是几号？", "那明年呢？", "明年中秋是几号？"),
    ],
)
def test_a_day_or_year_takes_the_place_of_the_earlier_one(
    before: str, question: str, whole: str
) -> None:
    assert standalone(question, [before]) == whole


def test_a_year_after_is_counted_from_the_question_before() -> None:
    earlier = ["And next year?", "When is Easter in 2027?"]
    assert standalone("And the year after?", earlier) == "When is Easter in 2029?"
