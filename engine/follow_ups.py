"""Questions that go on from the one before: "And for children?", "那周末呢？"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.spans import question_spans
from engine.swapping import points_at_a_day, remainder, swapped
from engine.terms import terms
from engine.tools.context import ToolContext

# More content terms than this, and a question stands by itself whatever it begins with.
_MOST_TERMS = 6
_GOES_ON = re.compile(
    r"^\s*(?:and|but|or|also|then|so|what about|how about|what if|what else|(?:the )?same)\b"
    r"|\bthen\s*[?.!]*\s*$"
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
# Nor does "is it raining in Boston?", which names its place.
_OF_THE_WEATHER = re.compile(
    r"\bit(?:'s|s)?\b.{0,25}\b(?:rain|snow|hail|pour|drizzl|storm|freez|sunny|windy|wet|dry|hot|cold"
    r"|warm|cool|humid|cloudy|foggy|icy|muggy|chilly|mild|nice|like)\w*\b.{0,20}"
    r"\b(?:in|at|over|near|around) (?!the\b|a\b|an\b|all\b|here\b|there\b)[a-z]",
    re.IGNORECASE,
)
# What is asked for in Chinese; with no more Han characters than this left, it says not of what.
_ASKED_ZH = re.compile(
    r"多少钱?|几点钟?|什么时候|什么地方|在?哪里?|几[天个次月年人位层楼号]?|多[久大长高远重贵]|怎么[办走样]?"
    r"|什么|谁|吗|呢|啊|呀|吧|的|是|要|有|得|能|可以|会"
)
_OF_TODAY = re.compile(
    r"[今明昨]|现在|星期|礼拜|周|农历|生肖|节|几[点号月]了|^[\s\W]*几[点号](?:了|钟|\W|$)"
)
_SHORTEST_SUBJECT = 2
_UNITS = (
    re.compile(r"(?:this|next|last) year|(?<!\d)(?:19|20)\d\d(?![-/\d])年?|[今明去后前]年", re.I),
    re.compile(r"today|tomorrow|yesterday|[今明昨后前]天", re.I),
    re.compile(r"(?:this|next|last) month|(?:这个?|下个?|上个?|本)月", re.I),
    re.compile(r"(?:this|next|last) week(?:end)?|(?:这个?|下个?|上个?|本)(?:周末?|星期)", re.I),
)
# The year beside the one that was asked for; 明年 is always counted from now.
_YEAR_BESIDE = re.compile(
    r"the (?:following year|year (?:after|before)(?: that)?|previous year)|[后下前上]一年|第二年",
    re.I,
)
_YEAR = re.compile(r"year|一年|第二年", re.I)
_NEXT = re.compile(r"next|follow|after|[后下]一|第二", re.I)
_LAST = re.compile(r"last|previous|before|[前上]一", re.I)
_WRITTEN_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?![-/\d])")
_ONLY_A_TIME = re.compile(
    r"(?:and|what about|how about|那么?|而)?\s*(?:in|on|for)?\s*(?P<time>"
    + "|".join(unit.pattern for unit in (*_UNITS, _YEAR_BESIDE))
    + r")\s*呢?\s*[?？。.]?",
    re.IGNORECASE,
)


def goes_on(question: str) -> bool:
    """Whether a question can hardly be understood without the one before it."""
    if len(terms(question)) > _MOST_TERMS:
        return False
    if _GOES_ON.search(question) or _lacks_a_subject(question):
        return True
    if _OF_THE_CALENDAR.search(question) or _OF_THE_WEATHER.search(question):
        return False
    return bool(_POINTS_BACK.search(question))


def _lacks_a_subject(question: str) -> bool:
    """Whether a Chinese question asks for something without saying of what: 几点到, 学费多少钱."""
    if not _ASKED_ZH.search(question) or _OF_TODAY.search(question):
        return False
    left = re.sub(r"[^\u3400-\u9fff]", "", _ASKED_ZH.sub("", question))
    return 0 < len(left) <= _SHORTEST_SUBJECT and not re.search(r"[a-zA-Z0-9]", question)


def standalone(
    question: str,
    earlier: Iterable[str],
    context: ToolContext | None = None,
    places: Sequence[str] = (),
) -> str:
    """The question after the nearest one of `earlier` (newest first) that it goes on from.

    One that only names another day, year, place or number takes that one's place in the earlier
    question; `places` are those that earlier answers were about. A question that stands by itself
    is given back as it is.
    """
    if not goes_on(question) and not _is_bare(question, context):
        return question
    # Those between say what has changed since.
    between: list[str] = []
    for before in earlier:
        if not goes_on(before) and not _is_bare(before, context):
            break
        between.append(before)
    else:
        if not between:
            return question
        before = between.pop()
    for one in reversed(between):
        before = _changed(before, one, context, places) or before
    return _changed(before, question, context, places) or f"{before} {question}"


def _changed(
    before: str, question: str, context: ToolContext | None, places: Sequence[str]
) -> str | None:
    changed = with_other_time(before, question)
    if changed is None and context is not None:
        changed = swapped(before, question, context, places)
    return changed


def _is_bare(question: str, context: ToolContext | None) -> bool:
    """Whether a question is nothing but a date ("The 5th of May?"), or counts from one said."""
    if context is None or len(terms(question)) > _MOST_TERMS:
        return False
    if points_at_a_day(question):
        return True
    spans = question_spans(question, context)
    left = remainder(question).casefold()
    return spans.count == 1 and spans.apart[0].casefold() == left


def _only_a_time(question: str) -> re.Match[str] | None:
    """A question that only names a day or a year, whatever it begins with."""
    return _ONLY_A_TIME.fullmatch(question.strip())


def with_other_time(before: str, question: str) -> str | None:
    """The earlier question for the day or year that a later one only names ("And next year?")."""
    named = _only_a_time(question)
    if named is None:
        return None
    if year := _year_beside(before, named["time"]):
        return year
    for unit in _UNITS:
        if unit.fullmatch(named["time"]):
            replaced, count = unit.subn(lambda _: named["time"], before)
            return replaced if count == 1 else None
    return None


def _year_beside(before: str, said: str) -> str | None:
    """The earlier question for the year after or before the only one that it writes."""
    years = list(_WRITTEN_YEAR.finditer(before))
    if len(years) != 1 or not _YEAR.search(said):
        return None
    step = bool(_NEXT.search(said)) - bool(_LAST.search(said))
    if not step:
        return None
    start, end = years[0].span()
    return f"{before[:start]}{int(years[0]['year']) + step}{before[end:]}"
