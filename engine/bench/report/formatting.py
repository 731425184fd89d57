"""Figures, counts and durations in words for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from engine.bench.report.fields import is_number

NOTHING: Final = "–"
_HEADINGS: Final[Mapping[str, str]] = {
    "seconds": "Time",
    "seconds_a_prompt": "Seconds a prompt",
    "latency_seconds": "Latency (s)",
    "in_flight": "In flight",
    "peak_mib": "Memory (MiB)",
    "missing_templates": "Missing texts",
    "unparsed": "Not parsed",
}
_RECIPROCAL_RANK: Final = re.compile(r"(?i)\bmrr\b")
_MINUTE: Final = 60
_HOUR: Final = 3_600
_DETAILED: Final = 100


def percent(value: float | None) -> str:
    """A figure with two digits, as the paper gives it."""
    return NOTHING if value is None else f"{value:.2f}"


def signed(value: float) -> str:
    """A difference, with its sign; 0 has none."""
    shown = f"{value:+.2f}"
    return "0.00" if shown in ("+0.00", "-0.00") else shown.replace("-", "−")


def plain(value: Any) -> str:
    """Any value of a result: whole numbers with commas, others with at most three digits."""
    if value is None or value == []:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{words(str(name))} {plain(one)}" for name, one in value.items())
    return _number(value) if is_number(value) else str(value) or NOTHING


def _number(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= _DETAILED else f"{value:.3g}"


def duration(seconds: Any) -> str:
    """A length of time."""
    if not is_number(seconds):
        return NOTHING
    if seconds >= _HOUR:
        return f"{int(seconds // _HOUR)} h {int(seconds % _HOUR // _MINUTE):02} min"
    if seconds >= _MINUTE:
        return f"{int(seconds // _MINUTE)} min {int(seconds % _MINUTE):02} s"
    return f"{seconds:.3g} s"


def words(name: str) -> str:
    """The name of a field in words."""
    return name.replace("_", " ")


def heading(name: str) -> str:
    """The name of a field as the head of a column."""
    shown = _HEADINGS.get(name) or words(name).capitalize()
    return _RECIPROCAL_RANK.sub("MRR", shown)


def shortened(text: str, most: int) -> str:
    """A text of at most `most` characters, saying how many were left out."""
    if len(text) <= most:
        return text
    return f"{text[:most].rstrip()} … ({len(text) - most:,} more characters)"
