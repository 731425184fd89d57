"""How public holidays are worded in observations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.almanac.countries import CHINA
from engine.almanac.public_holiday import HolidayYear, PublicHoliday
from engine.events import Language
from engine.tools.wording import both_forms, count, dated, enumerate_en, weekday


def holiday_lines(found: HolidayYear, language: Language) -> list[str]:
    """One line a holiday, and what has to be said of the year."""
    if found.place != CHINA:
        lines = [_foreign(holiday, found, language) for holiday in found.holidays]
        if found.regional:
            # At the end of a line: on one of its own, a small model takes it for the answer.
            more = (
                "（各地区另有假期）。" if language == "zh" else "; its regions have further ones."
            )
            lines[-1] = lines[-1][:-1] + more
        return lines + _remarks(found, language)
    lines = [_chinese(holiday, found, language) for holiday in found.holidays]
    return lines if found.arranged else [*lines, unarranged(found.year, language)]


def span(days: Sequence[date], language: Language) -> str:
    """The first and the last of consecutive days, with their weekdays."""
    if len(days) == 1:
        return dated(days[0], language)
    joint = "至" if language == "zh" else " to "
    return joint.join((dated(days[0], language), dated(days[-1], language)))


def unarranged(year: int, language: Language) -> str:
    """That the days off of a year in China are not known."""
    if language == "zh":
        aside = "（通常在前一年11月公布）" if year > 2001 else ""
        return f"本程序没有{year}年的国务院放假安排{aside}，因此以上只列法定假日，不含调休。"
    aside = " (it is usually published in November of the year before)" if year > 2001 else ""
    return (
        f"The State Council's arrangement for {year} is not known to this program{aside}, so only "
        "the statutory days are listed, without make-up working days."
    )


def _chinese(holiday: PublicHoliday, found: HolidayYear, language: Language) -> str:
    total = len(holiday.days_off)
    extra = found.arranged and 0 < len(holiday.statutory) < total
    if language == "zh":
        day = holiday.day
        head = f"{found.year}年{holiday.zh}是{both_forms(day, 'zh')}，{weekday(day, 'zh')}"
        kind = "放假" if found.arranged else "为法定假日"
        line = f"{head}；{span(holiday.days_off, 'zh')}{kind}，共{total}天"
        if holiday.shared_with:
            line += f"（与{'、'.join(other.zh for other in holiday.shared_with)}合并）"
        if holiday.working_days:
            line += f"；{'、'.join(dated(day, 'zh') for day in holiday.working_days)}调休上班"
        if extra:
            line += f"；其中法定假日为{span(holiday.statutory, 'zh')}"
        return line + "。"
    head = (
        f"{holiday.en} {found.year} is on {holiday.day.isoformat()}, a {weekday(holiday.day, 'en')}"
    )
    kind = "days off" if found.arranged else "statutory days off"
    line = f"{head}; {kind}: {span(holiday.days_off, 'en')}, {count(total, 'day')}"
    if holiday.shared_with:
        line += f", together with {enumerate_en([other.en for other in holiday.shared_with])}"
    if holiday.working_days:
        days = enumerate_en([dated(day, "en") for day in holiday.working_days])
        line += f"; make-up working days: {days}"
    if extra:
        line += f"; statutory holidays: {span(holiday.statutory, 'en')}"
    return line + "."


def _foreign(holiday: PublicHoliday, found: HolidayYear, language: Language) -> str:
    day, total = holiday.day, len(holiday.days_off)
    if language == "zh":
        other = f"（{holiday.en}）" if holiday.zh != holiday.en else ""
        line = f"{found.year}年{holiday.zh}{other}是{both_forms(day, 'zh')}，{weekday(day, 'zh')}"
        if total > 1:
            line += f"；{span(holiday.days_off, 'zh')}，共{total}天"
        line += f"；{found.place.zh}{'全国' if found.regional else ''}公共假期"
        if holiday.observed_for:
            line += f"，为{dated(holiday.observed_for, 'zh')}的补休"
        return line + "。"
    line = f"{holiday.en} {found.year} is on {day.isoformat()}, a {weekday(day, 'en')}"
    if total > 1:
        line += f"; days off: {span(holiday.days_off, 'en')}, {count(total, 'day')}"
    everywhere = "all of " if found.regional else ""
    line += f"; a public holiday in {everywhere}{found.place.in_english}"
    if holiday.observed_for:
        line += f", in place of {dated(holiday.observed_for, 'en')}"
    return line + "."


def _remarks(found: HolidayYear, language: Language) -> list[str]:
    place, lines = found.place, []
    if found.working_days:
        if language == "zh":
            days = "、".join(dated(day, "zh") for day in found.working_days)
            lines.append(f"{place.zh}{found.year}年调休上班的周末：{days}。")
        else:
            days = enumerate_en([dated(day, "en") for day in found.working_days])
            lines.append(
                f"Weekend days worked in exchange in {place.in_english} in {found.year}: {days}."
            )
    if found.limits:
        first, last = found.limits
        lines.append(
            f"{place.zh}的部分假期只有{first}年至{last}年的数据，因此以上并不完整。"
            if language == "zh"
            else f"Some holidays of {place.in_english} are known from {first} to {last} only, so "
            "this list is not complete."
        )
    return lines
