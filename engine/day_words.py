"""What a question says beside its dates: whether it is about the calendar, or about something else.

Words about something else that a document holds as well make it a question for the documents: "how
many days until the choir's concert" is none for the calendar, "how many days until Christmas" is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.date_questions import WEEKDAY
from engine.spans import QuestionSpans
from engine.subjects import LENGTH, SPAN
from engine.terms import terms
from store.stop_words import ENGLISH

# The present day, or what a calendar knows of it.
_CALENDAR = re.compile(
    WEEKDAY.pattern
    + r"|\b(?:what|which|whats|what's) (?:is )?(?:the )?(?:day|date|month|year|week|time|hour)\b"
    r"|\b(?:current|local) (?:date|time|day)\b|\bwhat time\b|\bweekday\b|\bdate\b"
    r"|\blunar\b|\bzodiac\b|\bconstellation\b|\bstar sign\b|\bleap year\b|\bcalendar\b"
    r"|\btime is it\b|\bweek number\b|\btoday\b|\bnow\b"
    r"|几号|几月|几日|什么日子|日期|农历|阴历|阳历|公历|旧历|生肖|属什么|属啥|属相|干支|星座|黄历|日历|闰年"
    r"|第几周|几点(?:了|钟)|现在.{0,2}几点|现在.{0,3}时间|今年是|哪天|哪一天|今[天儿日]|号头",
    re.IGNORECASE,
)
_OTHER_QUESTION_WORDS = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|left|until|till?|since|ago|before|after|"
    r"between|next|last|this|first|many|much|long|time|date|day|off|holidays?|public|bank|get|got|go|"
    r"exactly|still|know|want|need|tell|give|show|ok|okay|please|just|right|now|today|there)\b"
    r"|还有|还剩|剩下|距离?|离|一共|总共|多少|多久|几|哪|什么|怎么|时候|请问|帮我|看看|今年|明年|去年"
    r"|放假|假期|假日|节日|节气|过后|之后|之前|中间|时间|日子|起|到|现在",
    re.IGNORECASE,
)
# Share of the other words that one passage must hold.
_LEAST_HELD = 0.6


def asks_of_calendar(question: str) -> bool:
    """Whether a question without a date may still be one about a day: the present one."""
    return bool(_CALENDAR.search(question))


def other_terms(question: str, spans: QuestionSpans | None) -> set[str]:
    """The content terms of a question beside its dates and the words that ask for days."""
    left = question
    for written in sorted(spans.apart if spans else (), key=len, reverse=True):
        left = left.replace(written, " ")
    for pattern in (LENGTH, SPAN, WEEKDAY, _CALENDAR, _OTHER_QUESTION_WORDS):
        left = pattern.sub(" ", left)
    return {term for term in terms(left) if term not in ENGLISH}


def is_held(wanted: set[str], passages: Iterable[str]) -> bool:
    """Whether one passage holds most of the wanted terms."""
    least = _LEAST_HELD * len(wanted)
    return bool(wanted) and any(len(wanted & set(terms(text))) >= least for text in passages)
