"""The named days that a question speaks of, among those that a tool has brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date


def mentioned_days(question: str, named_dates: Mapping[str, date]) -> set[date]:
    """The dates whose names occur in `question`; the longest name wins where names overlap.

    "Chinese New Year" does not also mean "New Year".
    """
    left = question.casefold()
    found: set[date] = set()
    for name in sorted(named_dates, key=len, reverse=True):
        key = name.casefold()
        if key and key in left:
            found.add(named_dates[name])
            left = left.replace(key, "\n")
    return found
