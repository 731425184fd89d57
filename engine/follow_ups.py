"""Questions that go on from the one before: "And for children?", "那周末呢？"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.evidence import terms

# More content terms than this, and a question stands by itself whatever it begins with.
_MOST_TERMS = 6
_GOES_ON = re.compile(
    r"^\s*(?:and|but|or|also|then|so|what about|how about|what if|what else)\b"
    r"|^\s*(?:why(?: not| so)?|how so|how come|since when)\s*[?.!]*\s*$"
    r"|^\s*(?:那|那么|还有|另外|此外|而|然后)|^\s*(?:为什么|为何)呢?\s*[？?]*\s*$"
    # "图书馆几点开门呢？" asks by itself; without a question word, 呢 asks the same again.
    r"|^(?!.*(?:几|多少|多[久大长高远]|什么|谁|哪|怎|何|吗)).*呢\s*[？?]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers)\b"
    r"|\b(?:this|that|these|those)\s*[?.!]?\s*$"
    r"|[它她]|(?<!其)他(?!人)|这个|那个|这些|那些|上述|(?<=[^\w])其(?![他中实余次它])",
    re.IGNORECASE,
)
# "What time is it?" points at nothing.
_OF_THE_CALENDAR = re.compile(
    r"\b(?:time|date|day|days|week|month|year|today|tomorrow|yesterday|holiday|festival)\b"
    r"|[今明昨]|几点|时间|日期|星期|节日|农历",
    re.IGNORECASE,
)
_UNITS = (
    re.compile(r"(?:this|next|last) year|(?<!\d)(?:19|20)\d\d(?![-/\d])年?|[今明去后前]年", re.I),
    re.compile(r"today|tomorrow|yesterday|[今明昨后前]天", re.I),
    re.compile(r"(?:this|next|last) month|(?:这个?|下个?|上个?|本)月", re.I),
    re.compile(r"(?:this|next|last) week(?:end)?|(?:这个?|下个?|上个?|本)(?:周末?|星期)", re.I),
)
_ONLY_A_TIME = re.compile(
    r"(?:and|what about|how about|那么?|而)?\s*(?:in|on|for)?\s*(?P<time>"
    + "|".join(unit.pattern for unit in _UNITS)
    + r")\s*呢?\s*[?？。.]?",
    re.IGNORECASE,
)


def goes_on(question: str) -> bool:
    """Whether a question can hardly be understood without the one before it."""
    if len(terms(question)) > _MOST_TERMS:
        return False
    if _GOES_ON.search(question):
        return True
    return bool(_POINTS_BACK.search(question)) and not _OF_THE_CALENDAR.search(question)


def standalone(question: str, earlier: Iterable[str]) -> str:
    """The question after the nearest one of `earlier` (newest first) that it goes on from.

    One that only names another day or year takes that one's place in the earlier question. A
    question that stands by itself is given back as it is.
    """
    if not goes_on(question):
        return question
    for before in earlier:
        if not goes_on(before):
            return with_other_time(before, question) or f"{before} {question}"
    return question


def with_other_time(before: str, question: str) -> str | None:
    """The earlier question for the day or year that a later one only names ("And next year?")."""
    named = _ONLY_A_TIME.fullmatch(question.strip())
    if named is None:
        return None
    for unit in _UNITS:
        if unit.fullmatch(named["time"]):
            replaced, count = unit.subn(lambda _: named["time"], before)
            return replaced if count == 1 else None
    return None
