"""How dates are worded in observations, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from engine.events import Language
from engine.tools.observation import Observation, Passage

EN_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ZH_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NOT_NAME = re.compile(r"[^0-9a-z\u3400-\u9fff]")


def alternatives(text: str) -> frozenset[str]:
    """The words of a list that is written with bars between them."""
    return frozenset(text.split("|"))


def weekday(day: date, language: Language) -> str:
    """The weekday spelled out."""
    return (ZH_WEEKDAYS if language == "zh" else EN_WEEKDAYS)[day.weekday()]


def day_text(day: date, language: Language) -> str:
    """2026-02-17 in English, 2026年2月17日 in Chinese; the clock time, if any, follows."""
    if language == "zh":
        text = f"{day.year}年{day.month}月{day.day}日"
        joint = ""
    else:
        text = f"{day.year:04}-{day.month:02}-{day.day:02}"
        joint = " "
    if isinstance(day, datetime):
        text += joint + day.strftime("%H:%M:%S" if day.second else "%H:%M")
    return text


def both_forms(day: date, language: Language) -> str:
    """2026-02-17 in English; 2026年2月17日（2026-02-17） in Chinese."""
    iso = day_text(day, "en")
    return f"{day_text(day, 'zh')}（{iso}）" if language == "zh" else iso


def dated(day: date, language: Language, *, iso: bool = False) -> str:
    """A day with its weekday in brackets; `iso` adds the ISO form to the Chinese one."""
    if language == "zh":
        form = f"{day_text(day, 'en')}，" if iso else ""
        return f"{day_text(day, 'zh')}（{form}{weekday(day, 'zh')}）"
    return f"{day_text(day, 'en')} ({weekday(day, 'en')})"


def count(number: int, unit: str) -> str:
    """English number and noun: "1 day", "2 days"."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def ordinal(number: int) -> str:
    """English ordinal in digits: 1st, 2nd, 11th."""
    teen = 10 < number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def enumerate_en(items: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""


def capitalised(text: str) -> str:
    """The first letter as a capital, the rest as it was."""
    return text[:1].upper() + text[1:]


def name_key(name: str) -> str:
    """What two spellings of a name have in common: case, spaces and punctuation do not count."""
    key = _NOT_NAME.sub("", unicodedata.normalize("NFKC", name).lower().removeprefix("the "))
    return key.translate(TRADITIONAL)


# Only the characters that occur in dates and festival names.
TRADITIONAL = str.maketrans(
    "農曆歷週號後點節這個時間兩鐘鍾禮國慶聖誕勞動陽驚蟄穀滿種處兒婦師親萬復臘閏現當從來過龍頭舊陰"
    "開學雙樹復愛黨軍罷",
    "农历历周号后点节这个时间两钟钟礼国庆圣诞劳动阳惊蛰谷满种处儿妇师亲万复腊闰现当从来过龙头旧阴"
    "开学双树复爱党军罢",
)


def observation(
    tool_name: str,
    args: Mapping[str, str | None],
    lines: Sequence[str],
    *,
    data: Mapping[str, Any],
    named_dates: Mapping[str, date] | None = None,
) -> Observation:
    """An observation with one fact a line and one passage a line.

    `args` are the call's arguments as given, for the passages' title.
    """
    title = f"{tool_name}({', '.join(f'{key}={value}' for key, value in args.items() if value)})"
    passages = tuple(Passage(text=line, source=f"tool:{tool_name}", title=title) for line in lines)
    return Observation("\n".join(lines), data, passages, named_dates or {})
