"""The words of a question that may name something with an article of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.terms import terms
from engine.tools.wording import alternatives

# Longest title that is looked for in running text, in words and in Chinese characters.
_MOST_WORDS = 5
_MOST_HAN = 12
# A question's text that is looked at.
_LONGEST_TEXT = 400
_QUOTED = re.compile(r"[《「『“\"‘']([^》」』”\"’'\n]{2,80})[》」』”\"’']")
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’.&/+][^\W_\u3400-\u9fff]+)*[+#]*")
_HAN_RUN = re.compile(r"[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9·•‧・\-]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_JOINT = re.compile(r"(?: |-|, )")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
# Words that open or close no title that is written in small letters.
_WEAK = alternatives(
    "a|an|and|any|are|as|at|be|been|before|after|between|but|by|can|could|did|do|does|during|for|"
    "from|give|had|has|have|he|her|him|his|how|i|if|in|into|is|it|its|list|me|more|most|much|many|"
    "my|name|no|not|of|off|on|or|our|out|over|please|per|show|she|should|since|so|some|tell|than|"
    "that|the|their|them|then|there|these|they|this|those|to|under|until|up|us|was|we|were|what|"
    "when|where|which|while|who|whom|whose|why|will|with|would|you|your|about|many|explain|describe"
)
# Words that a question is asked with; alone they name nothing that it is about.
_ASKING = alternatives(
    "day|days|week|weeks|month|months|year|years|hour|hours|minute|minutes|second|seconds|time|"
    "date|dates|age|old|older|oldest|young|younger|youngest|born|birth|birthday|birthdate|die|died|"
    "death|dead|people|person|man|woman|thing|things|number|long|longer|far|high|higher|tall|"
    "taller|big|bigger|large|larger|first|last|next|latest|new|capital|population|founded|founder|"
    "established|released|release|opened|published|difference|different|work|works|use|used|mean|"
    "means|meaning|kind|type|example|best|main|area|country|city|place|company|language|wife|"
    "husband|children|parents|mother|father|live|lived|lives|located|location|made|make|makes|get|"
    "go|went|come|came|happen|happened|today|tomorrow|yesterday|now|weather|news|price|cost|"
    "summary|summarise|summarize|compare|play|played|won|win|wrote|write|written|invented|"
    "discovered|called|known|famous|important|biggest|highest|longest|largest|history|title|"
    "president|king|queen|mayor|author|writer|director|member|members|team|club|meeting|contract|"
    "invoice|email|document|documents|file|files|note|notes|page|report|budget|phone|address"
)
_WEAK_HAN = frozenset(
    "的了吗呢吧啊呀是谁哪什么怎多少几请问和与跟及或在有被把将这那您你我他她它们个位"
)
_ASKING_HAN = alternatives(
    "时候|出生|生日|诞生|年龄|年纪|岁数|去世|逝世|死亡|成立|创立|创办|建立|发行|发布|上映|出版|首映|开业|启用|"
    "通车|首都|人口|面积|高度|长度|时间|日期|天数|今天|明天|昨天|现在|国家|城市|公司|语言|作者|导演|妻子|丈夫|"
    "父亲|母亲|孩子|儿子|女儿|名字|意思|区别|天气|新闻|价格|历史|会议|合同|发票|邮件|文件|文档|报告|预算|电话|"
    "地址|多少天|多少年|什么时候|为什么|哪一年|哪一天|怎么样|介绍|总结|比较|主要|著名|最大|最高|最长|工作|"
    "担任|毕业|大多|大几|小多|几岁|多大|之间|相差|以前|以后|之前|之后|出生于|位于|属于|用途|哪里|什么|"
    "天|年|月|日|岁|大|小|早|晚|比|长|短|高|多|项目|会上|上次|负责|预约|付款|截止|交付|安排|我们|你们"
)
_ASKING_PHRASES = sorted((one for one in _ASKING_HAN if len(one) > 1), key=len, reverse=True)
# Boundaries between what a question is about and what it asks.
_CUT_HAN = re.compile(
    r"比|多少|什么|怎么|为什么|哪|谁|是|的|了|吗|呢|和|与|跟|在|有|出生|去世|逝世|成立|创立|之间|相差|"
    r"大几|小几|早几|晚几|几岁|多大|介绍|一下|请|告诉|关于|总结|何时|何地|相比|年龄|生日"
)


_SMALL_WORD, _LONG_SMALL_WORD = 0.3, 0.4


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text, `text[start:end]`, that may name something.

    `weight` (0 to 1) is how much they look like a name; `searched`: worth a search where no
    article has this very title.
    """

    text: str
    start: int
    end: int
    weight: float
    searched: bool = False


def mentions(text: str) -> list[Mention]:
    """What may be the name of something, the likeliest first, each wording once."""
    text = text[:_LONGEST_TEXT]
    found: dict[str, Mention] = {}
    for mention in (*_quoted(text), *_latin(text), *_chinese(text)):
        before = found.get(mention.text)
        if before is None or mention.weight > before.weight:
            found[mention.text] = mention
    return sorted(found.values(), key=lambda one: (-one.weight, one.start - one.end, one.start))


def asked_about(text: str) -> list[str]:
    """The terms of a question without the words that it is merely asked with."""
    kept = " ".join(
        word for word in re.split(r"[\s,.;:?!]+", text) if word.lower() not in _ASKING | _WEAK
    )
    for phrase in _ASKING_PHRASES:
        kept = kept.replace(phrase, " ")
    return list(dict.fromkeys(terms(_CUT_HAN.sub(" ", kept))))


def _quoted(text: str) -> Iterator[Mention]:
    for match in _QUOTED.finditer(text):
        yield Mention(match.group(1).strip(), *match.span(1), 1.0, searched=True)


def _latin(text: str) -> Iterator[Mention]:
    words = [match for match in _WORD.finditer(text) if not _HAN.search(match.group())]
    for first in range(len(words)):
        for last in range(first, min(first + _MOST_WORDS, len(words))):
            if last > first and not _JOINT.fullmatch(
                text[words[last - 1].end() : words[last].start()]
            ):
                break
            mention = _named(text, words[first : last + 1], is_opening=first == 0)
            if mention is not None:
                yield mention


def _named(text: str, words: Sequence[re.Match[str]], *, is_opening: bool) -> Mention | None:
    """The mention of a run of words, None where it can be no name."""
    start, end = words[0].start(), words[-1].end()
    written = _POSSESSIVE.sub("", text[start:end])
    names = [_POSSESSIVE.sub("", word.group()) for word in words]
    large = [name[0].isupper() or name[0].isdigit() for name in names]
    # The first word of a sentence is large in any case.
    opens = is_opening and names[0].lower() in _WEAK | _ASKING
    # "I" begins no name, but may number one: World War I.
    if opens or names[0] == "I" or not all(map(_may_bound, (names[0], names[-1]))):
        return None
    proper = [
        is_large for name, is_large in zip(names, large, strict=True) if name.lower() not in _WEAK
    ]
    length = len(names)
    if proper and all(proper):
        if length == 1 and (len(written) < 2 or written.isdigit()):
            return None
        weight = 0.75 if length == 1 else 0.9
    elif any(large):
        weight = 0.5
    elif all(name.lower() in _ASKING | _WEAK for name in names):
        return None
    elif length == 1:
        weight = _SMALL_WORD if len(written) >= 4 else 0.0
        weight = _LONG_SMALL_WORD if len(written) >= 9 else weight
    else:
        weight = 0.5
    if not weight:
        return None
    return Mention(written, start, start + len(written), weight, searched=weight >= 0.75)


def _may_bound(word: str) -> bool:
    return word.lower() not in _WEAK or word[0].isupper()


def _chinese(text: str) -> Iterator[Mention]:
    for run in _HAN_RUN.finditer(text):
        whole = run.group()
        parts = _parts(whole)
        for start in range(len(whole)):
            for length in range(min(_MOST_HAN, len(whole) - start), 1, -1):
                written = whole[start : start + length]
                if _may_be_named(written):
                    is_part = (start, start + length) in parts
                    begin = run.start() + start
                    weight = _han_weight(written, is_part=is_part)
                    yield Mention(
                        written, begin, begin + length, weight, searched=is_part and length <= 10
                    )


def _parts(run: str) -> set[tuple[int, int]]:
    """The pieces of a run of characters that the words of asking leave."""
    found = set()
    begin = 0
    for match in _CUT_HAN.finditer(run):
        found.add((begin, match.start()))
        begin = match.end()
    found.add((begin, len(run)))
    return {(first, last) for first, last in found if last - first > 1}


def _may_be_named(written: str) -> bool:
    if written[0] in _WEAK_HAN or written[-1] in _WEAK_HAN or not _HAN.match(written[0]):
        return False
    if written[0] in "·•‧・-" or written[-1] in "·•‧・-":
        return False
    return written not in _ASKING_HAN and bool(terms(written))


def _han_weight(written: str, *, is_part: bool) -> float:
    length = len(_HAN.findall(written))
    weight = {1: 0.2, 2: 0.45, 3: 0.65}.get(length, 0.75)
    return min(1.0, weight + (0.2 if is_part else 0.0))
