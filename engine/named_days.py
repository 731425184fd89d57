"""The named days that a question speaks of, among those that a tool has brought."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

_FIRST_HALF = ("january", "february", "march", "april", "may", "june")
_SECOND_HALF = ("july", "august", "september", "october", "november", "december")
_MONTHS = (*_FIRST_HALF, *_SECOND_HALF)
_HAN_MONTHS = {name: number for number, name in enumerate("一二三四五六七八九十", 1)}
_HAN_MONTHS |= {"十一": 11, "十二": 12}
# A month as a whole, and no day of it, which stands beside it.
_MONTH = re.compile(
    r"\b(?:in|of|during|for|this|next|last)\s+(?P<en>"
    + "|".join(_MONTHS)
    + r")\b(?!\s+[0-3]?\d\b(?!\d))"
    r"|(?<![\d一二三四五六七八九十闰])(?P<zh>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|里)?"
    r"(?![\d初一二三四五六七八九十])",
    re.IGNORECASE,
)
_LUNAR = re.compile(r"农历|阴历|\blunar\b", re.IGNORECASE)


def mentioned_days(question: str, named_dates: Mapping[str, date]) -> set[date]:
    """The dates whose names occur in `question`; the longest name wins where names overlap.

    "Chinese New Year" does not also mean "New Year", nor "holiday" the festival of Holi.
    """
    left = question.casefold()
    found: set[date] = set()
    for name in sorted(named_dates, key=len, reverse=True):
        key = name.casefold()
        if not key or key not in left:
            continue
        pattern = _standing_alone(key)
        if pattern.search(left):
            found.add(named_dates[name])
            left = pattern.sub("\n", left)
    return found


def mentioned_month(question: str) -> int | None:
    """The only month of the solar calendar that a question names as a whole, by its number."""
    if _LUNAR.search(question):
        return None
    months = set()
    for match in _MONTH.finditer(question):
        if match["en"]:
            months.add(_MONTHS.index(match["en"].casefold()) + 1)
        else:
            months.add(_HAN_MONTHS.get(match["zh"]) or int(match["zh"]))
    return months.pop() if len(months) == 1 else None


def _standing_alone(key: str) -> re.Pattern[str]:
    """A name where no letter joins it; of Chinese, which has no spaces, wherever it stands."""
    before = r"(?<![a-z])" if key[0].isascii() and key[0].isalnum() else ""
    after = r"(?![a-z])" if key[-1].isascii() and key[-1].isalnum() else ""
    return re.compile(before + re.escape(key) + after)
