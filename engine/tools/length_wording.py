"""How long a time is, in words: its main unit, and the same in others."""

from __future__ import annotations

from datetime import date

from engine.events import Language
from engine.tools.wording import count, enumerate_en


def days_in_words(first: date, last: date, language: Language) -> tuple[str, list[str]]:
    """The days between two days, and the same in weeks, and in years, months and days."""
    from dateutil.relativedelta import relativedelta

    early, late = sorted((first, last))
    days = (late - early).days
    detail = []
    if days >= 7:
        detail.append(_parts(_pairs(("week", days // 7), ("day", days % 7)), language))
    delta = relativedelta(late, early)
    if delta.years or delta.months:
        parts = _pairs(("year", delta.years), ("month", delta.months), ("day", delta.days))
        detail.append(_parts(parts, language))
    return _parts([("day", days)], language), detail


def seconds_in_words(seconds: int, language: Language) -> tuple[str, list[str]]:
    """Days, hours, minutes and seconds, and the same in hours and in minutes."""
    days, rest = divmod(seconds, 86400)
    clock = [("hour", rest // 3600), ("minute", rest % 3600 // 60), ("second", rest % 60)]
    parts = _pairs(("day", days), *clock)
    hours, minutes = divmod((days * 86400 + rest) // 60, 60)
    detail = []
    if days:
        detail.append(_parts(_pairs(("hour", hours), ("minute", minutes)), language))
    if hours:
        detail.append(_parts([("minute", hours * 60 + minutes)], language))
    return _parts(parts, language), detail


def _pairs(*pairs: tuple[str, int]) -> list[tuple[str, int]]:
    return [(unit, number) for unit, number in pairs if number]


_ZH_UNITS = {
    "year": "年",
    "month": "个月",
    "week": "周",
    "day": "天",
    "hour": "小时",
    "minute": "分钟",
    "second": "秒",
}


def _parts(pairs: list[tuple[str, int]], language: Language) -> str:
    if language == "en":
        return enumerate_en([count(number, unit) for unit, number in pairs])
    text = ""
    for position, (unit, number) in enumerate(pairs):
        # 8周零4天, 7个月零8天; hours and minutes follow without it.
        zero = "零" if position and position == len(pairs) - 1 and unit == "day" else ""
        text += f"{zero}{number}{_ZH_UNITS[unit]}"
    return text
