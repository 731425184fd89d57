"""Dates that are said from where the speaker stands: days, weekdays, weeks, months, years."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from engine.tools.date_expressions import Scope, Span, month_span, one_day, refuse, year_span
from engine.tools.numerals import EN_ORDINAL, HAN_NUMBER, HAN_YEAR, english_ordinal, han_number
from engine.tools.wording import EN_WEEKDAYS, alternatives

Reader = Callable[[str, Scope], Span | None]


def _numbered(table: Mapping[int, str]) -> dict[str, int]:
    return {word: number for number, words in table.items() for word in words.split("|")}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NOW = alternatives(
    "now|right now|the present|present|the present moment|this moment|at the moment|currently"
    "|the current time|current time|the present time|as of now|现在|此刻|目前|当前|此时|眼下|当下"
    "|如今|现在时间|当前时间|这会儿"
)
_DAY_WORDS = _numbered(
    {
        -3: "大前天",
        -2: "前天|前日|the day before yesterday|day before yesterday",
        -1: "昨天|昨日|昨|yesterday|last night|the previous day|the last day|last day",
        0: "今天|今日|当天|本日|今儿|今|今晨|今天日期|today|today's date"
        "|the current date|current date|the date today|tonight|this evening|this morning"
        "|this afternoon|this night|this day",
        1: "明天|明日|明儿|明|次日|第二天|tomorrow|tmrw|tmr|the next day|next day",
        2: "后天|后日|后儿|the day after tomorrow|day after tomorrow|the day after tmrw",
        3: "大后天",
    }
)
_SHIFTS = _numbered(
    {
        -2: "上上|上上个",
        -1: "last|the last|previous|the previous|past|the past|上|上个|上一个|上一",
        0: "this|the current|current|this coming|the|本|这|这个|当",
        1: "next|the next|the following|following|the coming|coming|upcoming|the upcoming"
        "|下|下个|下一个|下一",
        2: "下下|下下个",
    }
)
_COMING = alternatives("coming|the coming|upcoming|the upcoming|this coming|the")
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
        r"(?P<shift>[上下这本]|下下|上上)个?(?P<week>)(?:星期|礼拜)的?"
        r"(?P<day>[一二三四五六日天1-7])"
    ),
)

_UNITS = {"周末": "weekend", "周": "week", "星期": "week", "礼拜": "week"}
_UNITS |= {"月": "month", "季度": "quarter", "年": "year"}
_PERIOD = re.compile(
    rf"(?P<shift>{_SHIFT}) ?"
    r"(?P<unit>weekend|week|month|year|quarter|周末|周|星期|礼拜|月|季度|年)(?:份|度)?"
)
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
_YEAR_NUMBER = f"(?P<number>[0-9]{{4}}|{HAN_YEAR}(?=年))"
_LEADING_YEAR = re.compile(
    rf"(?:in )?(?:(?P<word>{_YEAR_WORD})|(?P<lunar>农历|阴历)?{_YEAR_NUMBER})"
    r"(?:(?:年度?|年份)的? ?,? ?|(?:'s|的)?[ ,\-/.]{0,3}(?![0-9]))(?P<rest>.{1,60})"
)
_TRAILING_YEAR = re.compile(
    r"(?P<rest>.{1,60}?)[ ,\-/.]{0,3}(?:(?:in|of|for) )?(?:the year )?"
    rf"(?:(?P<word>{_YEAR_WORD})|(?<![0-9])(?P<number>[0-9]{{4}}))年?"
)


def split_year(text: str, scope: Scope) -> tuple[str, int] | None:
    """Part a year from the rest: "Christmas 2026", "next year's Christmas", 明年中秋节."""
    for pattern in (_LEADING_YEAR, _TRAILING_YEAR):
        if found := pattern.fullmatch(text):
            word, number = found["word"], found["number"]
            year = scope.now.year + _YEAR_WORDS[word] if word else han_number(number) or 0
            lunar = found.groupdict().get("lunar") or ""
            return lunar + found["rest"].strip(), year
    return None


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
            scope,
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
    """This year, 明年, next month, 上周, this weekend."""
    if text in _YEAR_WORDS:
        return year_span(scope, scope.now.year + _YEAR_WORDS[text])
    if text in {"weekend", "周末", "month", "week", "quarter", "year"}:
        text = f"this {text}"
    found = _PERIOD.fullmatch(text)
    if not found:
        return None
    unit, shift = _UNITS.get(found["unit"], found["unit"]), _SHIFTS[found["shift"]]
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
        scope,
        f"{name}-{day:02} does not exist: {name} has {month.last.day} days",
        f"{name}-{day:02}不存在：{month.first.year}年{month.first.month}月只有{month.last.day}天",
    )
