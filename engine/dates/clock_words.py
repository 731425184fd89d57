"""A time of day without its day, in digits or words: 3pm, half past eight, 下午三点半."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

from engine.dates.expressions import Scope
from engine.dates.numerals import EN_WORD_NUMBER, HAN_NUMBER, english_number, han_number
from engine.tools.observation import refuse
from engine.tools.wording import alternatives


class Clock(NamedTuple):
    """What was said: numbers, "a" or "p", a part of the day.

    A `marked` one can be nothing else: it has a colon, a meridiem, a part of the day, 点.
    """

    hour: int
    minute: int = 0
    second: int = 0
    meridiem: str = ""
    part: str = ""
    marked: bool = True

    def on(self, scope: Scope) -> time:
        """The time on a clock of 24 hours.

        Raises:
            ToolError: there is no such time of day.
        """
        half_past_midnight = self.hour == 0 and self.meridiem == "a"
        if self.meridiem and not (1 <= self.hour <= 12 or half_past_midnight):
            _refuse(scope, f"{self.hour}:{self.minute:02} {self.meridiem}m")
        hour = _on_24_hours(self.hour, self.meridiem, self.part)
        if hour == 24 and not (self.minute or self.second):
            # 24:00 is the day's end, told as its last second.
            return time(23, 59, 59)
        if hour > 23 or self.minute > 59 or self.second > 59:
            _refuse(scope, f"{hour:02}:{self.minute:02}:{self.second:02}")
        return time(hour, self.minute, self.second)


def _refuse(scope: Scope, written: str) -> None:
    refuse(
        scope.language,
        f"there is no time {written}: hours go to 23 (or 12 with am and pm), minutes and seconds "
        "to 59",
        f"没有{written}这个时间：小时最大23（用am、pm时为12），分秒最大59",
    )


EN_PART = "(?:morning|afternoon|evening|night)"
_MERIDIEM = r"(?:(?<=[0-9]) ?|(?<![0-9]) )(?P<meridiem>[ap])(?: ?\.? ?m\.?|\.?)"
_HOUR = f"(?P<hour>[0-9]{{1,2}}|{EN_WORD_NUMBER})"
_TAIL = rf"(?:,? (?:in the |at |in )?(?P<part>{EN_PART}))?"
_EN_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<hour>[0-9]{1,2})(?:[:h](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
        rf"|h)(?:{_MERIDIEM})?{_TAIL}",
        rf"(?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-9]{{2}})(?:{_MERIDIEM}{_TAIL})",
        rf"(?P<hour>[0-9]{{1,2}})(?P<minute>[0-9]{{2}})(?:{_MERIDIEM}"
        rf"|,? (?:in the |at )(?P<part>{EN_PART}))",
        rf"{_HOUR} ?o'?clock(?: ?{_MERIDIEM})?{_TAIL}",
        rf"{_HOUR}{_MERIDIEM}{_TAIL}",
        rf"{_HOUR},? (?:in the |at )(?P<part>{EN_PART})",
        rf"(?P<hour>{EN_WORD_NUMBER})[ -](?:(?:o|oh|ou|zero)[ -])?(?P<minute>{EN_WORD_NUMBER})"
        rf"(?:{_MERIDIEM})?{_TAIL}",
        rf"(?:an? )?(?P<away>half|quarter|[0-9]{{1,2}}|{EN_WORD_NUMBER})(?: minutes?| mins?)? "
        rf"(?P<side>past|after|to|before|till|of) (?:{_HOUR}(?::00)?(?: ?o'?clock)?(?:{_MERIDIEM})?"
        rf"|(?P<word>noon|midday|midnight)){_TAIL}",
        r"(?:12(?::00)? )?(?P<word>noon|midday|mid-?night)",
    )
)
_BARE = re.compile(_HOUR)
_WORDS = {"noon": 12, "midday": 12, "正午": 12, "中午": 12}


def read_english_clock(text: str) -> Clock | None:
    """The time that the whole of `text` names; a bare number is an hour that is not `marked`."""
    for pattern in _EN_CLOCKS:
        if (found := pattern.fullmatch(text)) and (clock := _english(found)):
            return clock
    if (found := _BARE.fullmatch(text)) and (hour := english_number(found["hour"])) is not None:
        return Clock(hour, marked=False) if hour <= 24 else None
    return None


def _english(found: re.Match[str]) -> Clock | None:
    groups = {key: value or "" for key, value in found.groupdict().items()}
    hour = english_number(groups["hour"]) if groups.get("hour") else None
    if word := groups.get("word"):
        hour = _WORDS.get(word, 0)
    said = groups.get("minute")
    minute = english_number(said) if said else 0
    if hour is None or minute is None or (said and not said.isdigit() and not _said_so(found)):
        return None
    second = int(groups.get("second") or 0)
    clock = Clock(hour, minute, second, groups.get("meridiem", ""), groups.get("part", ""))
    return _away(clock, groups) if groups.get("away") else clock


def _said_so(found: re.Match[str]) -> bool:
    """Whether two number words are hour and minute: ten thirty, twelve oh three; not twenty six."""
    hour, minute = english_number(found["hour"]) or 0, english_number(found["minute"]) or 0
    spoken_zero = any(word in found[0] for word in (" o ", "oh", "ou ", "zero"))
    return (hour <= 12 or bool(found["meridiem"])) and (minute >= 10) != spoken_zero


def _away(clock: Clock, groups: dict[str, str]) -> Clock | None:
    away = {"half": 30, "quarter": 15}.get(groups["away"]) or english_number(groups["away"])
    if away is None or away > 59:
        return None
    if groups["side"] in ("past", "after"):
        return clock._replace(minute=away)
    if groups["away"] == "half":
        return None
    hour = clock.hour - 1 if clock.hour > 1 else clock.hour + 11
    meridiem = clock.meridiem
    if meridiem and clock.hour == 12:
        meridiem = "p" if meridiem == "a" else "a"
    if groups.get("word"):
        hour = (clock.hour - 1) % 24
    return clock._replace(hour=hour, minute=60 - away, meridiem=meridiem)


_ZH_PART = (
    "(?P<part>凌晨|清晨|早上|早晨|早间|上午|中午|下午|午后|傍晚|晚上|晚间|夜里|夜间|夜晚|深夜"
    "|半夜|早|晚)"
)
# Not the 二 of 周二十点, which is ten o'clock on a Tuesday.
_ZH_HOUR = "(?<![周期拜])(?:[0-9]{1,2}|二?十[一二三四五六七八九]?|[〇零一二两三四五六七八九])"
ZH_CLOCK = (
    rf"{_ZH_PART}?的? ?(?:(?P<less>[一三]刻|{HAN_NUMBER}分)差"
    rf"|差(?P<before>[一三]刻|{HAN_NUMBER}分?))?"
    rf"(?:(?P<colon>[0-9]{{1,2}}):(?P<past>[0-9]{{2}})(?::(?P<past_second>[0-9]{{2}}))?分?"
    rf"|(?P<hour>{_ZH_HOUR}) ?(?:点钟?|时)"
    rf"(?:整|(?P<half>半)|(?P<quarter>[一三])刻|过?(?P<minute>{HAN_NUMBER})分?"
    rf"(?:(?P<second>{HAN_NUMBER})秒)?)?(?:差(?P<after>[一三]刻|{HAN_NUMBER}分))?)"
)
ZH_WORD = re.compile("正午|中午|午夜|零点")
_ZH_FULL = re.compile(ZH_CLOCK)
_ZH_BARE = re.compile(rf"{_ZH_PART}(?P<hour>{_ZH_HOUR})")


def read_chinese_clock(text: str) -> Clock | None:
    """The same for Chinese; a number needs 点 or a part of the day."""
    if ZH_WORD.fullmatch(text):
        return Clock(_WORDS.get(text, 0))
    if found := _ZH_FULL.fullmatch(text):
        return chinese_clock(found)
    if found := _ZH_BARE.fullmatch(text):
        hour = han_number(found["hour"])
        return None if hour is None else Clock(hour, part=found["part"], marked=False)
    return None


def chinese_clock(found: re.Match[str]) -> Clock | None:
    """The time of a match of ZH_CLOCK."""
    if not (found["part"] or found["colon"] or found["hour"]):
        return None
    hour = han_number(found["colon"] or found["hour"] or "")
    minute = han_number(found["past"] or found["minute"] or "0")
    second = han_number(found["past_second"] or found["second"] or "0")
    if found["half"]:
        minute = 30
    elif found["quarter"]:
        minute = 15 * (han_number(found["quarter"]) or 1)
    if hour is None or minute is None or second is None:
        return None
    clock = Clock(hour, minute, second, part=found["part"] or "")
    less = found["before"] or found["after"] or found["less"]
    if not less:
        return clock
    away = 15 * (han_number(less[0]) or 1) if less.endswith("刻") else han_number(less.rstrip("分"))
    if not away or away > 59 or minute:
        return None
    return clock._replace(hour=hour - 1 if hour else 23, minute=60 - away)


_AFTERNOON = alternatives("下午|午后|傍晚|晚上|晚间|夜里|夜间|夜晚|晚|afternoon|evening|night")
_NIGHT = alternatives("晚上|晚间|夜里|夜间|夜晚|晚|night")
_LATE = alternatives("深夜|半夜")
_AFTER_MIDNIGHT = frozenset({"凌晨", "morning"})


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
