"""What kind of answer a question asks for, and whether a sentence holds something of the kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.folding import fold
from store.tokens import runs

# Words by which a question, folded, shows what it asks for.
_CUES = {
    "number": re.compile(
        r"\bhow (?:many|much|long|far|old|big|large|tall|high|deep|fast|often)\b"
        r"|what (?:percent|number|amount|size|age|distance)|多少|第?几|多[长高大远久深重]"
    ),
    "date": re.compile(
        r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|century|decade|time|season|period)\b"
        r"|什么时候|何时|哪一?[年月日天]|什么时间|哪个?世纪|什么年代|时间"
    ),
    "person": re.compile(
        r"\bwho(?:se|m)?\b|\bwhat (?:person|man|woman|king|president|leader|author|name)"
        r"|谁|哪位|何人|什么人|哪个人|哪两?[位人]"
    ),
    "place": re.compile(
        r"\bwhere\b|\b(?:what|which) (?:country|city|state|place|region|area|location|town|river|"
        r"continent|province|county|island)\b"
        r"|哪里|哪儿|何地|何处|哪个?[国市省城地县州洲]|什么地方|位于|地点"
    ),
    "reason": re.compile(r"\bwhy\b|reason|为什么|为何|原因|怎么会"),
}
TYPES = tuple(_CUES)

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|"
    "million|billion|half|twice|first|second|third|percent"
)
_NUMBER = re.compile(
    rf"\d[\d,.]*|\b(?:{_NUMBER_WORDS})\b"
    r"|[一二三四五六七八九十百千万亿两]+[个人名位年月日次种只条座部万亿千米公里元]"
)
_DATE = re.compile(
    r"\b1\d{3}s?\b|\b20\d\ds?\b|\b(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century)\b"
    r"|\d+\s*[年月日]|世纪|[一二三四五六七八九十]+[年月日]"
)
_NAME = re.compile(
    r"[A-Z][a-z'’.-]+(?:\s(?:[A-Z][a-z'’.-]+|of|de|von|van|al))*|[A-Z]{2,}|[\u4e00-\u9fff]+·"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|of|on|between|across) (?:the )?[A-Z]|[省市县区国州镇村路街岛山河洲]"
)
_REASON = re.compile(
    r"\bbecause\b|\bdue to\b|\bsince\b|\btherefore\b|\bso that\b|\bin order\b|\bresult"
    r"|因|由于|所以|导致|为了"
)
# A sentence begins with a capital letter; these are no names.
_NO_NAMES = frozenset(
    ("the", "in", "a", "it", "he", "this", "she", "his", "at", "on", "for", "by", "an", "as")
)


def types_of(question: str) -> list[str]:
    """The kinds of answer that the folded `question` asks for, of TYPES; often none."""
    return [name for name, cue in _CUES.items() if cue.search(question)]


def holds(answer_type: str, sentence: str, asked: frozenset[str]) -> bool:
    """Whether `sentence`, as written, holds something of that type.

    Args:
        answer_type: One of TYPES.
        sentence: The sentence.
        asked: The words of the question, folded: what it says itself is no answer.
    """
    if answer_type == "person":
        return _has_new(_NAME.findall(sentence), asked)
    folded = fold(sentence)
    if answer_type == "number":
        return any(found not in asked for found in _NUMBER.findall(folded))
    if answer_type == "date":
        return any(found not in asked for found in _DATE.findall(folded))
    if answer_type == "place":
        return bool(_PLACE.search(sentence) or _PLACE.search(folded))
    return bool(_REASON.search(folded))


def _has_new(names: Iterable[str], asked: frozenset[str]) -> bool:
    known = asked | _NO_NAMES
    return any(not known.issuperset(runs(fold(name))) for name in names)
