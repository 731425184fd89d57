"""Festivals by name, in English and Chinese, and the rules of their days.

A lunar festival of a year is the one that falls into that year's cycle of celebrations: the eve
and the days of the twelfth lunar month that come before the Spring Festival belong to its year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from engine.almanac.lunar import FIRST_YEAR, LAST_YEAR, LunarDate, from_lunar, to_lunar
from engine.almanac.solar_term_times import SOLAR_TERMS, term_day
from engine.events import Language
from engine.tools.wording import name_key


class Festival(NamedTuple):
    """Names, and the rule of the day: kind and numbers, read by `festival_day`.

    Kinds: fixed month day; lunar month day; before (days before the Spring Festival);
    twelfth day (of the lunar month before it); weekday month which weekday offset;
    easter offset; term index.
    """

    zh: str
    en: str
    rule: tuple[str, tuple[int, ...]]
    aliases: tuple[str, ...]
    shown: bool

    def name(self, language: Language) -> str:
        """Its main name."""
        return self.zh if language == "zh" else self.en


# zh | en | rule | aliases. A star marks those that a calendar line leaves out. A festival known by
# one name in several countries is the one of China: National Day, Labour Day.
_TABLE = """
元旦|New Year's Day|fixed 1 1|new year|new years|元旦节|新年|阳历新年|公历新年|one january
腊八节|Laba Festival|twelfth 8|laba|腊八
小年|Little New Year|twelfth 23|xiaonian|little year|北方小年
除夕|Chinese New Year's Eve|before 1|lunar new year's eve|spring festival eve|除夕夜|大年三十|\
年三十|大年夜|农历除夕|春节前夕
春节|Spring Festival|lunar 1 1|chinese new year|lunar new year|chinese lunar new year|\
chinese new year's day|lunar new year's day|spring festival day|chunjie|大年初一|年初一|\
农历新年|中国新年|中国农历新年|新春|新春佳节|过年|春节当天
元宵节|Lantern Festival|lunar 1 15|元宵|上元节|灯节|yuanxiao|yuanxiao festival
情人节|Valentine's Day|fixed 2 14|valentine|valentines|saint valentine's day|st valentine's day|\
st. valentine's day
龙抬头|Dragon Head Festival|lunar 2 2|longtaitou|二月二|longtaitou festival
妇女节|International Women's Day|fixed 3 8|women's day|三八妇女节|国际妇女节|三八节|三八|女神节|\
woman's day
植树节|Arbor Day|fixed 3 12|tree planting day|tree-planting day
圣帕特里克节|St Patrick's Day|fixed 3 17|saint patrick's day|*
愚人节|April Fools' Day|fixed 4 1|april fool's day|april fools|april fool
清明节|Tomb-Sweeping Day|term 6|qingming festival|tomb sweeping festival|tomb sweeping|\
ching ming festival|ching ming|pure brightness festival|qing ming|qing ming festival|踏青节
世界地球日|Earth Day|fixed 4 22|地球日|*
耶稣受难日|Good Friday|easter -2|受难日|*
复活节|Easter|easter 0|easter sunday|easter day|复活节星期日
复活节星期一|Easter Monday|easter 1|*
劳动节|Labour Day|fixed 5 1|labor day|may day|international workers' day|\
international labour day|international labor day|workers' day|五一|五一劳动节|国际劳动节|五一节|\
五一国际劳动节|51劳动节
青年节|Youth Day|fixed 5 4|五四青年节|五四|china youth day|chinese youth day|五四节|\
youth day in china
母亲节|Mother's Day|weekday 5 2 6 0|mothers day|mother day
儿童节|Children's Day|fixed 6 1|六一儿童节|国际儿童节|六一|international children's day|\
六一国际儿童节|六一节|child's day
端午节|Dragon Boat Festival|lunar 5 5|duanwu|duanwu festival|dragon boat|double fifth festival|\
dragon boat day|端午|端阳节|端阳|龙舟节|五月节
父亲节|Father's Day|weekday 6 3 6 0|fathers day|father day
建党节|Party Founding Day|fixed 7 1|七一|七一建党节|建党日|cpc founding day|*
美国独立日|Independence Day|fixed 7 4|fourth of july|4th of july|july fourth|\
us independence day|u.s. independence day|american independence day|独立日|美国国庆节|美国国庆|*
建军节|Army Day|fixed 8 1|八一|八一建军节|pla day|*
七夕|Qixi Festival|lunar 7 7|qixi|double seventh festival|double seventh|\
chinese valentine's day|七夕节|七夕情人节|乞巧节|中国情人节
中元节|Ghost Festival|lunar 7 15|hungry ghost festival|zhongyuan festival|中元|鬼节|盂兰盆节
教师节|Teachers' Day|fixed 9 10|老师节|teacher day
中秋节|Mid-Autumn Festival|lunar 8 15|mid-autumn|mid-autumn day|mid autumn festival day|\
moon festival|mooncake festival|moon cake festival|midautumn festival|zhongqiu|\
zhongqiu festival|中秋|中秋佳节|团圆节|八月节|八月半|仲秋节
国庆节|National Day|fixed 10 1|chinese national day|china's national day|national day of china|\
china national day|national day of the people's republic of china|national day holiday|guoqing|\
国庆|十一|国庆日|十一国庆节|十一国庆|中国国庆节|中国国庆|国庆佳节
重阳节|Double Ninth Festival|lunar 9 9|chongyang|chongyang festival|double ninth|\
double nine festival|重阳|重九节|老人节|敬老节|重九
万圣节前夜|Halloween|fixed 10 31|万圣节|万圣夜|halloween night|all hallows' eve|halloween day|\
万圣前夜
诸圣节|All Saints' Day|fixed 11 1|all hallows' day|*
双十一|Singles' Day|fixed 11 11|光棍节|双11|double eleven|double 11|singles day|*
感恩节|Thanksgiving|weekday 11 4 3 0|thanksgiving day|us thanksgiving|美国感恩节
黑色星期五|Black Friday|weekday 11 4 3 1|黑五|*
平安夜|Christmas Eve|fixed 12 24|圣诞夜|圣诞前夜|xmas eve|圣诞节前夕|圣诞节前夜
圣诞节|Christmas|fixed 12 25|christmas day|xmas|x-mas|圣诞|xmas day|耶诞节
节礼日|Boxing Day|fixed 12 26|*
跨年夜|New Year's Eve|fixed 12 31|new years eve|新年前夜|跨年|*
"""


def read_table(table: str) -> Iterator[Festival]:
    """The festivals of a table of such lines."""
    for line in table.strip().splitlines():
        zh, en, rule, *aliases = line.split("|")
        kind, *numbers = rule.split()
        yield Festival(
            zh=zh,
            en=en,
            rule=(kind, tuple(map(int, numbers))),
            aliases=tuple(alias for alias in aliases if alias != "*"),
            shown="*" not in aliases,
        )


FESTIVALS = tuple(read_table(_TABLE))
LUNAR_KINDS = ("lunar", "before", "twelfth", "term")


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Festival]:
    names: dict[str, Festival] = {}
    for index, term in enumerate(SOLAR_TERMS):
        festival = Festival(term.zh, term.en, ("term", (index,)), term.aliases, shown=False)
        for name in (term.zh, term.en, *term.aliases):
            names[name_key(name)] = festival
    for festival in FESTIVALS:
        for name in (festival.zh, festival.en, *festival.aliases):
            names[name_key(name)] = festival
    return names


def find_festival(name: str) -> Festival | None:
    """The festival or solar term of that name; case, spaces and punctuation do not count."""
    return _by_name().get(name_key(name))


def _nth_weekday(year: int, month: int, which: int, weekday: int, offset: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1) + offset)


def festival_day(festival: Festival, year: int) -> date:
    """The day of a festival in a year.

    Raises:
        ValueError: a festival of the lunar calendar outside 1900..2100, Easter outside 1583..4099.
    """
    kind, numbers = festival.rule
    if kind in LUNAR_KINDS and not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the lunar calendar is known from {FIRST_YEAR} to {LAST_YEAR}")
    if kind == "fixed":
        return date(year, *numbers)
    if kind == "weekday":
        return _nth_weekday(year, *numbers)
    if kind == "easter":
        from dateutil.easter import easter

        # The Gregorian rule, in force since 1583; dateutil's arithmetic ends in 4099.
        if not 1583 <= year <= 4099:
            raise ValueError("Easter is known from 1583 to 4099")
        sunday: date = easter(year)
        return sunday + timedelta(numbers[0])
    return _lunar_festival_day(kind, numbers, year)


def _lunar_festival_day(kind: str, numbers: tuple[int, ...], year: int) -> date:
    if kind == "term":
        return term_day(year, numbers[0])
    if kind == "lunar":
        return from_lunar(LunarDate(year, numbers[0], numbers[1]))
    new_year = from_lunar(LunarDate(year, 1, 1))
    if kind == "before":
        return new_year - timedelta(numbers[0])
    last_of_year = to_lunar(new_year - timedelta(1))
    month_length = last_of_year.day if last_of_year else 30
    return new_year - timedelta(month_length - numbers[0] + 1)


@lru_cache(maxsize=8)
def shown_festivals(year: int) -> dict[date, tuple[Festival, ...]]:
    """The festivals of a year that a calendar shows, by day; moving ones from 1900 to 2100."""
    found: dict[date, tuple[Festival, ...]] = {}
    lunar_known = FIRST_YEAR <= year <= LAST_YEAR
    for festival in FESTIVALS:
        kind = festival.rule[0]
        if festival.shown and (lunar_known or kind not in (*LUNAR_KINDS, "easter")):
            day = festival_day(festival, year)
            found[day] = (*found.get(day, ()), festival)
    return found
