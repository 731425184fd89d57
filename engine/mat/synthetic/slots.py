"""What fills the slots of phrasings: dates, years, festivals and terms as people write them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from engine.events import Language
from engine.mat.synthetic import slots_zh

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

PUBLIC_HOLIDAYS: dict[Language, list[str]] = {
    "en": (
        "Spring Festival|Chinese New Year|Lunar New Year|Mid-Autumn Festival|National Day|"
        "Labour Day|Labor Day|Dragon Boat Festival|Qingming|Qingming Festival|"
        "Tomb-Sweeping Day|Tomb Sweeping Day|New Year's Day|Mid-Autumn|May Day"
    ).split("|"),
    "zh": slots_zh.PUBLIC_HOLIDAYS,
}
EVENTS: dict[Language, list[str]] = {
    "en": (
        "Christmas|Christmas Eve|Halloween|Easter|Thanksgiving|Valentine's Day|New Year's Eve|"
        "Mother's Day|Father's Day|Lantern Festival|Double Ninth Festival|Qixi Festival|"
        "Chinese New Year's Eve|Women's Day|Children's Day|Good Friday|Boxing Day|"
        "Chongyang Festival|Teachers' Day"
    ).split("|"),
    "zh": slots_zh.EVENTS,
}
SOLAR_TERMS: dict[Language, list[str]] = {
    "en": (
        "Start of Spring|Rain Water|Awakening of Insects|Spring Equinox|Clear and Bright|Grain Rain|"
        "Start of Summer|Grain Buds|Grain in Ear|Summer Solstice|Minor Heat|Major Heat|"
        "Start of Autumn|End of Heat|White Dew|Autumn Equinox|Cold Dew|Frost's Descent|"
        "Start of Winter|Minor Snow|Major Snow|Winter Solstice|Minor Cold|Major Cold|"
        "winter solstice|summer solstice|spring equinox|autumn equinox|vernal equinox|Lichun|"
        "Dongzhi|Xiazhi|Jingzhe|Guyu|Lidong|Daxue|Shuangjiang|Bailu|Chushu|Lixia|Liqiu|Dahan|Xiaohan"
    ).split("|"),
    "zh": slots_zh.SOLAR_TERMS,
}


def any_day(rng: random.Random) -> date:
    """Some day, mostly of these years."""
    if rng.random() < 0.75:
        return date(2022, 1, 1) + timedelta(days=rng.randrange(3000))
    return date(1930, 1, 1) + timedelta(days=rng.randrange(45000))


def year(rng: random.Random, language: Language) -> str:
    """A year as written in a question."""
    if language == "zh":
        return slots_zh.year(rng)
    number = rng.randrange(2018, 2032) if rng.random() < 0.9 else rng.randrange(1950, 2050)
    return rng.choice([str(number)] * 7 + ["this year", "next year", "last year"])


def written_date(rng: random.Random, language: Language, day: date | None = None) -> str:
    """A calendar date with or without its year."""
    day = day or any_day(rng)
    if language == "zh":
        return slots_zh.written_date(rng, day)
    return rng.choice(_WRITTEN)(day, rng)


def _en_ordinal(day: int) -> str:
    ending = "th" if 10 < day % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _en_month(day: date, rng: random.Random) -> str:
    name = _MONTHS[day.month - 1]
    return name[:3] if rng.random() < 0.25 else name


_Writer = Callable[[date, random.Random], str]
_WRITTEN: list[_Writer] = [
    lambda d, r: d.isoformat(),
    lambda d, r: d.isoformat(),
    lambda d, r: d.isoformat(),
    lambda d, r: f"{_en_month(d, r)} {d.day}, {d.year}",
    lambda d, r: f"{_en_month(d, r)} {d.day}, {d.year}",
    lambda d, r: f"{_en_month(d, r)} {d.day} {d.year}",
    lambda d, r: f"{d.day} {_en_month(d, r)} {d.year}",
    lambda d, r: f"{_en_month(d, r)} {_en_ordinal(d.day)}, {d.year}",
    lambda d, r: f"{_en_ordinal(d.day)} of {_en_month(d, r)} {d.year}",
    lambda d, r: f"{_en_month(d, r)} {d.day}",
    lambda d, r: f"{d.day} {_en_month(d, r)}",
    lambda d, r: f"{_en_month(d, r)} {_en_ordinal(d.day)}",
    lambda d, r: f"{_en_ordinal(d.day)} of {_en_month(d, r)}",
    lambda d, r: f"{d.year}/{d.month}/{d.day}",
    lambda d, r: f"{d.year}.{d.month:02}.{d.day:02}",
    lambda d, r: f"{d.month}/{d.day}/{d.year}",
]


def relative_day(rng: random.Random, language: Language, when: str = "any") -> str:
    """A day told from today; `when` is "past", "future" or "any"."""
    if language == "zh":
        return slots_zh.relative_day(rng, when)
    number = rng.randrange(2, 120)
    unit = rng.choice(["days", "days", "weeks", "months"])
    word = str(rng.choice([number, rng.randrange(2, 13)]))
    ahead = [
        "tomorrow",
        "the day after tomorrow",
        f"next {rng.choice(_WEEKDAYS)}",
        f"this {rng.choice(_WEEKDAYS)}",
        f"in {word} {unit}",
        f"{word} {unit} from now",
        f"{word} {unit} from today",
        "next weekend",
        f"the {_en_ordinal(rng.randrange(1, 29))} of next month",
        f"{rng.choice(_MONTHS)} {rng.randrange(2020, 2030)}",
        "the end of the month",
        f"this coming {rng.choice(_WEEKDAYS)}",
        f"{rng.choice(_WEEKDAYS)}",
    ]
    behind = [
        "yesterday",
        "the day before yesterday",
        f"last {rng.choice(_WEEKDAYS)}",
        f"{word} {unit} ago",
    ]
    both = [*ahead, *behind, "today", "today", "tomorrow", "today"]
    return rng.choice({"past": behind, "future": ahead, "any": both}[when])


def clock_times(rng: random.Random, language: Language) -> tuple[str, str]:
    """Two times of a day."""
    first, second = sorted(rng.sample(range(24), 2))
    minute = rng.choice(["00", "15", "30", "45"])
    if language == "zh":
        return slots_zh.clock(rng, first), slots_zh.clock(rng, second)
    form = rng.choice(["{h}:{m}", "{h12}{half}", "{h12}:{m} {half}"])
    return _clock(form, first, minute), _clock(form, second, minute)


def _clock(form: str, hour: int, minute: str) -> str:
    half = "am" if hour < 12 else "pm"
    return form.format(h=hour, m=minute, h12=hour % 12 or 12, half=half)


def event(rng: random.Random, language: Language, *, with_year: float = 0.5) -> str:
    """A festival that is no public holiday, perhaps with a year."""
    name = rng.choice(EVENTS[language])
    return dated_name(rng, language, name) if rng.random() < with_year else name


def dated_name(rng: random.Random, language: Language, name: str) -> str:
    """A festival's name joined with a year."""
    if language == "zh":
        return slots_zh.dated_name(rng, name)
    number = year(rng, language)
    if not number[0].isdigit():
        return f"{name} {number}"
    return rng.choice([f"{name} {number}", f"{name} in {number}", f"{name} {number}"])


def day_like(rng: random.Random, language: Language) -> str:
    """Anything that names a day."""
    if language == "zh":
        return slots_zh.day_like(rng, any_day(rng))
    choice = rng.random()
    if choice < 0.62:
        return written_date(rng, language)
    if choice < 0.86:
        return relative_day(rng, language)
    if choice < 0.94:
        name = rng.choice(PUBLIC_HOLIDAYS[language])
        return dated_name(rng, language, name) if rng.random() < 0.7 else name
    return event(rng, language)


def future(rng: random.Random, language: Language) -> str:
    """A day ahead."""
    choice = rng.random()
    if choice < 0.3:
        return written_date(rng, language)
    if choice < 0.45:
        return relative_day(rng, language, "future")
    names = rng.choice([PUBLIC_HOLIDAYS, EVENTS, EVENTS, SOLAR_TERMS])[language]
    name = rng.choice(names)
    if choice < 0.55:
        if language == "zh":
            return slots_zh.future_name(rng)
        extra = [
            "the end of the year",
            "my birthday on {d}",
            "new year",
            "the weekend",
            "next year",
            "next month",
        ]
        return rng.choice(extra).replace("my birthday on {d}", written_date(rng, language))
    return dated_name(rng, language, name) if rng.random() < 0.35 else name


def past(rng: random.Random, language: Language) -> str:
    """A day gone by."""
    return (
        relative_day(rng, language, "past") if rng.random() < 0.15 else written_date(rng, language)
    )
