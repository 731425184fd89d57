"""What people call time zones: abbreviations and cities, in English and Chinese.

A name that several zones share is left out (CST is Chicago's and China's), as is one that the tz
database has under the same name: those are looked up there.
"""

from __future__ import annotations

from collections.abc import Mapping

# Minutes east of Greenwich. EST is winter's offset all year, as it says; ET is New York's clock.
FIXED: Mapping[str, int] = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "cet": 60, "cest": 120, "mez": 60,
    "mesz": 120, "eet": 120, "eest": 180, "bst": 60, "msk": 180, "ist": 330, "pkt": 300,
    "ict": 420, "wib": 420, "sgt": 480, "hkt": 480, "awst": 480, "pht": 480, "jst": 540,
    "kst": 540, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "nst": -210, "ast": -240, "adt": -180, "est": -300, "edt": -240, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "brt": -180,
    "格林尼治": 0, "格林威治": 0, "世界协调": 0, "协调世界": 0,
}  # fmt: skip
AMBIGUOUS = frozenset({"cst"})
# Cities of the tz database whose name says something else in a date: Pacific/Easter.
NOT_CITIES = frozenset({"easter"})

_TABLE = """
America/New_York|et|eastern|new york city|nyc|washington|washington dc|washington d.c.|boston|\
miami|atlanta|philadelphia|美国东部|美东|纽约|华盛顿|波士顿|迈阿密
America/Chicago|ct|central|us central|houston|dallas|austin|美国中部|美中|芝加哥|休斯敦|达拉斯
America/Denver|mt|mountain|美国山区|丹佛
America/Los_Angeles|pt|pacific|san francisco|seattle|silicon valley|san diego|las vegas|la|\
美国西部|美西|太平洋|洛杉矶|旧金山|西雅图|硅谷|拉斯维加斯
America/Toronto|ottawa|montreal|多伦多|渥太华
America/Vancouver|温哥华
America/Sao_Paulo|brazil|rio|rio de janeiro|巴西|圣保罗|里约
America/Argentina/Buenos_Aires|argentina|布宜诺斯艾利斯|阿根廷
America/Mexico_City|墨西哥城
Pacific/Honolulu|hawaii|夏威夷|檀香山
Europe/London|uk|england|britain|英国|伦敦
Europe/Dublin|ireland|都柏林|爱尔兰
Europe/Paris|france|法国|巴黎
Europe/Berlin|germany|munich|frankfurt|hamburg|德国|柏林|慕尼黑|法兰克福
Europe/Madrid|spain|barcelona|西班牙|马德里|巴塞罗那
Europe/Rome|italy|milan|意大利|罗马|米兰
Europe/Zurich|switzerland|geneva|瑞士|苏黎世|日内瓦
Europe/Amsterdam|netherlands|荷兰|阿姆斯特丹
Europe/Stockholm|sweden|瑞典|斯德哥尔摩
Europe/Athens|greece|希腊|雅典
Europe/Moscow|russia|俄罗斯|莫斯科
Europe/Istanbul|turkey|土耳其|伊斯坦布尔
Asia/Shanghai|beijing|china|shenzhen|guangzhou|hangzhou|chengdu|北京|上海|中国|深圳|广州|杭州|成都
Asia/Hong_Kong|hk|香港
Asia/Macau|macao|澳门
Asia/Taipei|taiwan|台北|台湾
Asia/Tokyo|japan|osaka|kyoto|日本|东京|大阪
Asia/Seoul|korea|south korea|韩国|首尔
Asia/Singapore|新加坡
Asia/Kuala_Lumpur|malaysia|吉隆坡|马来西亚
Asia/Bangkok|thailand|曼谷|泰国
Asia/Ho_Chi_Minh|vietnam|hanoi|越南|河内|胡志明市
Asia/Jakarta|雅加达
Asia/Manila|philippines|菲律宾|马尼拉
Asia/Kolkata|india|mumbai|delhi|new delhi|bangalore|calcutta|印度|孟买|新德里|德里|班加罗尔
Asia/Karachi|pakistan|巴基斯坦|卡拉奇
Asia/Dubai|uae|abu dhabi|迪拜|阿联酋
Asia/Tehran|iran|伊朗|德黑兰
Asia/Jerusalem|israel|tel aviv|以色列|耶路撒冷
Asia/Riyadh|saudi arabia|沙特|利雅得
Asia/Urumqi|乌鲁木齐|新疆
Africa/Cairo|egypt|埃及|开罗
Africa/Johannesburg|south africa|南非|约翰内斯堡
Africa/Nairobi|kenya|肯尼亚|内罗毕
Africa/Lagos|nigeria|尼日利亚|拉各斯
Australia/Sydney|canberra|悉尼|堪培拉
Australia/Melbourne|墨尔本
Australia/Brisbane|布里斯班
Australia/Perth|珀斯
America/Anchorage|alaska|阿拉斯加|安克雷奇
America/Havana|cuba|古巴|哈瓦那
America/Bogota|colombia|哥伦比亚|波哥大
America/Lima|peru|秘鲁|利马
America/Caracas|venezuela|委内瑞拉|加拉加斯
Europe/Lisbon|里斯本
Europe/Brussels|belgium|比利时|布鲁塞尔
Europe/Vienna|austria|奥地利|维也纳
Europe/Prague|czechia|捷克|布拉格
Europe/Warsaw|poland|波兰|华沙
Europe/Budapest|hungary|匈牙利|布达佩斯
Europe/Oslo|norway|挪威|奥斯陆
Europe/Copenhagen|denmark|丹麦|哥本哈根
Europe/Helsinki|finland|芬兰|赫尔辛基
Europe/Kyiv|ukraine|kiev|乌克兰|基辅
Europe/Bucharest|romania|罗马尼亚|布加勒斯特
Atlantic/Reykjavik|iceland|冰岛|雷克雅未克
Asia/Pyongyang|north korea|朝鲜|平壤
Asia/Ulaanbaatar|mongolia|蒙古|乌兰巴托
Asia/Phnom_Penh|cambodia|柬埔寨|金边
Asia/Vientiane|laos|老挝|万象
Asia/Yangon|myanmar|缅甸|仰光
Asia/Dhaka|bangladesh|孟加拉国|达卡
Asia/Colombo|sri lanka|斯里兰卡|科伦坡
Asia/Kathmandu|nepal|尼泊尔|加德满都
Asia/Kabul|afghanistan|阿富汗|喀布尔
Asia/Tashkent|uzbekistan|乌兹别克斯坦|塔什干
Asia/Almaty|哈萨克斯坦|阿拉木图
Asia/Baghdad|iraq|伊拉克|巴格达
Asia/Qatar|doha|卡塔尔|多哈
Africa/Addis_Ababa|ethiopia|埃塞俄比亚
Africa/Casablanca|morocco|摩洛哥|卡萨布兰卡
Australia/Adelaide|阿德莱德
Pacific/Fiji|斐济
Pacific/Auckland|new zealand|wellington|奥克兰|新西兰|惠灵顿
"""


def zone_keys() -> dict[str, str]:
    """Names of the table, and the city of each of its zones, to keys of the tz database."""
    keys: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        key, *names = line.split("|")
        keys[key.rpartition("/")[2].replace("_", " ").lower()] = key
        keys.update(dict.fromkeys(names, key))
    return keys
