"""Answers of the services, good and damaged: whatever comes, it is figures or one clean error."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Language
from engine.tools.observation import ToolError
from engine.weather import geocoding, open_meteo, weatherapi
from engine.weather.asking import Service
from engine.weather.codes import WEATHERAPI, WMO, wmo_condition
from tests.engine.weather_servers import PLACES, TODAY, current, daily, weatherapi_day

SERVICE = Service("Open-Meteo", "https://api.open-meteo.com")
_DAY_KEYS = (
    "weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum,snowfall_sum,"
    "precipitation_probability_max,wind_speed_10m_max,sunrise,sunset"
)
_NOW_KEYS = "temperature_2m,relative_humidity_2m,precipitation,weather_code,wind_speed_10m"
GOOD: dict[str, Any] = {
    "search": {"results": PLACES["Paris"], "generationtime_ms": 0.4},
    "forecast": {**daily(TODAY, TODAY, _DAY_KEYS), **current(_NOW_KEYS)},
    "archive": daily(TODAY, TODAY, _DAY_KEYS),
    "weatherapi": {"forecast": {"forecastday": [weatherapi_day(TODAY)]}},
}
READERS: dict[str, Callable[[Any], Any]] = {
    "search": geocoding.read_places,
    "forecast": open_meteo.read_forecast,
    "archive": open_meteo.read_archive,
    "weatherapi": weatherapi.read_forecast,
}


def _read(kind: str, answer: Any, language: Language = "en") -> Any:
    return SERVICE.understood(json.dumps(answer).encode(), language, READERS[kind])


def _error(kind: str, answer: Any) -> str:
    with pytest.raises(ToolError) as caught:
        _read(kind, answer)
    assert caught.value.kind == "failed"
    text = str(caught.value)
    assert "\n" not in text
    assert "Open-Meteo (api.open-meteo.com)" in text
    return text


def _replaced(answer: Any, path: list[Any], value: Any) -> Any:
    changed = copy.deepcopy(answer)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner),
    max_leaves=12,
)


@st.composite
def _damaged(draw: st.DrawFn) -> tuple[str, Any]:
    """A good answer with something else in one of its places."""
    kind = draw(st.sampled_from(sorted(GOOD)))
    path: list[Any] = []
    inner = GOOD[kind]
    while isinstance(inner, (dict, list)) and inner and (not path or draw(st.booleans())):
        step = draw(st.sampled_from(list(inner) if isinstance(inner, dict) else range(len(inner))))
        path.append(step)
        inner = inner[step]
    return kind, _replaced(GOOD[kind], path, draw(_json))


def _refusal(kind: str, answer: Any, language: Language) -> str:
    """Why an answer is refused, empty where it is read; any other exception fails the test."""
    try:
        _read(kind, answer, language)
    except ToolError as error:
        return str(error)
    return ""


@given(_damaged())
def test_a_damaged_answer_is_read_or_refused(case: tuple[str, Any]) -> None:
    assert "\n" not in _refusal(*case, "en")


@given(st.sampled_from(sorted(READERS)), _json)
def test_any_json_is_read_or_refused(kind: str, answer: Any) -> None:
    refusal = _refusal(kind, answer, "zh")
    assert not refusal or "Open-Meteo（api.open-meteo.com）" in refusal


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(kind: str, body: bytes) -> None:
    with pytest.raises(ToolError):
        SERVICE.understood(body, "en", READERS[kind])


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>502 Bad Gateway</title>",
        b"",
        b'{"daily": {"time": ["2026-',
        b"[" * 100_000,
        b"\xff\xfe{",
        b"9" * 5000,
    ],
)
def test_what_is_no_json_is_said(body: bytes) -> None:
    with pytest.raises(ToolError) as caught:
        SERVICE.understood(body, "en", open_meteo.read_forecast)
    assert "JSON" in str(caught.value) or "another form" in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (["daily", "temperature_2m_max", 0], "11.4", "temperature_2m_max"),
        (["daily", "temperature_2m_max", 0], True, "temperature_2m_max"),
        (["daily", "temperature_2m_max", 0], float("nan"), "temperature_2m_max"),
        (["daily", "temperature_2m_max", 0], 10**400, "temperature_2m_max"),
        (["daily", "temperature_2m_max", 0], 451, "temperature_2m_max"),
        (["daily", "temperature_2m_max"], [1, 2], "daily.temperature_2m_max"),
        (["daily", "precipitation_probability_max", 0], 140, "precipitation_probability_max"),
        (["daily", "precipitation_sum", 0], -1, "precipitation_sum"),
        (["daily", "time", 0], "20.11.2026", "daily.time"),
        (["daily", "time", 0], "2026-02-30", "daily.time"),
        (["daily", "time"], None, "daily.time"),
        (["daily", "weather_code", 0], 61.5, "weather_code"),
        (["daily", "sunrise", 0], "dawn", "sunrise"),
        (["daily_units", "temperature_2m_max"], "°F", "units.temperature_2m_max"),
        (["daily_units", "wind_speed_10m_max"], "mp/h", "units.wind_speed_10m_max"),
        (["current", "time"], None, "current.time"),
        (["current_units", "temperature_2m"], "°F", "units.temperature_2m"),
    ],
)
def test_a_figure_of_another_type_or_unit_is_not_told(
    path: list[Any], value: Any, key: str
) -> None:
    assert f"({key})" in _error("forecast", _replaced(GOOD["forecast"], path, value))


@pytest.mark.parametrize("answer", [[], {}, {"error": True, "reason": "no"}, None, 3, "sunny"])
@pytest.mark.parametrize("kind", sorted(READERS))
def test_an_answer_without_its_keys_is_refused(kind: str, answer: Any) -> None:
    assert "another form" in _error(kind, answer)


def test_null_is_missing_and_zero_is_a_value() -> None:
    answer = _replaced(GOOD["forecast"], ["daily", "precipitation_sum", 0], None)
    answer = _replaced(answer, ["daily", "precipitation_probability_max", 0], 0)
    (day,), now = _read("forecast", answer)
    assert day.precipitation is None
    assert day.precipitation_probability == 0
    # The columns that the answer lacks altogether are missing too.
    assert day.missing() == [
        "precipitation", "wind_direction", "gusts", "humidity", "pressure", "uv_index",
    ]  # fmt: skip
    assert now is not None
    assert now.precipitation == 0
    assert now.pressure is None


def test_a_polar_day_has_no_sunrise() -> None:
    answer = _replaced(GOOD["archive"], ["daily", "sunrise", 0], "1970-01-01T00:00")
    (day,) = _read("archive", answer)
    assert day.sunrise is None
    assert "sunrise" not in day.missing()


def test_a_name_is_cleaned_and_kept_short() -> None:
    row = {**PLACES["Paris"][0], "name": "Pa\x1b[31mris\n\u202e" + "x" * 500}
    (place,) = _read("search", {"results": [row]})
    assert place.name.startswith("Paris x")
    assert len(place.name) <= 80


def test_an_entry_without_a_position_is_no_place() -> None:
    row = {key: value for key, value in PLACES["Paris"][0].items() if key != "latitude"}
    assert _read("search", {"results": [row]}) == ()
    assert _read("search", {"generationtime_ms": 0.67}) == ()
    bad = _replaced({"results": PLACES["Paris"]}, ["results", 0, "latitude"], 123)
    assert "(latitude)" in _error("search", bad)


def test_weatherapi_days_are_read_with_their_hours() -> None:
    (day,), now = _read("weatherapi", GOOD["weatherapi"])
    assert now is None
    assert (day.low, day.high, day.precipitation, day.snowfall) == (4, 9, 0.3, 0)
    assert (day.rain_probability, day.snow_probability) == (65, 0)
    assert day.precipitation_probability is None
    assert (day.pressure, day.gusts, day.wind_direction) == (1021, 22.6, 245)
    assert day.sunrise == datetime(2026, 11, 20, 7, 47)
    assert day.sunset == datetime(2026, 11, 20, 16, 42)
    polar = _replaced(
        GOOD["weatherapi"], ["forecast", "forecastday", 0, "astro", "sunrise"], "No sunrise"
    )
    assert _read("weatherapi", polar)[0][0].sunrise is None


def test_a_condition_that_is_new_is_told_in_the_services_words() -> None:
    path = ["forecast", "forecastday", 0, "day", "condition"]
    new = _replaced(GOOD["weatherapi"], path, {"code": 1400, "text": "Blowing\n dust\x07"})
    (day,), _ = _read("weatherapi", new)
    assert day.condition is not None
    assert day.condition.text("en") == "blowing dust"


def test_every_code_has_words_in_both_languages() -> None:
    # The codes that https://open-meteo.com/en/docs lists.
    listed = {0, 1, 2, 3, 45, 48, 51, 53, 55, 56, 57, 61, 63, 65, 66, 67, 71, 73, 75, 77}
    assert set(WMO) == listed | {80, 81, 82, 85, 86, 95, 96, 99}
    assert len(WEATHERAPI) == 48
    for condition in (*WMO.values(), *WEATHERAPI.values()):
        assert condition.en.isascii()
        assert not condition.zh.isascii()
    unknown = wmo_condition(42)
    assert unknown is not None
    assert unknown.text("zh") == "天气代码42"


def test_days_keep_their_date() -> None:
    days = _read("archive", daily(date(2024, 2, 28), date(2024, 3, 1), _DAY_KEYS))
    assert [day.day.isoformat() for day in days] == ["2024-02-28", "2024-02-29", "2024-03-01"]
