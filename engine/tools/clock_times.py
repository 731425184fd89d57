"""Times of day as people write them beside a date: 08:30, 3pm, at noon, 下午三点半."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

from engine.tools.date_expressions import Scope, refuse
from engine.tools.numerals import HAN_NUMBER, han_number
from engine.tools.wording import alternatives

_MERIDIEM = r"[ap] ?\.? ?m\.?"
_EN_TIME = (
    r"(?:(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
    rf" ?(?P<meridiem>{_MERIDIEM})?"
    rf"|(?P<whole>[0-9]{{1,2}})(?:[.:](?P<past>[0-9]{{2}}))? ?(?:(?P<half_day>{_MERIDIEM})|o'clock)"
    r"|(?P<word>noon|midday|midnight))"
    r"(?: (?:in the |at )?(?P<part>morning|afternoon|evening|night))?"
)
_ZH_PART = "(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|深夜|半夜)"
_PATTERNS = (
    # Before the English ones, which would leave 下午 with the day.
    re.compile(
        rf"(?P<rest>.{{0,60}}?)的? ?{_ZH_PART} ?"
        r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    ),
    re.compile(
        r"(?P<rest>.{0,60}?)(?:^|[ ,t]|(?<=[\u3400-\u9fff])) ?(?:- )?(?:(?:at|around|about) |@ ?)?"
        rf"{_EN_TIME}"
    ),
    re.compile(rf"(?:at )?{_EN_TIME}(?: on|,| of)? (?P<rest>.{{1,60}})"),
    re.compile(
        r"(?P<rest>.{0,60}?(?:morning|afternoon|evening|night)),? (?:at|around|about) "
        r"(?P<whole>[0-9]{1,2})"
    ),
    re.compile(
        rf"(?P<rest>.{{0,60}}?)的? ?{_ZH_PART}? ?(?P<hour>{HAN_NUMBER}) ?(?:点钟?|时)"
        rf"(?:整|(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{HAN_NUMBER})分?"
        rf"(?:(?P<second>{HAN_NUMBER})秒)?)?"
    ),
    re.compile(r"(?P<rest>.{0,60}?)的?(?P<word>正午|中午|午夜|零点)"),
)
_WORDS = {"noon": 12, "midday": 12, "midnight": 0, "正午": 12, "中午": 12, "午夜": 0, "零点": 0}
_AFTERNOON = alternatives("下午|傍晚|晚上|夜里|夜间|afternoon|evening|night")
_NIGHT = alternatives("晚上|夜里|夜间|night")
_LATE = alternatives("深夜|半夜")
_AFTER_MIDNIGHT = frozenset({"凌晨", "morning"})
_PART_IN_REST = re.compile(r"(?:morning|afternoon|evening|night)$")


class ClockTime(NamedTuple):
    """The rest of an expression, and its time of day."""

    rest: str
    time: time


def split_clock(text: str, scope: Scope) -> ClockTime | None:
    """Part a time of day from the rest of an expression; None when there is none.

    Raises:
        ToolError: there is no such time of day.
    """
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            clock = _read(found, scope)
            if clock is not None:
                return ClockTime(found["rest"].strip(" ,"), clock)
    return None


def _read(found: re.Match[str], scope: Scope) -> time | None:
    groups = {key: value or "" for key, value in found.groupdict().items()}
    if word := groups.get("word"):
        return time(_WORDS[word])
    hour = han_number(groups.get("whole") or groups["hour"])
    minute = _minute(groups)
    second = han_number(groups.get("second") or "0")
    if hour is None or minute is None or second is None:
        return None
    meridiem = (groups.get("meridiem") or groups.get("half_day") or "")[:1]
    part = groups.get("part") or ""
    if not part and (said := _PART_IN_REST.search(groups["rest"])):
        part = said[0]
    if meridiem and not 1 <= hour <= 12:
        _refuse(scope, f"{hour}:{minute:02} {meridiem}m")
    hour = _on_24_hours(hour, meridiem, part)
    if hour > 23 or minute > 59 or second > 59:
        _refuse(scope, f"{hour:02}:{minute:02}:{second:02}")
    return time(hour, minute, second)


def _minute(groups: dict[str, str]) -> int | None:
    if groups.get("half"):
        return 30
    if quarter := groups.get("quarter"):
        return 15 * (han_number(quarter) or 1)
    return han_number(groups.get("minute") or groups.get("past") or "0")


def _refuse(scope: Scope, written: str) -> None:
    refuse(
        scope,
        f"there is no time {written}: hours go to 23 (or 12 with am and pm), minutes and seconds "
        "to 59",
        f"没有{written}这个时间：小时最大23（用am、pm时为12），分秒最大59",
    )


def _on_24_hours(hour: int, meridiem: str, part: str) -> int:
    if not 1 <= hour <= 12:
        return hour
    if meridiem:
        afternoon = meridiem == "p"
    elif part == "中午":
        afternoon = hour == 12 or hour < 10
    elif part in _NIGHT and hour == 12:
        # Midnight, kept on the day that was named.
        afternoon = False
    elif part in _LATE:
        afternoon = 9 <= hour < 12
    elif part in _AFTERNOON:
        afternoon = True
    else:
        afternoon = hour == 12 and part not in _AFTER_MIDNIGHT
    return hour % 12 + 12 * afternoon
