"""Follow-ups that only name another day, place or number: that takes the earlier one's place.

"What about Denver?" after "Will it rain in Chicago today?" asks "Will it rain in Denver today?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from engine.almanac.countries import written_places
from engine.dates.resolving import resolve
from engine.spans import QuestionSpans, question_spans
from engine.subjects import LENGTH, names_festival
from engine.terms import terms
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

_LEAD = re.compile(
    r"^\s*(?:(?:and|but|or|also|then|so|ok|okay|what about|how about|what if|what is it for|"
    r"(?:the )?same(?: thing| question)?(?: for| in| with| on| but)?)\b[\s,]*|那么?|而|还有|另外|"
    r"然后|换成|改成|如果是|要是|同样)+",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"^\s*(?:(?:for|in|on|at|by|until|till?|to|from|since|of)\b\s*|从|到|离|距离?|至|在)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s*(?:的?呢|的|\bthen|\bplease|\binstead|\btoo|\bas well|那里|那边))*[\s？?。.!！]*$",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<!\d)(?:1[89]|20|21)\d\d(?!\d)(?:年)?|[今明后去前]年|\b(?:this|next|last) year\b", re.I
)
_MONTH_AND_DAY = re.compile(
    r"\d{1,2}月|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_ONLY_A_DAY = re.compile(r"(?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th|号|日)", re.IGNORECASE)
_DAY_OF_A_DATE = re.compile(
    r"(?<!\d)[0-3]?\d(?:st|nd|rd|th)?(?=\s*(?:号|日|of\b|[a-z]{3}))|(?<=[a-z] )[0-3]?\d(?!\d)", re.I
)
_NUMBER = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"[一二两三四五六七八九十百]+)"
)
_UNIT = r"(?:days?|weeks?|months?|years?|hours?|minutes?|个?(?:小时|星期|月)|天|周|年|分钟)"
_AMOUNT = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})", re.IGNORECASE)
_STEP = re.compile(
    r"(?:the )?(?:(?P<after>day after(?: that)?|next day|following day)|day before(?: that)?)"
    r"|(?P<later>第二天|次日|后一天|再后一天)|前一天",
    re.IGNORECASE,
)
_THAT_DAY = re.compile(
    r"\b(?:from|since|until|till?|to|on|is|and) (?P<en>then|that(?: day| date)?)\b(?! )"
    r"|\b(?P<mid>then) (?=till?|until|to)|(?P<zh>那[一]?天|那时候?|那个日子)",
    re.IGNORECASE,
)
_MOST_PLACE_WORDS, _MOST_PLACE_CHARACTERS = 4, 8
_ASKS = re.compile(
    r"\b(?:who|what|when|where|why|how|which|is|are|was|does|do|did|can|it|they|he|she)\b"
    r"|[几谁哪吗怎]|多少|什么|何时|多[久大长高远]",
    re.IGNORECASE,
)


def remainder(question: str) -> str:
    """What a follow-up names, without the words around it: "Denver", "后天"."""
    return _TAIL.sub("", _LEAD.sub("", question.strip())).strip(" ,，")


def swapped(
    before: str, question: str, context: ToolContext, places: Sequence[str] = ()
) -> str | None:
    """The earlier question with what a later one names in the place of its like.

    `places` are those that the earlier answer was about. None where nothing fits.
    """
    if found := _with_that_day(before, question, context):
        return found
    rest = remainder(question)
    named = _PREPOSITION.sub("", rest).strip()
    if not named:
        return None
    earlier = question_spans(before, context)
    return (
        _with_amount(before, named)
        or _with_step(before, named, earlier, context)
        or _with_date(before, named, earlier, context)
        or _with_country(before, named)
        or _with_place(before, named, places)
    )


def points_at_a_day(question: str) -> bool:
    """Whether a length is counted from or to a day that was said before: "from then till today"."""
    return bool(_THAT_DAY.search(question) and LENGTH.search(question))


def _with_that_day(before: str, question: str, context: ToolContext) -> str | None:
    """ "How many days from then till today": then is the day of the earlier question."""
    found = _THAT_DAY.search(question)
    if found is None or not points_at_a_day(question):
        return None
    spans = question_spans(before, context)
    if spans.count != 1:
        return None
    group = str(found.lastgroup)
    return question[: found.start(group)] + spans.apart[0] + question[found.end(group) :]


def _with_amount(before: str, named: str) -> str | None:
    amount = _AMOUNT.fullmatch(named)
    if amount is None:
        return None
    alike = [
        one
        for one in _AMOUNT.finditer(before)
        if one["unit"].lower().rstrip("s") == amount["unit"].lower().rstrip("s")
    ]
    return _replaced(before, alike[0][0], named) if len(alike) == 1 else None


def _with_step(before: str, named: str, earlier: QuestionSpans, context: ToolContext) -> str | None:
    """The day after or before that of the earlier question."""
    step = _STEP.fullmatch(named)
    if step is None or earlier.count != 1:
        return None
    try:
        day = resolve(earlier.apart[0], context).last_day
    except ToolError:
        return None
    day += timedelta(1 if step["after"] or step["later"] else -1)
    return _replaced(before, earlier.apart[0], day.isoformat())


def _with_date(before: str, named: str, earlier: QuestionSpans, context: ToolContext) -> str | None:
    if changed := _with_day_of_month(before, named, earlier):
        return changed
    spans = question_spans(named, context)
    if spans.count != 1 or _left(named, spans.apart[0]):
        return None
    new = spans.apart[0]
    if not earlier.count:
        plain = before.rstrip(" ?？。.!！")
        return f"{plain}{'' if new > '一' else ' '}{new}"
    with_year = [one for one in earlier.apart if _YEAR.search(one)]
    if _YEAR.fullmatch(new):
        target = (with_year or earlier.apart)[-1]
        return _replaced(before, target, _in_year(target, new))
    target = earlier.apart[-1]
    return _replaced(before, target, _with_its_year(new, target))


def _with_day_of_month(before: str, named: str, earlier: QuestionSpans) -> str | None:
    """ "And on the 5th?": of the month that was asked of."""
    only = _ONLY_A_DAY.fullmatch(named)
    if only is None or not earlier.count:
        return None
    target = earlier.apart[-1]
    changed = _DAY_OF_A_DATE.sub(only["day"], target, count=1)
    return None if changed == target else _replaced(before, target, changed)


def _left(named: str, date: str) -> list[str]:
    return terms(named.replace(date, " "))


def _in_year(target: str, year: str) -> str:
    """A date in another year: Easter 2026 in 2027, 今年中秋 in 2024年."""
    if _YEAR.search(target):
        is_plain = year.endswith("年") and re.search(r"\d{4}(?!年)", target)
        return _YEAR.sub(year.rstrip("年") if is_plain else year, target, count=1)
    return f"{year}{target}" if _is_han(target) else f"{target} {year}"


def _with_its_year(new: str, target: str) -> str:
    """A festival, or a day of a month, in the year of the date whose place it takes."""
    year = _YEAR.search(target)
    if year is None or _YEAR.search(new):
        return new
    if not (names_festival(new) or _MONTH_AND_DAY.search(new)):
        return new
    if _is_han(new):
        written = year[0] if year[0].endswith("年") else f"{year[0]}年"
        return f"{written}{new}"
    return f"{new} {year[0].rstrip('年')}"


def _with_country(before: str, named: str) -> str | None:
    new, old = written_places(named), written_places(before)
    if len(new) != 1 or len(old) != 1 or _left(named, new[0]):
        return None
    return _replaced(before, old[0], new[0])


def _with_place(before: str, named: str, places: Sequence[str]) -> str | None:
    short = len(named.split()) <= _MOST_PLACE_WORDS
    short = short and (not _is_han(named) or len(named) <= _MOST_PLACE_CHARACTERS)
    if not short or _ASKS.search(named):
        return None
    known = [place for place in places if place.casefold() in before.casefold()]
    return _replaced(before, known[0], named) if len(known) == 1 else None


def _replaced(before: str, old: str, new: str) -> str:
    """The last place of `old` in a question taken by `new`; white space in it may differ."""
    pattern = re.compile(r"\s+".join(map(re.escape, old.split())), re.IGNORECASE)
    places = list(pattern.finditer(before))
    if not places:
        return before
    return before[: places[-1].start()] + new + before[places[-1].end() :]


def _is_han(text: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in text)
