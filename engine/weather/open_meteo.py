"""Open-Meteo: forecasts and the weather now, and the past from its archive; no key.

The form of the answers: https://open-meteo.com/en/docs and
https://open-meteo.com/en/docs/historical-weather-api. Values stand in columns beside a column of
days; a value that a model does not give is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from engine.tools.context import ToolContext
from engine.tools.services import ToolServices
from engine.weather import figures
from engine.weather.asking import Service
from engine.weather.codes import wmo_condition
from engine.weather.period import Horizon, Period
from engine.weather.report import CurrentWeather, DayWeather, Place, Report

HORIZON = Horizon("Open-Meteo", date(1940, 1, 1), 15)
# The archive is some days behind; the forecast keeps the days just past.
_RECENT_DAYS = 10
_PAGE = "https://open-meteo.com/en/docs"
_PAST_PAGE = "https://open-meteo.com/en/docs/historical-weather-api"

# Our name, theirs, their unit, and the bounds of what can be measured on Earth.
_Column = tuple[str, str, str, float, float]
_ALWAYS: tuple[_Column, ...] = (
    ("low", "temperature_2m_min", "°C", -100, 70),
    ("high", "temperature_2m_max", "°C", -100, 70),
    ("precipitation", "precipitation_sum", "mm", 0, 3000),
    ("snowfall", "snowfall_sum", "cm", 0, 1000),
    ("wind", "wind_speed_10m_max", "km/h", 0, 500),
    ("gusts", "wind_gusts_10m_max", "km/h", 0, 600),
    ("wind_direction", "wind_direction_10m_dominant", "°", 0, 360),
    ("humidity", "relative_humidity_2m_mean", "%", 0, 101),
    ("pressure", "pressure_msl_mean", "hPa", 800, 1150),
)
_FORECAST: tuple[_Column, ...] = (
    *_ALWAYS,
    ("precipitation_probability", "precipitation_probability_max", "%", 0, 100),
    ("uv_index", "uv_index_max", "", 0, 50),
)
_CURRENT: tuple[_Column, ...] = (
    ("temperature", "temperature_2m", "°C", -100, 70),
    ("feels_like", "apparent_temperature", "°C", -130, 100),
    ("precipitation", "precipitation", "mm", 0, 500),
    ("wind", "wind_speed_10m", "km/h", 0, 500),
    ("gusts", "wind_gusts_10m", "km/h", 0, 600),
    ("wind_direction", "wind_direction_10m", "°", 0, 360),
    ("humidity", "relative_humidity_2m", "%", 0, 101),
    ("pressure", "pressure_msl", "hPa", 800, 1150),
)
_OTHER = ("weather_code", "sunrise", "sunset")


class OpenMeteo:
    """Asks the forecast for today and what is near it, and the archive for what is long past."""

    horizon = HORIZON

    def __init__(self, services: ToolServices) -> None:
        self._forecast = Service("Open-Meteo", services.open_meteo)
        self._archive = Service("Open-Meteo", services.open_meteo_archive)

    def asked_for(self, period: Period, today: date) -> tuple[Service, ...]:
        """The services that the days of a period are asked of."""
        recent = today - timedelta(_RECENT_DAYS)
        return tuple(
            service
            for service, is_asked in (
                (self._archive, period.first < recent),
                (self._forecast, period.last >= recent or period.current),
            )
            if is_asked
        )

    def report(self, context: ToolContext, place: Place, period: Period, sends: str) -> Report:
        """The weather of a place on the days of a period within the horizon.

        Raises:
            ToolError: the service does not answer, or not well.
        """
        today = context.now.date()
        recent = today - timedelta(_RECENT_DAYS)
        position = {"latitude": f"{place.latitude:.4f}", "longitude": f"{place.longitude:.4f}"}
        days: list[DayWeather] = []
        current = None
        if period.first < recent:
            query = position | _days(period.first, min(period.last, recent - timedelta(1)))
            query |= {"daily": _names(_ALWAYS, *_OTHER), "timezone": "auto"}
            days += self._archive.ask(
                context, f"/v1/archive?{urlencode(query)}", sends, read_archive
            )
        if period.last >= recent or period.current:
            query = position | self._wanted(period, recent)
            coming, current = self._forecast.ask(
                context, f"/v1/forecast?{urlencode(query)}", sends, read_forecast
            )
            days += coming
        kept = tuple(
            day for day in days if period.here_and_now or period.first <= day.day <= period.last
        )
        page = f"?{urlencode(position)}"
        past = urlencode(position | _days(period.first, period.last))
        return Report(
            place,
            "Open-Meteo",
            kept,
            current,
            _PAGE + page,
            f"{_PAST_PAGE}?{past}" if period.first < today else _PAGE + page,
            today,
        )

    @staticmethod
    def _wanted(period: Period, recent: date) -> dict[str, str]:
        query = {"timezone": "auto"}
        if period.current:
            query["current"] = _names(_CURRENT, "weather_code")
        if period.last >= recent:
            query["daily"] = _names(_FORECAST, *_OTHER)
            if period.here_and_now:
                return query | {"forecast_days": "1"}
            return query | _days(max(period.first, recent), period.last)
        return query | {"forecast_days": "1"}


def _days(first: date, last: date) -> dict[str, str]:
    return {"start_date": first.isoformat(), "end_date": last.isoformat()}


def _names(columns: tuple[_Column, ...], *others: str) -> str:
    return ",".join([*(theirs for _, theirs, _, _, _ in columns), *others])


def read_archive(answer: Any) -> list[DayWeather]:
    """The days of the archive's answer.

    Raises:
        BadAnswerError: it has another form.
    """
    return _read_days(figures.table(answer, "daily"), _ALWAYS)


def read_forecast(answer: Any) -> tuple[list[DayWeather], CurrentWeather | None]:
    """The days and, where it was asked for, the weather now.

    Raises:
        BadAnswerError: it has another form.
    """
    whole = figures.table(answer, "daily")
    if "daily" not in whole and "current" not in whole:
        raise figures.BadAnswerError("daily")
    days = _read_days(whole, _FORECAST) if "daily" in whole else []
    return days, _read_current(whole) if "current" in whole else None


def _read_days(whole: Mapping[str, Any], columns: tuple[_Column, ...]) -> list[DayWeather]:
    table = figures.table(whole.get("daily"), "daily")
    units = figures.table(whole.get("daily_units", {}), "daily_units")
    times = [figures.day(value, "daily.time") for value in _column(table, "time")]
    values: dict[str, list[Any]] = {}
    for ours, theirs, unit, low, high in columns:
        _check_unit(units, theirs, unit)
        column = _column(table, theirs, len(times))
        values[ours] = [figures.number(value, theirs, low, high) for value in column]
    codes = _column(table, "weather_code", len(times))
    values["condition"] = [
        wmo_condition(figures.whole(code, "weather_code", 0, 999)) for code in codes
    ]
    for edge in ("sunrise", "sunset"):
        column = _column(table, edge, len(times))
        values[edge] = [_on_day(value, edge, day) for value, day in zip(column, times, strict=True)]
    # Beyond the polar circles a day may have no sunrise: it is not missed.
    expected = frozenset(values) - {"sunrise", "sunset"}
    return [
        DayWeather(day, **{ours: column[row] for ours, column in values.items()}, expected=expected)
        for row, day in enumerate(times)
    ]


def _column(table: Mapping[str, Any], key: str, length: int | None = None) -> list[Any]:
    """A column of the table; one that is not there has no value on any day.

    Raises:
        BadAnswerError: it is no array, has another length, or is the column of days.
    """
    if length is not None and table.get(key) is None:
        return [None] * length
    column = list(figures.rows(table.get(key), f"daily.{key}"))
    if length is not None and len(column) != length:
        raise figures.BadAnswerError(f"daily.{key}")
    return column


def _check_unit(units: Mapping[str, Any], key: str, unit: str) -> None:
    """A figure in another unit than the one that was asked for would be told wrong."""
    if units.get(key, unit) != unit:
        raise figures.BadAnswerError(f"units.{key}")


def _on_day(value: Any, key: str, day: date) -> datetime | None:
    """A time of that day; where the sun does not rise the service names another day."""
    if value is None or value == "":
        return None
    found = figures.moment(value, key)
    return found if found.date() == day else None


def _read_current(whole: Mapping[str, Any]) -> CurrentWeather:
    table = figures.table(whole.get("current"), "current")
    units = figures.table(whole.get("current_units", {}), "current_units")
    values: dict[str, Any] = {}
    for ours, theirs, unit, low, high in _CURRENT:
        _check_unit(units, theirs, unit)
        values[ours] = figures.number(table.get(theirs), theirs, low, high)
    code = figures.whole(table.get("weather_code"), "weather_code", 0, 999)
    time = figures.moment(table.get("time"), "current.time")
    return CurrentWeather(time, condition=wmo_condition(code), **values)
