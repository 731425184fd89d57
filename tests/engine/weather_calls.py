"""get_weather_info, called by its registry against the servers of this machine."""

from __future__ import annotations

from typing import Any

import pytest

from engine.events import Language
from engine.tools.observation import Observation, ToolError
from engine.tools.registry import Registry
from engine.tools.weather import weather_tools
from engine.web_access import WebAccess
from tests.engine.weather_servers import WeatherServer, online
from tests.engine.web_servers import network


def ask(
    server: WeatherServer, location: str, language: Language = "en", **args: Any
) -> Observation:
    key = args.pop("key", None)
    room = args.pop("room", 6000)
    registry = Registry(weather_tools(server.services(weather_key=key)))
    context = online(language, room=room)
    return registry.run("get_weather_info", {"location": location, **args}, context)


def asked_after_reading(
    server: WeatherServer, question: str, recalled: str, start_date: str = "this weekend"
) -> Observation:
    """What is told in a question for which a private text was recalled."""
    access = WebAccess(network(), question=question)
    access.read_private(recalled)
    registry = Registry(weather_tools(server.services()))
    args = {"location": "Beijing", "start_date": start_date}
    return registry.run("get_weather_info", args, online(web=access))


def error_of(server: WeatherServer, location: str, **args: Any) -> ToolError:
    with pytest.raises(ToolError) as caught:
        ask(server, location, **args)
    assert "\n" not in str(caught.value)
    return caught.value


def lines_of(found: Observation) -> list[str]:
    return found.text.splitlines()
