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
    r"\b(?:weather|weathr|waether|weahter|forecast|forcast|forecst|umbrella|brolly)\b"
    r"|\b(?:will|does|is) it .{0,20}\b(?:rain|snow)"
    r"|\b(?:rain|snow)(?:ing)? in\b(?! (?:[12][0-9]{3}|(?:this|next|last|the) year)\b)"
    r"|天气|气温|带伞|下[大中小]?[雨雪]吗|下不下[雨雪]|会下[大中小]?[雨雪]|有[大中小]?雨吗",
    re.IGNORECASE,
)
MAYBE_WEATHER = re.compile(
    WEATHER.pattern
    + r"|\b(?:rain|snow|sun(?!day|dae|dar|dry)|wind(?!ow)|storm|fog|frost|cloud|degree"
    r"|humid|hot(?!el|line|spot|dog)|warm|cold|wear|jacket|coat|outside|outdoor|freez|celsius"
    r"|fahrenheit|shower|pour|thunder|lightning|hail|sleet|drizzl|blizzard|breez|overcast|heatwave"
    r"|umbrel|umberel|mugg(?:y|ier)|chill(?:y|ier)|boiling|scorch|sweater|jumper|raincoat|barbe[cq]ue"
    r"|picnic|weath|wheath|wether|temperat|temprat|tempert|forca)\w*\b"
    r"|\b(?:dry|drier|wet|icy|ice|bbqs?|barbies?|wx|temps?|brollies|gales?|mist|misty|mild|laundry"
    r"|washing|shorts|boots|gloves|scarf|wellies)\b"
    r"|雨|雪|风|晴|阴|雾|霜|冷|热|温度|湿度|多少度|几度|零下|穿|台风|暴|凉|雷|伞|晒|太阳|紫外线|[降升]温|回暖|暖和"
    r"|霾|空气质量|冰|冻|寒潮|干燥|潮湿|回南天|闷|外套|大衣|毛衣|短袖|棉袄|羽绒|秋裤|洗车|野餐|露营|烧烤",
    re.IGNORECASE,
)
# A length of time between what else is named.
LENGTH = re.compile(
    r"\bhow (?:long|many (?:days|nights|weeks|months|years|hours|minutes))\b"
    r"|相差|相隔|多少天|几天|多久|多长时间|多少(?:个)?(?:小时|钟头|分钟|星期|周|月)|几个(?:小时|钟头|星期|月)",
    re.IGNORECASE,
)
_HOLIDAYS = re.compile(
    r"\b(?:hol+ida?ys?|hoildays?|holidasy|hols?|days? off|time off|off work|festivals?|breaks?"
    r"|vacations?|make[- ]?up|statutory|new year'?s?|christmas|xmas|nye|cny|easter|thanksgiving|eve"
    r"|qingming|mid-?autumn|(?:long|bank) (?:weekends?|wknds?|wkends?)|work(?:ing)?)\b|\bday\b"
    r"|放假|放不放|放多久|放多少天|开工|复工|放几天|假期|假日|休假|休息|休几天|调休|补班|上班|法定|公休|连休|节|春节|中秋|国庆|端午|清明|元旦|五一|十一|假",
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


# A term's day is asked for, and not whether there will be snow.
_WHEN = re.compile(
    r"\bwhen(?:'?s)?\b|\b(?:what|which|wat|wich) (?:day|date|time|month|week)|\bdate of\b"
    r"|\b(?:days?|weeks?|long) (?:is it )?(?:un)?till?\b|\bhow long\b"
    r"|\bhow many (?:days|weeks|months)\b"
    r"|几[号月日时点]|[哪那几]一?天|星期几|周几|礼拜几|什么时候|啥时候|何时|多少天|多久|日期|时间",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\b(?:will (?:there|it|we|i)|is (?:there|it)|are there|going to|gonna|expect\w*|any|chance)\b"
    r"|\b(?:stop|fall|hit|reach|arriv)\w*\b|会不?会?[有下]|有没有|停",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _term_of_year() -> re.Pattern[str]:
    """Major Snow in 2027, 今年霜降."""
    names = _term_names().pattern
    return re.compile(
        rf"(?:{names})(?:,| (?:in|of|for))? (?:[12][0-9]{{3}}\b|(?:this|next|last) year\b)"
        rf"|(?:[12][0-9]{{3}}年?|[今明去后前]年)的?(?:{names})",
        re.IGNORECASE,
    )


def asks_for_weather(text: str) -> re.Match[str] | None:
    """The word by which a question is about the weather and nothing else."""
    return WEATHER.search(_without_terms(text))


def may_ask_for_weather(text: str) -> bool:
    """Whether a question may be about the weather."""
    return MAYBE_WEATHER.search(_without_terms(text)) is not None


def _without_terms(text: str) -> str:
    """The text without the names of solar terms where it asks for their days: Major Snow, 霜降."""
    asked = _WHEN.search(text) or _SOLAR_TERMS.search(text) or _term_of_year().search(text)
    if asked is None or _WHETHER.search(text):
        return text
    return _term_names().sub(" ", text)


def speaks_of_solar_terms(text: str) -> bool:
    """Whether a question names a solar term, or solar terms at all."""
    return bool(_SOLAR_TERMS.search(text) or _term_names().search(text))


def names_festival(text: str) -> bool:
    """Whether a festival is named, whose day is first to be looked up."""
    return _festival_names().search(text) is not None


_LIST = re.compile(
    r"\b(?:list|which (?:\w+ )?(?:days|dates|holidays|terms)"
    r"|what (?:are|(?:\w+ )?holidays|days|dates)|all (?:the |of |public |bank |national )*"
    r"(?:holidays|days|terms))\b|哪些|哪几|都有|分别|列出|一览",
    re.IGNORECASE,
)


def asks_for_a_list(text: str) -> bool:
    """Whether several lines are asked for ("which public holidays ..."), and no one festival."""
    return _LIST.search(text) is not None and not names_festival(text)


def speaks_of_holidays(text: str) -> bool:
    """Whether a question may be about public holidays."""
    return bool(_HOLIDAYS.search(text) or _festival_names().search(text))
