"""The services that tools ask, as the settings name them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kagent_tui.config import Config

if TYPE_CHECKING:
    from engine.tools.services import ToolServices


def tool_services(config: Config, archives: tuple[Path, ...] = ()) -> ToolServices:
    """Where tools ask, as the settings say."""
    from engine.tools.services import ToolServices

    named: dict[str, Any] = {
        "searxng": config.searxng,
        "search_engines": config.search_engines or None,
        "wikipedia": config.wikipedia,
        "open_meteo": config.open_meteo,
        "open_meteo_archive": config.open_meteo_archive,
        "geocoding": config.geocoding,
        "weather_key": config.weather_key,
    }
    given = {name: value for name, value in named.items() if value is not None}
    return ToolServices(archives=archives, **given)


def named_servers(config: Config) -> Iterator[str]:
    """The services that the settings name, as "host:port": they may be anywhere."""
    from urllib.parse import urlsplit

    named = (
        config.searxng,
        config.wikipedia,
        config.open_meteo,
        config.open_meteo_archive,
        config.geocoding,
    )
    for url in filter(None, named):
        try:
            parts = urlsplit(url.replace("{language}", "en"))
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
        except ValueError:
            continue  # said where the service is asked
        if parts.hostname:
            yield f"{parts.hostname}:{port}"
