"""The moments of a recording: when each piece of its text was said or shown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records import Moment


def moments_in(moments: Sequence[Moment], start: int, end: int) -> Sequence[Moment]:
    """Those that share a character with `start` to `end` of the text; they are in order of place
    and do not overlap."""
    first = bisect_right(moments, start, key=lambda one: one.end)
    return moments[first : bisect_left(moments, end, key=lambda one: one.start)]


def times_of(moments: Sequence[Moment]) -> tuple[float, float]:
    """From the beginning of the first to the end of the last, in seconds; there is at least one."""
    return min(one.time_start for one in moments), max(one.time_end for one in moments)
