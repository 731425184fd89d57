"""get_calendar_info: weekday, lunar date, solar term, festivals and more of a day or of a range."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

from engine.almanac.day_facts import day_line, day_row
from engine.dates.resolving import Resolved, days_between, resolve
from engine.events import Language
from engine.tools.calendar_summary import (
    MOST_DAYS,
    MOST_ROWS,
    span_data,
    summary,
    unknown_arrangement,
)
from engine.tools.context import ToolContext
from engine.tools.observation import Observation
from engine.tools.tool import FromQuestion, tool
from engine.tools.wording import both_forms, observation

if TYPE_CHECKING:
    from engine.dates.zones_in_text import ZoneInText

_SUMMARISED = ("month", "quarter", "year")


def get_calendar_info(
    context: ToolContext,
    start_date: Annotated[str, FromQuestion(("now",), kind="date")],
    end_date: Annotated[str | None, FromQuestion(kind="date")] = None,
) -> Observation:
    """Show the weekday, the Chinese lunar date, the solar term and the festivals of dates.

    Args:
    start_date: The day, or the first day, as the question says it; a month or year also serves.
    end_date: The last day, where the question names a range.

    Raises ToolError when a date is not understood or does not exist.
    """
    start = resolve(start_date, context)
    there = _place_asked_for(context) if start.grain == "now" and not end_date else None
    if there is not None:
        context = _on_the_clock_of(there, context)
        start = resolve(start_date, context)
    end = resolve(end_date, context, default_year=_year_of(start)) if end_date else start
    if start.year_said is False and end.year_said:
        start = resolve(start_date, context, default_year=end.first_day.year)
    first, last = start.first_day, end.last_day
    lines = []
    if last < first:
        first, last = end.first_day, start.last_day
        lines.append(_swapped(first, last, context.language))
    summarised = end is start and start.grain in _SUMMARISED
    total = (last - first).days + 1
    if summarised or total > MOST_DAYS:
        subject = start.expression if summarised else ""
        lines += summary(first, last, context.language, subject=subject, listed=not summarised)
    else:
        subject = _subject(start, context.language) if total == 1 else ""
        lines += [
            day_line(day, context.language, subject, alone=total == 1)
            for day in days_between(first, last)
        ]
        if total > 1 and (unknown := unknown_arrangement(first, last, context.language)):
            lines.append(unknown)
    if start.grain == "now" and end is start:
        lines.append(_clock(context, there))
    rows = [day_row(day) for day in days_between(first, last)] if total <= MOST_ROWS else []
    data = {**span_data(first, last), "days": rows}
    args = {"start_date": start_date, "end_date": end_date}
    return observation("get_calendar_info", args, lines, data=data)


def _year_of(start: Resolved) -> int | None:
    return start.first_day.year if start.year_said else None


def _subject(start: Resolved, language: Language) -> str:
    if not start.named:
        return ""
    if start.grain == "now":
        return "今天" if language == "zh" else "today"
    return start.expression


def _place_asked_for(context: ToolContext) -> ZoneInText | None:
    """The place whose clock the question asks for; None where it names none, or several.

    A machine without a time zone database knows no other clock.
    """
    from zoneinfo import ZoneInfoNotFoundError

    from engine.dates.zones_in_text import zone_in

    try:
        return zone_in(context.question)
    except ZoneInfoNotFoundError:
        return None


def _on_the_clock_of(place: ZoneInText, context: ToolContext) -> ToolContext:
    from engine.dates.time_zones import local_now

    return replace(context, now=local_now(context, place.zone))


def _clock(context: ToolContext, there: ZoneInText | None) -> str:
    moment = context.now
    if context.language == "zh":
        place = f"{there.written}（时区{there.zone.label}）" if there else ""
        return f"{place}现在的本地时间是{both_forms(moment.date(), 'zh')}{moment:%H:%M}。"
    place = f" in {there.written} (time zone {there.zone.label})" if there else ""
    return f"The local time now{place} is {moment:%H:%M} on {moment.date().isoformat()}."


def _swapped(first: date, last: date, language: Language) -> str:
    if language == "zh":
        return (
            f"结束日期早于开始日期，因此列出从{both_forms(first, 'zh')}到{both_forms(last, 'zh')}。"
        )
    return f"The end is before the start, so the days from {first} to {last} are shown."


TOOLS = (
    tool(
        get_calendar_info,
        en="Look up the calendar",
        zh="查询日历",
        returns="One line a day: date, weekday, lunar date, solar term, festivals, constellation, "
        "and whether it is a day off in China.",
    ),
)
