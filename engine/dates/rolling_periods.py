"""Periods that reach from now: the last 3 days, next two weeks, within 5 hours, 过去一周.

They are counted as Recognizers-Text does: the last three days are those before today, the next
three those after it; hours and minutes are counted from this moment.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from engine.dates.durations import SECONDS, read_amounts
from engine.dates.expressions import Scope, Span
from engine.dates.offsets import shift

_EN_SIDES = "last|past|previous|next|coming|upcoming|following"
_PATTERNS = (
    re.compile(r"(?P<side>within)(?: the)?(?: (?:next|coming|upcoming|following))? (?P<length>.+)"),
    re.compile(
        rf"(?:(?:for|in|over|during|within|of) )?(?:the |these )?(?P<side>{_EN_SIDES}) "
        r"(?P<length>.+)"
    ),
    re.compile(
        rf"(?:the )?(?P<count>[a-z0-9]+(?:[- ][a-z]+)?) (?P<side>{_EN_SIDES}) (?P<length>[a-z]+)"
    ),
    re.compile(r"(?:在|最?近的?)?(?P<length>.+?)(?P<side>以内|之内|内)"),
    re.compile(
        r"(?P<side>最近|近|过去|前|上|之前|以前|往前|接下来|未来|今后|之后|以后|往后|后|下)(?:的|这)?"
        r"(?P<length>.+?)(?:里|内|之内|以内|以来|间)?"
    ),
)
_BACK = frozenset(
    ["last", "past", "previous", "最近", "近", "过去", "前", "上", "之前", "以前", "往前"]
)
_INSIDE = frozenset({"within", "以内", "之内", "内"})
_SINGLE = re.compile(r"(?:hour|minute|second|小时|分钟|秒钟?|[个一](?:小时|钟头))s?")


def read_rolling(text: str, scope: Scope) -> Span | None:
    """A number of days, weeks, months, hours that ends or begins now."""
    for pattern in _PATTERNS:
        if not (found := pattern.fullmatch(text)):
            continue
        length = found["length"]
        if count := found.groupdict().get("count"):
            length = f"{count} {length}"
        elif _SINGLE.fullmatch(length):
            length = f"a {length}" if length.isascii() else "一个" + length.lstrip("个一")
        elif length.isascii() and not re.match(r"[0-9]|[a-z]+[ -]", length):
            continue
        if amounts := read_amounts(length):
            return _rolled(amounts, found["side"], scope)
    return None


def _rolled(amounts: list[tuple[int, str]], side: str, scope: Scope) -> Span:
    back = side in _BACK
    other = shift(scope.now, amounts, -1 if back else 1, scope).first
    if any(unit in SECONDS for _, unit in amounts):
        moment = other if isinstance(other, datetime) else datetime.combine(other, scope.now.time())
        first, last = sorted((moment, scope.now))
        return Span(first, last, "time")
    day: date = other.date() if isinstance(other, datetime) else other
    if side in _INSIDE:
        return Span(scope.today, day, "days")
    if back:
        return Span(day, max(day, scope.today - timedelta(1)), "days")
    return Span(min(day, scope.today + timedelta(1)), day, "days")
