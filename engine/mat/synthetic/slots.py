"""What fills the slots of phrasings: dates, years, festivals and terms as people write them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from engine.events import Language

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ZH_DIGITS = "零一二三四五六七八九"
_ZH_NUMBERS = "一 二 三 四 五 六 七 八 九 十 十五 二十 三十 一百 两百".split()

PUBLIC_HOLIDAYS: dict[Language, list[str]] = {
    "en": (
        "Spring Festival|Chinese New Year|Lunar New Year|Mid-Autumn Festival|National Day|"
        "Labour Day|Labor Day|Dragon Boat Festival|Qingming|Qingming Festival|"
        "Tomb-Sweeping Day|Tomb Sweeping Day|New Year's Day|Mid-Autumn|May Day"
    ).split("|"),
    "zh": "春节|中秋节|中秋|国庆节|国庆|端午节|端午|清明节|清明|劳动节|五一|元旦|五一劳动节|十一".split(
        "|"
    ),
}
EVENTS: dict[Language, list[str]] = {
    "en": (
        "Christmas|Christmas Eve|Halloween|Easter|Thanksgiving|Valentine's Day|New Year's Eve|"
        "Mother's Day|Father's Day|Lantern Festival|Double Ninth Festival|Qixi Festival|"
        "Chinese New Year's Eve|Women's Day|Children's Day|Good Friday|Boxing Day|"
        "Chongyang Festival|Teachers' Day"
    ).split("|"),
    "zh": (
        "圣诞节|平安夜|万圣节|复活节|感恩节|情人节|除夕|母亲节|父亲节|元宵节|重阳节|七夕|七夕节|"
        "腊八节|妇女节|儿童节|教师节|中元节|小年|大年三十|大年初一|植树节|建军节"
    ).split("|"),
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
    "zh": (
        "立春|雨水|惊蛰|春分|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露|秋分|寒露|霜降|"
        "立冬|小雪|大雪|冬至|小寒|大寒|清明"
    ).split("|"),
}


def any_day(rng: random.Random) -> date:
    """Some day, mostly of these years."""
    if rng.random() < 0.75:
        return date(2022, 1, 1) + timedelta(days=rng.randrange(3000))
    return date(1930, 1, 1) + timedelta(days=rng.randrange(45000))


def year(rng: random.Random, language: Language) -> str:
    """A year as written in a question."""
    number = rng.randrange(2018, 2032) if rng.random() < 0.9 else rng.randrange(1950, 2050)
    if language == "en":
        return rng.choice([str(number)] * 7 + ["this year", "next year", "last year"])
    spelled = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    return rng.choice(
        [f"{number}年"] * 8
        + [str(number), "今年", "今年", "明年", "明年", "去年", "后年", spelled + "年"]
    )


def written_date(rng: random.Random, language: Language, day: date | None = None) -> str:
    """A calendar date with or without its year."""
    day = day or any_day(rng)
    return rng.choice(_WRITTEN[language])(day, rng)


def _en_ordinal(day: int) -> str:
    ending = "th" if 10 < day % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _en_month(day: date, rng: random.Random) -> str:
    name = _MONTHS[day.month - 1]
    return name[:3] if rng.random() < 0.25 else name


_Writer = Callable[[date, random.Random], str]
_WRITTEN: dict[Language, list[_Writer]] = {
    "en": [
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
    ],
    "zh": [
        lambda d, r: d.isoformat(),
        lambda d, r: d.isoformat(),
        lambda d, r: f"{d.year}年{d.month}月{d.day}日",
        lambda d, r: f"{d.year}年{d.month}月{d.day}日",
        lambda d, r: f"{d.year}年{d.month}月{d.day}日",
        lambda d, r: f"{d.year}年{d.month}月{d.day}号",
        lambda d, r: f"{d.month}月{d.day}日",
        lambda d, r: f"{d.month}月{d.day}号",
        lambda d, r: r.choice(["今年", "明年", "去年"]) + f"{d.month}月{d.day}{r.choice('日号')}",
        lambda d, r: f"{_zh_small(d.month)}月{_zh_small(d.day)}{r.choice('日号')}",
        lambda d, r: f"{d.year}/{d.month}/{d.day}",
        lambda d, r: f"{d.year}.{d.month}.{d.day}",
        lambda d, r: f"农历{_zh_small(d.month) if d.month > 1 else '正'}月{_zh_lunar(d.day)}",
    ],
}


def _zh_small(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _ZH_DIGITS[tens] + "十")
    return head + (_ZH_DIGITS[ones] if ones else "")


def _zh_lunar(number: int) -> str:
    if number <= 10:
        return "初" + _zh_small(number)
    return _zh_small(min(number, 30))


def relative_day(rng: random.Random, language: Language, when: str = "any") -> str:
    """A day told from today; `when` is "past", "future" or "any"."""
    number = rng.randrange(2, 120)
    if language == "en":
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
    else:
        unit = rng.choice(["天", "天", "周", "个月", "个星期"])
        word = rng.choice([str(number), rng.choice(_ZH_NUMBERS)])
        day = rng.choice("一二三四五六日天")
        ahead = [
            "明天", "后天", "大后天", f"下周{day}", f"这周{day}", f"本周{day}", f"下星期{day}",
            f"{word}{unit}后", f"{word}{unit}以后", "月底", "下个月1号", f"周{day}", f"下个礼拜{day}",
            f"{word}{unit}之后",
        ]  # fmt: skip
        behind = [
            "昨天",
            "前天",
            f"上周{day}",
            f"{word}{unit}前",
            f"上星期{day}",
            f"{word}{unit}以前",
            "大前天",
        ]
        both = [*ahead, *behind, "今天", "今天", "明天", "今天"]
    return rng.choice({"past": behind, "future": ahead, "any": both}[when])


def clock_times(rng: random.Random, language: Language) -> tuple[str, str]:
    """Two times of a day."""
    first, second = sorted(rng.sample(range(24), 2))
    minute = rng.choice(["00", "15", "30", "45"])
    if language == "en":
        form = rng.choice(["{h}:{m}", "{h12}{half}", "{h12}:{m} {half}"])
    else:
        form = rng.choice(["{h}:{m}", "{part}{h12}点", "{part}{h12}点半", "{h}点{m}分"])
    return _clock(form, first, minute), _clock(form, second, minute)


def _clock(form: str, hour: int, minute: str) -> str:
    part = "凌晨" if hour < 6 else "上午" if hour < 12 else "下午" if hour < 19 else "晚上"
    return form.format(
        h=hour, m=minute, h12=hour % 12 or 12, half="am" if hour < 12 else "pm", part=part
    )


def event(rng: random.Random, language: Language, *, with_year: float = 0.5) -> str:
    """A festival that is no public holiday, perhaps with a year."""
    name = rng.choice(EVENTS[language])
    return dated_name(rng, language, name) if rng.random() < with_year else name


def dated_name(rng: random.Random, language: Language, name: str) -> str:
    """A festival's name joined with a year."""
    number = year(rng, language)
    if language == "zh":
        return number + name
    if not number[0].isdigit():
        return f"{name} {number}"
    return rng.choice([f"{name} {number}", f"{name} in {number}", f"{name} {number}"])


def day_like(rng: random.Random, language: Language) -> str:
    """Anything that names a day."""
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
        extra = {
            "en": [
                "the end of the year",
                "my birthday on {d}",
                "new year",
                "the weekend",
                "next year",
                "next month",
            ],
            "zh": ["年底", "周末", "明年", "下个月", "新年", "过年"],
        }[language]
        return rng.choice(extra).replace("my birthday on {d}", written_date(rng, language))
    return dated_name(rng, language, name) if rng.random() < 0.35 else name


def past(rng: random.Random, language: Language) -> str:
    """A day gone by."""
    return (
        relative_day(rng, language, "past") if rng.random() < 0.15 else written_date(rng, language)
    )
