"""time_delta: exact calendar arithmetic between two dates or moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from engine.dates.expressions import Grain, Scope
from engine.dates.resolving import Resolved, as_moment, resolve
from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.length_wording import days_in_words, seconds_in_words
from engine.tools.observation import Observation, ToolError
from engine.tools.tool import ForProse, FromQuestion, tool
from engine.tools.wording import capitalised, count, day_text, observation

_HALF_YEAR = 183
_PERIODS = ("week", "month", "quarter", "year", "days")


def time_delta(
    context: ToolContext,
    start_time: Annotated[str, FromQuestion(("now",), kind="date")],
    end_time: Annotated[str, FromQuestion(("now",), kind="date")],
    working_days: Annotated[str | None, ForProse()] = None,
) -> Observation:
    """Count the days, or hours and minutes, from one date or time to another.

    Args:
    start_time: Where to count from: a date, a time, a festival or "now", as the question says it.
    end_time: Where to count to, likewise.
    working_days: A country, by name or code, whose working days are to be counted as well.

    Raises ToolError when one of the two is not understood or does not exist.
    """
    ends = _resolve_both(start_time, end_time, context)
    gap = _measure(*ends, context)
    lines = [_sentence(ends, gap, context)]
    if extra := _other_occurrence(ends, gap, context):
        lines.append(extra)
    lines += _repeated_times(ends, gap, context.language)
    data = _data(ends, gap)
    if working_days:
        line, found = _working_days(gap, working_days, context)
        lines.append(line)
        data["working_days"] = found
    args = {"start_time": start_time, "end_time": end_time, "working_days": working_days}
    return observation("time_delta", args, lines, data=data)


@dataclass(frozen=True, slots=True)
class _Gap:
    """From `first` to `last`; `total` is negative when the end comes first.

    `zoned` when one of the two has a time zone: `total` is what elapses between them, and
    `last_there` is the end on the clock of the start.
    """

    first: date
    last: date
    timed: bool
    total: timedelta
    zoned: bool = False
    last_there: date | None = None


def _data(ends: tuple[Resolved, Resolved], gap: _Gap) -> dict[str, Any]:
    """Every figure with its sign; years, months and days are the calendar's."""
    from dateutil.relativedelta import relativedelta

    first, last = gap.first, gap.last_there or gap.last
    if gap.timed:
        first, last = as_moment(first), as_moment(last)
    early, late = sorted((first, last))
    # Of the two in their order, so that it does not depend on which is named first.
    parts = relativedelta(late, early) * (-1 if last < first else 1)
    units = ("years", "months", "days", "hours", "minutes", "seconds")
    seconds = int(gap.total.total_seconds())
    return {
        "start": gap.first.isoformat(),
        "end": gap.last.isoformat(),
        "start_zone": ends[0].zone.label if ends[0].zone else None,
        "end_zone": ends[1].zone.label if ends[1].zone else None,
        "sign": (seconds > 0) - (seconds < 0),
        "calendar": {unit: getattr(parts, unit) for unit in (units if gap.timed else units[:3])},
        "weeks": seconds / (7 * 86400),
        "days": gap.total / timedelta(days=1) if gap.timed else gap.total.days,
        "hours": seconds / 3600,
        "minutes": seconds / 60,
        "seconds": seconds,
    }


def _working_days(gap: _Gap, country: str, context: ToolContext) -> tuple[str, dict[str, Any]]:
    from engine.almanac.working_days import count_working_days, working_days_line

    first, last = sorted(as_moment(day).date() for day in (gap.first, gap.last))
    found = count_working_days(first, last, country, context.language)
    texts = [day_text(day, context.language) for day in (first, last)]
    sign = -1 if gap.total < timedelta(0) else 1
    return working_days_line(found, texts, context.language), {
        "country": found.place.code,
        "both_ends_included": sign * found.number,
        "first_day_excluded": sign * found.after_first,
        "years_not_arranged": list(found.not_arranged),
    }


def _is_now(end: Resolved, context: ToolContext) -> bool:
    return end.first_day == context.now.date() and end.year_said and end.named


def _resolve_both(start: str, end: str, context: ToolContext) -> tuple[Resolved, Resolved]:
    """Resolve both ends so that a missing year is the one that was meant.

    With the year in one expression only, the other gets the same. Counting from or to the
    present, a yearly event is the next or the last one. With no year at all, an end that would
    come first is next year's, when that is nearer.
    """
    first, last = _resolve_ends(start, end, context)
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


def _resolve_ends(start: str, end: str, context: ToolContext) -> tuple[Resolved, Resolved]:
    """Both ends; one that is a length of time is that far from the other."""
    try:
        first = resolve(start, context)
    except ToolError:
        last = resolve(end, context)
        if found := _at_length(start, last, -1, context):
            return found, last
        raise
    try:
        return first, resolve(end, context)
    except ToolError:
        if found := _at_length(end, first, 1, context):
            return first, found
        raise


def _at_length(words: str, other: Resolved, sign: int, context: ToolContext) -> Resolved | None:
    from engine.dates.durations import read_amounts
    from engine.dates.offsets import shift
    from engine.dates.reading import normalised

    amounts = read_amounts(normalised(words))
    if amounts is None:
        return None
    scope = Scope(context.now.replace(tzinfo=None), context.now.year, context.language)
    moment = shift(other.start, amounts, sign, scope).first
    if isinstance(other.start, datetime) and not isinstance(moment, datetime):
        moment = datetime.combine(moment, other.start.time())
    grain: Grain = "time" if isinstance(moment, datetime) else "day"
    stated = day_text(moment, context.language)
    return Resolved(moment, moment, stated, grain, True, False, words, other.zone)


def _measure(first: Resolved, last: Resolved, context: ToolContext) -> _Gap:
    # "Now" against a day is today; against a clock time it is this minute.
    grains = {first.grain, last.grain}
    if "time" in grains or ((first.zone or last.zone) and grains != {"day"}):
        begin, end = as_moment(first.start), as_moment(last.start)
        if not (first.zone or last.zone):
            return _Gap(begin, end, True, end - begin)
        from engine.dates.time_zones import instant

        instants = instant(begin, first.zone, context), instant(end, last.zone, context)
        rules = first.zone.rules if first.zone else context.now.tzinfo
        there = instants[1].astimezone(rules).replace(tzinfo=None)
        return _Gap(begin, end, True, instants[1] - instants[0], True, there)
    until = last.first_day
    if last.grain in _PERIODS and first.first_day >= last.first_day:
        # "How many days are left this year" counts to its last day.
        until = max(until, last.last_day) if first.first_day <= last.last_day else until
    return _Gap(first.first_day, until, False, until - first.first_day)


def _repeated_times(ends: tuple[Resolved, Resolved], gap: _Gap, language: Language) -> list[str]:
    """A line for a time that came twice, when clocks were set back."""
    if not gap.zoned:
        return []
    from engine.dates.time_zones import comes_twice

    lines = []
    for end, day in zip(ends, (gap.first, gap.last), strict=True):
        if end.zone and comes_twice(as_moment(day), end.zone):
            stated = day_text(day, language)
            lines.append(
                f"{end.zone.label}的{stated}因时钟拨慢出现两次，这里取第一次。"
                if language == "zh"
                else f"{stated} comes twice in {end.zone.label}, where clocks are set back; the "
                "first one is meant."
            )
    return lines


def _stated(end: Resolved, day: date, gap: _Gap, context: ToolContext) -> str:
    """The date or time, with its zone where the other end has one."""
    stated = day_text(day, context.language)
    if not gap.zoned:
        return stated
    if end.zone:
        name = end.zone.label
    else:
        from engine.dates.time_zones import local_label

        local = local_label(as_moment(day), context)
        name = f"本地时间，{local}" if context.language == "zh" else f"local time, {local}"
    return f"{stated}（{name}）" if context.language == "zh" else f"{stated} ({name})"


def _label(end: Resolved, day: date, gap: _Gap, context: ToolContext) -> str:
    stated, timed, language = _stated(end, day, gap, context), gap.timed, context.language
    if not end.named:
        return stated
    words = end.expression
    # "From now to in 90 minutes" reads badly; the resolved time says it all.
    if words.lower().startswith(("in ", "at ", "on ", "within ", "from ", "between ", "for ")):
        return stated
    if not timed and end.grain in _PERIODS:
        edge = (
            ("的第一天", "the start of ") if day == end.first_day else ("的最后一天", "the end of ")
        )
        words = words + edge[0] if language == "zh" else edge[1] + words
    if end.grain == "now":
        words = ("现在" if timed else "今天") if language == "zh" else ("now" if timed else "today")
    return f"{words}（{stated}）" if language == "zh" else f"{words} ({stated})"


def _sentence(ends: tuple[Resolved, Resolved], gap: _Gap, context: ToolContext) -> str:
    language = context.language
    first = _label(ends[0], gap.first, gap, context)
    last = _label(ends[1], gap.last, gap, context)
    if gap.timed:
        length, detail = seconds_in_words(abs(int(gap.total.total_seconds())), language)
    else:
        length, detail = days_in_words(gap.first, gap.last, language)
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
