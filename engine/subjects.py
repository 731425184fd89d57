"""What a question speaks of, by its words: a small model is offered only tools that may fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from engine.almanac.festivals import FESTIVALS
from engine.almanac.solar_term_times import SOLAR_TERMS

# A span of time is asked for: an age, or how much one is older than another.
SPAN = re.compile(
    r"\b(?:older|younger|elder|age|old|apart|between|lived|earlier|later)\b"
    r"|\bborn (?:before|after|first)\b"
    r"|多大|几岁|多少岁|年龄|年纪|岁数|活了|大多少|小多少|大几|小几|谁大|谁小|更大|更小|年长|年轻|相差|差多少|差几|"
    r"相隔|早出生|晚出生|先出生|多少天|几天",
    re.IGNORECASE,
)
AGE = re.compile(
    r"\bhow (?:old|many (?:days|weeks|months|years) old)\b|\bage\b|\bhas .{1,60} lived\b"
    r"|多大|几岁|年龄|年纪|岁数|活了",
    re.IGNORECASE,
)
# The weather and nothing else, and what may be about it.
WEATHER = re.compile(
    r"\b(?:weather|forecast|umbrella)\b|\b(?:will|does|is) it .{0,20}(?:rain|snow)"
    r"|\b(?:rain|snow)(?:ing)? in\b|天气|气温|带伞|下雨吗|下雪吗|会下雨|会下雪|有雨吗",
    re.IGNORECASE,
)
MAYBE_WEATHER = re.compile(
    WEATHER.pattern
    + r"|\b(?:rain|snow|sun|wind|storm|fog|frost|cloud|degree|temperature|humid|hot|warm|cold|wear"
    r"|jacket|coat|outside|freez|celsius|fahrenheit)\w*\b"
    r"|雨|雪|风|晴|阴|雾|霜|冷|热|温度|湿度|多少度|几度|穿|台风|暴|凉|雷",
    re.IGNORECASE,
)
# A length of time between what else is named.
LENGTH = re.compile(
    r"\bhow (?:long|many (?:days|nights|weeks|months|years|hours|minutes))\b"
    r"|相差|相隔|多少天|几天|多久|多长时间|多少(?:个)?(?:小时|钟头|分钟|星期|周|月)|几个(?:小时|钟头|星期|月)",
    re.IGNORECASE,
)
_HOLIDAYS = re.compile(
    r"\b(?:holidays?|days? off|off work|festivals?|breaks?|vacation|make-?up|statutory|new year'?s?"
    r"|christmas|easter|thanksgiving|eve|qingming|mid-?autumn|long weekend|work(?:ing)?)\b|\bday\b"
    r"|放假|放几天|假期|假日|休假|休息|休几天|调休|补班|上班|法定|公休|连休|节|春节|中秋|国庆|端午|清明|元旦|五一|十一|假",
    re.IGNORECASE,
)
_SOLAR_TERMS = re.compile(r"\bsolar terms?\b|\b(?:sol|equin)\w*\b|节气", re.IGNORECASE)


@lru_cache(maxsize=1)
def _term_names() -> re.Pattern[str]:
    return _any_of(name for term in SOLAR_TERMS for name in (term.zh, term.en, *term.aliases))


@lru_cache(maxsize=1)
def _festival_names() -> re.Pattern[str]:
    return _any_of(name for one in FESTIVALS for name in (one.zh, one.en, *one.aliases))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern of the names, which may be written with a hyphen, a space or neither."""
    ordered = sorted(set(names), key=len, reverse=True)
    latin = [re.sub(r"\\?[ -]", "[ -]?", re.escape(name)) for name in ordered if name.isascii()]
    chinese = [re.escape(name) for name in ordered if not name.isascii()]
    return re.compile(rf"\b(?:{'|'.join(latin)})\b|{'|'.join(chinese)}", re.IGNORECASE)


def speaks_of_solar_terms(text: str) -> bool:
    """Whether a question names a solar term, or solar terms at all."""
    return bool(_SOLAR_TERMS.search(text) or _term_names().search(text))


def names_festival(text: str) -> bool:
    """Whether a festival is named, whose day is first to be looked up."""
    return _festival_names().search(text) is not None


def speaks_of_holidays(text: str) -> bool:
    """Whether a question may be about public holidays."""
    return bool(_HOLIDAYS.search(text) or _festival_names().search(text))
