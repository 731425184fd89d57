"""Chinese fillers of slots: dates, years, festivals and terms as people write them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from engine.mat.synthetic.phrasings import zh_weather

_DIGITS = "零一二三四五六七八九"
_YEAR_DIGITS = ("〇一二三四五六七八九", "零一二三四五六七八九")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _split(text: str) -> list[str]:
    return text.split("|")


PUBLIC_HOLIDAYS = _split(
    "春节|春节|中秋节|中秋|国庆节|国庆|国庆|端午节|端午|清明节|清明|劳动节|五一|五一|元旦|元旦节|五一劳动节|十一|过年"
)
EVENTS = _split(
    "圣诞节|圣诞|平安夜|万圣节|复活节|感恩节|情人节|除夕|除夕夜|母亲节|父亲节|元宵节|元宵|重阳节|重阳|七夕|七夕节|"
    "腊八节|腊八|妇女节|三八妇女节|三八节|儿童节|六一儿童节|六一|教师节|中元节|小年|大年三十|年三十|植树节|"
    "建军节|八一建军节|建党节|青年节|五四青年节|愚人节|光棍节|双十一|双11|龙抬头|二月二|跨年夜|"
    "七夕情人节|平安夜|地球日|黑色星期五"
)
# 清明 is a public holiday first: as a solar term it would be asked for in the same words.
SOLAR_TERMS = _split(
    "立春|雨水|惊蛰|春分|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|小寒|大寒"
)


def small_number(number: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def lunar_day(number: int) -> str:
    """A day of a lunar month."""
    if number <= 10:
        return "初" + small_number(number)
    return small_number(min(number, 30))


def _spelled_year(number: int, rng: random.Random) -> str:
    digits = rng.choice(_YEAR_DIGITS)
    return "".join(digits[int(digit)] for digit in str(number))


def year(rng: random.Random) -> str:
    """A year as written in a question."""
    number = rng.randrange(2018, 2032) if rng.random() < 0.9 else rng.randrange(1950, 2050)
    chance = rng.random()
    if chance < 0.45:
        return f"{number}年"
    if chance < 0.82:
        return rng.choice(("今年", "今年", "今年", "明年", "明年", "去年", "后年"))
    if chance < 0.9:
        return str(number)
    return (
        _spelled_year(number, rng) + "年" if chance < 0.98 else f"{number}年".translate(_FULL_WIDTH)
    )


_Writer = Callable[[date, random.Random], str]


def _iso(day: date, _: random.Random) -> str:
    return day.isoformat()


def _full(day: date, rng: random.Random) -> str:
    return f"{day.year}年{day.month}月{day.day}{rng.choice('日日日号')}"


def _short_year(day: date, rng: random.Random) -> str:
    if not 2010 <= day.year < 2040:
        return _full(day, rng)
    return f"{day.year % 100}年{day.month}月{day.day}{rng.choice('日号号')}"


def _month_day(day: date, rng: random.Random) -> str:
    return f"{day.month}月{day.day}{rng.choice('日日号号号')}"


def _no_mark(day: date, _: random.Random) -> str:
    return f"{day.month}月{day.day}"


def _said_year(day: date, rng: random.Random) -> str:
    said = rng.choice(("今年", "明年", "去年", "后年"))
    return f"{said}{day.month}月{day.day}{rng.choice('日号')}"


def _spoken(day: date, rng: random.Random) -> str:
    return f"{small_number(day.month)}月{small_number(day.day)}{rng.choice('日号号')}"


def _spelled(day: date, rng: random.Random) -> str:
    return f"{_spelled_year(day.year, rng)}年{_spoken(day, rng)}"


def _wide(day: date, _: random.Random) -> str:
    return f"{day.month}月{day.day}日".translate(_FULL_WIDTH)


def _slashes(day: date, _: random.Random) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def _points(day: date, _: random.Random) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def _lunar(day: date, rng: random.Random) -> str:
    return rng.choice(("农历", "农历", "阴历", "旧历")) + _bare_lunar(day)


def _bare_lunar(day: date) -> str:
    months = {1: "正", 12: "腊", 11: "冬"}
    month = months.get(day.month) or small_number(day.month)
    return f"{month}月{lunar_day(day.day)}"


def _lunar_of_year(day: date, rng: random.Random) -> str:
    said = rng.choice((f"{day.year}年", f"{day.year}年", "今年", "明年", "去年"))
    return said + rng.choice(("农历", "农历", "阴历", "")) + _lunar_inside(day)


def _lunar_inside(day: date) -> str:
    months = {1: "正", 12: "腊"}
    return f"{months.get(day.month) or small_number(day.month)}月{lunar_day(min(day.day, 10))}"


def _lunar_month_only(day: date, _: random.Random) -> str:
    return f"{('正', '腊')[day.day % 2]}月{lunar_day(day.day)}"


def _this_month(day: date, rng: random.Random) -> str:
    month = rng.choice(("这个月", "本月", "下个月", "下个月", "下月", "下下个月"))
    return f"{month}{min(day.day, 28)}{rng.choice('号号日')}"


_WRITERS: tuple[tuple[_Writer, int], ...] = (
    (_iso, 3),
    (_full, 7),
    (_short_year, 3),
    (_month_day, 8),
    (_no_mark, 2),
    (_said_year, 3),
    (_spoken, 3),
    (_spelled, 1),
    (_wide, 1),
    (_slashes, 2),
    (_points, 1),
    (_lunar, 3),
    (_lunar_of_year, 2),
    (_lunar_month_only, 1),
    (_this_month, 2),
)
_WRITER_OF = tuple(writer for writer, weight in _WRITERS for _ in range(weight))


def written_date(rng: random.Random, day: date) -> str:
    """A calendar date with or without its year."""
    return rng.choice(_WRITER_OF)(day, rng)


_COUNTS = _split(
    "一|两|三|四|五|六|七|八|九|十|十二|十五|二十|三十|四十五|六十|九十|一百|一百二十|两百|三百"
)
_UNITS = _split("天|天|天|周|个月|个星期|个礼拜|年")
_WEEKDAYS = "一二三四五六日天"


def relative_day(rng: random.Random, when: str = "any") -> str:
    """A day told from today; `when` is "past", "future" or "any"."""
    day, unit = rng.choice(_WEEKDAYS), rng.choice(_UNITS)
    number = rng.choice(_COUNTS) if rng.random() < 0.5 else str(rng.randrange(2, 121))
    if unit != "天" and not number.isdigit():
        number = rng.choice("两三四五六八九")
    elif unit != "天":
        number = str(rng.randrange(2, 13))
    ahead = (
        "明天", "后天", "大后天", "明儿", "后儿", "月底", "这个月底", "下周末", "这周末", "半个月后", "半年后",
        f"下周{day}", f"下周{day}", f"这周{day}", f"本周{day}", f"下星期{day}", f"下个礼拜{day}",
        f"下礼拜{day}", f"这礼拜{day}", f"下下周{day}", f"周{day}", f"礼拜{day}", f"星期{day}",
        f"{number}{unit}后", f"{number}{unit}后", f"{number}{unit}以后", f"{number}{unit}之后",
        f"再过{number}{unit}", f"过{number}{unit}", f"下个月{rng.randrange(1, 29)}号",
        f"这个月{rng.randrange(1, 29)}号", "这个月最后一天",
    )  # fmt: skip
    behind = (
        "昨天", "前天", "大前天", "半年前", "半个月前", f"上周{day}", f"上个礼拜{day}", f"上礼拜{day}",
        f"上星期{day}", f"上上周{day}", f"{number}{unit}前", f"{number}{unit}前", f"{number}{unit}以前",
        f"{number}{unit}之前", f"上个月{rng.randrange(1, 29)}号",
    )  # fmt: skip
    chosen = rng.random()
    if when == "future" or (when == "any" and chosen < 0.6):
        return rng.choice(ahead)
    if when == "past" or chosen < 0.82:
        return rng.choice(behind)
    return rng.choice(("今天", "今天", "今天", "今儿", "明天", "后天", "今日"))


def dated_name(rng: random.Random, name: str) -> str:
    """A festival's name joined with a year."""
    said = f"{rng.randrange(18, 36)}年" if rng.random() < 0.12 else year(rng)
    return said + rng.choice(("", "", "", "的")) + (f"大{name}" if name.startswith("年") else name)


def day_like(rng: random.Random, day: date) -> str:
    """Anything that names a day, but for public holidays: `festival` names those."""
    chance = rng.random()
    if chance < 0.62:
        return written_date(rng, day)
    if chance < 0.9:
        return relative_day(rng)
    name = rng.choice(EVENTS)
    return dated_name(rng, name) if rng.random() < 0.4 else name


def festival(rng: random.Random) -> str:
    """A public holiday, perhaps of a year."""
    name = rng.choice(PUBLIC_HOLIDAYS)
    return dated_name(rng, name) if rng.random() < 0.6 else name


def future_name(rng: random.Random) -> str:
    """A day ahead that has a name of no festival."""
    return rng.choice(_split("年底|周末|明年|下个月|新年|过年|月底|这个月底|下周末|今年最后一天"))


_PARTS = ((6, "凌晨"), (9, "早上"), (12, "上午"), (14, "中午"), (18, "下午"), (24, "晚上"))


def clock(rng: random.Random, hour: int) -> str:
    """A time of day."""
    minute = rng.choice(("00", "15", "30", "45", "20"))
    part = next(name for end, name in _PARTS if hour < end)
    small = hour % 12 or 12
    return rng.choice(
        (
            f"{hour}:{minute}",
            f"{part}{small}点",
            f"{part}{small}点半",
            f"{hour}点{minute}分" if minute != "00" else f"{hour}点",
            f"{part}{_hour_word(small)}点",
            f"{part}{_hour_word(small)}点半",
        )
    )


def _hour_word(hour: int) -> str:
    return "两" if hour == 2 else small_number(hour)


_FESTIVALS = (
    ("元旦", "元旦节"), ("春节", "过年", "春节"), ("清明", "清明节"), ("五一", "劳动节", "五一劳动节"),
    ("端午", "端午节"), ("中秋", "中秋节"), ("国庆", "国庆节", "十一"),
)  # fmt: skip


def two_festivals(rng: random.Random) -> tuple[str, str]:
    """The names of two public holidays."""
    first, second = rng.sample(_FESTIVALS, 2)
    return rng.choice(first), rng.choice(second)


def day_between(rng: random.Random, first: date, days: int) -> date:
    """One of so many days from the first."""
    return first + timedelta(days=rng.randrange(days))


def due(rng: random.Random) -> str:
    """A day ahead in somebody's own life."""
    if rng.random() < 0.25:
        return relative_day(rng, "future")
    day = day_between(rng, date(2026, 1, 1), 1200)
    writers = (
        _month_day,
        _month_day,
        _month_day,
        _full,
        _full,
        _short_year,
        _no_mark,
        _spoken,
        _iso,
    )
    if rng.random() < 0.12:
        return rng.choice(("今年", "明年", "明年")) + _month_day(day, rng)
    if rng.random() < 0.1:
        return rng.choice(("这个月", "下个月", "下月", "本月")) + f"{min(day.day, 28)}号"
    return rng.choice(writers)(day, rng)


def past(rng: random.Random) -> str:
    """A day gone by."""
    if rng.random() < 0.15:
        return relative_day(rng, "past")
    if rng.random() < 0.2:
        return rng.choice(("去年", "前年", "今年")) + _month_day(
            day_between(rng, date(2025, 1, 1), 300), rng
        )
    recent = rng.random() < 0.6
    day = (
        day_between(rng, date(2018, 1, 1), 3200)
        if recent
        else day_between(rng, date(1950, 1, 1), 27000)
    )
    return rng.choice((_full, _full, _full, _iso, _slashes, _points, _short_year, _spelled))(
        day, rng
    )


def born(rng: random.Random) -> str:
    """Somebody's day of birth."""
    day = day_between(rng, date(1940, 1, 1), 31500)
    return rng.choice((_full, _full, _full, _iso, _slashes, _points, _short_year, _spelled))(
        day, rng
    )


def month(rng: random.Random) -> str:
    """A month."""
    number, name = rng.randrange(1, 13), rng.choice(("今年", "明年", "去年", ""))
    said = rng.choice((f"{number}月", f"{small_number(number)}月", f"{number}月份"))
    return rng.choice(
        (
            "这个月",
            "下个月",
            "上个月",
            "本月",
            f"{rng.randrange(2020, 2030)}年{number}月",
            name + said,
        )
    )


def weather_day(rng: random.Random) -> str:
    """A day as people say it of the weather."""
    chance = rng.random()
    if chance < 0.62:
        return rng.choice(zh_weather.DAYS)
    if chance < 0.8:
        day = relative_day(rng, "future")
        return day if not re.search("年|月", day) else rng.choice(zh_weather.DAYS)
    return due(rng) if chance < 0.95 else rng.choice(PUBLIC_HOLIDAYS)


def weather_ends(rng: random.Random) -> tuple[str, str]:
    """The first and the last day of a stay."""
    if rng.random() < 0.6:
        return rng.choice(zh_weather.RANGE_ENDS)
    first = day_between(rng, date(2026, 1, 1), 700)
    last = first + timedelta(days=rng.randrange(1, 9))
    if rng.random() < 0.4:
        return f"{first.month}月{first.day}号", f"{last.month}月{last.day}号"
    writer = rng.choice((_month_day, _full, _spoken, _iso))
    return writer(first, rng), writer(last, rng)
