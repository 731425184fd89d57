"""Times in recordings as people write them."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """A time as players show it: 2:05, and 1:02:05 from an hour on."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def time_code(seconds: float) -> str:
    """A time with two digits for the minutes, as transcripts have it: 02:05, 1:02:05."""
    return clock(seconds).rjust(5, "0")
