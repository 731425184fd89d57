"""Chinese names of other countries' public holidays, by their English ones."""

from __future__ import annotations

import re
from functools import lru_cache

# English names as the `holidays` package writes them | Chinese name, one holiday a line.
_NAMES = """
New Year's Day|New Year Holiday|New Year Holidays|New Year's Holiday|元旦
Day after New Year's Day|元旦次日
New Year's Eve|新年前夜
Epiphany|主显节
Carnival|Carnival Day|狂欢节
Carnival Monday|狂欢节星期一
Carnival Tuesday|狂欢节星期二
Ash Wednesday|圣灰星期三
Maundy Thursday|濯足星期四
Good Friday|耶稣受难日
Holy Saturday|Easter Saturday|Black Saturday|圣周六
Easter|Easter Sunday|复活节
Easter Monday|复活节星期一
Easter Tuesday|复活节星期二
Orthodox Good Friday|东正教耶稣受难日
Orthodox Easter|Orthodox Easter Sunday|东正教复活节
Orthodox Easter Monday|东正教复活节星期一
Ascension Day|耶稣升天节
Pentecost|Whit Sunday|五旬节
Pentecost Monday|Whit Monday|五旬节星期一
Corpus Christi|基督圣体节
Assumption Day|Assumption Of Mary Day|圣母升天节
Dormition of the Mother of God|圣母安息节
Reformation Day|宗教改革纪念日
All Saints' Day|诸圣节
All Saints' Eve|诸圣节前夕
All Souls' Day|追思已亡节
Day of the Dead|亡灵节
Immaculate Conception|Immaculate Conception Day|圣母无染原罪节
Our Lady of Aparecida|阿帕雷西达圣母节
Saint Joseph's Day|圣若瑟节
Saint Patrick's Day|圣帕特里克节
Saint Andrew's Day|圣安德鲁节
Saint Peter and Saint Paul's Day|圣彼得和圣保罗节
Saints Cyril and Methodius Day|圣西里尔和圣美多德节
Great Prayer Day|大祈祷日
Repentance and Prayer Day|忏悔祈祷日
Christmas Eve|平安夜
Christmas|Christmas Day|圣诞节
Orthodox Christmas|Orthodox Christmas Day|东正教圣诞节
Coptic Christmas Day|科普特圣诞节
Catholic Christmas Day|天主教圣诞节
Second Day of Christmas|Day After Christmas|圣诞节次日
Boxing Day|节礼日
Saint Stephen's Day|圣斯德望节
Midsummer Eve|仲夏节前夕
Midsummer Day|仲夏节
Eid al-Fitr|Eid al-Fitr Holiday|开斋节
Eid al-Fitr Second Day|Eid al-Fitr (Second Day)|开斋节次日
Eid al-Adha|Eid al-Adha Holiday|古尔邦节
Day after Eid al-Adha|古尔邦节次日
Day of Arafah|阿拉法特日
Islamic New Year|Islamic New Year Day|伊斯兰历新年
Ashura|阿舒拉节
Prophet's Birthday|Prophet Muhammad's Birthday|圣纪节
Isra' and Mi'raj|登霄节
Laylat al-Qadr|盖德尔夜
First Day of Ramadan|斋月首日
Nowruz|Nowruz Day|Nowruz Holiday|诺鲁孜节
Diwali|排灯节
Holi|洒红节
Dussehra|十胜节
Maha Shivaratri|大湿婆节
Ram Navami|罗摩诞辰
Janmashtami (Vaishnava)|Janmashtami|黑天神诞辰
Mahavira's Birthday|大雄诞辰
Guru Nanak's Birthday|那纳克诞辰
Mahatma Gandhi's Birthday|甘地诞辰
Dr. B. R. Ambedkar's Birthday|安贝德卡尔诞辰
Buddha Purnima|Buddha's Birthday|The Birthday of the Buddha|佛诞
Vesak Day|Visakha Bucha|卫塞节
Makha Bucha|万佛节
Asarnha Bucha|三宝节
Buddhist Lent Day|守夏节
Day of Silence|静居日
Rosh Hashanah|犹太新年
Yom Kippur|赎罪日
Sukkot|住棚节
Simchat Torah|托拉节
Pesach|逾越节
Shavuot|七七节
Chinese New Year|Lunar New Year|Spring Festival|春节
Chinese New Year (Second Day)|Second Day of Lunar New Year|大年初二
Third Day of Lunar New Year|大年初三
Fourth Day of Lunar New Year|大年初四
Fifth Day of Lunar New Year|大年初五
Lunar New Year's Eve|Chinese New Year's Eve|除夕
Korean New Year|韩国春节
Chuseok|中秋节（秋夕）
Mid-Autumn Festival|中秋节
Labor Day|Labour Day|National Labor Day|Workers' Day|Worker's Day|劳动节
International Labor Day|International Workers' Day|International Worker's Day|国际劳动节
May Day|五朔节
Labor Thanksgiving Day|勤劳感谢日
International Women's Day|Women's Day|National Women's Day|妇女节
Mother's Day|National Mother's Day|母亲节
Father's Day|National Father's Day|父亲节
Children's Day|National Children's Day|International Children's Day|儿童节
Youth Day|National Youth Day|青年节
Family Day|家庭日
Independence Day|National Independence Day|独立日
Independence Movement Day|独立运动纪念日
Restoration of Independence Day|恢复独立日
National Day|National Day Holiday|国庆日
Founding Day|Founding Day Holiday|Foundation Day|National Foundation Day|建国纪念日
Republic Day|共和国日
Republic Proclamation Day|共和国宣言日
Constitution Day|宪法日
Liberation Day|解放日
Liberation Day/Reunification Day|解放日暨统一日
Unity Day|National Unity Day|统一日
German Unity Day|德国统一日
Victory Day|胜利日
Armistice Day|停战纪念日
Remembrance Day|国殇纪念日
Memorial Day|阵亡将士纪念日
Veterans Day|退伍军人节
Armed Forces Day|Army Day|建军节
Martyrs' Day|烈士纪念日
Heroes' Day|National Heroes Day|National Heroes' Day|民族英雄日
Revolution Day|革命纪念日
Emancipation Day|解放奴隶日
Abolition of Slavery|废除奴隶制纪念日
Freedom Day|自由日
Statehood Day|建国日
Flag Day|National Flag Day|国旗日
Europe Day|欧洲日
Africa Day|非洲日
Australia Day|澳大利亚国庆日
Canada Day|加拿大国庆日
ANZAC Day|澳新军团日
Waitangi Day|怀唐伊日
Matariki|玛塔里基节
Victoria Day|维多利亚日
Thanksgiving Day|Thanksgiving|感恩节
Day After Thanksgiving|感恩节次日
Martin Luther King Jr. Day|马丁·路德·金纪念日
Washington's Birthday|华盛顿诞辰
Presidents' Day|总统日
Juneteenth National Independence Day|六月节
Columbus Day|哥伦布日
Indigenous Peoples' Day|原住民日
Lincoln's Birthday|林肯诞辰
Susan B. Anthony Day|苏珊·安东尼日
Cesar Chavez Day|塞萨尔·查韦斯日
King's Birthday|Queen's Birthday|Sovereign's Birthday|君主诞辰
King's Day|国王节
Coronation Day|加冕日
Spring Bank Holiday|春季银行假日
Summer Bank Holiday|Late Summer Bank Holiday|夏季银行假日
Bank Holiday|银行假日
Coming of Age Day|成人节
Emperor's Birthday|天皇诞辰
Vernal Equinox Day|春分日
Showa Day|昭和日
Greenery Day|绿之日
Marine Day|海之日
Mountain Day|山之日
Respect for the Aged Day|敬老日
Autumnal Equinox Day|秋分日
Sports Day|体育日
Culture Day|文化日
Substitute Holiday|补假
National Holiday|国民假日
Hangul Day|韩文日
Presidential Election Day|总统选举日
Local Election Day|地方选举日
General Election Day|Polling Day|选举日
Temporary Public Holiday|Additional holiday|临时公共假期
Public Holiday|公共假期
Hung Kings' Commemoration Day|雄王祭祖节
Malaysia Day|马来西亚日
Birthday of HM Yang di-Pertuan Agong|国家元首诞辰
Pancasila Day|建国五原则日
Songkran Festival|宋干节
Chakri Memorial Day|却克里王朝纪念日
HM King Chulalongkorn Memorial Day|朱拉隆功国王纪念日
HM King Maha Vajiralongkorn's Birthday|泰王诞辰
HM Queen Suthida's Birthday|王后诞辰
HM Queen Sirikit The Queen Mother's Birthday|王太后诞辰
Day of Valor|勇士日
Bonifacio Day|博尼法西奥日
Rizal Day|黎刹日
Ninoy Aquino Day|尼诺·阿基诺日
Universal Fraternization Day|元旦（世界博爱日）
Tiradentes' Day|蒂拉登特斯日
National Day of Zumbi and Black Awareness|黑人觉醒日
"""
_QUALIFIED = (
    (re.compile(r"(.+) \(observed, estimated\)"), "{}（补假，推定）"),
    (re.compile(r"(.+) \((?:observed|in lieu|substitute day)\)"), "{}（补假）"),
    (re.compile(r"Alternative holiday for (.+)"), "{}（补假）"),
    (re.compile(r"(.+) \(estimated\)"), "{}（推定）"),
    (re.compile(r"The day preceding (.+)"), "{}前一天"),
    (re.compile(r"The second day of (.+)"), "{}次日"),
)
_SUBSTITUTED = re.compile(r"Day off \(substituted from ([0-9]{2})/([0-9]{2})/([0-9]{4})\)")


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    found = {}
    for line in _NAMES.strip().splitlines():
        *names, chinese = line.split("|")
        found.update(dict.fromkeys(names, chinese))
    return found


def chinese_name(english: str) -> str | None:
    """The Chinese name of a holiday, None where it is not known."""
    if name := _by_name().get(english):
        return name
    if found := _SUBSTITUTED.fullmatch(english):
        return f"休息日（由{found[3]}-{found[1]}-{found[2]}调休）"
    for pattern, form in _QUALIFIED:
        if (found := pattern.fullmatch(english)) and (name := chinese_name(found[1])):
            return form.format(name)
    return None
