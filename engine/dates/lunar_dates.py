"""Dates of the Chinese lunar calendar as written: 农历八月十五, 正月初一, 腊月, 闰四月."""

from __future__ import annotations

import re

from engine.almanac.lunar import LunarDate, from_lunar, to_lunar
from engine.dates.expressions import EN_MONTH, MONTH_NUMBERS, Scope, Span, one_day
from engine.dates.numerals import EN_ORDINAL, english_ordinal, han_number
from engine.tools.observation import refuse

_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_CALENDAR_NAME = "(?P<calendar>(?:中国)?(?:农历|阴历|旧历|夏历) ?的?)?"
_CHINESE = re.compile(
    rf"{_CALENDAR_NAME}(?P<leap>闰)?(?P<month>[正冬腊]|[0-9]{{1,2}}|十?[一二三四五六七八九十])月"
    r"(?:份|(?P<new>初|廿)?(?P<day>[0-9]{1,2}|[〇零一二两三四五六七八九十廿卅]{0,3})[日号]?)"
)
_ENGLISH = (
    re.compile(
        rf"(?:the )?(?P<day>{EN_ORDINAL})(?: day)? of (?:the )?"
        rf"(?P<leap>leap )?(?P<month>{EN_ORDINAL})"
        r" (?:lunar month|month of the (?:chinese )?lunar (?:calendar|year))"
    ),
    re.compile(
        rf"(?:the )?(?P<leap>leap )?(?P<month>{EN_ORDINAL}) lunar month,? (?:the )?"
        rf"(?:day )?(?P<day>{EN_ORDINAL})(?: day)?"
    ),
    re.compile(
        r"(?:the )?(?:chinese )?lunar (?:calendar )?(?P<leap>leap )?"
        rf"(?:{EN_MONTH} |(?P<number>[0-9]{{1,2}})[-/])(?P<day>{EN_ORDINAL})"
    ),
    re.compile(rf"(?:the )?(?P<leap>leap )?(?P<month>{EN_ORDINAL}) lunar month(?P<day>)"),
)


def read_lunar(text: str, scope: Scope) -> Span | None:
    """A day or a month of the lunar year.

    Raises:
        ToolError: the lunar year has no such day.
    """
    parts = _chinese_parts(text) or _english_parts(text)
    if parts is None:
        return None
    month, day, leap = parts
    year = scope.year
    if not scope.year_said and year == scope.now.year:
        current = to_lunar(scope.today)
        year = current.year if current else year
    try:
        if day is None:
            return _month(LunarDate(year, month, 1, leap), scope)
        found = from_lunar(LunarDate(year, month, day, leap))
    except ValueError:
        refuse(
            scope.language,
            f"there is no lunar date {text!r} in the lunar year {year} "
            "(lunar years 1900 to 2100 are known)",
            f"农历{year}年没有“{text}”这一天（可查农历1900年至2100年）",
        )
    return one_day(found, year_said=scope.year_said)


def _month(first: LunarDate, scope: Scope) -> Span:
    start = from_lunar(first)
    try:
        end = from_lunar(first._replace(day=30))
    except ValueError:
        end = from_lunar(first._replace(day=29))
    return Span(start, end, "month", scope.year_said)


def _chinese_parts(text: str) -> tuple[int, int | None, bool] | None:
    found = _CHINESE.fullmatch(text)
    if not found:
        return None
    month_word = found["month"]
    said_day = found["day"] or ""
    lunar_day = found["new"] or "廿" in said_day
    if not (found["calendar"] or found["leap"] or lunar_day or month_word in _LUNAR_MONTHS):
        return None
    month = _LUNAR_MONTHS.get(month_word) or han_number(month_word)
    if month is None:
        return None
    if not said_day and not found["new"]:
        return month, None, bool(found["leap"])
    tens = 20 if found["new"] == "廿" else 0
    day = han_number(said_day) if said_day else 0
    return None if day is None else (month, tens + day, bool(found["leap"]))


def _english_parts(text: str) -> tuple[int, int | None, bool] | None:
    for pattern in _ENGLISH:
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            month_word = groups.get("number") or groups["month"]
            month = MONTH_NUMBERS.get(month_word) or english_ordinal(month_word)
            day = english_ordinal(groups["day"]) if groups["day"] else None
            if month is not None and (day is not None or not groups["day"]):
                return month, day, bool(groups["leap"])
    return None
