"""time_delta: exact calendar arithmetic between two dates or moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.dates import Resolved, as_moment, resolve
from engine.tools.observation import Observation
from engine.tools.tool import FromQuestion, tool
from engine.tools.wording import capitalised, count, day_text, enumerate_en, observation

_HALF_YEAR = 183
_PERIODS = ("week", "month", "quarter", "year")


def time_delta(
    context: ToolContext,
    start_time: Annotated[str, FromQuestion(("now",))],
    end_time: Annotated[str, FromQuestion(("now",))],
) -> Observation:
    """Count the days, or hours and minutes, from one date or time to another.

    Args:
    start_time: Where to count from: a date, a time, a festival or "now", as the question says it.
    end_time: Where to count to, likewise.

    Raises ToolError when one of the two is not understood or does not exist.
    """
    ends = _resolve_both(start_time, end_time, context)
    gap = _measure(*ends)
    lines = [_sentence(ends, gap, context.language)]
    if extra := _other_occurrence(ends, gap, context):
        lines.append(extra)
    data = {
        "start": ends[0].start.isoformat() if gap.timed else ends[0].first_day.isoformat(),
        "end": gap.last.isoformat(),
        "days": gap.total.days if not gap.timed else gap.total / timedelta(days=1),
        "seconds": int(gap.total.total_seconds()),
    }
    args = {"start_time": start_time, "end_time": end_time}
    return observation("time_delta", args, lines, data=data)


@dataclass(frozen=True, slots=True)
class _Gap:
    """From `first` to `last`; `total` is negative when the end comes first."""

    first: date
    last: date
    timed: bool

    @property
    def total(self) -> timedelta:
        return as_moment(self.last) - as_moment(self.first)


def _is_now(end: Resolved, context: ToolContext) -> bool:
    return end.first_day == context.now.date() and end.year_said and end.named


def _resolve_both(start: str, end: str, context: ToolContext) -> tuple[Resolved, Resolved]:
    """Resolve both ends so that a missing year is the one that was meant.

    With the year in one expression only, the other gets the same. Counting from or to the
    present, a yearly event is the next or the last one. With no year at all, an end that would
    come first is next year's, when that is nearer.
    """
    first, last = resolve(start, context), resolve(end, context)
    this_year = context.now.year
    if first.year_said and last.year_said:
        return first, last
    if _is_now(first, context) and not last.year_said:
        if last.first_day < first.first_day:
            last = resolve(end, context, default_year=this_year + 1)
    elif _is_now(last, context) and not first.year_said:
        if first.first_day > last.first_day:
            first = resolve(start, context, default_year=this_year - 1)
    elif first.year_said:
        last = resolve(end, context, default_year=first.first_day.year)
    elif last.year_said:
        first = resolve(start, context, default_year=last.first_day.year)
    elif (first.first_day - last.first_day).days >= _HALF_YEAR:
        last = resolve(end, context, default_year=this_year + 1)
    return first, last


def _measure(first: Resolved, last: Resolved) -> _Gap:
    # "Now" against a day is today; against a clock time it is this minute.
    grains = {first.grain, last.grain}
    if "time" in grains:
        return _Gap(as_moment(first.start), as_moment(last.start), timed=True)
    until = last.first_day
    if last.grain in _PERIODS and first.first_day >= last.first_day:
        # "How many days are left this year" counts to its last day.
        until = max(until, last.last_day) if first.first_day <= last.last_day else until
    return _Gap(first.first_day, until, timed=False)


def _label(end: Resolved, day: date, timed: bool, language: Language) -> str:
    stated = day_text(day, language)
    if not end.named:
        return stated
    words = end.expression
    # "From now to in 90 minutes" reads badly; the resolved time says it all.
    if words.lower().startswith(("in ", "at ", "on ")):
        return stated
    if not timed and end.grain in _PERIODS:
        edge = (
            ("的第一天", "the start of ") if day == end.first_day else ("的最后一天", "the end of ")
        )
        words = words + edge[0] if language == "zh" else edge[1] + words
    if end.grain == "now":
        words = ("现在" if timed else "今天") if language == "zh" else ("now" if timed else "today")
    return f"{words}（{stated}）" if language == "zh" else f"{words} ({stated})"


def _sentence(ends: tuple[Resolved, Resolved], gap: _Gap, language: Language) -> str:
    first = _label(ends[0], gap.first, gap.timed, language)
    last = _label(ends[1], gap.last, gap.timed, language)
    length, detail = _length(gap, language)
    backwards = gap.total < timedelta(0)
    if language == "zh":
        aside = f"（{'；'.join(detail)}）" if detail else ""
        if not gap.total:
            return f"{first}与{last}是同一{'时刻' if gap.timed else '天'}，相差0天。"
        if backwards:
            return f"{last}比{first}早{length}{aside}。"
        return f"从{first}到{last}共{length}{aside}。"
    aside = f" ({'; '.join(detail)})" if detail else ""
    if not gap.total:
        return capitalised(
            f"{first} and {last} are the same {'moment' if gap.timed else 'day'}: 0 days."
        )
    if backwards:
        return capitalised(f"{last} is {length} before {first}{aside}.")
    verb = "is" if length.startswith("1 ") and " and " not in length else "are"
    return f"From {first} to {last} there {verb} {length}{aside}."


def _length(gap: _Gap, language: Language) -> tuple[str, list[str]]:
    """The length in its main unit, and in others."""
    seconds = abs(int(gap.total.total_seconds()))
    days, rest = divmod(seconds, 86400)
    if gap.timed:
        return _timed_length(days, rest, language)
    detail = []
    if days >= 7:
        detail.append(_parts(_pairs(("week", days // 7), ("day", days % 7)), language))
    from dateutil.relativedelta import relativedelta

    early, late = sorted((gap.first, gap.last))
    delta = relativedelta(late, early)
    if delta.years or delta.months:
        parts = _pairs(("year", delta.years), ("month", delta.months), ("day", delta.days))
        detail.append(_parts(parts, language))
    return _parts([("day", days)], language), detail


def _timed_length(days: int, rest: int, language: Language) -> tuple[str, list[str]]:
    clock = [("hour", rest // 3600), ("minute", rest % 3600 // 60), ("second", rest % 60)]
    parts = _pairs(("day", days), *clock)
    hours, minutes = divmod((days * 86400 + rest) // 60, 60)
    detail = []
    if days:
        detail.append(_parts(_pairs(("hour", hours), ("minute", minutes)), language))
    if hours:
        detail.append(_parts([("minute", hours * 60 + minutes)], language))
    return _parts(parts, language), detail


def _pairs(*pairs: tuple[str, int]) -> list[tuple[str, int]]:
    return [(unit, number) for unit, number in pairs if number]


_ZH_UNITS = {
    "year": "年",
    "month": "个月",
    "week": "周",
    "day": "天",
    "hour": "小时",
    "minute": "分钟",
    "second": "秒",
}


def _parts(pairs: list[tuple[str, int]], language: Language) -> str:
    if language == "en":
        return enumerate_en([count(number, unit) for unit, number in pairs])
    text = ""
    for position, (unit, number) in enumerate(pairs):
        # 8周零4天, 7个月零8天; hours and minutes follow without it.
        zero = "零" if position and position == len(pairs) - 1 and unit == "day" else ""
        text += f"{zero}{number}{_ZH_UNITS[unit]}"
    return text


def _other_occurrence(ends: tuple[Resolved, Resolved], gap: _Gap, context: ToolContext) -> str:
    """Where a yearly event without a year put the end first: a line on its other year."""
    first, last = ends
    if gap.timed or gap.total >= timedelta(0) or (first.year_said and last.year_said):
        return ""
    if not last.year_said:
        later = resolve(last.expression, context, default_year=last.first_day.year + 1)
        days = (later.first_day - gap.first).days
        if context.language == "zh":
            since, day = day_text(gap.first, "zh"), day_text(later.first_day, "zh")
            return f"{since}之后的下一个{last.expression}是{day}，相差{days}天。"
        return (
            f"The next {last.expression} after {gap.first} is {later.first_day}, "
            f"{count(days, 'day')} later."
        )
    earlier = resolve(first.expression, context, default_year=first.first_day.year - 1)
    days = (gap.last - earlier.first_day).days
    if context.language == "zh":
        until, day = day_text(gap.last, "zh"), day_text(earlier.first_day, "zh")
        return f"{until}之前的上一个{first.expression}是{day}，相差{days}天。"
    return (
        f"The last {first.expression} before {gap.last} is {earlier.first_day}, "
        f"{count(days, 'day')} earlier."
    )


TOOLS = (
    tool(
        time_delta,
        en="Count the time between two dates",
        zh="计算两个日期之间的时间",
        returns="The number of days (and weeks, months, years), or of hours and minutes.",
    ),
)
