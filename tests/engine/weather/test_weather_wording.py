"""The lines in which the weather is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Language
from engine.weather.report import Condition, CurrentWeather, DayWeather
from engine.weather.summary import summary_lines
from engine.weather.wording import current_line, day_line, figure, wind_name

RAIN = Condition("light rain", "小雨")


def _day(**values: Any) -> DayWeather:
    usual: dict[str, Any] = {"low": 3.0, "high": 11.0, "condition": RAIN, "precipitation": 2.4}
    return DayWeather(date(2026, 11, 20), **usual | values)


def test_what_matters_stands_at_the_beginning_of_a_line() -> None:
    english = day_line("Beijing", _day(precipitation_probability=65.0), "en")
    assert english[:64] == "Beijing, 2026-11-20 (Friday): 3 to 11 °C, light rain, 2.4 mm pre"
    chinese = day_line("北京", _day(precipitation_probability=65.0), "zh")
    assert chinese[:32] == "北京2026年11月20日（星期五）：3至11℃，小雨，降水2."
    assert english.endswith("probability of precipitation 65%, 37 to 52 °F.")
    assert chinese.endswith("降水概率65%。")


def test_zero_is_told_and_missing_is_not_zero() -> None:
    dry = day_line("Rome", _day(precipitation=0.0, snowfall=0.0, snow_probability=0.0), "en")
    assert "0 mm precipitation" in dry
    assert "chance of snow 0%" in dry
    assert "0 cm snowfall" in dry
    gap = _day(precipitation=None, expected=frozenset({"precipitation", "low", "humidity"}))
    line = day_line("Rome", gap, "en")
    assert "mm" not in line
    assert "no figure given for precipitation and humidity" in line
    assert "缺少降水量、湿度的数据" in day_line("罗马", gap, "zh")
    # The short form leaves humidity out on purpose, so that it is not missed either.
    assert day_line("Rome", gap, "en", "brief").endswith("no figure given for precipitation.")


def test_one_temperature_alone_is_named() -> None:
    assert "at most 11 °C" in day_line("Rome", _day(low=None), "en")
    assert "最低3℃" in day_line("罗马", _day(high=None), "zh")


def test_the_weather_now_has_its_clock_time() -> None:
    now = CurrentWeather(datetime(2026, 11, 20, 9, 30), -0.04, -5.26, RAIN, 0.0, 12.6, None, 318.0)
    english = current_line("Beijing", now, "en")
    assert english.startswith("Beijing now (2026-11-20 09:30): 0 °C (32 °F), light rain, ")
    assert "feels like -5.3 °C (23 °F), 0 mm precipitation" in english
    assert "wind 12.6 km/h from the northwest" in english
    assert "no figure given for gusts, humidity and pressure" in english
    assert current_line("北京", now, "zh").startswith("北京现在（2026年11月20日09:30）：0℃，小雨")


@pytest.mark.parametrize(
    ("degrees", "english", "chinese"),
    [
        (0, "north", "北"),
        (22.4, "north", "北"),
        (22.5, "northeast", "东北"),
        (180, "south", "南"),
        (337.4, "northwest", "西北"),
        (337.5, "north", "北"),
        (360, "north", "北"),
    ],
)
def test_winds_are_named_by_where_they_come_from(
    degrees: float, english: str, chinese: str
) -> None:
    assert wind_name(degrees, "en") == english
    assert wind_name(degrees, "zh") == chinese


@given(st.floats(-100, 3000))
def test_figures_are_plain(value: float) -> None:
    text = figure(value)
    assert abs(float(text) - value) <= 0.051
    assert text != "-0"
    assert not text.endswith(".0")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_many_days_are_summed_up(language: Language) -> None:
    days = [
        DayWeather(
            date(2026, 1, 30) + timedelta(number),
            low=float(number),
            high=10.0 + number,
            condition=RAIN,
            precipitation=None if number == 0 else float(number % 2),
        )
        for number in range(4)
    ]
    lines = summary_lines("X", days, language)
    assert len(lines) == 3  # all days, January, February
    if language == "en":
        assert lines[0] == (
            "X, 2026-01-30 to 2026-02-02 (4 days): 0 to 13 °C, on average 1.5 to 11.5 °C, "
            "2 mm precipitation in all, on 2 of 3 days (1 without a figure), 32 to 55 °F, "
            "most often light rain (4 days)."
        )
    else:
        assert lines[0] == (
            "X2026年1月30日至2026年2月2日（4天）：0至13℃，平均1.5至11.5℃，"
            "总降水2 mm，2天有降水（1天缺少数据），最常见天气为小雨（4天）。"
        )
