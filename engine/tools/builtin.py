"""The tools that every session offers, in the order in which the planner sees them."""

from __future__ import annotations

from engine.tools.registry import Registry
from engine.tools.services import ToolServices


def builtin_registry(services: ToolServices | None = None) -> Registry:
    """The time tools, the weather, the searches, what browses, and what ends planning.

    `services` are those that the settings name, the usual ones by default.
    """
    # Inside the function: importing this module must cost the command line's start nothing.
    from engine.encyclopedia.linking import EncyclopediaLinker
    from engine.tools import calendar, control, holidays, knowledge, solar_terms, time_delta
    from engine.tools.aspects import aspect_tools
    from engine.tools.search import search_tools
    from engine.tools.video import video_tools
    from engine.tools.weather import weather_tools
    from engine.tools.websites import website_tools
    from engine.tools.wiki import wiki_tools

    services = services or ToolServices()
    return Registry(
        (
            *calendar.TOOLS,
            *holidays.TOOLS,
            *solar_terms.TOOLS,
            *time_delta.TOOLS,
            *weather_tools(services),
            *knowledge.TOOLS,
            *search_tools(services, EncyclopediaLinker(services)),
            *wiki_tools(services),
            *aspect_tools(services),
            *video_tools(),
            *website_tools(),
            *control.TOOLS,
        )
    )
