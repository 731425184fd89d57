"""Whether the arguments of a call are those that were wanted: in their words, or in meaning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.bench.system.checking import fold
from engine.dates.resolving import resolve, resolve_year
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

_ENDS = ("start_time", "end_time")
_DATES = frozenset({"start_date", "end_date", *_ENDS})


def same_words(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether the arguments are the gold ones, case and white space apart; "*" is any text."""
    if set(gold) != set(found):
        return False
    return all(
        value == "*" or str(value).casefold().split() == str(found[key]).casefold().split()
        for key, value in gold.items()
    )


def same_meaning(gold: Mapping[str, Any], found: Mapping[str, Any], context: ToolContext) -> bool:
    """Whether every gold argument is there and means the same, dates and years resolved.

    The two ends of a time may stand in either order; further arguments do not count.
    """
    if all(name in gold for name in _ENDS):
        turned = {**found, **dict(zip(_ENDS, (found.get(n) for n in _ENDS[::-1]), strict=True))}
        return any(
            all(_same(name, gold[name], one.get(name), context) for name in gold)
            for one in (found, turned)
        )
    return all(_same(name, gold[name], found.get(name), context) for name in gold)


def _same(name: str, gold: Any, found: Any, context: ToolContext) -> bool:
    if found is None:
        return False
    if gold == "*" or fold(str(gold)) == fold(str(found)):
        return bool(str(found).strip())
    try:
        if name == "year":
            return resolve_year(str(gold), context) == resolve_year(str(found), context)
        if name not in _DATES:
            return False
        return _days(str(gold), context) == _days(str(found), context)
    except ToolError:
        return False


def _days(text: str, context: ToolContext) -> tuple[date, date, date | None]:
    """The days that an expression means, and the moment where it says a time."""
    span = resolve(text, context)
    return span.first_day, span.last_day, span.start if span.grain == "time" else None
