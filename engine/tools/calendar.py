"""get_calendar_info: weekday, lunar date, solar term and festivals of a day or of a range."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.dates import Resolved, days_between, resolve
from engine.tools.festivals import shown_festivals
from engine.tools.lunar import (
    FIRST_DAY,
    LAST_DAY,
    LunarDate,
    from_lunar,
    leap_month,
    lunar_text,
    to_lunar,
    year_names,
)
from engine.tools.observation import Observation
from engine.tools.solar_term_times import FIRST_YEAR, LAST_YEAR, SOLAR_TERMS, term_day
from engine.tools.tool import FromQuestion, tool
from engine.tools.wording import both_forms, capitalised, count, dated, observation, weekday

_MOST_DAYS = 62
_SUMMARISED = ("month", "quarter", "year")


def get_calendar_info(
    context: ToolContext,
    start_date: Annotated[str, FromQuestion(("now",))],
    end_date: Annotated[str | None, FromQuestion()] = None,
) -> Observation:
    """Show the weekday, the Chinese lunar date, the solar term and the festivals of dates.

    Args:
    start_date: The day, or the first day, as the question says it; a month or year also serves.
    end_date: The last day, where the question names a range.

    Raises ToolError when a date is not understood or does not exist.
    """
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
    if summarised or (last - first).days + 1 > _MOST_DAYS:
        subject = start.expression if summarised else ""
        lines += _summary(first, last, context.language, subject=subject, listed=not summarised)
        days: list[date] = []
    else:
        days = days_between(first, last)
        subject = _subject(start, context.language) if first == last else ""
        lines += [_line(day, context.language, subject) for day in days]
    if start.grain == "now" and end is start:
        lines.append(_clock(context))
    data = {
        "start": first.isoformat(),
        "end": last.isoformat(),
        "days": [_row(day) for day in days],
    }
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


def _clock(context: ToolContext) -> str:
    moment = context.now
    if context.language == "zh":
        return f"现在的本地时间是{both_forms(moment.date(), 'zh')}{moment:%H:%M}。"
    return f"The local time now is {moment:%H:%M} on {moment.date().isoformat()}."


def _swapped(first: date, last: date, language: Language) -> str:
    if language == "zh":
        return (
            f"结束日期早于开始日期，因此列出从{both_forms(first, 'zh')}到{both_forms(last, 'zh')}。"
        )
    return f"The end is before the start, so the days from {first} to {last} are shown."


def marks(day: date, language: Language) -> list[str]:
    """Festivals and the solar term of a day; none of the lunar calendar outside 1900..2100."""
    names = [festival.name(language) for festival in shown_festivals(day.year).get(day, ())]
    if term := solar_term_on(day):
        term_name = SOLAR_TERMS[term].zh if language == "zh" else SOLAR_TERMS[term].en
        suffix = "节气" if language == "zh" else " (solar term)"
        names.append(f"{term_name}{suffix}")
    return names


def solar_term_on(day: date) -> int | None:
    """Index of the solar term that begins on a day."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    # A month's first term is on its 3rd to 9th day, its second on the 18th to 24th.
    if not (3 <= day.day <= 9 or 18 <= day.day <= 24):
        return None
    index = 2 * (day.month - 1) + (day.day > 15)
    return index if term_day(day.year, index) == day else None


def _line(day: date, language: Language, subject: str = "") -> str:
    lunar = to_lunar(day)
    names = [name for name in marks(day, language) if name.lower() not in subject.lower()]
    if language == "zh":
        head = f"{subject}是{both_forms(day, 'zh')}，" if subject else f"{both_forms(day, 'zh')}是"
        facts = [f"{head}{weekday(day, 'zh')}"]
        facts.append(lunar_text(lunar, "zh") if lunar else "农历只能查1900年至2100年")
        return "，".join([*facts, *names]) + "。"
    head = (
        f"{capitalised(subject)} is {day.isoformat()}, a" if subject else f"{day.isoformat()} is a"
    )
    facts = [f"{head} {weekday(day, 'en')}"]
    if lunar:
        facts.append(f"lunar date: {lunar_text(lunar, 'en')}")
    else:
        facts.append("outside the lunar calendar's known years 1900 to 2100")
    return "; ".join([*facts, *names]) + "."


def _row(day: date) -> Mapping[str, Any]:
    lunar = to_lunar(day)
    return {
        "date": day.isoformat(),
        "weekday": weekday(day, "en"),
        "lunar": lunar._asdict() if lunar else None,
        "marks": {"en": marks(day, "en"), "zh": marks(day, "zh")},
    }


def _summary(
    first: date, last: date, language: Language, *, subject: str, listed: bool
) -> list[str]:
    total = (last - first).days + 1
    workdays = _weekdays(first, last)
    begin, end = dated(first, language, iso=True), dated(last, language, iso=True)
    lines = []
    if language == "zh":
        lines.append(
            f"{subject}从{begin}到{end}共{total}天，"
            f"其中周一至周五{workdays}天，周末{total - workdays}天。"
        )
        if listed:
            lines.append(f"范围超过{_MOST_DAYS}天，不逐日列出；请缩小范围以查看每一天。")
    else:
        head = f"{capitalised(subject)} runs from" if subject else "From"
        joint = "is" if subject else "there are"
        lines.append(
            f"{head} {begin} to {end}{':' if subject else ' ' + joint} {count(total, 'day')}, "
            f"{workdays} from Monday to Friday and {total - workdays} on weekends."
        )
        if listed:
            lines.append(
                f"The range is longer than {_MOST_DAYS} days, so its days are not listed one by "
                "one; ask for a shorter range to see each day."
            )
    lines += _summary_of_lunar(first, last, language)
    return lines + _summary_of_marks(first, last, language)


def _weekdays(first: date, last: date) -> int:
    weeks, rest = divmod((last - first).days + 1, 7)
    return 5 * weeks + sum((first.weekday() + offset) % 7 < 5 for offset in range(rest))


def _summary_of_lunar(first: date, last: date, language: Language) -> list[str]:
    begins, ends = to_lunar(first), to_lunar(last)
    if not begins or not ends:
        if language == "zh":
            return [f"农历只能查{both_forms(FIRST_DAY, 'zh')}到{both_forms(LAST_DAY, 'zh')}。"]
        return [f"The lunar calendar is known from {FIRST_DAY} to {LAST_DAY}."]
    if language == "zh":
        lines = [
            f"{both_forms(first, 'zh')}是{lunar_text(begins, 'zh')}，"
            f"{both_forms(last, 'zh')}是{lunar_text(ends, 'zh')}。"
        ]
    else:
        lines = [
            f"In the Chinese lunar calendar {first} is {lunar_text(begins, 'en')}, "
            f"and {last} is {lunar_text(ends, 'en')}."
        ]
    if begins.year < ends.year == first.year == last.year:
        lines.append(_lunar_year(ends.year, language))
    return lines


def _lunar_year(year: int, language: Language) -> str:
    """When a lunar year begins and ends, its names and its leap month."""
    begins = from_lunar(LunarDate(year, 1, 1))
    ends = from_lunar(LunarDate(year + 1, 1, 1)) - timedelta(1) if year < LAST_YEAR else LAST_DAY
    name, animal = year_names(year, language)
    leap = leap_month(year)
    if language == "zh":
        extra = f"，有闰{leap}月" if leap else "，没有闰月"
        return (
            f"农历{year}年是{name}年（{animal}年），从{both_forms(begins, 'zh')}春节"
            f"到{both_forms(ends, 'zh')}{extra}。"
        )
    extra = f"with a leap month {leap}" if leap else "without a leap month"
    return (
        f"The lunar year {year}, the Year of the {animal} ({year_names(year, 'zh')[0]} {name}), "
        f"runs from {begins} to {ends}, {extra}."
    )


def _summary_of_marks(first: date, last: date, language: Language) -> list[str]:
    """Festivals and solar terms of a range of up to a year and a bit; none for longer ones."""
    if (last - first).days > 366:
        return []
    lines = []
    for day in days_between(first, last):
        if names := marks(day, language):
            if language == "zh":
                lines.append(f"{dated(day, 'zh', iso=True)}是{'、'.join(names)}。")
            else:
                lines.append(f"{dated(day, 'en')} is {', '.join(names)}.")
    return lines


TOOLS = (
    tool(
        get_calendar_info,
        en="Look up the calendar",
        zh="查询日历",
        returns="One line a day: date, weekday, lunar date, solar term and festivals.",
    ),
)
