"""The words of a question that name places, taken apart: noise, lists and Chinese areas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from engine.cleaning import clean_line

MOST_PLACES = 8
_LONGEST = 200
_EN_HEAD = re.compile(
    r"(?:(?:what(?:'s| is| will be)|how(?:'s| is| will be)|weather|forecast|temperature|"
    r"the(?=\s+(?:weather|forecast|temperature|current)\b)|"
    r"current|be|like|in|at|for|of|near|around|both|either|between)\s+)+",
    re.IGNORECASE,
)
_EN_TAIL = re.compile(
    r"(?:(?:'s|’s)?\s+(?:weather|forecast|temperatures?|please))+$|(?:'s|’s)$", re.IGNORECASE
)
_ZH_HEAD = re.compile(r"(?:请问|查询|查一下|看看|帮我|我想知道|在|的)+(?=.{2})")
_ZH_TAIL = re.compile(
    r"(?:的|那边|那里|这边|市区)?的?"
    r"(?:天气(?:预报|情况|怎么样|如何)?|气温|温度|预报|会?下雨|怎么样|如何|吗|呢)+$|(?<=..)的$"
)
# Days that a span of the question's words may hold beside the place.
_EN_DAY = (
    "(?:the )?day after tomorrow|today|tonight|tomorrow|yesterday|right now|now|currently|"
    "(?:this|next) (?:weekend|week)"
)
_ZH_DAY = "现在|目前|今天|今晚|明天|大后天|后天|昨天|[这本下]?周末|[本这下]周(?![一二三四五六日天])"
_DAY_FIRST = re.compile(rf"(?P<day>(?:{_EN_DAY})(?=\s)|{_ZH_DAY})[\s,，的]*(?=\S)", re.IGNORECASE)
_DAY_LAST = re.compile(rf"(?<=\S)(?:[\s,，]+(?:{_EN_DAY})|的?(?:{_ZH_DAY}))$", re.IGNORECASE)
# Names that hold a word which otherwise joins two places.
_JOINED_EN = (
    "trinidad and tobago|bosnia and herzegovina|antigua and barbuda|turks and caicos|"
    "saint kitts and nevis|st kitts and nevis|st. kitts and nevis|tyne and wear|"
    "newfoundland and labrador|sao tome and principe|são tomé and príncipe|"
    "andaman and nicobar|jammu and kashmir|brighton and hove|wallis and futuna|"
    "saint vincent and the grenadines|st vincent and the grenadines|"
    "saint pierre and miquelon|windsor and maidenhead|svalbard and jan mayen|"
    "dumfries and galloway|perth and kinross"
)
_JOINED_ZH = (
    "呼和浩特|与那国|(?:泰|政|平|云|太|永|兴|共|仁)和(?=[县区市镇]|$)"
    "|(?:^|(?<=[、,，;；和与 ]))和(?:田|平|县|林格尔|龙|静|硕|顺|政|布克赛尔)"
    "|和(?:田|平|龙|静|硕|顺|政|布克赛尔|林格尔)(?=地区|[县区市镇])"
)
_SEPARATOR = re.compile(
    rf"(?P<kept>\b(?:{_JOINED_EN})\b|{_JOINED_ZH})"
    r"|(?P<comma>\s*[,，]\s*(?:and\s+)?)"
    r"|(?P<list>\s*[、;；/&+]\s*|\s+(?:and|or|vs\.?)\s+|\s*(?:以及|还有)\s*"
    r"|(?<=[\u3400-\u9fff]{2})\s*[和与跟]\s*(?=[\u3400-\u9fff]{2}))",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?<=..)(?:特别行政区|自治区|自治州|地区|省|市|区|县|盟|旗|镇)$")
_MARKED = re.compile(r"(.{2,7}?(?:特别行政区|自治区|自治州|省|市))(.{2,}?)")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_PUNCTUATION = " \t.,，。?？!！:：\"'“”‘’()（）[]"


@dataclass(frozen=True, slots=True)
class Part:
    """A name in a list; `may_qualify`: a comma stands before it, as in "Paris, France"."""

    name: str
    may_qualify: bool = False


def split_places(text: str) -> list[Part]:
    """The names in a list of places, each without the words around it."""
    written = unicodedata.normalize("NFC", clean_line(text))[:_LONGEST]
    parts: list[Part] = []
    start, comma = 0, False
    for found in _SEPARATOR.finditer(written):
        if found["kept"]:
            continue
        _add(parts, written[start : found.start()], comma)
        start, comma = found.end(), bool(found["comma"])
    _add(parts, written[start:], comma)
    return parts


def split_day(text: str) -> tuple[str, str]:
    """A day that was said together with the places: "Paris tomorrow", 明天北京; and the rest."""
    words = without_noise(clean_line(text)[:_LONGEST])
    if (found := _DAY_LAST.search(words)) and found.start():
        return found[0].strip(" ,，的"), without_noise(words[: found.start()])
    if found := _DAY_FIRST.match(words):
        return found["day"], without_noise(words[found.end() :])
    return "", words


def _add(parts: list[Part], words: str, comma: bool) -> None:
    if bare := without_noise(words):
        parts.append(Part(bare, comma and bool(parts)))


def without_noise(words: str) -> str:
    """A name without "the weather in" before it or 的天气 after it."""
    text = words.strip(_PUNCTUATION)
    for _ in range(3):
        before = text
        for pattern in (_EN_HEAD, _ZH_HEAD):
            if found := pattern.match(text):
                text = text[found.end() :]
        for pattern in (_EN_TAIL, _ZH_TAIL):
            text = pattern.sub("", text)
        text = text.strip(_PUNCTUATION)
        if text == before:
            break
    return text


def is_han(name: str) -> bool:
    """All of it is written in Chinese characters."""
    return bool(_HAN.fullmatch(name))


def spellings(name: str) -> Iterator[str]:
    """The ways in which a gazetteer may write a name, the given one first."""
    yield name
    if not is_han(name):
        return
    bare = _SUFFIX.sub("", name)
    if bare != name:
        yield bare
    elif len(name) == 2:
        yield f"{name}市"


def area_and_rest(name: str) -> Iterator[tuple[str, str]]:
    """How a Chinese name may be an area and a place in it: 北京市朝阳区, 北京朝阳."""
    if not is_han(name):
        return
    tried = set()
    if (found := _MARKED.fullmatch(name)) and len(found[2]) >= 2:
        tried.add(found[1])
        yield found[1], found[2]
    for length in (2, 3):
        area, rest = name[:length], name[length:]
        if len(rest) >= 2 and area not in tried and not any(area == one[:length] for one in tried):
            yield area, rest


def same_name(one: str, other: str) -> bool:
    """Two spellings of a name: case, accents, punctuation and 市 or 区 at the end do not count."""
    return name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """What the spellings of a name have in common."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    key = "".join(character for character in folded if character.isalnum())
    return _SUFFIX.sub("", key)


# What people write for a country, a state of the USA or a province of Canada, beside its name.
COUNTRIES = {
    "usa": "us",
    "unitedstatesofamerica": "us",
    "america": "us",
    "uk": "gb",
    "greatbritain": "gb",
    "britain": "gb",
    "uae": "ae",
    "prc": "cn",
    "peoplesrepublicofchina": "cn",
    "korea": "kr",
    "southkorea": "kr",
    "holland": "nl",
    "中华人民共和国": "cn",
    "美利坚合众国": "us",
    "韩国": "kr",
}
_STATES = """
al=alabama ak=alaska az=arizona ar=arkansas ca=california co=colorado ct=connecticut de=delaware
fl=florida ga=georgia hi=hawaii id=idaho il=illinois in=indiana ia=iowa ks=kansas ky=kentucky
la=louisiana me=maine md=maryland ma=massachusetts mi=michigan mn=minnesota ms=mississippi
mo=missouri mt=montana ne=nebraska nv=nevada nh=newhampshire nj=newjersey nm=newmexico ny=newyork
nc=northcarolina nd=northdakota oh=ohio ok=oklahoma or=oregon pa=pennsylvania ri=rhodeisland
sc=southcarolina sd=southdakota tn=tennessee tx=texas ut=utah vt=vermont va=virginia
wa=washington wv=westvirginia wi=wisconsin wy=wyoming dc=districtofcolumbia
ab=alberta bc=britishcolumbia mb=manitoba nb=newbrunswick ns=novascotia on=ontario qc=quebec
sk=saskatchewan
"""
STATES = dict(pair.split("=") for pair in _STATES.split())
