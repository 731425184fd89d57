"""The Chinese lunar calendar, 1900 to 2100, on LunarCalendar's tables, which are wrong twice.

Three new moons come so close to Beijing's midnight that sources part. By JPL's ephemeris DE423, in
Terrestrial Time + 8 h, they are at 2057-09-29 00:01:53, 2089-09-05 00:00:34 and 2097-08-08
00:02:58; Beijing's clock is 69 seconds behind that in 2026, and by how much then nobody knows.

- 2089: any clock that is behind by over 34 seconds makes it 2089-09-04. So have the Hong Kong
  Observatory's tables and lunar-python; LunarCalendar has the 5th, which is corrected here.
- 2097: those two have 2097-08-07, LunarCalendar the 8th. The published table is followed here. It
  comes true if the clock is by then over 178 seconds behind.
- 2057: LunarCalendar and lunar-python have 2057-09-29, as it is unless the clock is by then over
  113 seconds behind; the observatory's table has the 28th.

The days of 2057 and 2097 that hang on this are `is_forecast`. The observatory's footnote warns of
all three new moons. (https://www.hko.gov.hk/en/gts/time/conversion.htm)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from engine.almanac.sexagenary import cycle_name, year_cycle
from engine.events import Language
from engine.tools.wording import ordinal

FIRST_YEAR, LAST_YEAR = 1900, 2100
# The first is in the twelfth month of the lunar year 1899; the last ends the lunar year 2100.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2101, 1, 28)
# Months of 30 days that LunarCalendar begins a day late and gives 29; the month before has 29.
_CORRECTED = {(2089, 8): date(2089, 9, 4), (2097, 7): date(2097, 8, 7)}
_FORECAST = (date(2057, 9, 28), date(2097, 8, 7))
_MONTH = timedelta(30)

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
    """The lunar date of a day; None outside 1900-01-01..2101-01-28."""
    plain = date(day.year, day.month, day.day)
    if not FIRST_DAY <= plain <= LAST_DAY:
        return None
    for (year, month), first in _CORRECTED.items():
        if first <= plain < first + _MONTH:
            return LunarDate(year, month, (plain - first).days + 1)
    from lunarcalendar.converter import Converter, Solar

    found = Converter.Solar2Lunar(Solar(day.year, day.month, day.day))
    return LunarDate(found.year, found.month, found.day, found.isleap)


def from_lunar(lunar: LunarDate) -> date:
    """The day of a lunar date.

    Raises:
        ValueError: there is no such lunar date, or its day is outside 1900-01-01..2101-01-28.
    """
    in_range = (FIRST_YEAR - 1, 12) <= (lunar.year, lunar.month) <= (LAST_YEAR, 12)
    if not (in_range and 1 <= lunar.month <= 12 and 1 <= lunar.day <= 30):
        raise ValueError("no such lunar date")
    if not lunar.leap and (first := _CORRECTED.get((lunar.year, lunar.month))):
        return first + timedelta(lunar.day - 1)
    from lunarcalendar.converter import DateNotExist, Lunar

    try:
        day: date = Lunar(lunar.year, lunar.month, lunar.day, lunar.leap).to_date()
    except DateNotExist as error:
        raise ValueError("no such lunar date") from error
    if to_lunar(day) != lunar:
        # The 30th of a month that is corrected to 29 days.
        raise ValueError("no such lunar date")
    return day


def is_forecast(day: date) -> bool:
    """Tell whether a day's lunar date stands or falls with leap seconds that nobody knows yet."""
    plain = date(day.year, day.month, day.day)
    return any(first <= plain < first + _MONTH for first in _FORECAST)


def year_names(year: int, language: Language) -> tuple[str, str]:
    """Stem-and-branch name and zodiac animal of a lunar year: (丙午, 马), (bingwu, Horse)."""
    name, animal = cycle_name(year_cycle(year), language), (year - 4) % 12
    return name, (_ANIMALS if language == "zh" else _EN_ANIMALS)[animal]


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
