"""Servers on 127.0.0.1 that answer as Open-Meteo and weatherapi.com do.

The forms follow their documentation (https://open-meteo.com/en/docs,
https://open-meteo.com/en/docs/geocoding-api, https://www.weatherapi.com/docs/); the figures are
ours. Open-Meteo puts values in columns, leaves empty fields of places out, answers a name that
matches nothing without `results`, and refuses days outside its range with status 400.
"""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from engine.tools.context import ToolContext
from engine.tools.services import ToolServices
from engine.web_access import WebAccess
from tests.engine.web_servers import LOOPBACK, network, page, raw_server

NOW = datetime(2026, 11, 20, 9, 30)
TODAY = NOW.date()
Row = dict[str, Any]


def _place(
    name: str, latitude: float, longitude: float, code: str, country: str, **more: Any
) -> Row:
    return {
        "id": abs(hash((name, latitude))) % 10**7,
        "name": name,
        "latitude": latitude,
        "longitude": longitude,
        "elevation": 49.0,
        "feature_code": "PPLC",
        "country_code": code,
        "country": country,
        **more,
    }


_US = ("US", "United States")
_CN = ("CN", "中国")
# By the name that is searched for; longer names that begin so are found too, as the service does.
PLACES: Mapping[str, list[Row]] = {
    "Beijing": [
        _place(
            "Beijing", 39.9075, 116.39723, "CN", "China",
            timezone="Asia/Shanghai", population=18960744, admin1="Beijing",
        ),
    ],
    "Peking": [
        _place("Beijing", 39.9075, 116.39723, "CN", "China", population=18960744),
        _place("Peking", 41.2, -91.1, *_US, admin1="Iowa", population=70),
    ],
    "Paris": [
        _place(
            "Paris", 48.85341, 2.3488, "FR", "France",
            timezone="Europe/Paris", population=2138551, admin1="Île-de-France",
        ),
        _place("Paris", 33.66094, -95.55551, *_US, admin1="Texas", population=24782),
        _place("Parisot", 44.2, 1.8, "FR", "France", population=600),
    ],
    "London": [
        _place(
            "London", 51.50853, -0.12574, "GB", "United Kingdom",
            admin1="England", admin2="Greater London", population=8961989,
        ),
        _place("London", 42.98339, -81.23304, "CA", "Canada", admin1="Ontario", population=422324),
    ],
    "Springfield": [
        _place("Springfield", 42.10148, -72.58981, *_US, admin1="Massachusetts", population=155929),
        _place("Springfield", 37.21533, -93.29824, *_US, admin1="Missouri", population=170188),
        _place("Springfield", 39.80172, -89.64371, *_US, admin1="Illinois", population=114394),
    ],
    "Rome": [
        _place("Rome", 41.89193, 12.51133, "IT", "Italy", admin1="Latium", population=2318895),
        _place("Romeoville", 41.64753, -88.08951, *_US, admin1="Illinois", population=39650),
    ],
    "Trinidad and Tobago": [
        _place("Trinidad and Tobago", 11.0, -61.0, "TT", "Trinidad and Tobago", population=1389858)
    ],
    "Null Island": [_place("Null Island", 0.0, 0.0, "", "")],
    # A geocoder that ranks villages before the capital, which bears the longer name.
    "北京": [
        _place("北京", 30.72608, 108.67483, *_CN, admin1="重庆市"),
        _place("北京", 30.1, 104.2, *_CN, admin1="四川"),
    ],
    "北京市": [
        _place(
            "北京", 39.9075, 116.39723, *_CN,
            timezone="Asia/Shanghai", population=18960744, admin1="北京市", admin2="北京市",
        ),
        _place("北京市", 39.9, 116.41, *_CN, feature_code="ADM1", admin1="北京市"),
    ],
    "朝阳": [
        _place("朝阳", 41.57, 120.46, *_CN, admin1="辽宁", population=400000),
        _place("朝阳区", 39.92, 116.44, *_CN, admin1="北京市", population=3452460),
    ],
    "上海": [
        _place("上海", 31.22222, 121.45806, *_CN, admin1="上海市", population=24874500),
    ],
    "呼和浩特": [
        _place("呼和浩特", 40.81056, 111.65222, *_CN, admin1="内蒙古自治区", population=3446100),
    ],
    "巴黎": [
        _place("巴黎", 48.85341, 2.3488, "FR", "法国", admin1="法兰西岛", population=2138551),
    ],
}  # fmt: skip


def _found(name: str) -> list[Row]:
    if len(name) < 2:
        return []
    rows = list(PLACES.get(name, []))
    if not rows:
        rows = next((entry for key, entry in PLACES.items() if key.lower() == name.lower()), [])
    return rows


_DAY_UNITS = {
    "time": "iso8601",
    "weather_code": "wmo code",
    "temperature_2m_max": "°C",
    "temperature_2m_min": "°C",
    "precipitation_sum": "mm",
    "snowfall_sum": "cm",
    "precipitation_probability_max": "%",
    "wind_speed_10m_max": "km/h",
    "wind_gusts_10m_max": "km/h",
    "wind_direction_10m_dominant": "°",
    "relative_humidity_2m_mean": "%",
    "pressure_msl_mean": "hPa",
    "sunrise": "iso8601",
    "sunset": "iso8601",
    "uv_index_max": "",
}
_NOW_VALUES: Mapping[str, tuple[Any, str]] = {
    "time": ("2026-11-20T09:30", "iso8601"),
    "interval": (900, "seconds"),
    "temperature_2m": (5.2, "°C"),
    "apparent_temperature": (1.9, "°C"),
    "relative_humidity_2m": (48, "%"),
    "precipitation": (0.0, "mm"),
    "weather_code": (3, "wmo code"),
    "wind_speed_10m": (12.6, "km/h"),
    "wind_gusts_10m": (29.5, "km/h"),
    "wind_direction_10m": (318, "°"),
    "pressure_msl": (1027.3, "hPa"),
}


def _value(key: str, day: date) -> Any:
    """A figure of a day: by the day alone, so that a test can tell what to expect."""
    turn = (day - TODAY).days
    return {
        "weather_code": (61, 0, 3, 71)[turn % 4],
        "temperature_2m_max": 11.4 - turn % 9,
        "temperature_2m_min": 3.2 - turn % 9,
        "precipitation_sum": 2.4 if turn % 4 == 0 else 0.0,
        "snowfall_sum": 0.0,
        "precipitation_probability_max": 65 if turn % 4 == 0 else 0,
        "wind_speed_10m_max": 18.3,
        "wind_gusts_10m_max": 30.2,
        "wind_direction_10m_dominant": 315,
        "relative_humidity_2m_mean": 55,
        "pressure_msl_mean": 1021.4,
        "sunrise": f"{day}T07:05",
        "sunset": f"{day}T16:54",
        "uv_index_max": 2.15,
    }[key]


def daily(first: date, last: date, keys: str) -> Row:
    """The two objects with the days of an answer."""
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    names = keys.split(",")
    return {
        "daily_units": {key: _DAY_UNITS[key] for key in ("time", *names)},
        "daily": {
            "time": [day.isoformat() for day in days],
            **{key: [_value(key, day) for day in days] for key in names},
        },
    }


def current(keys: str) -> Row:
    """The two objects with the weather now."""
    names = ("time", "interval", *keys.split(","))
    return {
        "current_units": {key: _NOW_VALUES[key][1] for key in names},
        "current": {key: _NOW_VALUES[key][0] for key in names},
    }


def _open_meteo(query: Mapping[str, str], earliest: date, latest: date) -> tuple[str, Row]:
    first = date.fromisoformat(query.get("start_date", TODAY.isoformat()))
    last = date.fromisoformat(query.get("end_date", TODAY.isoformat()))
    if first < earliest or last > latest:
        reason = f"Parameter 'start_date' is out of allowed range from {earliest} to {latest}"
        return "400 Bad Request", {"error": True, "reason": reason}
    answer: Row = {
        "latitude": float(query["latitude"]) + 0.01,
        "longitude": float(query["longitude"]) - 0.02,
        "generationtime_ms": 0.11479854583740234,
        "utc_offset_seconds": 28800,
        "timezone": "Asia/Shanghai",
        "timezone_abbreviation": "GMT+8",
        "elevation": 47.0,
    }
    if "current" in query:
        answer |= current(query["current"])
    if "daily" in query:
        answer |= daily(first, last, query["daily"])
    return "200 OK", answer


def weatherapi_day(day: date) -> Row:
    """A day as weatherapi.com gives it, with two of its hours."""
    hour = {"wind_degree": 245, "wind_dir": "WSW", "pressure_mb": 1020.0, "gust_kph": 22.6}
    return {
        "date": day.isoformat(),
        "date_epoch": 1795046400,
        "day": {
            "maxtemp_c": 9.0,
            "maxtemp_f": 48.2,
            "mintemp_c": 4.0,
            "mintemp_f": 39.2,
            "avgtemp_c": 6.5,
            "maxwind_kph": 24.1,
            "totalprecip_mm": 0.3,
            "totalsnow_cm": 0.0,
            "avgvis_km": 10.0,
            "avghumidity": 72,
            "daily_will_it_rain": 1,
            "daily_chance_of_rain": 65,
            "daily_will_it_snow": 1,
            "daily_chance_of_snow": 0,
            "condition": {
                "text": "Patchy rain nearby",
                "icon": "//cdn.weatherapi.com/weather/64x64/day/176.png",
                "code": 1063,
            },
            "uv": 2.0,
        },
        "astro": {
            "sunrise": "07:47 AM",
            "sunset": "04:42 PM",
            "moonrise": "12:34 AM",
            "moonset": "11:28 AM",
            "moon_phase": "Waning Crescent",
            "moon_illumination": 18,
            "is_moon_up": 0,
            "is_sun_up": 1,
        },
        "hour": [
            {"time": f"{day} 00:00", "wind_kph": 13.0, **hour},
            {"time": f"{day} 12:00", "wind_kph": 24.1, **hour, "pressure_mb": 1022.0},
        ],
    }


def _weatherapi(query: Mapping[str, str], key: str, *, past: bool) -> tuple[str, Row]:
    if query.get("key") != key:
        error = {"code": 2006, "message": "API key is invalid."}
        return "401 Unauthorized", {"error": error}
    first = date.fromisoformat(query["dt"]) if past else TODAY
    count = 1 if past else int(query["days"])
    last = date.fromisoformat(query.get("end_dt", (first + timedelta(count - 1)).isoformat()))
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    answer: Row = {
        "location": {
            "name": "Beijing",
            "region": "Beijing",
            "country": "China",
            "lat": 39.93,
            "lon": 116.39,
            "tz_id": "Asia/Shanghai",
            "localtime_epoch": 1795080600,
            "localtime": "2026-11-20 9:30",
        },
        "forecast": {"forecastday": [weatherapi_day(day) for day in days]},
    }
    if not past:
        answer["current"] = {
            "last_updated_epoch": 1795080600,
            "last_updated": "2026-11-20 9:30",
            "temp_c": 5.0,
            "is_day": 1,
            "condition": {"text": "Sunny", "icon": "", "code": 1000},
            "wind_kph": 13.0,
            "wind_degree": 245,
            "wind_dir": "WSW",
            "pressure_mb": 1021.0,
            "precip_mm": 0.0,
            "humidity": 60,
            "cloud": 0,
            "feelslike_c": 2.7,
            "gust_kph": 22.6,
            "uv": 1.0,
        }
    return "200 OK", answer


Override = Callable[[str], bytes | None]


@dataclass
class WeatherServer:
    """All of the services at one address; `override` may answer a path in another way."""

    base: str
    key: str = "3f9c-secret-key"
    requests: list[str] = field(default_factory=list)

    def services(self, **more: Any) -> ToolServices:
        """The settings that lead here."""
        values: dict[str, Any] = dict.fromkeys(
            ("open_meteo", "open_meteo_archive", "geocoding", "weatherapi"), self.base
        )
        return ToolServices(**values | more)

    def asked(self, path: str) -> list[dict[str, str]]:
        """The parameters of every request for a path."""
        heads = [head.split(" ")[1] for head in self.requests]
        return [_query(head) for head in heads if urlsplit(head).path == path]


def _query(path: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}


def _answer(path: str, key: str) -> tuple[str, Row]:
    query = _query(path)
    method = urlsplit(path).path.removeprefix("/v1/")
    if method == "search":
        rows = _found(query["name"])[: int(query["count"])]
        return "200 OK", ({"results": rows} if rows else {}) | {"generationtime_ms": 0.434}
    if method == "forecast":
        return _open_meteo(query, TODAY - timedelta(92), TODAY + timedelta(15))
    if method == "archive":
        return _open_meteo(query, date(1940, 1, 1), TODAY - timedelta(2))
    if method in {"forecast.json", "history.json"}:
        return _weatherapi(query, key, past=method == "history.json")
    return "404 Not Found", {"error": True, "reason": "Not Found"}


def as_json(answer: Any, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer with JSON in it."""
    body = json.dumps(answer, ensure_ascii=False).encode()
    return page(body, status, "application/json; charset=utf-8", **headers)


@contextlib.contextmanager
def weather_server(override: Override | None = None) -> Iterator[WeatherServer]:
    """Serve every service; `override(path)` gives another answer, or None for the usual one."""
    server = WeatherServer("")

    def write(connection: socket.socket, path: str) -> None:
        special = override(path) if override else None
        if special is None:
            status, answer = _answer(path, server.key)
            special = as_json(answer, status)
        connection.sendall(special)

    with raw_server(write) as (port, requests):
        server.base = f"http://{LOOPBACK}:{port}"
        server.requests = requests
        yield server


def online(language: str = "en", **more: Any) -> ToolContext:
    """A question's context whose network may reach this machine."""
    access = WebAccess(network(), question="")
    values: dict[str, Any] = {"now": NOW, "language": language, "web": access}
    return ToolContext(**values | more)
