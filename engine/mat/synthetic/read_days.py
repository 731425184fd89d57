"""Days in English as the engine reads them."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from engine.dates.resolving import said_days
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

_LEADING = re.compile(
    r"(?:(?:from|to|on|at|by|of|the|is|was|be|for|until|till|since|between|and|during|over) )+"
    r"|in the (?=next |coming )",
    re.IGNORECASE,
)
_CONTEXT = ToolContext(now=datetime(2026, 11, 26, 10), language="en")


@lru_cache(maxsize=65536)
def tight(written: str) -> str:
    """A day without the words before it that leave the day the same; spaces made single."""
    written = " ".join(written.split()).rstrip(".")
    leading = _LEADING.match(written)
    if leading is None:
        return written
    for start in sorted({m.end() for m in re.finditer(" ", leading[0])}, reverse=True):
        if _days(written[start:]) is not None and _days(written[start:]) == _days(written):
            return written[start:]
    bare = written[leading.end() :]
    return bare if _days(written) is None and _days(bare) is not None else written


def resolves(written: str) -> bool:
    """Whether the words are read as a day."""
    return _days(written) is not None


@lru_cache(maxsize=65536)
def _days(written: str) -> tuple[date, date] | None:
    try:
        return said_days(written, _CONTEXT)
    except ToolError:
        return None
