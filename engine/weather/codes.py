"""Codes for the state of the sky, in English and Chinese.

WMO: the codes of table 4677 that Open-Meteo uses, as its documentation lists them
(https://open-meteo.com/en/docs). WEATHERAPI: the codes of weatherapi.com
(https://www.weatherapi.com/docs/weather_conditions.json). The wording is ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.weather.report import Condition


def _table(text: str) -> dict[int, Condition]:
    table = {}
    for line in text.strip().splitlines():
        code, en, zh = (part.strip() for part in line.split("|"))
        table[int(code)] = Condition(en, zh)
    return table


WMO: Mapping[int, Condition] = _table(
    """
    0 | clear sky | 晴
    1 | mostly clear | 大部晴朗
    2 | partly cloudy | 多云
    3 | overcast | 阴
    45 | fog | 雾
    48 | freezing fog | 冻雾
    51 | light drizzle | 小毛毛雨
    53 | drizzle | 毛毛雨
    55 | dense drizzle | 大毛毛雨
    56 | light freezing drizzle | 小冻毛毛雨
    57 | dense freezing drizzle | 大冻毛毛雨
    61 | light rain | 小雨
    63 | moderate rain | 中雨
    65 | heavy rain | 大雨
    66 | light freezing rain | 小冻雨
    67 | heavy freezing rain | 大冻雨
    71 | light snow | 小雪
    73 | moderate snow | 中雪
    75 | heavy snow | 大雪
    77 | snow grains | 米雪
    80 | light rain showers | 小阵雨
    81 | moderate rain showers | 阵雨
    82 | violent rain showers | 强阵雨
    85 | light snow showers | 小阵雪
    86 | heavy snow showers | 大阵雪
    95 | thunderstorm | 雷暴
    96 | thunderstorm with light hail | 雷暴伴小冰雹
    99 | thunderstorm with heavy hail | 雷暴伴大冰雹
    """
)
WEATHERAPI: Mapping[int, Condition] = _table(
    """
    1000 | clear | 晴
    1003 | partly cloudy | 多云
    1006 | cloudy | 阴天间多云
    1009 | overcast | 阴
    1030 | mist | 薄雾
    1063 | patchy rain | 局部小雨
    1066 | patchy snow | 局部小雪
    1069 | patchy sleet | 局部雨夹雪
    1072 | patchy freezing drizzle | 局部冻毛毛雨
    1087 | thundery outbreaks | 局部雷暴
    1114 | blowing snow | 吹雪
    1117 | blizzard | 暴风雪
    1135 | fog | 雾
    1147 | freezing fog | 冻雾
    1150 | patchy light drizzle | 局部小毛毛雨
    1153 | light drizzle | 小毛毛雨
    1168 | freezing drizzle | 冻毛毛雨
    1171 | heavy freezing drizzle | 大冻毛毛雨
    1180 | patchy light rain | 局部小雨
    1183 | light rain | 小雨
    1186 | moderate rain at times | 间歇中雨
    1189 | moderate rain | 中雨
    1192 | heavy rain at times | 间歇大雨
    1195 | heavy rain | 大雨
    1198 | light freezing rain | 小冻雨
    1201 | moderate or heavy freezing rain | 中到大冻雨
    1204 | light sleet | 小雨夹雪
    1207 | moderate or heavy sleet | 中到大雨夹雪
    1210 | patchy light snow | 局部小雪
    1213 | light snow | 小雪
    1216 | patchy moderate snow | 局部中雪
    1219 | moderate snow | 中雪
    1222 | patchy heavy snow | 局部大雪
    1225 | heavy snow | 大雪
    1237 | ice pellets | 冰粒
    1240 | light rain showers | 小阵雨
    1243 | moderate or heavy rain showers | 中到大阵雨
    1246 | torrential rain showers | 暴雨
    1249 | light sleet showers | 小阵雨夹雪
    1252 | moderate or heavy sleet showers | 中到大阵雨夹雪
    1255 | light snow showers | 小阵雪
    1258 | moderate or heavy snow showers | 中到大阵雪
    1261 | light showers of ice pellets | 小阵冰粒
    1264 | moderate or heavy showers of ice pellets | 中到大阵冰粒
    1273 | patchy light rain with thunder | 局部雷阵雨
    1276 | moderate or heavy rain with thunder | 中到大雷雨
    1279 | patchy light snow with thunder | 局部雷阵雪
    1282 | moderate or heavy snow with thunder | 中到大雷雪
    """
)


def wmo_condition(code: int | None) -> Condition | None:
    """What a WMO code says; an unknown one is told as its number."""
    if code is None:
        return None
    return WMO.get(code) or Condition(f"weather code {code}", f"天气代码{code}")
