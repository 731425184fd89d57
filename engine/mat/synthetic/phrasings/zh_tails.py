"""What follows on a Chinese question and takes its tool: only another day, year, place or festival.

By the tool of the question before; a slot that ends in 2 takes the place of that one's argument.
"""

from __future__ import annotations

_SO = "(那|那么|那要是|还有|换成|如果是|要是||||)"
_THEN = "(呢|呢|呢|怎么样|的话呢|又如何)(？|)"

TAILS: dict[str, tuple[str, ...]] = {
    "get_weather_info": (
        f"{_SO}{{place2}}(呢|呢|怎么样|那边呢|的呢|会下雨吗|冷吗|又如何)(？|)",
        f"{_SO}{{place2}}呢(？|)",
        f"{_SO}{{day2}}(呢|呢|怎么样|会下雨吗|冷不冷|的呢)(？|)",
        f"{_SO}{{place2}}{{day2}}(呢|怎么样|冷吗)(？|)",
        f"{_SO}{{day2}}{{place2}}(呢|怎么样|下雨吗)(？|)",
        "(那|那要|还|)(带伞吗|穿什么|风大吗|最低几度|最高多少度|冷不冷|会下雪吗|要穿外套吗|湿度多少)(？|)",
    ),
    "get_calendar_info": (
        f"{_SO}{{date2}}(呢|呢|的呢|是周几呢)(？|)",
        f"{_SO}{{day2}}呢(？|)",
        f"{_SO}{{event2}}{_THEN}",
        f"{_SO}{{relative2}}(呢|呢|又是哪天|的呢)(？|)",
        "(那天|那|)(是|)(星期几|周几|农历几号|周末吗|什么星座)(呢|)(？|)",
    ),
    "until": (
        f"{_SO}(到|离|距离|等到|){{future2}}呢(？|)",
        f"{_SO}{{future2}}(呢|的话呢)(？|)",
        f"{_SO}(到|离|距){{due2}}呢(？|)",
        "(那|)(是|合|等于|折合)(几周|几个月|多少个星期|多少小时)(呢|)(？|)",
    ),
    "since": (
        f"{_SO}(从|){{past2}}(呢|算起呢|开始呢|到现在呢)(？|)",
        "(那|)(是|合|等于|折合)(几周|几个月|几年|多少个星期)(呢|)(？|)",
    ),
    "between": (
        f"{_SO}(到|至){{due2}}呢(？|)",
        "(那|)(是|合|等于|折合)(几周|几个月|多少个星期)(呢|)(？|)",
    ),
    "get_holidays_info": (
        f"{_SO}{{holiday2}}{_THEN}",
        f"{_SO}{{holiday2}}(呢|要补班吗|放几天呢|怎么放呢)(？|)",
        f"{_SO}{{year2}}(呢|呢|的呢)(？|)",
        f"{_SO}{{country2}}(呢|的呢|那边呢|放吗)(？|)",
        "(那|)(要补班吗|怎么调休|放几天|从几号开始放|要补回来吗|是连休吗|哪天上班)(？|)",
    ),
    "get_solar_terms_info": (
        f"{_SO}{{term2}}(呢|是哪天呢|几号呢)(？|)",
        f"{_SO}{{year2}}(呢|的呢)(？|)",
        "(那|)(是几点|几点交节|几点几分)(？|)",
    ),
}
# The day of a festival, and from it till the present or from the present till it.
FROM_A_NAME = (
    "{event}(是|)(哪天|几号|什么时候)(？|) (从|)(那天|那时|那会儿)到(今天|现在)(有|过了|)(几天|多少天|多久)(了|)(？|)",
    "{year}{holiday}(是|)(哪天|几号|什么时候)(？|) (从|)(那天|那时)到(今天|现在)(有|过了|)(几天|多少天|多久)(了|)(？|)",
)
