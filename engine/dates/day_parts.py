"""Parts of a day: tomorrow morning, Tuesday in the late evening, 今晚, 周一早上.

The hours are those of Recognizers-Text's specification, but a Chinese evening goes to midnight.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from engine.dates.clock_ranges import Read
from engine.dates.expressions import Scope, Span

_HOURS = {
    "morning": (8, 12), "afternoon": (12, 16), "evening": (16, 20), "night": (20, 24),
    "am": (8, 12), "pm": (12, 16), "lunch": (11, 13), "lunchtime": (11, 13), "daytime": (8, 18),
    "凌晨": (0, 6), "清晨": (5, 8), "早上": (8, 12), "早晨": (8, 12), "早间": (8, 12),
    "早": (8, 12),
    "上午": (8, 12), "中午": (11, 13), "下午": (12, 16), "午后": (12, 16), "傍晚": (16, 20),
    "晚上": (18, 24), "晚间": (18, 24), "夜晚": (18, 24), "晚": (18, 24), "夜里": (20, 24),
    "夜间": (20, 24), "深夜": (20, 24), "半夜": (20, 24),
}  # fmt: skip
_EN_PART = (
    r"(?:(?P<when>early|late)[ -](?:in the )?)?"
    r"(?P<part>morning|afternoon|evening|night|lunch(?:time)?|daytime|[ap]\.?m\.?)(?:-?time)?"
)
_EN_FIRST = re.compile(rf"(?:in the |in |at |the )?{_EN_PART},?(?: (?:of|on))?(?: (?P<day>.+))?")
_EN_LAST = re.compile(rf"(?P<day>.+?),? (?:in the |in |at |the )?{_EN_PART}")
_ZH_PART = "|".join(sorted((word for word in _HOURS if not word.isascii()), key=len, reverse=True))
_ZH_LAST = re.compile(rf"(?P<day>.*?)的?(?P<part>{_ZH_PART})(?P<when>)")
_TONIGHT = re.compile(r"(?P<day>.*?)[ ,]*(?:(?:late )?tonight|今晚|今夜)")
_SAID_DAYS = {"this": 0, "today": 0, "last": -1, "next": 1}


def read_day_part(text: str, scope: Scope, read: Read) -> Span | None:
    """A part of a day, of the current one where none is said: two moments, grain "part"."""
    if (found := _TONIGHT.fullmatch(text)) and not found["day"]:
        return _part(Span(scope.today, scope.today, "day"), "night", "")
    for pattern in (_EN_FIRST, _EN_LAST) if text.isascii() else (_ZH_LAST,):
        if not (found := pattern.fullmatch(text)):
            continue
        word = found["part"].replace(".", "")
        day = _day(found["day"] or "", scope, read)
        if day and day.grain == "day" and day.first == day.last:
            return _part(day, word, found["when"] or "")
    return None


def _day(words: str, scope: Scope, read: Read) -> Span | None:
    if words in ("", *_SAID_DAYS):
        try:
            day = scope.today + timedelta(_SAID_DAYS.get(words, 0))
        except OverflowError:
            return None
        return Span(day, day, "day")
    return read(words, scope)


def _part(day: Span, word: str, when: str) -> Span:
    begin, end = _HOURS[word]
    if when == "early":
        end = begin + 2
    elif when == "late":
        begin = end - 2
    last = time(end) if end < 24 else time(23, 59, 59)
    first = datetime.combine(day.first, time(begin))
    return Span(first, datetime.combine(day.first, last), "part", day.year_said)
