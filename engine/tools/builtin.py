"""The tools that every session offers, in the order in which the planner sees them."""

from __future__ import annotations

from engine.tools.registry import Registry
from engine.tools.services import ToolServices


def builtin_registry(services: ToolServices | None = None) -> Registry:
    """Calendar tools, the library's search, the web's, and the two tools that end planning."""
    # Inside the function: importing this module must cost the command line's start nothing.
    from engine.tools import calendar, control, holidays, knowledge, solar_terms, time_delta

    families = (calendar, holidays, solar_terms, time_delta, knowledge, control)
    return Registry(entry for family in families for entry in family.TOOLS)
