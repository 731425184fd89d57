"""weatherapi.com, for those who have a key of theirs.

The form of the answers: https://www.weatherapi.com/docs/. The key travels in the address, so that
no address of a request is ever told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.services import ToolServices
from engine.weather import figures
from engine.weather.asking import Service
from engine.weather.codes import WEATHERAPI
from engine.weather.period import Horizon, Period
from engine.weather.report import Condition, CurrentWeather, DayWeather, Place, Report

# The forecast counts today as the first of its 14 days.
HORIZON = Horizon("weatherapi.com", date(2010, 1, 1), 13)
_PAGE = "https://www.weatherapi.com/weather/"
_MOST_PAST_DAYS = 30
_CLOCK = re.compile(r"(0?[1-9]|1[0-2]):([0-5][0-9]) ([AP]M)")
_KEY_TROUBLE = (
    "{service} refuses the key or what it is asked for (error {status}): the key is wrong, "
    "used up, or not for these dates; check weather_key in config.toml, or remove it to ask "
    "Open-Meteo",
    "{service}拒绝了密钥或所查询的内容（错误{status}）：密钥有误、额度用完或不包含这些日期；"
    "请检查 config.toml 中的 weather_key，或删除它以改用Open-Meteo",
)
_NOT_SAFE = (
    "the address of weatherapi.com in config.toml must begin with https://, or the key could be "
    "read on the way",
    "config.toml 中weatherapi.com的地址必须以 https:// 开头，否则密钥可能在途中被读取",
)
_TOO_LONG = (
    f"weatherapi.com tells at most {_MOST_PAST_DAYS} past days at once; ask for fewer",
    f"weatherapi.com一次最多查询{_MOST_PAST_DAYS}天的历史天气；请减少天数",
)
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class WeatherApi:
    """Asks the forecast for today and the days to come, the history for the days past."""

    horizon = HORIZON

    def __init__(self, services: ToolServices) -> None:
        trouble = dict.fromkeys((401, 403), _KEY_TROUBLE)
        self._service = Service("weatherapi.com", services.weatherapi, trouble)
        self._key = services.weather_key or ""

    def asked_for(self, period: Period, today: date) -> tuple[Service, ...]:
        """The service that every day is asked of."""
        return (self._service,)

    def report(self, context: ToolContext, place: Place, period: Period, sends: str) -> Report:
        """The weather of a place on the days of a period within the horizon.

        Raises:
            ToolError: the service does not answer, or not well; or its address is not https.
        """
        self._check_address(context.language)
        today = context.now.date()
        days: list[DayWeather] = []
        current = None
        yesterday = today - timedelta(1)
        if period.first <= yesterday and not period.here_and_now:
            last = min(period.last, yesterday)
            if (last - period.first).days >= _MOST_PAST_DAYS:
                raise ToolError("invalid_argument", _TOO_LONG[context.language == "zh"])
            query = {"dt": period.first.isoformat()}
            if last > period.first:
                query["end_dt"] = last.isoformat()
            past = self._ask(context, "history", place, query, sends)[0]
            # A chance of rain says nothing about a day that is over.
            days += [replace(day, rain_probability=None, snow_probability=None) for day in past]
        if period.last >= today or period.current or period.here_and_now:
            count = max(1, (period.last - today).days + 1)
            coming, now = self._ask(context, "forecast", place, {"days": str(count)}, sends)
            days += coming
            current = now if period.current else None
        kept = tuple(
            day for day in days if period.here_and_now or period.first <= day.day <= period.last
        )
        return Report(place, "weatherapi.com", kept, current, _PAGE, _PAGE, today)

    def _check_address(self, language: Language) -> None:
        address = urlsplit(self._service.base)
        if address.scheme != "https" and address.hostname not in _LOCAL:
            raise ToolError("invalid_argument", _NOT_SAFE[language == "zh"])

    def _ask(
        self, context: ToolContext, method: str, place: Place, query: dict[str, str], sends: str
    ) -> tuple[list[DayWeather], CurrentWeather | None]:
        query = {"key": self._key, "q": f"{place.latitude:.4f},{place.longitude:.4f}", **query}
        if context.language == "zh":
            query["lang"] = "zh"
        return self._service.ask(
            context, f"/v1/{method}.json?{urlencode(query)}", sends, read_forecast
        )


def read_forecast(answer: Any) -> tuple[list[DayWeather], CurrentWeather | None]:
    """The days of an answer, and the weather now where it is in it.

    Raises:
        BadAnswerError: it has another form.
    """
    whole = figures.table(answer, "forecast")
    forecast = figures.table(whole.get("forecast"), "forecast")
    days = [_read_day(row) for row in figures.rows(forecast.get("forecastday"), "forecastday")]
    current = whole.get("current")
    return days, None if current is None else _read_current(figures.table(current, "current"))


def _read_day(row: Any) -> DayWeather:
    whole = figures.table(row, "forecastday")
    day = figures.day(whole.get("date"), "date")
    sums = figures.table(whole.get("day"), "day")
    astro = figures.table(whole.get("astro", {}), "astro")
    hours = [figures.table(hour, "hour") for hour in figures.rows(whole.get("hour", []), "hour")]
    values: dict[str, Any] = {
        "low": figures.number(sums.get("mintemp_c"), "mintemp_c", -100, 70),
        "high": figures.number(sums.get("maxtemp_c"), "maxtemp_c", -100, 70),
        "condition": _condition(sums),
        "precipitation": figures.number(sums.get("totalprecip_mm"), "totalprecip_mm", 0, 3000),
        "snowfall": figures.number(sums.get("totalsnow_cm"), "totalsnow_cm", 0, 1000),
        "wind": figures.number(sums.get("maxwind_kph"), "maxwind_kph", 0, 500),
        "humidity": figures.number(sums.get("avghumidity"), "avghumidity", 0, 101),
        "uv_index": figures.number(sums.get("uv"), "uv", 0, 50),
    }
    expected = frozenset(values) - {"uv_index"}
    # daily_will_it_rain and daily_will_it_snow beside these are 0 or 1, and no probabilities.
    for ours, theirs in (
        ("rain_probability", "daily_chance_of_rain"),
        ("snow_probability", "daily_chance_of_snow"),
    ):
        values[ours] = figures.number(sums.get(theirs), theirs, 0, 100)
    values |= _from_hours(hours)
    values["sunrise"] = _clock(astro.get("sunrise"), "sunrise", day)
    values["sunset"] = _clock(astro.get("sunset"), "sunset", day)
    return DayWeather(day, **values, expected=expected)


def _from_hours(hours: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """What the sums of a day lack: mean pressure, and direction and gusts of the wind."""
    pressures = _hourly(hours, "pressure_mb", 800, 1150)
    gusts = _hourly(hours, "gust_kph", 0, 600)
    winds = []
    for hour in hours:
        speed = figures.number(hour.get("wind_kph"), "wind_kph", 0, 500)
        direction = figures.number(hour.get("wind_degree"), "wind_degree", 0, 360)
        if speed is not None and direction is not None:
            winds.append((speed, direction))
    return {
        "pressure": sum(pressures) / len(pressures) if pressures else None,
        "gusts": max(gusts, default=None),
        "wind_direction": max(winds, key=lambda wind: wind[0])[1] if winds else None,
    }


def _hourly(hours: Sequence[Mapping[str, Any]], key: str, low: float, high: float) -> list[float]:
    found = (figures.number(hour.get(key), key, low, high) for hour in hours)
    return [value for value in found if value is not None]


def _read_current(table: Mapping[str, Any]) -> CurrentWeather:
    return CurrentWeather(
        figures.moment(table.get("last_updated"), "last_updated"),
        temperature=figures.number(table.get("temp_c"), "temp_c", -100, 70),
        feels_like=figures.number(table.get("feelslike_c"), "feelslike_c", -130, 100),
        condition=_condition(table),
        precipitation=figures.number(table.get("precip_mm"), "precip_mm", 0, 500),
        wind=figures.number(table.get("wind_kph"), "wind_kph", 0, 500),
        gusts=figures.number(table.get("gust_kph"), "gust_kph", 0, 600),
        wind_direction=figures.number(table.get("wind_degree"), "wind_degree", 0, 360),
        humidity=figures.number(table.get("humidity"), "humidity", 0, 101),
        pressure=figures.number(table.get("pressure_mb"), "pressure_mb", 800, 1150),
    )


def _condition(table: Mapping[str, Any]) -> Condition | None:
    """The condition by its code; a new code by the service's own words for it."""
    if table.get("condition") is None:
        return None
    condition = figures.table(table["condition"], "condition")
    code = figures.whole(condition.get("code"), "condition.code", 0, 10**6)
    words = figures.name(condition.get("text"), "condition.text")
    if code is not None and code in WEATHERAPI:
        return WEATHERAPI[code]
    return Condition(words.lower(), words) if words else None


def _clock(value: Any, key: str, day: date) -> datetime | None:
    """07:05 AM on that day; "No sunrise" and the like name no time."""
    found = _CLOCK.fullmatch(figures.name(value, key))
    if found is None:
        return None
    hour = int(found[1]) % 12 + (12 if found[3] == "PM" else 0)
    return datetime.combine(day, time(hour, int(found[2])))
