"""Questions about time that only a date in a document answers, read by their words.

"How many days until my lease ends?", "离保修到期还有几天", "What weekday is the audit?", "How long
after the audit was the report due?": what is asked for is a length of time or a weekday, and the
question describes a day where it could have said its date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from engine.subjects import AGE, LENGTH, SPAN

# What happened on the day that is described.
Cue = Literal["begins", "ends", "born", "died", "arrives", "leaves"]


@dataclass(frozen=True, slots=True)
class Described:
    """A day as a question describes it: its words, and what they say happens then."""

    words: str
    cue: Cue | None = None


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """What is asked of described days: the weekday of one, or the time between two.

    With one day, a length is the time from it to now, or from now to it.
    """

    asks: Literal["length", "weekday"]
    days: tuple[Described, ...]


WEEKDAY = re.compile(
    r"\b(?:what|which) weekday\b|\bday of the week\b"
    r"|\bwhat day (?:is|was|does|do|did|will)\b(?! (?:it|today|tomorrow|yesterday)\b)"
    r"|星期几|周几|礼拜几|星期幾|周幾",
    re.IGNORECASE,
)
# A day from which or to which the present is counted.
_UNTIL = re.compile(
    r"\b(?:until|till?|'til|left|remain(?:s|ing)?|to go|away|from now)\b"
    r"|\bhow (?:long|many \w+|soon)\b.{0,24}\bbefore\b"
    r"|还有|还剩|还差|剩下|剩余|剩多少|剩几|距离?|离|差(?:多少|几)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:since|ago|has .{1,60} been|have .{1,60} been)\b"
    r"|至今|以来|到(?:今天|现在|如今|目前)|过去了?(?:多少|几|多久)|已经|(?:多少|几)[天年个周月]{1,2}了|多久了",
    re.IGNORECASE,
)
# Rules, which speak of lengths themselves: "how long before the exam must I register".
_OF_RULES = re.compile(
    r"\b(?:must|should|shall|(?<!\d )may(?! \d)|can|could|allowed|need|needs|have to|has to|"
    r"at (?:most|least)|notice|in advance|maximum|minimum|per|each|every|"
    r"a (?:day|week|month|year))\b|提前|必须|需要|需|可以|最多|至少|最长|最短|不能|能|每|之内|以内",
    re.IGNORECASE,
)
_HAVE_LEFT = re.compile(r"\b(?:do|does|did) .{1,20} have\b", re.IGNORECASE)
_COMPARED = re.compile(r"比(?P<b>.+?)(?:大|小|早|晚|年长|年轻)")
_TWO = (
    re.compile(r"\bbetween (?P<a>.+?) and (?P<b>.+)", re.IGNORECASE),
    re.compile(r"\bfrom (?P<a>.+?) (?:to|until|till|til) (?P<b>.+)", re.IGNORECASE),
    re.compile(r"\bafter (?P<a>.+?) (?:was|were|is|did|does|do|until|till) (?P<b>.+)", re.I),
    re.compile(r"\b(?P<a>.+?) (?:is|was|comes|came) (?P<b>after|before) (?P<c>.+)", re.IGNORECASE),
    re.compile(r"(?:从|自)?(?P<a>.+?)(?:到|(?<![冬夏])至)(?![期达来底今现目了])(?P<b>.+)"),
    re.compile(r"(?P<a>.+?)(?:和|与|跟)(?P<b>.+?)(?:相差|相隔|隔|差|之间)"),
    re.compile(r"(?P<a>.+?)(?:距离?|离)(?P<b>.+)"),
)
_OLDER_EN = re.compile(
    r"\b(?:older|younger)\b.*?[,:]\s*(?P<a>.+?) or (?P<b>[^,?]+)"
    r"|\bis (?P<c>.+?) (?:older|younger) than (?P<d>[^,?]+)"
    r"|\b(?:older|younger) is (?P<e>.+?) than (?P<f>[^,?]+)",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\s*(?:now|today|the present|this day|今天|现在|今|目前|如今|今日)\s*", re.IGNORECASE
)
# What a description of a day does not need: the words that ask.
_ASKING = re.compile(
    LENGTH.pattern
    + r"|"
    + WEEKDAY.pattern
    + r"|\b(?:and|in|by)? ?(?:how many )?(?:days?|weeks?|months?|years?|hours?)\b ?"
    r"(?=$|[?,.]|left|are|is|from|until|till?)"
    r"|\b(?:are|is|was|were|do|does|did|has|have|we|there|left|until|till?|from now|now|today|"
    r"to go|away|exactly|still|remaining|ago|since|passed|been|on|how|long|soon|which|what|"
    r"when's|when|and|so|before|"
    r"he|she|they|him|her|them|his|their|my|our|me|us|old|age|of)\b"
    r"|还有|还剩|还差|剩下|一共|总共|大概|距离|距今|距|离|中间|之间|隔|相差|好多天|多少[天日年个月周岁]*|几[天年个月周]+|了|呢|吗|啊|呀|是|的|那天|到(?:今天|现在)|[?？!！,，。]",
    re.IGNORECASE,
)
_CUES: tuple[tuple[Cue, re.Pattern[str]], ...] = (
    (
        "died",
        re.compile(
            r"\b(?:died?|dies|death|dead|passed away)\b|去世|逝世|过世|死|卒|离世|活了", re.I
        ),
    ),
    ("born", re.compile(r"\b(?:born|birth|birthday)\b|出生|生日|诞生|生于|[日年]生", re.I)),
    (
        "ends",
        re.compile(
            r"\b(?:ends?|ended|ending|until|till|expir\w+|runs? out|ran out|due|deadline|clos\w+|"
            r"payable|valid|pay|by|over|finish\w*|holds?|last day|no later than)\b"
            r"|到期|截止|截至|结束|结课|期满|为止|止|前|(?<![冬夏])至|完|过期|失效|放寒假|放暑假|放假",
            re.I,
        ),
    ),
    (
        "leaves",
        re.compile(r"\b(?:leav\w+|left for|depart\w*|goes|flies|out)\b|出发|离开|起飞|去：", re.I),
    ),
    (
        "begins",
        re.compile(
            r"\b(?:begins?|began|begun|starts?|started|opens?|opened|launch\w*|from)\b"
            r"|开始|开课|开学|开幕|(?<=[日号])起|^起|通车|施行|上市|开工|入住|报到",
            re.I,
        ),
    ),
    (
        "arrives",
        re.compile(r"\b(?:arriv\w+|gets? here|comes?|coming|lands?)\b|到达|抵达|到来", re.I),
    ),
)


_OF_A_LIFE = re.compile(
    "|".join(pattern.pattern for cue, pattern in _CUES if cue in ("born", "died")) + "|活",
    re.IGNORECASE,
)


def cues_in(text: str) -> set[Cue]:
    """What a text says happens."""
    return {cue for cue, pattern in _CUES if pattern.search(text)}


def read_date_question(question: str) -> DateQuestion | None:
    """What a question asks of days that it describes; None for any other question."""
    # "Between" alone asks for no length: list the days between two dates.
    asks_length = LENGTH.search(question) or _LENGTH_TOO.search(question)
    asks_length = asks_length or SPAN.search(question.replace("between", " "))
    if asks_length and (days := _two_days(question)):
        return DateQuestion("length", days)
    if AGE.search(question) and not _OF_RULES.search(question):
        return DateQuestion("length", (_described(question, "born"),))
    if asks_length and _counts_from_now(question):
        return DateQuestion("length", (_described(question),))
    if WEEKDAY.search(question):
        return DateQuestion("weekday", (_described(question),))
    return None


# Days left to pay; other ways of asking for a number of days.
_LENGTH_TOO = re.compile(
    r"^\W*(?:and )?(?:days|weeks|months)\b|好多[天年]|[多几]少?(?:年|个年头)|多少日", re.IGNORECASE
)


def _counts_from_now(question: str) -> bool:
    rules = _OF_RULES.search(question) and not _HAVE_LEFT.search(question)
    return not rules and bool(_UNTIL.search(question) or _SINCE.search(question))


def direction(question: str) -> Literal["until", "since", ""]:
    """Whether a length goes from now to a day or from a day to now; empty where that is open."""
    until, since = bool(_UNTIL.search(question)), bool(_SINCE.search(question))
    if until == since:
        return ""
    return "until" if until else "since"


def _two_days(question: str) -> tuple[Described, ...]:
    """Both days between which a length is asked for; empty where one is described, or none."""
    if "died" in cues_in(question) and (AGE.search(question) or "活了" in question):
        return (_described(question, "born"), _described(question, "died"))
    if compared := _of_two(question):
        return compared
    if _OF_RULES.search(question):
        return ()
    for pattern in _TWO:
        if found := pattern.search(question):
            last = found.groupdict().get("c") or found["b"]
            days = (_described(found["a"]), _described(last))
            if all(_says_something(day.words) for day in days):
                return days
    return ()


def _of_two(question: str) -> tuple[Described, ...]:
    """Two who are compared: who is older, 甲比乙大几岁."""
    if found := _OLDER_EN.search(question):
        one, other = (name for name in found.groups() if name)
        return (_described(one, "born"), _described(other, "born"))
    if found := _COMPARED.search(question):
        ages = re.search(r"[大小]|年长|年轻", question[found.start() :]) is not None
        cue: Cue | None = "born" if ages else None
        return (_described(question[: found.start()], cue), _described(found["b"], cue))
    return ()


def _says_something(words: str) -> bool:
    return len(words) > 1 and _NOW.fullmatch(words) is None


def _described(words: str, cue: Cue | None = None) -> Described:
    plain = " ".join(_ASKING.sub(" ", words).split())
    if cue in ("born", "died"):
        plain = " ".join(_OF_A_LIFE.sub(" ", plain).split())
    if cue is None:
        cues = cues_in(plain)
        cue = next((one for one, _ in _CUES if one in cues), None)
    return Described(plain, cue)
