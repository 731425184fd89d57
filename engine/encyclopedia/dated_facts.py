"""The days that an article tells of its subject: of birth, death, founding, release and the like.

They are looked for in the lead and the infobox, in the forms in which English and Chinese
articles write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.encyclopedia.article import Article
from engine.events import Language
from engine.sentences import split_sentences
from engine.tools.wording import EN_MONTHS, alternatives
from store.folding import fold

DateKind = Literal["born", "died", "founded", "released", "opened", "happened"]
# What an article's subject is dated by when the question does not say, the first that is known.
KINDS: tuple[DateKind, ...] = ("born", "founded", "released", "opened", "happened", "died")

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "May" else name for name in EN_MONTHS)
_DATE = (
    rf"(?:(?P<d1>[0-3]?[0-9])(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})\.?,?\s(?P<y1>[0-9]{{3,4}})"
    rf"|(?P<m2>{_MONTH})\.?\s(?P<d2>[0-3]?[0-9])(?:st|nd|rd|th)?,?\s(?P<y2>[0-9]{{3,4}})"
    r"|(?P<y3>[0-9]{3,4})\s?年\s?(?P<m3>[01]?[0-9])\s?月\s?(?P<d3>[0-3]?[0-9])\s?日"
    r"|(?P<y4>[0-9]{4})-(?P<m4>[01][0-9])-(?P<d4>[0-3][0-9]))"
)
_FOUND = re.compile(rf"(?<![0-9前]){_DATE}(?![0-9])(?!\s?(?:BC|B\.C\.))")
# A row of an infobox: a name of a few words, and what it is.
_ROW = re.compile(r"^((?:[^\s:：,，。.;；]+\s?){1,4}?)[:：]\s*(.+)$", re.DOTALL)
_ROW_NAMES: Mapping[DateKind, frozenset[str]] = {
    "born": alternatives(
        "born|date of birth|birth date|birthdate|birthday|birth|出生|出生日期|生日|诞生|出生时间"
    ),
    "died": alternatives(
        "died|date of death|death date|death|逝世|去世|死亡|卒|逝世日期|去世日期|死亡日期|逝世时间"
    ),
    "founded": alternatives(
        "founded|established|formed|formation|foundation|inception|incorporated|created|"
        "date founded|成立|成立时间|成立日期|创立|创立日期|创办|创建|创建日期|建立|建校|建校日期|"
        "创校日期|创办日期|建立日期"
    ),
    "released": alternatives(
        "released|release date|release|initial release|publication date|published|"
        "first appeared|premiered|original release|release dates|发行|发行日期|发布|发布日期|"
        "首次发布|上映|上映日期|首映|出版|出版日期|首播|发行时间|上映时间"
    ),
    "opened": alternatives(
        "opened|opening date|opening|inaugurated|inauguration|开业|启用|通车|开通|开放|开幕|落成|"
        "启用日期|开业日期|通车日期|开放日期|落成日期|启用时间"
    ),
    "happened": alternatives("date|dates|日期|时间"),
}
_EN_WORDS: Mapping[DateKind, str] = {
    "born": "born",
    "died": "died|passed away",
    "founded": "founded|established|formed|created|incorporated|set up",
    "released": "released|published|launched|premiered|issued",
    "opened": "opened|inaugurated|completed",
    "happened": "took place|occurred|held|fought|signed|happened",
}
_ZH_WORDS: Mapping[DateKind, str] = {
    "born": "出生|诞生|誕生|生于|生於",
    "died": "去世|逝世|病逝|卒于|卒於|死于|死於",
    "founded": "成立|创立|創立|创办|創辦|创建|創建|建立|创刊|創刊|建校",
    "released": "发行|發行|发布|發布|發佈|上映|出版|首映|首播|推出|问世|問世",
    "opened": "开业|開業|启用|啟用|通车|通車|开通|開通|开放|開放|开幕|開幕|落成|竣工",
    "happened": "举行|舉行|发生|發生|召开|召開|签署|簽署|爆发|爆發",
}
# In brackets after the name: from the birth, to the death where there was one.
_LIFE = re.compile(
    rf"[(（][^()（）]{{0,120}}?(?P<first>{re.sub(r'[?]P<.*?>', '?:', _DATE)})[^()（）0-9]{{0,30}}?"
    rf"\s?[-–—－―~～至]+\s?(?P<last>{re.sub(r'[?]P<.*?>', '?:', _DATE)})?[^()（）]{{0,80}}[)）]"
)
# A span of time in brackets is no life when this is what lasted, and nobody is spoken of.
_NO_LIFE = re.compile(
    r"\b(?:war|battle|conflict|revolution|movement|campaign|crisis|empire|dynasty|republic|"
    r"festival|games|treaty|conference|company|mission|expedition|siege|strike|epidemic|"
    r"season|tournament|series|programme|program|project|exhibition|voyage)\b"
    r"|战争|战役|之战|运动(?!员)|会议|革命|事件|条约|王朝|帝国|共和国|公司|行动|起义|比赛|赛事|节目|展览",
    re.IGNORECASE,
)
_ASKED: Sequence[tuple[DateKind, re.Pattern[str]]] = (
    (
        "died",
        re.compile(r"\b(?:die[sd]?|death|dead|passed away|killed)\b|去世|逝世|死亡|死|卒|病逝"),
    ),
    (
        "founded",
        re.compile(
            r"\b(?:found(?:ed|ing|ation)|establish\w*|form(?:ed|ation)|incorporat\w*|created)\b"
            r"|成立|创立|创办|创建|建立|建校|创刊"
        ),
    ),
    (
        "released",
        re.compile(
            r"\b(?:releas\w*|publish\w*|publication|launch\w*|premier\w*|come out|came out)\b"
            r"|发行|发布|上映|出版|首映|首播|推出|问世"
        ),
    ),
    (
        "opened",
        re.compile(
            r"\b(?:open(?:ed|ing)|inaugurat\w*|completed)\b|开业|启用|通车|开通|开放|开幕|落成|竣工"
        ),
    ),
    (
        "born",
        re.compile(
            r"\b(?:born|birth\w*|old(?:er|est)?|young(?:er|est)?|age[sd]?)\b|出生|生日|诞生|"
            r"多大|几岁|年龄|年纪|年长|年轻|岁数|大多少|小多少"
        ),
    ),
    (
        "happened",
        re.compile(
            r"\b(?:take place|took place|happen\w*|occur\w*|held|fought|signed)\b"
            r"|举行|发生|召开|签署|爆发"
        ),
    ),
)
_OF_TIME = re.compile(
    r"\b(?:when|dates?|days?|weeks?|months?|years?|how long|between|since|before|after|earlier|"
    r"later|first|apart)\b|天|年|月|周|日|岁|歲|时候|時候|多久|何时|何時|早|晚|先|[大小]"
)
_SENTENCES: Mapping[Language, Mapping[DateKind, str]] = {
    "en": {
        "born": "{name}: born {day}.",
        "died": "{name}: died {day}.",
        "founded": "{name}: founded {day}.",
        "released": "{name}: released {day}.",
        "opened": "{name}: opened {day}.",
        "happened": "{name}: took place on {day}.",
    },
    "zh": {
        "born": "{name}：生于{day}。",
        "died": "{name}：逝世于{day}。",
        "founded": "{name}：成立于{day}。",
        "released": "{name}：发布于{day}。",
        "opened": "{name}：启用于{day}。",
        "happened": "{name}：日期为{day}。",
    },
}
_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|born)\b|[他她]|生于|出生", re.IGNORECASE)
_LONGEST_PROSE = 1500
_MOST_BLOCKS = 60
_BETWEEN = 60


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A day that an article tells; `text[start:end]` is the sentence or row that tells it."""

    kind: DateKind
    day: date
    start: int
    end: int

    def sentence(self, name: str, language: Language) -> str:
        """The fact in a sentence of its own, with the day in ISO 8601."""
        return _SENTENCES[language][self.kind].format(name=name, day=self.day.isoformat())


def dated_facts(article: Article) -> dict[DateKind, DatedFact]:
    """What the lead and the infobox tell, each kind once; prose comes before the infobox."""
    found: dict[DateKind, DatedFact] = {}
    is_first = True
    prose = article.text[: article.sections[0].end][:_LONGEST_PROSE]
    personal = bool(_PERSONAL.search(prose))
    for block in article.lead[:_MOST_BLOCKS]:
        text = article.text[block.start : block.end]
        row = _ROW.match(text)
        if row:
            kind, day = _row_kind(row.group(1)), first_day(row.group(2))
            if kind is not None and day is not None:
                found.setdefault(kind, DatedFact(kind, day, block.start, block.end))
            continue
        for start, end in split_sentences(text):
            for kind, day in _told(text[start:end], personal=personal):
                # Further down it is others who are born: children, founders.
                if kind != "born" or is_first:
                    fact = DatedFact(kind, day, block.start + start, block.start + end)
                    found.setdefault(kind, fact)
        is_first = False
    return found


def is_person(lead: str) -> bool:
    """Whether the beginning of an article tells of a life."""
    first = lead[:_LONGEST_PROSE]
    life = _LIFE.search(first)
    if life and not _NO_LIFE.search(first, life.end(), life.end() + 60):
        return True
    return bool(re.search(r"\(\s?born\b|\bwas born\b|出生于|生于", first))


def wanted_facts(facts: Mapping[DateKind, DatedFact], question: str) -> list[DatedFact]:
    """The facts that a question is about, its main one first; else what the subject is dated by."""
    lowered = question.lower()
    asked = [facts[kind] for kind, words in _ASKED if kind in facts and words.search(lowered)]
    if asked:
        return asked
    return [facts[kind] for kind in KINDS if kind in facts][:1]


def asks_of_time(question: str) -> bool:
    """Whether a question may need a date: asked for a number of goals, a birthday is beside it."""
    lowered = question.lower()
    asked = any(words.search(lowered) for _, words in _ASKED)
    return not question.strip() or asked or bool(_OF_TIME.search(lowered))


def first_day(text: str) -> date | None:
    """The first whole date in a text."""
    match = _FOUND.search(text)
    return _day(match) if match else None


def _row_kind(name: str) -> DateKind | None:
    key = fold(name).strip()
    return next((kind for kind, names in _ROW_NAMES.items() if key in map(fold, names)), None)


def _told(sentence: str, *, personal: bool) -> Iterable[tuple[DateKind, date]]:
    life = _LIFE.search(sentence)
    if life and (personal or not _NO_LIFE.search(sentence, life.end(), life.end() + 60)):
        kinds: tuple[DateKind, DateKind] = ("born", "died")
        for kind, written in zip(kinds, (life["first"], life["last"]), strict=True):
            day = first_day(written or "")
            if day is not None:
                yield kind, day
    for match in _FOUND.finditer(sentence):
        day = _day(match)
        kind_told = _kind_around(sentence, match.start(), match.end())
        if day is not None and kind_told is not None:
            yield kind_told, day


def _kind_around(sentence: str, start: int, end: int) -> DateKind | None:
    """What a sentence says happened on the day at `start` to `end`: the nearest such word."""
    before = sentence[max(0, start - _BETWEEN) : start]
    after = sentence[end : end + 20]
    nearest: tuple[int, DateKind] | None = None
    for kind in KINDS:
        words = rf"\b(?:{_EN_WORDS[kind]})\b|{_ZH_WORDS[kind]}"
        gaps = [len(before) - match.end() for match in re.finditer(words, before, re.IGNORECASE)]
        # In Chinese the day comes first: 1998年9月4日成立.
        if match := re.match(rf"[^，。；,;]{{0,12}}?(?:{_ZH_WORDS[kind]})", after):
            gaps.append(match.end() - 4)
        if gaps and (nearest is None or min(gaps) < nearest[0]):
            nearest = min(gaps), kind
    return nearest[1] if nearest else None


def _day(match: re.Match[str]) -> date | None:
    for number in "1234":
        if match[f"y{number}"]:
            written = match[f"m{number}"]
            month = _MONTH_NUMBERS.get(written[:3].lower()) or int(written)
            try:
                return date(int(match[f"y{number}"]), month, int(match[f"d{number}"]))
            except ValueError:
                return None
    return None


_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(EN_MONTHS, start=1)}
