"""What a question speaks of, by its words."""

from __future__ import annotations

import pytest

from engine.subjects import (
    LENGTH,
    WEATHER,
    asks_for_a_list,
    asks_for_weather,
    may_ask_for_weather,
    speaks_of_holidays,
    speaks_of_solar_terms,
)


@pytest.mark.parametrize(
    "text",
    [
        "is mid autumn in september or october next year",
        "明年过年是几号",
        "Which days are off for Labour Day?",
        "国庆放几天",
        "When's the next long weekend?",
        "are there any long weekends in june",
        "make up days for national week",
        "bank hols 2027",
        "school hollidays",
        "next public holidy",
        "圣诞放几天",
        "哪天补班",
        "放不放假",
        "下周六上班吗",
    ],
)
def test_holidays(text: str) -> None:
    assert speaks_of_holidays(text)


@pytest.mark.parametrize(
    "text", ["When is Frost's Descent?", "今年冬至几点", "next solar term", "autumn equinox 2030"]
)
def test_solar_terms(text: str) -> None:
    assert speaks_of_solar_terms(text)


@pytest.mark.parametrize(
    "text",
    ["Who painted the Mona Lisa?", "图书馆几点开门？", "asdf", "How long is the lease?"],
)
def test_neither(text: str) -> None:
    assert not speaks_of_solar_terms(text)
    assert not speaks_of_holidays(text)
    assert not WEATHER.search(text)


@pytest.mark.parametrize(
    "text", ["Will it rain in Oslo?", "weather Berlin", "北京明天天气", "上海会下雨吗", "forecast"]
)
def test_weather(text: str) -> None:
    assert WEATHER.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "When is Grain Buds?",
        "Major Snow in 2027",
        "what day is minor snow next year",
        "when does Heavy Snow begin in 2027",
        "今年大雪是几号",
        "2027年霜降是哪天",
        "小雪节气是什么时候",
        "雨水是几月几号",
    ],
)
def test_the_day_of_a_solar_term_is_no_weather(text: str) -> None:
    assert speaks_of_solar_terms(text)
    assert asks_for_weather(text) is None
    assert not may_ask_for_weather(text)


@pytest.mark.parametrize(
    "text",
    [
        "will there be heavy snow in Harbin",
        "heavy snow in Harbin this week",
        "heavy snow in Beijing in 2021",
        "小雪那天北京天气怎么样",
        "明天会下大雪吗",
        "will it rain in the afternoon",
        "is it snowing in Oslo",
        "need a brolly in York?",
        "weathr leeds",
        "forcast for Rome",
        "明天下不下雨",
    ],
)
def test_weather_is_still_asked_for(text: str) -> None:
    assert asks_for_weather(text)


@pytest.mark.parametrize(
    "text",
    ["is the train in Leeds late", "training in Oslo", "will it train the staff", "grain in Kyiv"],
)
def test_rain_inside_a_word_is_none(text: str) -> None:
    assert asks_for_weather(text) is None
    assert not may_ask_for_weather(text)


@pytest.mark.parametrize(
    "text",
    [
        "any showers in York",
        "dry in Cardiff sat?",
        "bbq on sunday in Hull?",
        "picnic in Bath tomorrow ok?",
        "wx kord",
        "leeds temps",
        "do we take umbrellas",
        "icy roads in Oslo?",
        "is it pouring there",
        "thunder tonight?",
        "hail in Lyon",
        "drizzle or not",
        "chilly tonight?",
        "muggy in Miami",
        "wether in Rome",
        "temprature rome",
        "when will heavy snow stop in Harbin",
        "穿羽绒服还是秋裤",
        "广州能晒被子吗",
        "后天出太阳吗",
        "明天降温吗",
        "北京冷不冷",
        "热不热",
        "刮风吗",
        "有雾霾吗",
        "上海几度",
        "明天穿什么",
        "哈尔滨有大雪吗",
    ],
)
def test_what_may_be_about_the_weather(text: str) -> None:
    assert may_ask_for_weather(text)


@pytest.mark.parametrize("text", ["Is Sunday a holiday?", "which hotel has windows", "Who won?"])
def test_what_is_not_about_the_weather(text: str) -> None:
    assert not may_ask_for_weather(text)


def test_lengths() -> None:
    assert LENGTH.search("How many hours between 9am and 5pm?")
    assert LENGTH.search("8点到12点相差多少小时")
    assert not LENGTH.search("How many contracts?")


@pytest.mark.parametrize(
    ("question", "is_list"),
    [
        ("which public holidays are there in Germany in 2026", True),
        ("list the solar terms of 2027", True),
        ("德国2026年有哪些公共假期", True),
        ("日本2027年的公众假期分别哪天", True),
        ("when is the Spring Festival", False),
        ("国庆哪几天放假", False),
        ("what day is it", False),
    ],
)
def test_lists_are_told_from_single_days(question: str, is_list: bool) -> None:
    assert asks_for_a_list(question) == is_list
