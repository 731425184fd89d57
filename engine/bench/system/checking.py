"""Whether what the program did and said is right, checked without a model.

Dates in a question's `args` are ISO dates, times (HH:MM), years or "now"; "*" is any text; a list
are alternatives. In its `answer` an ISO date stands for every usual way to write that date, and
星期五 for 周五 and 礼拜五.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from engine.bench.system.questions import Question
from engine.dates.resolving import resolve, resolve_year
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

# Arguments that are one time between two: their order in the call does not change it.
_ENDS = ("start_time", "end_time")
# Arguments that are the first and the last day of a period.
_PERIOD = ("start_date", "end_date")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_HAN = "\u3400-\u9fff"
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")


def right_arguments(question: Question, tool: str, found: Mapping[str, Any]) -> bool:
    """Whether a call of one of the question's tools says what the question says."""
    context = ToolContext(question.now, question.language)
    return any(
        _same_call(gold, found, context)
        for name, gold in zip(question.tool, question.args, strict=True)
        if name == tool
    )


def _same_call(gold: Mapping[str, Any], found: Mapping[str, Any], context: ToolContext) -> bool:
    if _ENDS[0] in gold:
        ends = [gold[name] for name in _ENDS]
        said = [str(found.get(name, "")) for name in _ENDS]
        return any(
            all(_same_moment(one, other, context) for one, other in zip(ends, order, strict=True))
            for order in (said, said[::-1])
        )
    rest = [name for name in gold if name not in _PERIOD]
    if not all(_same_value(name, gold[name], found.get(name), context) for name in rest):
        return False
    return _PERIOD[0] not in gold or _same_period(gold, found, context)


def _same_value(name: str, gold: Any, found: Any, context: ToolContext) -> bool:
    if found is None:
        return False
    if gold == "*":
        return bool(str(found).strip())
    if isinstance(gold, list):
        return any(_same_value(name, one, found, context) for one in gold)
    if name == "year":
        year = context.now.year if gold == "now" else int(gold)
        try:
            return resolve_year(str(found), context) == year
        except ToolError:
            return False
    return fold(gold) == fold(str(found))


def _same_moment(gold: str, found: str, context: ToolContext) -> bool:
    """Whether an expression means the day, or the time today, that `gold` writes out."""
    if gold == "now":
        wanted: date | datetime = context.now.date()
    elif _CLOCK.fullmatch(gold):
        hour, minute = gold.split(":")
        wanted = datetime.combine(context.now.date(), time(int(hour), int(minute)))
    else:
        wanted = date.fromisoformat(gold)
    try:
        said = resolve(found, context, default_year=wanted.year)
    except ToolError:
        return False
    if not isinstance(wanted, datetime):
        return said.first_day == wanted
    if said.grain == "now":
        return wanted == context.now.replace(second=0, microsecond=0)
    return said.start == wanted


def _same_period(gold: Mapping[str, Any], found: Mapping[str, Any], context: ToolContext) -> bool:
    first = date.fromisoformat(gold["start_date"])
    last = date.fromisoformat(gold.get("end_date", gold["start_date"]))
    start = str(found.get("start_date") or "now")
    try:
        begins = resolve(start, context, default_year=first.year)
        ends = resolve(str(found.get("end_date") or start), context, default_year=last.year)
    except ToolError:
        return False
    days = sorted((begins.first_day, ends.last_day))
    return days == [first, last]


def right_answer(question: Question, outcome: str, text: str, tools: Sequence[str]) -> bool:
    """Whether what the program said in the end is right; `tools` are those that were called."""
    if question.refuse:
        return outcome == "not_found"
    if question.outcome == "talk":
        return outcome == "answered" and bool(text.strip()) and not set(tools) - {"do_nothing"}
    if outcome != "answered":
        return False
    written = fold(text)
    return any(all(says(written, part) for part in parts) for parts in question.answer)


def fold(text: str) -> str:
    """Without case, width, final marks, and the spaces that writers leave out or put in."""
    # A full-width comma stands between numbers, a narrow one within them.
    narrow = unicodedata.normalize("NFKC", text.replace("，", "、"))
    folded = " ".join(narrow.casefold().split())
    return _BESIDE_HAN.sub("", folded).replace(" °", "°").strip(" ?!.。")


def says(folded: str, wanted: str) -> bool:
    """Whether a folded text says something: the words whole, a date in any usual form."""
    if _ISO.fullmatch(wanted):
        return _date_pattern(date.fromisoformat(wanted)).search(folded) is not None
    if wanted.startswith("星期"):
        day = "[日天]" if wanted[2] == "日" else wanted[2]
        return re.search(f"(?:星期|周|礼拜){day}", folded) is not None
    part = fold(wanted)
    before = (
        r"(?<!\d)(?<!\d[.,])" if part[0].isdigit() else r"(?<![a-z])" if part[0].isascii() else ""
    )
    after = r"(?!\d|[.,]\d)" if part[-1].isdigit() else ""
    return re.search(before + re.escape(part) + after, folded) is not None


def _date_pattern(day: date) -> re.Pattern[str]:
    year, number = day.year, day.day
    month = _MONTHS[day.month - 1].casefold()
    name = f"(?:{month}|{month[:3]}|{month[:4]})\\.?"
    ordinal = f"0?{number}(?:st|nd|rd|th)?"
    other_year = rf"(?!,? (?!{year})\d{{4}})"
    forms = (
        rf"{day.isoformat()}",
        rf"(?<!\d){ordinal} (?:of )?{name}{other_year}(?![a-z])",
        rf"(?<![a-z]){name} {ordinal}(?!\d){other_year}",
        rf"(?:{year}年|(?<!年)(?<!\d))0?{day.month}月0?{number}[日号]",
    )
    return re.compile("|".join(forms))
