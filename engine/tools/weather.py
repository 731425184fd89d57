"""get_weather_info: the weather of places, now and on days past or to come.

Open-Meteo answers without a key (https://open-meteo.com, CC BY 4.0); with a key in the settings
weatherapi.com is asked in its place. Places are found by Open-Meteo's geocoding in either case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Protocol

from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from engine.tools.services import ToolServices
from engine.tools.tool import ForProse, FromQuestion, Tool, tool

if TYPE_CHECKING:
    from datetime import date

    from engine.weather.asking import Service
    from engine.weather.geocoding import Found, NotFound
    from engine.weather.period import Horizon, Period
    from engine.weather.report import Place, Report
    from engine.weather.telling import Result

# No "on", "in" or "or": they may be Ontario, Indiana and Oregon.
_LEFT_OVER = re.compile(r"(?:[\s,]+(?:and|at|for|from|till?|until|this|is|will|be))+\s*$")


class Forecaster(Protocol):
    """A weather service."""

    @property
    def horizon(self) -> Horizon:
        """The days that it knows."""
        ...

    def asked_for(self, period: Period, today: date) -> tuple[Service, ...]:
        """What is connected to for a period."""
        ...

    def report(self, context: ToolContext, place: Place, period: Period, sends: str) -> Report:
        """The weather of a place on the days of a period.

        Raises:
            ToolError: the service does not answer, or not well.
        """
        ...


class WeatherTool:
    """The tool, bound to the services of the settings."""

    def __init__(self, services: ToolServices) -> None:
        self._services = services

    def get_weather_info(
        self,
        context: ToolContext,
        location: Annotated[str, FromQuestion(kind="place")],
        start_date: Annotated[str | None, FromQuestion(("now",), kind="date")] = None,
        end_date: Annotated[str | None, FromQuestion(kind="date")] = None,
        is_current: Annotated[bool | None, ForProse()] = None,
    ) -> Observation:
        """Look up the weather of one or several places, now or on given days: temperature, rain,
        snow, wind, humidity. Forecasts reach about two weeks ahead, records back to 1940.

        Args:
        location: the place, or several with commas between them: Beijing, Paris
        start_date: the first day: now, tomorrow, this weekend, 2026-11-20; without it, now
        end_date: the last day, where it is another one
        is_current: true to add the weather of this moment, false to leave it out

        Raises ToolError when no such place is found, a date is not understood or beyond what the
        service knows, or the service does not answer.
        """
        from engine.weather.geocoding import Geocoder
        from engine.weather.period import read_period, within
        from engine.weather.place_names import split_day
        from engine.weather.telling import weather_observation

        # "Cape Town and" of "Cape Town and tomorrow".
        said, places = split_day(_LEFT_OVER.sub("", location))
        start = start_date or said or None
        period = read_period(context, start, end_date, is_current)
        service = self._forecaster()
        today = context.now.date()
        period = within(period, service.horizon, today, context.language)
        if context.web is not None:
            context.web.worked_out(" ".join(filter(None, (start, end_date))), period.told(""))
        geocoder = Geocoder(self._services.geocoding, context, places)
        geocoder.service.announce(context, service.asked_for(period, today), period.told(places))
        found = geocoder.find()
        results = [_result(context, service, one, period) for one in found]
        return weather_observation(context, period, results)

    def _forecaster(self) -> Forecaster:
        from engine.weather.open_meteo import OpenMeteo
        from engine.weather.weatherapi import WeatherApi

        if self._services.weather_key:
            return WeatherApi(self._services)
        return OpenMeteo(self._services)


def _result(
    context: ToolContext, service: Forecaster, found: Found | NotFound, period: Period
) -> Result:
    from engine.weather.geocoding import LASTING, NotFound
    from engine.weather.telling import Result, no_days

    if isinstance(found, NotFound):
        return Result(found.asked, error=found.error)
    try:
        report = service.report(context, found.place, period, period.told(found.asked))
    except ToolError as error:
        if error.kind in LASTING:
            raise
        return Result(found.asked, error=error)
    if not report.days and report.current is None:
        return Result(found.asked, error=no_days(report, context.language))
    return Result(found.asked, report, note=found.note)


def weather_tools(services: ToolServices) -> tuple[Tool, ...]:
    """The tool that asks the services of the settings."""
    return (
        tool(
            WeatherTool(services).get_weather_info,
            en="Look up the weather",
            zh="查询天气",
            returns="One line a place and day: temperatures, sky, precipitation, wind and more.",
            online=True,
        ),
    )
