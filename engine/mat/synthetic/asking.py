"""Written questions as people type them: in lower case, with slips, as keywords, or politely."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from engine.events import Language

_Change = Callable[[str, random.Random], str]
_POLITE = {
    "en": (
        "please tell me {}", "can you tell me {}", "i need to know {}", "do you know {}",
        "i was wondering {}", "quick question: {}", "hey, {}", "could you look up {}",
        "check my documents: {}", "according to the document, {}", "{} please", "{} thanks",
        "{} any idea?", "so {}", "does it say {}", "find out {}",
    ),
    "zh": (
        "请问{}", "你好，{}", "帮我查一下{}", "我想知道{}", "麻烦问一下，{}", "能告诉我{}吗",
        "查查看{}", "文档里说{}", "资料里有没有说{}", "{}谢谢", "{}，你知道吗", "想问一下{}",
        "有人知道{}吗", "话说{}", "{}呀", "{}呢",
    ),
}  # fmt: skip
_ASKING_EN = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|did|does|do|the|a|an|of|in|"
    r"to|that|has|have|had|for|by|be|been)\b",
    re.IGNORECASE,
)
_ASKING_ZH = re.compile(r"请问|什么|哪个|哪些|哪一|哪|谁|是|的|了|呢|吗|有|为何|为什么|如何|怎么")
_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu",
}  # fmt: skip
_ALIKE_ZH = {"的": "地", "在": "再", "做": "作", "他": "她", "那": "哪", "是": "事", "以": "已"}
_SAME_EN = {
    "what is": "what's", "who is": "who's", "located": "situated", "begin": "start", "began":
        "started",
    "large": "big", "many": "lots of", "called": "named", "created": "made", "purchase": "buy",
    "purchased": "bought", "people": "persons", "city": "town", "country": "nation",
    "approximately": "about", "during": "in", "founded": "established", "died": "passed away",
    "cost": "price", "price": "cost", "buy": "get", "sold": "marketed", "written": "penned",
    "wrote": "authored", "won": "took home", "war": "conflict", "battle": "fight", "king": "ruler",
    "leader": "head", "led": "headed", "leads": "heads", "song": "tune", "job": "position",
    "work": "labour", "used": "employed", "use": "employ", "made": "produced", "show": "display",
    "shows": "displays", "important": "significant", "main": "chief", "biggest": "largest",
    "largest": "biggest", "highest": "top", "smallest": "tiniest", "near": "close to", "type":
        "sort",
    "kind": "type", "reason": "cause", "cause": "reason", "caused": "led to", "goal": "aim",
    "purpose": "aim", "result": "outcome", "happened": "took place", "occur": "happen", "occurred":
        "happened",
    "born": "brought into the world", "lived": "resided", "live": "reside", "moved": "went",
    "money": "cash", "pay": "hand over", "paid": "spent", "received by": "given to", "gave":
        "handed",
    "doctor": "physician", "teacher": "instructor", "school": "place of learning", "students":
        "pupils",
    "company": "firm", "firm": "company", "area": "region", "region": "part of the land", "river":
        "stream",
    "road": "street", "car": "vehicle", "boat": "ship", "ship": "vessel", "house": "home",
    "need": "require", "needs": "requires", "required": "needed", "allowed": "permitted",
    "prevent": "stop", "stop": "halt", "increase": "rise", "increased": "went up", "decrease":
        "drop",
    "decreased": "went down", "grew": "rose", "old": "aged", "new": "recent", "number": "amount",
    "total": "overall", "population": "number of inhabitants", "year": "calendar year", "name":
        "title",
    "team": "side", "player": "athlete", "game": "match", "law": "statute", "belief": "conviction",
    "believed": "thought", "think": "believe", "said": "stated", "suggest": "propose",
    "discovered": "found", "invented": "came up with", "developed": "worked out", "design":
        "plan",
    "designed": "planned", "destroyed": "wrecked", "attacked": "assaulted", "defeated": "beat",
    "killed": "slain", "gained": "won", "lost": "gave up", "left": "departed", "joined":
        "became part of",
    "returned": "came back", "opened": "started", "closed": "shut", "contain": "hold", "contains":
        "holds",
    "consist of": "be made up of", "part": "portion", "known as": "called", "known": "famous",
    "famous": "well known", "work on": "deal with", "responsible": "in charge", "often":
        "frequently",
    "usually": "normally", "before": "prior to", "after": "following", "between": "from",
    "help": "aid", "built": "constructed", "first": "earliest", "movie": "film", "film": "movie",
    "about": "around", "ended": "finished", "children": "kids", "received": "got",
}  # fmt: skip
_SAME_ZH = {
    "什么时候": "何时", "何时": "什么时候", "哪一年": "哪年", "哪里": "哪儿", "何处": "哪里",
    "为什么": "为啥", "多少": "几多", "什么": "啥", "哪些": "哪几个", "怎么": "怎样", "如何":
        "怎么",
    "出生": "生", "位于": "在", "成立": "创立", "建立": "创建", "名字": "名称", "称为": "叫做",
    "谁": "什么人", "原因": "缘故", "开始": "起", "于": "在", "父亲": "爸爸", "著名": "有名",
    "价格": "多少钱", "费用": "花销", "建造": "修建", "修建": "盖", "逝世": "去世",
    "去世": "过世", "获得": "得到", "担任": "当", "负责": "管", "导致": "造成", "毕业": "念完书",
    "学校": "院校", "公司": "企业", "人口": "居民数", "面积": "大小", "首都": "京城",
    "母亲": "妈妈", "妻子": "太太", "孩子": "子女", "作品": "创作", "创作": "写", "发行": "推出",
    "发明": "想出", "发现": "找到", "举行": "举办", "参加": "加入", "离开": "走", "搬": "迁",
    "使用": "用", "最大": "最广", "属于": "归", "组成": "构成", "特点": "特色",
    "目的": "为了什么", "结果": "后来怎样", "影响": "作用", "分布": "生长", "电影": "片子",
    "歌曲": "歌", "演员": "艺人", "比赛": "赛事", "球队": "队伍", "战争": "打仗", "目前": "现在",
    "时候": "时间", "发生": "出现", "开放": "开门", "大约": "差不多", "包括": "有",
}  # fmt: skip


def as_typed(question: str, language: Language, rng: random.Random, share: float) -> str:
    """The question, with the probability `share` changed in one to three of these ways."""
    if rng.random() >= share:
        return question
    ways = _WAYS[language]
    for change in rng.sample(ways, rng.choice((1, 1, 2, 3))):
        question = change(question, rng)
    return " ".join(question.split()) or "?"


def _lower(text: str, rng: random.Random) -> str:
    return text.lower()


def _unmarked(text: str, rng: random.Random) -> str:
    return text.rstrip("?？。.! ")


def _polite(text: str, rng: random.Random) -> str:
    language: Language = "en" if text.isascii() else "zh"
    bare = text.rstrip("?？。. ")
    if language == "en" and bare[:1].isupper() and not bare[1:2].isupper():
        bare = bare[0].lower() + bare[1:]
    return rng.choice(_POLITE[language]).format(bare)


def _keywords_en(text: str, rng: random.Random) -> str:
    kept = _ASKING_EN.sub(" ", text).replace("?", " ").split()
    if len(kept) < 3:
        return text
    if rng.random() < 0.2:
        cut = rng.randrange(1, len(kept))
        kept = kept[cut:] + kept[:cut]
    return " ".join(kept)


def _keywords_zh(text: str, rng: random.Random) -> str:
    kept = _ASKING_ZH.sub(" ", text.rstrip("？?。")).split()
    joined = rng.choice(("", " ")).join(kept)
    return joined if len(joined) >= 4 else text


def _slip_en(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for _ in range(rng.choice((1, 1, 2))):
        number = rng.randrange(len(words))
        if len(words[number]) >= 5 and words[number].isalpha():
            words[number] = _slipped(words[number], rng)
    return " ".join(words)


def _slipped(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 2:
        return word[:place] + word[place] + word[place:]
    near = _NEAR.get(word[place], word[place])
    return word[:place] + rng.choice(near) + word[place + 1 :]


def _slip_zh(text: str, rng: random.Random) -> str:
    places = [place for place, letter in enumerate(text) if letter in _ALIKE_ZH]
    if places and rng.random() < 0.5:
        place = rng.choice(places)
        return text[:place] + _ALIKE_ZH[text[place]] + text[place + 1 :]
    if len(text) < 8:
        return text
    place = rng.randrange(len(text))
    return text[:place] + text[place + 1 :]


def _dropped_en(text: str, rng: random.Random) -> str:
    """One or two words less."""
    words = text.split(" ")
    for _ in range(min(len(words) // 5, 2)):
        del words[rng.randrange(len(words))]
    return " ".join(words)


def _other_words(pairs: dict[str, str], around: str) -> _Change:
    pattern = re.compile("|".join(f"{around}{re.escape(word)}{around}" for word in pairs))

    def change(text: str, rng: random.Random) -> str:
        return pattern.sub(lambda match: pairs[match.group()], text, count=3)

    return change


_WAYS: dict[Language, tuple[_Change, ...]] = {
    "en": (
        _lower, _lower, _unmarked, _polite, _keywords_en, _slip_en, _dropped_en,
        _other_words(_SAME_EN, r"\b"), _other_words(_SAME_EN, r"\b"),
    ),
    "zh": (
        _unmarked, _unmarked, _polite, _keywords_zh, _slip_zh, _other_words(_SAME_ZH, ""),
    ),
}  # fmt: skip
