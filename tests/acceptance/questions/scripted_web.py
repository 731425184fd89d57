"""A small internet on this machine for the questions: a search engine, pages, articles, weather.

What it knows stands in web.json, all of it made up, except where places lie. The weather of a place
on a day follows from both alone, so that the questions' answers can be worked out beside it.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from engine.connections import find_addresses
from engine.network import Network
from engine.tools.services import ToolServices
from tests.engine.encyclopedia.made_article import MadeArticle
from tests.engine.encyclopedia.wiki_server import wiki_server
from tests.engine.web_servers import LOOPBACK, page, raw_server

WEB = Path(__file__).with_name("web.json")
_CODES = (0, 61, 3, 71, 2, 63, 45, 1)
_RAIN = {61: 3.4, 63: 8.2, 71: 2.6}
_UNITS = {
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
    "temperature_2m": "°C",
    "apparent_temperature": "°C",
    "relative_humidity_2m": "%",
    "precipitation": "mm",
    "wind_speed_10m": "km/h",
    "wind_gusts_10m": "km/h",
    "wind_direction_10m": "°",
    "pressure_msl": "hPa",
}
Row = dict[str, Any]


def read_web() -> Row:
    """What web.json says."""
    found: Row = json.loads(WEB.read_text(encoding="utf-8"))
    return found


def weather_of(places: list[Row], name: str, day: date) -> Row:
    """The weather of a place, by its English name, on a day."""
    number = next(index for index, one in enumerate(places) if one["en"] == name)
    turn = day.toordinal()
    code = _CODES[(turn + number) % len(_CODES)]
    high = places[number]["base"] + (turn * 3 + number) % 5
    if code == 71 and high > 3:
        code = 61
    return {"code": code, "high": high, "low": high - 6, "precipitation": _RAIN.get(code, 0.0)}


@dataclass
class ScriptedWeb:
    """The servers, as the settings name them; `now` is the clock of those that have one."""

    services: ToolServices
    network: Network
    now: datetime
    requests: list[str] = field(default_factory=list)


@contextlib.contextmanager
def scripted_web(now: datetime) -> Iterator[ScriptedWeb]:
    """Serve everything until the block ends."""
    web = read_web()
    hosts = {one["host"] for one in web["pages"]}

    def resolve(host: str, port: int) -> list[str]:
        known = host.rstrip(".") in hosts
        return [LOOPBACK] if known else find_addresses(host, port)

    network = Network("on", trusted_hosts={LOOPBACK, *hosts}, resolve=resolve)
    articles = [_article(one) for one in web["articles"]]
    internet = _Internet(web)
    with wiki_server(articles) as wiki, raw_server(internet.write) as (port, requests):
        internet.port = port
        base = f"http://{LOOPBACK}:{port}"
        services = ToolServices(
            searxng=base,
            wikipedia=wiki.services.wikipedia,
            open_meteo=base,
            open_meteo_archive=base,
            geocoding=base,
        )
        internet.state = ScriptedWeb(services, network, now, requests)
        yield internet.state


def _article(row: Row) -> MadeArticle:
    return MadeArticle(
        row["title"],
        row["language"],
        tuple(row["lead"]),
        tuple((key, value) for key, value in row["box"]),
        tuple((level, heading, tuple(texts)) for level, heading, texts in row["sections"]),
        tuple(row["redirects"]),
    )


class _Internet:
    """Answers every request that comes to the one port."""

    port: int
    state: ScriptedWeb

    def __init__(self, web: Row) -> None:
        self._pages: list[Row] = web["pages"]
        self._places: list[Row] = web["places"]

    def write(self, connection: socket.socket, path: str) -> None:
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        connection.sendall(self._answer(parts.path, query))

    def _answer(self, path: str, query: Mapping[str, str]) -> bytes:
        if path == "/search":
            return _as_json(self._found(query))
        if path == "/v1/search":
            return _as_json(self._located(query))
        if path in {"/v1/forecast", "/v1/archive"}:
            return _as_json(self._weather(query))
        found = next((one for one in self._pages if path == one["path"]), None)
        return page(_html(found).encode()) if found else page(b"", "404 Not Found")

    def _found(self, query: Mapping[str, str]) -> Row:
        """Pages that share most with the words, as a search engine lists them."""
        words = _words(query.get("q", ""))
        scored: list[tuple[float, int]] = []
        for number, one in enumerate(self._pages):
            head = _words(f"{one['title']} {one['summary']}")
            body = _words(" ".join(one["paragraphs"]))
            score = 2 * len(words & head) + len(words & body)
            if score >= 3:
                scored.append((-score, number))
        results = [self._result(self._pages[number]) for _, number in sorted(scored)[:5]]
        videos = query.get("categories") == "videos"
        return {
            "query": query.get("q", ""),
            "results": [] if videos else results,
            "suggestions": [],
            "unresponsive_engines": [],
        }

    def _result(self, one: Row) -> Row:
        url = f"http://{one['host']}:{self.port}{one['path']}"
        return {"title": one["title"], "url": url, "content": one["summary"]}

    def _located(self, query: Mapping[str, str]) -> Row:
        name, language = query["name"].casefold(), query.get("language", "en")
        rows = [
            {
                "id": number,
                "name": one["zh" if language == "zh" else "en"],
                "latitude": one["latitude"],
                "longitude": one["longitude"],
                "feature_code": "PPLA",
                "country_code": one["country_code"],
                "country": one["country"],
                "population": one["population"],
            }
            for number, one in enumerate(self._places)
            if name in {one["en"].casefold(), one["zh"], f"{one['zh']}市"}
        ]
        return ({"results": rows} if rows else {}) | {"generationtime_ms": 0.4}

    def _weather(self, query: Mapping[str, str]) -> Row:
        place = min(
            self._places,
            key=lambda one: (
                abs(one["latitude"] - float(query["latitude"]))
                + abs(one["longitude"] - float(query["longitude"]))
            ),
        )
        today = self.state.now.date()
        answer: Row = {
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "utc_offset_seconds": 0,
            "timezone": "GMT",
            "timezone_abbreviation": "GMT",
            "elevation": 20.0,
        }
        if keys := query.get("current"):
            answer |= self._current(place, keys)
        if keys := query.get("daily"):
            first = date.fromisoformat(query.get("start_date", today.isoformat()))
            last = date.fromisoformat(query.get("end_date", today.isoformat()))
            answer |= self._daily(place, first, last, keys)
        return answer

    def _current(self, place: Row, keys: str) -> Row:
        now = self.state.now
        found = weather_of(self._places, place["en"], now.date())
        values: Row = {
            "temperature_2m": found["high"] - 2,
            "apparent_temperature": found["high"] - 4,
            "relative_humidity_2m": 60,
            "precipitation": found["precipitation"],
            "weather_code": found["code"],
            "wind_speed_10m": 12.0,
            "wind_gusts_10m": 25.0,
            "wind_direction_10m": 270,
            "pressure_msl": 1015.0,
        }
        names = keys.split(",")
        return {
            "current_units": {"time": "iso8601", "interval": "seconds"}
            | {key: _UNITS[key] for key in names},
            "current": {"time": f"{now:%Y-%m-%dT%H:%M}", "interval": 900}
            | {key: values[key] for key in names},
        }

    def _daily(self, place: Row, first: date, last: date, keys: str) -> Row:
        days = [first + timedelta(number) for number in range((last - first).days + 1)]
        names = keys.split(",")
        columns: Row = {"time": [day.isoformat() for day in days]}
        for key in names:
            columns[key] = [self._figure(place, day, key) for day in days]
        units = {"time": "iso8601"} | {key: _UNITS[key] for key in names}
        return {"daily_units": units, "daily": columns}

    def _figure(self, place: Row, day: date, key: str) -> Any:
        found = weather_of(self._places, place["en"], day)
        wet = found["precipitation"] > 0
        return {
            "weather_code": found["code"],
            "temperature_2m_max": found["high"],
            "temperature_2m_min": found["low"],
            "precipitation_sum": found["precipitation"],
            "snowfall_sum": 1.8 if found["code"] == 71 else 0.0,
            "precipitation_probability_max": 80 if wet else 5,
            "wind_speed_10m_max": 18.0,
            "wind_gusts_10m_max": 31.0,
            "wind_direction_10m_dominant": 270,
            "relative_humidity_2m_mean": 60,
            "pressure_msl_mean": 1015.0,
            "sunrise": f"{day}T06:50",
            "sunset": f"{day}T17:10",
            "uv_index_max": 2.0,
        }[key]


def _words(text: str) -> set[str]:
    """Words, and pairs of Chinese characters."""
    folded = text.casefold()
    words = set(re.findall(r"[a-z0-9]{3,}", folded)) - {"the", "what", "how", "and", "for", "does"}
    for run in re.findall(r"[\u3400-\u9fff]+", folded):
        words |= {run[at : at + 2] for at in range(len(run) - 1)}
    return words


def _html(one: Row) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in one["paragraphs"])
    return (
        f'<!DOCTYPE html><html lang="{one["language"]}"><head><meta charset="utf-8">'
        f"<title>{escape(one['title'])}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{escape(one['title'])}</h1>{paragraphs}</article></body></html>"
    )


def _as_json(answer: Any) -> bytes:
    body = json.dumps(answer, ensure_ascii=False).encode()
    return page(body, content_type="application/json; charset=utf-8")
