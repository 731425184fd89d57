"""Chinese questions after the one that they go on from, as one text, with the tool of the last.

A day, year or place that the second names (its slot ends in 2) takes the place of the first one's.
"""

from __future__ import annotations

_ASK = "(天气怎么样|会下雨吗|冷不冷|热吗|多少度|下雪吗|要带伞吗)"
_WEATHER = (
    f"{{place}}{{day}}{_ASK}？ (那|)({{day2}}呢|{{day2}}怎么样)(？|)",
    f"{{day}}{{place}}{_ASK}？ (那|那么|)({{place2}}呢|{{place2}}怎么样)(？|)",
    f"{{place}}{_ASK}？ 那{{place2}}(呢|怎么样)？",
    f"{{place}}{{day}}{_ASK}？ (那|那要)(穿羽绒服吗|带外套吗|风大吗|冷不冷|下雪吗)(？|)",
    f"{{place}}{{day}}{_ASK}？ 还有{{place2}}(呢|)(？|)",
    f"{{place}}{_ASK}？ 那{{day2}}(呢|会下雨吗|冷吗)？",
    f"{{day}}{{place}}{_ASK}？ 那边{{day2}}呢？",
)
_CALENDAR = (
    "{date}(是|)(星期几|周几|礼拜几)？ 那{date2}呢？",
    "{event}是(哪天|几号)？ 那{event2}呢？",
    "{event}(是|)(哪天|什么时候)？ (那天|那|)(是|)(星期几|周几|农历多少)(？|)",
    "{relative}是几号？ 那{relative2}呢？",
    "{day}是(农历|阴历)几号？ {day2}呢？",
    "{day}(是|)周末吗？ 那{day2}呢？",
    "还有几天到{event}？ (那天|那)是星期几？",
    "离{day}还有几天？ (那天|)(是|)(周几|礼拜几|农历几号)(？|)",
)
_DELTA = (
    "(离|距离){future}还有(几天|多少天|多久)？ 那{future2}呢？",
    "{event}(是|)(哪天|几号)？ (那|)(还有多少天|离现在还有几天|还剩多久)(？|)",
    "{due}是(星期几|周几)？ (那|)还有(几天|多少天|多久)(？|)",
    "(离|距离){future}还有多少天？ (那|)(是|有)(几周|几个月|几个星期)(？|)",
    "{past}到现在多少天了？ 那{past2}呢？",
    "{past}到现在多少天？ (那是|合|等于)(几个月|几年|多少周)(？|)",
)
_HOLIDAYS = (
    "{year}{holiday}放几天？ 那{year2}呢？",
    "{holiday}(是|)(哪天|几号)？ (那|)(放几天|要补班吗|怎么调休|从几号放)(？|)",
    "{year}{holiday}(是|)(哪天|几号)？ (那|)(放几天|要补班吗|怎么调休|从几号放)(？|)",
    "{holiday}放几天？ 那{holiday2}呢？",
    "{year}{holiday}放几天？ {holiday2}呢？",
    "{country}{year}有哪些公众假期？ 那{country2}呢？",
    "{country}有哪些公众假期？ 那{year2}呢？",
)
_TERMS = (
    "{year}{term}(是|)(哪天|几号)？ 那{term2}呢？",
    "{term}(是|)(哪天|几号)？ 那{year2}呢？",
    "{term}(是|)(哪天|几号)？ 那{term2}(呢|几号)？",
    "{year}{term}(是|)(哪天|几号)？ (那|)(是几点|几点交节)(？|)",
)
OFFLINE: tuple[tuple[str, str], ...] = (
    *(("get_calendar_info", text) for text in _CALENDAR),
    *(("time_delta", text) for text in _DELTA),
    *(("get_holidays_info", text) for text in _HOLIDAYS),
    *(("get_solar_terms_info", text) for text in _TERMS),
)
FOLLOW_UPS: tuple[tuple[str, str], ...] = (
    *OFFLINE,
    *(("get_weather_info", text) for text in _WEATHER),
    *(("get_weather_info", text) for text in _WEATHER),
)
