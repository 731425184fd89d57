"""The Western constellations, or signs of the zodiac, by the days that calendars give them.

The Sun enters a sign up to a day before or after the day that is printed; as in every almanac, and
in lunar-python, the printed days count.
"""

from __future__ import annotations

from datetime import date

from engine.events import Language

# The day of each month on which its sign begins, and the sign.
_SIGNS = (
    (20, "水瓶座", "Aquarius"),
    (19, "双鱼座", "Pisces"),
    (21, "白羊座", "Aries"),
    (20, "金牛座", "Taurus"),
    (21, "双子座", "Gemini"),
    (22, "巨蟹座", "Cancer"),
    (23, "狮子座", "Leo"),
    (23, "处女座", "Virgo"),
    (23, "天秤座", "Libra"),
    (24, "天蝎座", "Scorpio"),
    (23, "射手座", "Sagittarius"),
    (22, "摩羯座", "Capricorn"),
)


def constellation(day: date, language: Language) -> str:
    """The sign of a day: 天秤座, Libra."""
    begun = day.day >= _SIGNS[day.month - 1][0]
    _, zh, en = _SIGNS[day.month - 1 if begun else day.month - 2]
    return zh if language == "zh" else en
