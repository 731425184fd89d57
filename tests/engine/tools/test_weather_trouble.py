"""get_weather_info when services fail or say no, and with a key of weatherapi.com."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from typing import Any

import pytest

from engine.events import Language
from engine.network import Network, NetworkError
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.registry import Registry
from engine.tools.services import ToolServices
from engine.tools.weather import weather_tools
from engine.web_access import ConnectionRequest, WebAccess
from tests.engine.weather_calls import ask, error_of, lines_of
from tests.engine.weather_servers import NOW, as_json, online, weather_server
from tests.engine.web_servers import network, page


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (page(b"", "429 Too Many Requests", Retry_After="60"), "rate_limited", None),
        (page(b"", "500 Internal Server Error"), "failed", "500"),
        (page(b"", "400 Bad Request"), "failed", "400"),
        (page(b"<html>maintenance</html>"), "failed", "JSON"),
        (as_json({"unexpected": 1}), "failed", "daily"),
        (as_json({"daily": {"time": ["2026-11-20"]}, "current": 5}), "failed", "current"),
    ],
    ids=["too-often", "server-error", "refused", "html", "other-keys", "other-types"],
)
def test_trouble_of_the_service_is_one_line_that_names_it(
    answer: bytes, kind: str, said: str | None, language: Language
) -> None:
    with weather_server(lambda path: answer if "/v1/forecast" in path else None) as server:
        error = error_of(server, "Rome", language=language)
    assert error.kind == kind
    assert "Open-Meteo" in str(error)
    assert "127.0.0.1" in str(error)
    assert said is None or said in str(error)
    assert ("；" in str(error)) == (language == "zh")


def test_trouble_of_the_geocoder_is_said_once() -> None:
    with weather_server(lambda path: page(b"", "429 Slow Down")) as server:
        error = error_of(server, "Rome, Paris and London")
        assert len(server.requests) == 1
    assert error.kind == "rate_limited"


def test_a_service_that_cannot_be_reached_is_said() -> None:
    with weather_server() as server:
        services = server.services(open_meteo="http://127.0.0.1:1")
    registry = Registry(weather_tools(services))
    with pytest.raises(ToolError) as caught:
        registry.run("get_weather_info", {"location": "Rome"}, online("zh"))
    assert caught.value.kind == "offline"
    assert "无法连接Open-Meteo（127.0.0.1）" in str(caught.value)


@pytest.mark.parametrize("access", [None, WebAccess(Network("off"))])
def test_without_the_network_it_says_so(access: WebAccess | None) -> None:
    registry = Registry(weather_tools(ToolServices()))
    with pytest.raises(ToolError) as caught:
        registry.run("get_weather_info", {"location": "Rome"}, ToolContext(NOW, web=access))
    assert caught.value.kind == "offline"
    assert "--online" in str(caught.value)


class _Declining(WebAccess):
    """A question whose user says no, once."""

    def __init__(self) -> None:
        super().__init__(Network("ask"))
        self.asked: list[tuple[list[str], str, str]] = []

    def announce(self, hosts: Iterable[str], *, tool: str, sends: str) -> None:
        self.asked.append((list(hosts), tool, sends))
        raise NetworkError("declined", "not allowed")


@pytest.mark.parametrize(
    ("args", "hosts", "sends"),
    [
        ({}, ["geocoding-api.open-meteo.com", "api.open-meteo.com"], "北京、上海"),
        (
            {"start_date": "2020-02-02"},
            ["geocoding-api.open-meteo.com", "archive-api.open-meteo.com"],
            "北京、上海, 2020-02-02",
        ),
    ],
)
def test_the_user_is_asked_once_for_all_hosts_and_told_the_days(
    args: dict[str, str], hosts: list[str], sends: str
) -> None:
    access = _Declining()
    registry = Registry(weather_tools(ToolServices()))
    context = ToolContext(NOW, language="zh", web=access)
    with pytest.raises(ToolError) as caught:
        registry.run("get_weather_info", {"location": "北京、上海的天气", **args}, context)
    assert access.asked == [(hosts, "get_weather_info", sends)]
    assert caught.value.kind == "refused"
    assert "因为连接未获允许" in str(caught.value)


@pytest.mark.parametrize("location", ["", "  ", ",、", "?"])
def test_no_place_is_refused_before_anything_is_asked(location: str) -> None:
    with weather_server() as server:
        assert "such as Beijing" in str(error_of(server, location))
        assert server.requests == []


def test_too_many_places_and_bad_dates_are_refused() -> None:
    with weather_server() as server:
        many = error_of(server, ", ".join(["Rome"] * 9))
        wrong = error_of(server, "Rome", start_date="2026-02-30")
        other = error_of(server, "Rome", end_date="whenever")
        assert "at most 8 places" in str(many)
        assert "2026-02" in str(wrong)
        assert "whenever" in str(other)
        assert {many.kind, wrong.kind, other.kind} == {"invalid_argument"}
        # Dates are understood before anything is asked of the network.
        assert {query["name"] for query in server.asked("/v1/search")} == {"Rome"}


def test_a_day_that_a_document_says_needs_consent_and_can_have_it() -> None:
    wanted: list[ConnectionRequest] = []

    def allow(request: ConnectionRequest) -> bool:
        wanted.append(request)
        return True

    with weather_server() as server:
        for ask in (allow, None):
            access = WebAccess(network(), question="The weather of my trip to Rome", ask=ask)
            access.read_private(f"The trip to Rome begins on {NOW.date().isoformat()}.")
            registry = Registry(weather_tools(server.services()))
            args = {"location": "Rome", "start_date": NOW.date().isoformat()}
            context = ToolContext(NOW, web=access)
            if ask is not None:
                assert "Rome" in registry.run("get_weather_info", args, context).text
                continue
            with pytest.raises(ToolError, match="quotes your documents") as caught:
                registry.run("get_weather_info", args, context)
            assert caught.value.kind == "refused"
    assert {request.private for request in wanted} == {NOW.date().isoformat()}
    assert {request.sends for request in wanted} == {f"Rome, {NOW.date().isoformat()}"}


class TestWeatherApi:
    """The service of those who have a key."""

    def test_it_is_asked_in_place_of_open_meteo(self) -> None:
        with weather_server() as server:
            found = ask(server, "Beijing", key=server.key)
            assert server.asked("/v1/forecast") == []
            (query,) = server.asked("/v1/forecast.json")
        assert (query["days"], query["q"]) == ("1", "39.9075,116.3972")
        now, today = lines_of(found)
        assert now.startswith("Beijing now (2026-11-20 09:30): 5 °C (41 °F), clear")
        assert today.startswith("Beijing, 2026-11-20 (Friday): 4 to 9 °C, patchy rain, 0.3 mm")
        # daily_will_it_snow is 1 in this answer: that is no probability of 1 %.
        assert "chance of rain 65%, chance of snow 0%" in today
        assert found.passages[0].title == "weatherapi.com: Beijing, China"

    def test_days_past_come_from_its_history(self) -> None:
        with weather_server() as server:
            found = ask(
                server, "北京", "zh", key=server.key, start_date="2026-11-18", end_date="明天"
            )
            (old,), (new,) = server.asked("/v1/history.json"), server.asked("/v1/forecast.json")
        assert (old["dt"], old["end_dt"], old["lang"]) == ("2026-11-18", "2026-11-19", "zh")
        assert new["days"] == "2"
        past, future = lines_of(found)[0], lines_of(found)[3]
        assert past.startswith("北京2026年11月18日（星期三）：4至9℃，局部小雨")
        assert "降雨概率" not in past
        assert "降雨概率65%" in future

    def test_its_horizon_is_its_own(self) -> None:
        with weather_server() as server:
            late = error_of(server, "Rome", key=server.key, start_date="2026-12-04")
            early = error_of(server, "Rome", key=server.key, start_date="2009-01-01")
            span: dict[str, Any] = {"start_date": "2026-09-01", "end_date": "2026-11-01"}
            long = error_of(server, "Rome", key=server.key, **span)
        assert "13 days after today" in str(late)
        assert "from 2010-01-01" in str(early)
        assert "at most 30 past days" in str(long)

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize(
        "answer",
        [
            None,
            page(b"", "403 Forbidden"),
            page(b"", "500 Internal Server Error"),
            page(b"", "429 Too Many Requests"),
            page(b"not json"),
            as_json({"forecast": {}}),
            page(b"", "302 Found", None, Location="ftp://example.org/"),
            b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        ],
        ids=["wrong", "forbidden", "error", "too-often", "text", "keys", "redirect", "short"],
    )
    def test_the_key_is_never_told(self, answer: bytes | None, language: Language) -> None:
        key = "0123-very-secret"
        with weather_server(lambda path: answer if ".json" in path else None) as server:
            error = error_of(server, "Rome", key=key, language=language)
            assert server.asked("/v1/forecast.json")[0]["key"] == key
        shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.__context__)
        assert "secret" not in shown
        assert "weatherapi.com" in str(error)

    def test_a_wrong_key_says_what_to_do(self) -> None:
        with weather_server() as server:
            error = error_of(server, "Rome", key="wrong")
        assert "weather_key in config.toml" in str(error)
        assert "secret" not in repr(ToolServices(weather_key="secret"))

    def test_the_key_is_not_sent_in_the_clear(self) -> None:
        with weather_server() as server:
            services = server.services(weather_key="secret", weatherapi="http://example.org")
            registry = Registry(weather_tools(services))
            with pytest.raises(ToolError) as caught:
                registry.run("get_weather_info", {"location": "Rome"}, online())
        assert "https://" in str(caught.value)
