"""The moments of the 24 solar terms, from the Sun's apparent longitude (lunarcalendar on ephem)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1900, 2100
# The traditional calendar is reckoned in China Standard Time, without the summer time of 1986-91.
BEIJING = timezone(timedelta(hours=8))


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
    from lunarcalendar.solarterm import specified_solar_term

    # lunarcalendar counts from Start of Spring and puts the two January terms into the year before.
    moment: datetime = specified_solar_term(year - (index < 2), (index + 22) % 24)
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0).astimezone(BEIJING)


def term_day(year: int, index: int) -> date:
    """The day of term `index` in Beijing.

    Raises:
        ValueError: the year is outside 1900..2100.
    """
    return term_moment(year, index).date()
