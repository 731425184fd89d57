"""What a question speaks of, by its words."""

from __future__ import annotations

import pytest

from engine.subjects import LENGTH, WEATHER, speaks_of_holidays, speaks_of_solar_terms


@pytest.mark.parametrize(
    "text",
    [
        "is mid autumn in september or october next year",
        "明年过年是几号",
        "Which days are off for Labour Day?",
        "国庆放几天",
        "When's the next long weekend?",
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


def test_lengths() -> None:
    assert LENGTH.search("How many hours between 9am and 5pm?")
    assert LENGTH.search("8点到12点相差多少小时")
    assert not LENGTH.search("How many contracts?")
