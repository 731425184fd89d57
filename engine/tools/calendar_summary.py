"""What get_calendar_info says of a range that is too long for a line a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engine.almanac.china_holidays import LAST_YEAR as LAST_HOLIDAY_YEAR
from engine.almanac.china_holidays import ChinaDay, arranged_years, china_day
from engine.almanac.day_facts import holiday_names, marks
from engine.almanac.lunar import (
    FIRST_DAY,
    LAST_DAY,
    LAST_YEAR,
    LunarDate,
    from_lunar,
    leap_month,
    lunar_text,
    to_lunar,
    year_names,
)
from engine.dates.resolving import days_between
from engine.events import Language
from engine.tools.wording import both_forms, capitalised, count, dated

# Days of a range that are given a line each, and a row each in the data.
MOST_DAYS = 62
MOST_ROWS = 366


def summary(
    first: date, last: date, language: Language, *, subject: str, listed: bool
) -> list[str]:
    """The length of a range, its lunar dates, its festivals, its days off in China.

    `listed`: its days would have had a line each, had they been fewer.
    """
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
            lines.append(f"范围超过{MOST_DAYS}天，不逐日列出；请缩小范围以查看每一天。")
    else:
        head = f"{capitalised(subject)} runs from" if subject else "From"
        joint = "is" if subject else "there are"
        lines.append(
            f"{head} {begin} to {end}{':' if subject else ' ' + joint} {count(total, 'day')}, "
            f"{workdays} from Monday to Friday and {total - workdays} on weekends."
        )
        if listed:
            lines.append(
                f"The range is longer than {MOST_DAYS} days, so its days are not listed one by "
                "one; ask for a shorter range to see each day."
            )
    lines += _lunar(first, last, language)
    if total > MOST_ROWS:
        return [*lines, _left_out(language)]
    return lines + _marks(first, last, language) + days_off(first, last, language)


def _left_out(language: Language) -> str:
    if language == "zh":
        return f"节日、节气和中国的放假安排只在范围不超过{MOST_ROWS}天时列出。"
    return (
        "Festivals, solar terms and days off in China are listed for ranges of at most "
        f"{MOST_ROWS} days."
    )


def _weekdays(first: date, last: date) -> int:
    weeks, rest = divmod((last - first).days + 1, 7)
    return 5 * weeks + sum((first.weekday() + offset) % 7 < 5 for offset in range(rest))


def _lunar(first: date, last: date, language: Language) -> list[str]:
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


def _marks(first: date, last: date, language: Language) -> list[str]:
    """Festivals and solar terms."""
    lines = []
    for day in days_between(first, last):
        if names := marks(day, language):
            if language == "zh":
                lines.append(f"{dated(day, 'zh', iso=True)}是{'、'.join(names)}。")
            else:
                lines.append(f"{dated(day, 'en')} is {', '.join(names)}.")
    return lines


def days_off(first: date, last: date, language: Language) -> list[str]:
    """The days off and the make-up working days of a range in China, and how many days are worked.

    Of years without a known arrangement the statutory holidays alone.
    """
    found = {day: china_day(day) for day in days_between(first, last)}
    kinds = [one.kind for one in found.values()]
    lines = [_run_line(run, found[run[0]], language) for run in _runs(found)]
    if made_up := [day for day, one in found.items() if one.kind == "make_up_working_day"]:
        listed = ("、" if language == "zh" else ", ").join(dated(day, language) for day in made_up)
        lines.append(
            f"中国的调休上班日：{listed}。"
            if language == "zh"
            else f"Make-up working days in China: {listed}."
        )
    if unknown := unknown_arrangement(first, last, language):
        return [*lines, unknown]
    if None in kinds or "statutory_holiday" in kinds:
        return lines
    total, worked = len(kinds), kinds.count("make_up_working_day") + kinds.count("working_day")
    lines.append(
        f"按中国的放假安排，这{total}天中有{worked}个工作日，{total - worked}个休息日。"
        if language == "zh"
        else f"By China's holiday arrangement {worked} of these {count(total, 'day')} are working "
        f"days and {total - worked} are days off."
    )
    return lines


def _runs(found: Mapping[date, ChinaDay]) -> list[list[date]]:
    """Consecutive days off for the same holidays."""
    runs: list[list[date]] = []
    for day, one in found.items():
        if one.kind not in ("day_off", "statutory_holiday"):
            continue
        if runs and day - runs[-1][-1] == timedelta(1) and one == found[runs[-1][-1]]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_line(days: list[date], what: ChinaDay, language: Language) -> str:
    names, total = holiday_names(what.holidays, language), len(days)
    arranged = what.kind == "day_off"
    if language == "zh":
        until = f"至{dated(days[-1], 'zh')}" if total > 1 else ""
        kind = "中国放假" if arranged else "为中国法定假日"
        return f"{dated(days[0], 'zh')}{until}{kind}，共{total}天（{names}）。"
    until = f" to {dated(days[-1], 'en')}" if total > 1 else ""
    kind = f"{count(total, 'day')} off" if arranged else count(total, "statutory holiday")
    return f"{dated(days[0], 'en')}{until}: {kind} in China ({names})."


def unknown_arrangement(first: date, last: date, language: Language) -> str | None:
    """That the days off in China of a range's later years are not known, if so."""
    known = arranged_years()[1]
    if last.year <= known or first.year > LAST_HOLIDAY_YEAR:
        return None
    if language == "zh":
        return f"本程序只有截至{known}年的国务院放假安排，之后只标出法定假日，不含调休。"
    return (
        f"The State Council's holiday arrangements are known to this program up to {known}; after "
        "that only statutory holidays are marked, without make-up working days."
    )


def span_data(first: date, last: date) -> dict[str, Any]:
    """The ends of a range, how many days it has, and whether each has a row of data."""
    total = (last - first).days + 1
    return {
        "start": first.isoformat(),
        "end": last.isoformat(),
        "day_count": total,
        "days_listed": total <= MOST_ROWS,
    }
