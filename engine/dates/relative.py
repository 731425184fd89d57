"""Dates that are said from where the speaker stands: days, weekdays, weeks, months, years."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from engine.dates.expressions import Scope, Span, month_span, one_day, year_span
from engine.dates.numerals import (
    EN_ORDINAL,
    EN_YEAR_WORDS,
    HAN_NUMBER,
    HAN_YEAR,
    english_ordinal,
    english_year,
    full_year,
    han_number,
)
from engine.tools.observation import refuse
from engine.tools.wording import EN_WEEKDAYS, alternatives

Reader = Callable[[str, Scope], Span | None]


def _numbered(table: Mapping[int, str]) -> dict[str, int]:
    return {word: number for number, words in table.items() for word in words.split("|")}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NOW = alternatives(
    "now|right now|just now|atm|at this time|the present|present|the present moment"
    "|this moment|at the moment|currently"
    "|the current time|current time|the present time|as of now|现在|此刻|目前|当前|此时|眼下|当下"
    "|如今|现在时间|当前时间|这会儿|马上|而家|依家"
)
_DAY_WORDS = _numbered(
    {
        -3: "大前天",
        -2: "前天|前日|the day before yesterday|day before yesterday",
        -1: "昨天|昨日|昨|寻日|尋日|yesterday|the previous day|the last day|last day"
        "|the day before",
        0: "今天|今日|当天|当日|本日|今儿|今|今天日期|today|today's date"
        "|the current date|current date|the date today|this day|the day|the current day"
        "|current day",
        1: "明天|明日|明儿|明|次日|第二天|听日|聽日|tomorrow|tomorrows|tmrw|tmr|the next day"
        "|next day|the day after",
        2: "后天|后日|后儿|the day after tomorrow|day after tomorrow|the day after tmrw",
        3: "大后天|大后日",
    }
)
_SHIFTS = _numbered(
    {
        -3: "上上上|上上上个",
        -2: "上上|上上个",
        -1: "last|the last|previous|the previous|past|the past|上|上个|上一个|上一|上1",
        0: "this|the current|current|this coming|this upcoming|the|same|the same"
        "|本|这|这个|当|这一|这一个|今个|今",
        1: "next|the next|the following|following|the coming|coming|upcoming|the upcoming"
        "|下|下个|下一个|下一",
        2: "下下|下下个",
        3: "下下下|下下下个",
    }
)
_COMING = alternatives("coming|the coming|upcoming|the upcoming|this coming|this upcoming|the")
_SHIFT = _any_of(_SHIFTS)

WEEKDAY_NUMBERS = {name.lower(): number for number, name in enumerate(EN_WEEKDAYS)}
WEEKDAY_NUMBERS |= {name[:3].lower(): number for number, name in enumerate(EN_WEEKDAYS)}
WEEKDAY_NUMBERS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
WEEKDAY_NUMBERS |= {character: number for number, character in enumerate("一二三四五六日")}
WEEKDAY_NUMBERS |= {str(number): number - 1 for number in range(1, 8)} | {"天": 6}
EN_WEEKDAY = _any_of(name for name in WEEKDAY_NUMBERS if len(name) > 2)
ZH_WEEKDAY = "(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])"
_WEEKDAYS = (
    re.compile(
        rf"(?:(?P<shift>{_SHIFT}) )?(?P<day>{EN_WEEKDAY})\.?"
        rf"(?: (?:of )?(?P<week>{_SHIFT}) week)?"
    ),
    re.compile(rf"(?P<week>{_SHIFT}) week'?s?,? (?:on )?(?P<day>{EN_WEEKDAY})(?P<shift>)"),
    re.compile(rf"(?P<shift>{_SHIFT})?(?P<week>){ZH_WEEKDAY}"),
    re.compile(
        r"(?P<shift>[上下这本今]|下下|上上)个?(?P<week>)(?:周|星期|礼拜)的?"
        r"(?P<day>[一二三四五六日天1-7])"
    ),
)

_UNITS = {"周末": "weekend", "周": "week", "星期": "week", "礼拜": "week", "week-end": "weekend"}
_UNITS |= {"月": "month", "季度": "quarter", "季": "quarter", "年": "year", "双休日": "weekend"}
_UNITS |= {"wk": "week", "yr": "year", "qtr": "quarter"}
_UNIT = "weekend|week-end|week|wk|month|year|yr|quarter|qtr|周末|双休日|周|星期|礼拜|月|季度|季|年"
_PERIOD = re.compile(rf"(?P<shift>{_SHIFT}) ?(?:calendar )?(?P<unit>{_UNIT})(?:份|度)?")
_AFTER_NEXT = re.compile(
    rf"(?:the )?(?P<unit>{_UNIT}|{EN_WEEKDAY}) "
    r"(?:after (?:the )?(?P<next>next)|before (?:the )?last)"
)
_PAST_WEEKDAY = re.compile(rf"(?:this past|the past|past) (?P<day>{EN_WEEKDAY})")
_YEAR_WORDS = _numbered(
    {
        -3: "大前年",
        -2: "前年|the year before last|year before last",
        -1: "去年|上年|上一年|last year|the last year|the previous year|previous year"
        "|the past year",
        0: "今年|本年|本年度|今年度|当年|this year|the current year|current year",
        1: "明年|来年|下一年|next year|the next year|the coming year|the following year",
        2: "后年|the year after next|year after next",
        3: "大后年",
    }
)
_YEAR_WORD = _any_of(_YEAR_WORDS)
_YEAR_NUMBER = (
    f"(?P<number>[0-9]{{4}}|{HAN_YEAR}(?=年)"
    "|(?P<short>[0-9]{2}|[〇零一二三四五六七八九]{2})(?=年))"
)
_LEADING_YEAR = re.compile(
    rf"(?:in )?(?:(?P<word>{_YEAR_WORD})(?:'s|的)?[ ,\-/.]{{0,3}}"
    rf"|(?P<lunar>农历|阴历|公历)?{_YEAR_NUMBER}"
    r"(?:(?:年度?|年份)的? ?,? ?|(?:'s|的)?[ ,\-/.]{0,3}(?![0-9])))(?P<rest>.{1,60})"
)
_TRAILING_YEAR = re.compile(
    r"(?P<rest>.{1,60}?)[ ,\-/.]{0,3}(?:(?:in|of|for) )?(?:the year )?"
    rf"(?:(?P<word>{_YEAR_WORD})|(?<![0-9])(?P<number>[0-9]{{4}})|(?P<words>{EN_YEAR_WORDS}))年?"
)


def split_year(text: str, scope: Scope) -> tuple[str, int] | None:
    """Part a year from the rest: "Christmas 2026", "next year's Christmas", 明年中秋节."""
    for pattern in (_LEADING_YEAR, _TRAILING_YEAR):
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            year = _said_year(groups, scope)
            if year is not None:
                lunar = (groups.get("lunar") or "").replace("公历", "")
                return lunar + found["rest"].strip(), year
    return None


def _said_year(groups: Mapping[str, str | None], scope: Scope) -> int | None:
    if word := groups["word"]:
        return scope.now.year + _YEAR_WORDS[word]
    if words := groups.get("words"):
        return english_year(words)
    year = han_number(groups["number"] or "") or 0
    return full_year(year) if groups.get("short") else year


def read_day_word(text: str, scope: Scope) -> Span | None:
    """Now, today, tomorrow, 大后天."""
    if text in _NOW:
        return Span(scope.now, scope.now, "now")
    if text in _DAY_WORDS:
        return one_day(shift_days(scope, scope.today, _DAY_WORDS[text]))
    return None


def shift_days(scope: Scope, day: date, days: int) -> date:
    """A day some days away.

    Raises:
        ToolError: it is outside the years 1 to 9999.
    """
    try:
        return day + timedelta(days)
    except OverflowError:
        refuse(
            scope.language,
            "the date is too far away: years go from 1 to 9999",
            "日期太远：年份应在1到9999之间",
        )


def shift_months(scope: Scope, day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter.

    Raises:
        ToolError: it is outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_span(scope, year, month + 1).last
    return day.replace(year=year, month=month + 1, day=min(day.day, last.day))


def read_weekday(text: str, scope: Scope) -> Span | None:
    """This, next, last Friday; 下周五.

    A week runs from Monday to Sunday: "next Friday" and 下周五 are in the week after the current
    one. A bare or "coming" weekday is the next such day, today included.
    """
    if found := _PAST_WEEKDAY.fullmatch(text):
        back = (scope.today.weekday() - WEEKDAY_NUMBERS[found["day"]]) % 7 or 7
        return one_day(shift_days(scope, scope.today, -back))
    found = next((match for one in _WEEKDAYS if (match := one.fullmatch(text))), None)
    if found is None:
        return None
    weekday = WEEKDAY_NUMBERS[found["day"]]
    shift = found["week"] or (None if found["shift"] in _COMING else found["shift"])
    if not shift:
        ahead = (weekday - scope.today.weekday()) % 7
        return one_day(shift_days(scope, scope.today, ahead))
    ahead = weekday - scope.today.weekday() + 7 * _SHIFTS[shift]
    return one_day(shift_days(scope, scope.today, ahead))


def read_period(text: str, scope: Scope) -> Span | None:
    """This year, 明年, next month, 上周, this weekend, the Friday after next."""
    if text in _YEAR_WORDS:
        return year_span(scope, scope.now.year + _YEAR_WORDS[text])
    if text in {"weekend", "周末", "month", "week", "quarter", "year"}:
        text = f"this {text}"
    if found := _AFTER_NEXT.fullmatch(text):
        unit, shift = _UNITS.get(found["unit"], found["unit"]), 2 if found["next"] else -2
        if unit in WEEKDAY_NUMBERS:
            ahead = WEEKDAY_NUMBERS[unit] - scope.today.weekday() + 7 * shift
            return one_day(shift_days(scope, scope.today, ahead))
    elif found := _PERIOD.fullmatch(text):
        unit, shift = _UNITS.get(found["unit"], found["unit"]), _SHIFTS[found["shift"]]
    else:
        return None
    return _shifted_period(unit, shift, scope)


def _shifted_period(unit: str, shift: int, scope: Scope) -> Span:
    today = scope.today
    if unit == "year":
        return year_span(scope, today.year + shift)
    if unit == "month":
        day = shift_months(scope, today.replace(day=1), shift)
        return month_span(scope, day.year, day.month)
    if unit == "quarter":
        opening = date(today.year, today.month - (today.month - 1) % 3, 1)
        first = shift_months(scope, opening, 3 * shift)
        return Span(first, shift_days(scope, shift_months(scope, first, 3), -1), "quarter")
    monday = shift_days(scope, today, 7 * shift - today.weekday())
    first = shift_days(scope, monday, 5 if unit == "weekend" else 0)
    return Span(first, shift_days(scope, monday, 6), "week")


_DAY_OF_PERIOD = (
    re.compile(rf"(?P<period>.{{1,30}}?)的?(?P<day>{HAN_NUMBER}) ?[日号]"),
    re.compile(rf"(?:the )?(?P<day>{EN_ORDINAL})(?: day)? of (?P<period>.{{1,30}})"),
    re.compile(r"(?P<day>[0-9]{1,2}(?:st|nd|rd|th))(?P<period>)"),
    re.compile(rf"the (?P<day>{EN_ORDINAL})(?P<period>)"),
    re.compile(rf"(?P<day>{HAN_NUMBER}) ?[日号](?P<period>)"),
)


def read_day_of_month(text: str, scope: Scope) -> Span | None:
    """The 15th, 15号, 下个月3号, the 3rd of next month."""
    for pattern in _DAY_OF_PERIOD:
        found = pattern.fullmatch(text)
        day = (han_number(found["day"]) or english_ordinal(found["day"])) if found else None
        if found is None or not day:
            continue
        month = read_period(found["period"].strip() or "this month", scope)
        if month and month.grain == "month":
            if day > monthrange(month.first.year, month.first.month)[1]:
                _refuse_day(day, month, scope)
            return one_day(month.first.replace(day=day))
    return None


def _refuse_day(day: int, month: Span, scope: Scope) -> None:
    name = f"{month.first.year:04}-{month.first.month:02}"
    refuse(
        scope.language,
        f"{name}-{day:02} does not exist: {name} has {month.last.day} days",
        f"{name}-{day:02}不存在：{month.first.year}年{month.first.month}月只有{month.last.day}天",
    )
