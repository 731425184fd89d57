"""The Chinese lunar calendar, 1900 to 2100, on LunarCalendar's tables.

The new moons of 2057-09-28, 2089-09-04 and 2097-08-07 come so close to midnight that those months
may in the end begin a day earlier than the tables say.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engine.events import Language
from engine.tools.wording import ordinal

FIRST_YEAR, LAST_YEAR = 1900, 2100
# Lunar new year's day of 1900, and the last day of the lunar year 2100.
FIRST_DAY, LAST_DAY = date(1900, 1, 31), date(2101, 1, 28)

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_EN_STEMS = ("jia", "yi", "bing", "ding", "wu", "ji", "geng", "xin", "ren", "gui")
_EN_BRANCHES = ("zi", "chou", "yin", "mao", "chen", "si", "wu", "wei", "shen", "you", "xu", "hai")
_ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_EN_ANIMALS = (
    "Rat",
    "Ox",
    "Tiger",
    "Rabbit",
    "Dragon",
    "Snake",
    "Horse",
    "Goat",
    "Monkey",
    "Rooster",
    "Dog",
    "Pig",
)
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_DIGITS = "一二三四五六七八九十"


class LunarDate(NamedTuple):
    """A day of the lunar calendar; `leap` marks the second of two months of one number."""

    year: int
    month: int
    day: int
    leap: bool = False


def to_lunar(day: date) -> LunarDate | None:
    """The lunar date of a day; None outside 1900-01-31..2101-01-28."""
    if not FIRST_DAY <= date(day.year, day.month, day.day) <= LAST_DAY:
        return None
    from lunarcalendar.converter import Converter, Solar

    found = Converter.Solar2Lunar(Solar(day.year, day.month, day.day))
    return LunarDate(found.year, found.month, found.day, found.isleap)


def from_lunar(lunar: LunarDate) -> date:
    """The day of a lunar date.

    Raises:
        ValueError: there is no such lunar date, or its year is outside 1900..2100.
    """
    in_range = FIRST_YEAR <= lunar.year <= LAST_YEAR
    if not (in_range and 1 <= lunar.month <= 12 and 1 <= lunar.day <= 30):
        raise ValueError("no such lunar date")
    from lunarcalendar.converter import DateNotExist, Lunar

    try:
        day: date = Lunar(lunar.year, lunar.month, lunar.day, lunar.leap).to_date()
    except DateNotExist as error:
        raise ValueError("no such lunar date") from error
    return day


def year_names(year: int, language: Language) -> tuple[str, str]:
    """Stem-and-branch name and zodiac animal of a lunar year: (丙午, 马), (bingwu, Horse)."""
    stem, branch = (year - 4) % 10, (year - 4) % 12
    if language == "zh":
        return _STEMS[stem] + _BRANCHES[branch], _ANIMALS[branch]
    return _EN_STEMS[stem] + _EN_BRANCHES[branch], _EN_ANIMALS[branch]


def month_day_text(lunar: LunarDate, language: Language) -> str:
    """八月廿一, or "the 21st day of the 8th lunar month"."""
    if language == "zh":
        return f"{'闰' if lunar.leap else ''}{_MONTHS[lunar.month - 1]}月{_zh_day(lunar.day)}"
    leap = "leap " if lunar.leap else ""
    return f"the {ordinal(lunar.day)} day of the {leap}{ordinal(lunar.month)} lunar month"


def lunar_text(lunar: LunarDate, language: Language) -> str:
    """农历丙午年（马年）八月廿一, or its English."""
    name, animal = year_names(lunar.year, language)
    month_day = month_day_text(lunar, language)
    if language == "zh":
        return f"农历{name}年（{animal}年）{month_day}"
    return f"{month_day}, Year of the {animal} ({year_names(lunar.year, 'zh')[0]} {name})"


def leap_month(year: int) -> int | None:
    """The number of the month that a lunar year has twice, if any.

    Raises:
        ValueError: the year is outside 1900..2100.
    """
    for month in range(1, 13):
        try:
            from_lunar(LunarDate(year, month, 1, leap=True))
        except ValueError:
            continue
        return month
    return None


def _zh_day(day: int) -> str:
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return ("初", "十", "廿")[day // 10] + _DIGITS[day % 10 - 1]
