"""The moments of the 24 solar terms, from the Sun's apparent longitude.

LunarCalendar's calculation (on ephem) is up to 18 seconds off, for two reasons that are corrected
here: it takes the aberration of light to be the same all year, and precession as of 1976. It also
takes ephem's forecast of the Earth's rotation for a clock. Against JPL's ephemeris DE423 all 4,824
terms of 1900 to 2100 are then within 6 seconds, one on average, and on the same day. Two days are
others than LunarCalendar's: the Winter Solstice of 1951, at 00:00:01 on 23 December (lunar-python
has the same), and the Spring Equinox of 2084.

Three terms are too close to midnight for a forecast of their day: those of 2051-03-20 (23:59:22),
2083-02-03 (23:59:38) and 2084-03-20 (00:00:47; lunar-python has 2084-03-19). The Hong Kong
Observatory's footnote names the same. Almanacs of 1979 have Major Cold on 21 January at 00:00; it
was on the 20th at 23:59:55. Before 1929 the official calendar was reckoned in Beijing's mean local
time, 14 minutes and 20 seconds behind the UTC+8 that is given here.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from engine.almanac.leap_seconds import atomic_lead

FIRST_YEAR, LAST_YEAR = 1900, 2100
# The traditional calendar is reckoned in China Standard Time, without the summer time of 1986-91.
BEIJING = timezone(timedelta(hours=8))


# Spring Equinox of 2051, Start of Spring of 2083, Spring Equinox of 2084.
_FORECAST = ((2051, 5), (2083, 2), (2084, 5))


class SolarTerm(NamedTuple):
    """A term's names; `aliases` are other names that people write."""

    zh: str
    en: str
    aliases: tuple[str, ...]


def _terms() -> tuple[SolarTerm, ...]:
    table = """
小寒|Minor Cold|xiaohan|slight cold|lesser cold
大寒|Major Cold|dahan|great cold|greater cold
立春|Start of Spring|lichun|beginning of spring|spring begins|spring commences
雨水|Rain Water|yushui|rainwater|rain waters
惊蛰|Awakening of Insects|jingzhe|waking of insects|insects awaken|the waking of insects
春分|Spring Equinox|chunfen|vernal equinox|march equinox
清明|Clear and Bright|qingming|pure brightness|fresh green|bright and clear
谷雨|Grain Rain|guyu
立夏|Start of Summer|lixia|beginning of summer|summer begins
小满|Grain Buds|xiaoman|grain full|lesser fullness of grain|grain fills|lesser fullness
芒种|Grain in Ear|mangzhong|grain in beard
夏至|Summer Solstice|xiazhi|june solstice
小暑|Minor Heat|xiaoshu|slight heat|lesser heat
大暑|Major Heat|dashu|great heat|greater heat
立秋|Start of Autumn|liqiu|beginning of autumn|autumn begins|start of fall|beginning of fall
处暑|End of Heat|chushu|limit of heat|stopping the heat
白露|White Dew|bailu|white dews
秋分|Autumn Equinox|qiufen|autumnal equinox|fall equinox|september equinox
寒露|Cold Dew|hanlu|cold dews
霜降|Frost's Descent|shuangjiang|frost descent|first frost|frost descends
立冬|Start of Winter|lidong|beginning of winter|winter begins
小雪|Minor Snow|xiaoxue|slight snow|lesser snow|light snow
大雪|Major Snow|daxue|great snow|greater snow|heavy snow
冬至|Winter Solstice|dongzhi|december solstice|冬节|dongzhi festival|winter solstice festival
"""
    rows = (line.split("|") for line in table.split("\n") if line)
    return tuple(SolarTerm(zh, en, tuple(aliases)) for zh, en, *aliases in rows)


# In the order of a calendar year; Minor Cold is in January.
SOLAR_TERMS = _terms()


@lru_cache(maxsize=512)
def term_moment(year: int, index: int) -> datetime:
    """When term `index` of SOLAR_TERMS comes in `year`, in Beijing time, to the second.

    Raises:
        ValueError: the year is outside 1900..2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"solar terms are known from {FIRST_YEAR} to {LAST_YEAR}")
    import ephem
    from lunarcalendar.solarterm import specified_solar_term

    # lunarcalendar counts from Start of Spring and puts the two January terms into the year before.
    moment: datetime = specified_solar_term(year - (index < 2), (index + 22) % 24)
    rotation = ephem.delta_t(ephem.Date(moment))
    clock = atomic_lead(moment.date())
    seconds = _correction(moment) + rotation - (rotation if clock is None else clock) + 0.5
    return (moment + timedelta(seconds=seconds)).replace(microsecond=0).astimezone(BEIJING)


def _correction(moment: datetime) -> float:
    """Seconds by which a term comes later than LunarCalendar finds it."""
    days = (moment.replace(tzinfo=None) - datetime(2000, 1, 1, 12)) / timedelta(days=1)
    centuries = days / 36525
    anomaly = math.radians(357.5291 + 35999.0503 * centuries)
    eccentricity = 0.016709 - 0.000042 * centuries
    distance = 1 - eccentricity * math.cos(anomaly)
    distance -= eccentricity**2 / 2 * (math.cos(2 * anomaly) - 1)
    # In seconds of arc: the rate of precession that IAU 2000 corrects, and the constant of
    # aberration, which holds for the Sun's mean distance.
    behind = 0.29965 * centuries + 20.49552 * (1 / distance - 1)
    motion = 3548.33 / 86400 / distance**2
    return behind / motion


def term_day(year: int, index: int) -> date:
    """The day of term `index` in Beijing.

    Raises:
        ValueError: the year is outside 1900..2100.
    """
    return term_moment(year, index).date()


def is_forecast(year: int, index: int) -> bool:
    """Tell whether a term's day stands or falls with leap seconds that nobody knows yet."""
    return (year, index) in _FORECAST
