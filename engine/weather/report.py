"""What a weather service tells about a place, with every figure in one unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.events import Language
from engine.weather.place_names import same_name


@dataclass(frozen=True, slots=True)
class Condition:
    """The state of the sky, in both languages."""

    en: str
    zh: str

    def text(self, language: Language) -> str:
        """In the language of the answer."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the geocoder names it; `areas` are the names of all that it lies in."""

    name: str
    latitude: float
    longitude: float
    region: str = ""
    country: str = ""
    country_code: str = ""
    time_zone: str = ""
    population: int | None = None
    areas: tuple[str, ...] = ()

    def full_name(self, language: Language) -> str:
        """Name, region and country: "Paris, Texas, United States"; 巴黎（美国得克萨斯州）."""
        region = "" if same_name(self.region, self.name) else self.region
        if language != "zh":
            return ", ".join(part for part in (self.name, region, self.country) if part)
        around = self.country + region
        return f"{self.name}（{around}）" if around else self.name


@dataclass(frozen=True, slots=True)
class DayWeather:
    """One day at a place; None is a figure that the service did not give.

    Temperatures in °C, precipitation in mm, snowfall in cm, speeds in km/h, pressure in hPa, the
    rest in %. `wind_direction` is where the wind comes from, in degrees. `expected` names the
    figures that the service gives for such a day, so that a missing one can be said.
    """

    day: date
    low: float | None = None
    high: float | None = None
    condition: Condition | None = None
    precipitation: float | None = None
    snowfall: float | None = None
    precipitation_probability: float | None = None
    rain_probability: float | None = None
    snow_probability: float | None = None
    wind: float | None = None
    gusts: float | None = None
    wind_direction: float | None = None
    humidity: float | None = None
    pressure: float | None = None
    uv_index: float | None = None
    sunrise: datetime | None = None
    sunset: datetime | None = None
    expected: frozenset[str] = frozenset()

    def missing(self) -> list[str]:
        """The figures that were to be there and are not, in the order of the fields."""
        return [name for name in DAY_UNITS if name in self.expected and getattr(self, name) is None]


@dataclass(frozen=True, slots=True)
class CurrentWeather:
    """The weather now; `time` is the place's own clock, the units are those of a day."""

    time: datetime
    temperature: float | None = None
    feels_like: float | None = None
    condition: Condition | None = None
    precipitation: float | None = None
    wind: float | None = None
    gusts: float | None = None
    wind_direction: float | None = None
    humidity: float | None = None
    pressure: float | None = None

    def missing(self) -> list[str]:
        """The figures that were not given."""
        return [name for name in CURRENT_UNITS if getattr(self, name) is None]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a service told about a place, and its public pages for the past and the coming."""

    place: Place
    service: str
    days: tuple[DayWeather, ...]
    current: CurrentWeather | None
    page: str
    past_page: str
    today: date

    def page_of(self, day: date) -> str:
        """Where a reader can look the day up."""
        return self.past_page if day < self.today else self.page


# The figures with their units, in the order in which they are told.
DAY_UNITS: Mapping[str, str] = {
    "low": "°C",
    "high": "°C",
    "condition": "",
    "precipitation": "mm",
    "precipitation_probability": "%",
    "rain_probability": "%",
    "snow_probability": "%",
    "snowfall": "cm",
    "wind": "km/h",
    "wind_direction": "°",
    "gusts": "km/h",
    "humidity": "%",
    "pressure": "hPa",
    "uv_index": "",
    "sunrise": "",
    "sunset": "",
}
CURRENT_UNITS: Mapping[str, str] = {
    "temperature": "°C",
    "feels_like": "°C",
    "condition": "",
    "precipitation": "mm",
    "wind": "km/h",
    "wind_direction": "°",
    "gusts": "km/h",
    "humidity": "%",
    "pressure": "hPa",
}


def day_data(day: DayWeather) -> dict[str, Any]:
    """A day for --json: every figure with its unit; a missing one is null, an unasked one absent.

    The figures that a service does not give at all for such a day are left out.
    """
    data: dict[str, Any] = {"date": day.day.isoformat()}
    for name, unit in DAY_UNITS.items():
        value = getattr(day, name)
        if value is not None or name in day.expected:
            data[name] = _datum(value, unit)
    return data


def current_data(current: CurrentWeather) -> dict[str, Any]:
    """The weather now for --json."""
    data: dict[str, Any] = {"time": current.time.isoformat(timespec="minutes")}
    for name, unit in CURRENT_UNITS.items():
        data[name] = _datum(getattr(current, name), unit)
    return data


def place_data(place: Place) -> dict[str, Any]:
    """A place for --json."""
    return {
        "name": place.name,
        "region": place.region,
        "country": place.country,
        "country_code": place.country_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "time_zone": place.time_zone,
        "population": place.population,
    }


def _datum(value: Any, unit: str) -> Any:
    if isinstance(value, Condition):
        return {"en": value.en, "zh": value.zh}
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return {"value": value, "unit": unit} if unit else value
