"""Days of other countries and churches that questions name, beside the festivals of a calendar."""

from __future__ import annotations

from functools import lru_cache

from engine.almanac.festivals import Festival, read_table
from engine.tools.wording import name_key

# zh | en | rule as in festivals | other names. Where countries part, it is the day of the United
# States, which the name says.
_TABLE = """
马丁·路德·金纪念日|Martin Luther King Jr. Day|weekday 1 3 0 0|martin luther king day|mlk day|\
martin luther king's day|马丁路德金日
土拨鼠日|Groundhog Day|fixed 2 2|groundhogs day
美国总统日|Presidents' Day|weekday 2 3 0 0|president day|presidents day|washington's birthday|总统日
忏悔星期二|Shrove Tuesday|easter -47|pancake day|pancake tuesday|mardi gras|忏悔节
圣灰星期三|Ash Wednesday|easter -46|圣灰日|圣灰礼仪日|大斋首日
棕枝主日|Palm Sunday|easter -7|圣枝主日|棕枝全日
濯足节|Maundy Thursday|easter -3|holy thursday|神圣星期四
神圣星期六|Holy Saturday|easter -1|easter eve|神圣周六|复活节前夜
复活节星期一|Easter Monday|easter 1|easter mon|复活节后星期一
耶稣升天节|Ascension Day|easter 39|ascension thursday|升天节
五旬节|Pentecost|easter 49|whit sunday|whitsunday|圣灵降临节
圣灵降临节星期一|Whit Monday|easter 50|pentecost monday
三一主日|Trinity Sunday|easter 56|圣三一主日
消费者权益日|World Consumer Rights Day|fixed 3 15|国际消费者权益日|315|三一五
圣帕特里克节|St Patrick's Day|fixed 3 17|st paddy's day|saint paddy's day|st. patrick's day
世界水日|World Water Day|fixed 3 22
世界读书日|World Book Day|fixed 4 23|世界图书日
美国阵亡将士纪念日|Memorial Day|weekday 6 1 0 -7|us memorial day|decoration day|阵亡将士纪念日
六月节|Juneteenth|fixed 6 19
加拿大国庆日|Canada Day|fixed 7 1
法国国庆日|Bastille Day|fixed 7 14|法国国庆节
美国劳工节|US Labor Day|weekday 9 1 0 0|american labor day|us labour day|美国劳动节
美国祖父母节|Grandparents' Day|weekday 9 1 0 6|national grandparents day|祖父母节
德国统一日|German Unity Day|fixed 10 3|day of german unity
哥伦布日|Columbus Day|weekday 10 2 0 0|indigenous peoples' day
美国退伍军人节|Veterans Day|fixed 11 11|veteran's day|remembrance day|armistice day|退伍军人节
网络星期一|Cyber Monday|weekday 11 4 3 4|网购星期一
人权日|Human Rights Day|fixed 12 10
澳大利亚日|Australia Day|fixed 1 26|澳大利亚国庆日
澳新军团日|Anzac Day|fixed 4 25
印度独立日|Indian Independence Day|fixed 8 15|independence day of india
世界环境日|World Environment Day|fixed 6 5
"""


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Festival]:
    return {
        name_key(name): day for day in read_table(_TABLE) for name in (day.zh, day.en, *day.aliases)
    }


def find_observance(name: str) -> Festival | None:
    """The day of that name; case, spaces and punctuation do not count."""
    return _by_name().get(name_key(name))
