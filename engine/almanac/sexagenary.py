"""The cycle of sixty stem-and-branch names, of years, months and days.

The year's changes at the lunar New Year. The month's begins at the first solar term of a month, as
almanacs have it, and the day's at midnight.
"""

from __future__ import annotations

from datetime import date

from engine.almanac.solar_term_times import term_day
from engine.events import Language

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_EN_STEMS = ("jia", "yi", "bing", "ding", "wu", "ji", "geng", "xin", "ren", "gui")
_EN_BRANCHES = ("zi", "chou", "yin", "mao", "chen", "si", "wu", "wei", "shen", "you", "xu", "hai")
# The Julian day number at noon of a day is its ordinal and this; that of a jiazi day leaves 11.
_JULIAN_DAY = 1_721_425


def cycle_name(index: int, language: Language) -> str:
    """The name of a place in the cycle, of which 0 is 甲子 or jiazi."""
    if language == "zh":
        return _STEMS[index % 10] + _BRANCHES[index % 12]
    return _EN_STEMS[index % 10] + _EN_BRANCHES[index % 12]


def year_cycle(lunar_year: int) -> int:
    """A lunar year's place in the cycle."""
    return (lunar_year - 4) % 60


def month_cycle(day: date) -> int:
    """The place in the cycle of a day's month.

    Raises:
        ValueError: the year is outside 1900..2100.
    """
    begun = day >= term_day(day.year, 2 * (day.month - 1))
    return (12 * day.year + day.month - (not begun) + 12) % 60


def day_cycle(day: date) -> int:
    """A day's place in the cycle."""
    return (day.toordinal() + _JULIAN_DAY + 49) % 60
