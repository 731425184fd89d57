"""What tools that reach beyond the library work with: services, files and their addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

# Addresses of services that need no account; each can be set in config.toml.
WIKIPEDIA = "https://{language}.wikipedia.org"
OPEN_METEO = "https://api.open-meteo.com"
OPEN_METEO_ARCHIVE = "https://archive-api.open-meteo.com"
GEOCODING = "https://geocoding-api.open-meteo.com"
WEATHERAPI = "https://api.weatherapi.com"
SEARCH_ENGINES = ("duckduckgo", "mojeek", "brave", "yahoo", "wikipedia")


@dataclass(frozen=True, slots=True)
class ToolServices:
    """Where tools ask, as the settings say.

    `searxng` is the base URL of a SearXNG instance, asked in place of the `search_engines`, which
    are names that ddgs knows. `weather_key` is one of weatherapi.com, asked in place of Open-Meteo.
    `archives` are ZIM files with an encyclopedia.
    """

    searxng: str | None = None
    search_engines: tuple[str, ...] = SEARCH_ENGINES
    wikipedia: str = WIKIPEDIA
    open_meteo: str = OPEN_METEO
    open_meteo_archive: str = OPEN_METEO_ARCHIVE
    geocoding: str = GEOCODING
    weatherapi: str = WEATHERAPI
    weather_key: str | None = field(default=None, repr=False)
    archives: tuple[Path, ...] = ()
