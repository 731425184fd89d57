"""The days that are asked about, as people write them, within what a service can tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.dates.resolving import Resolved, resolve
from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import refuse
from engine.tools.wording import day_text

# A year and its leap day: more days are no question about the weather.
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Period:
    """The first and last day; `current`: the weather of this moment is wanted too.

    With `here_and_now` the day is today at the place itself, whose date may be another one.
    `notes` say how the dates were understood.
    """

    first: date
    last: date
    current: bool = False
    here_and_now: bool = False
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Its days."""
        return (self.last - self.first).days + 1

    def told(self, places: str) -> str:
        """What a service is sent about it: the places, and the days unless those are not named."""
        if self.here_and_now:
            return places
        days = dict.fromkeys((self.first.isoformat(), self.last.isoformat()))
        return f"{places}, {' – '.join(days)}"


@dataclass(frozen=True, slots=True)
class Horizon:
    """The first day that a service knows, and how many days after today it looks ahead."""

    service: str
    earliest: date
    days_ahead: int


def read_period(
    context: ToolContext, start: str | None, end: str | None, is_current: bool | None
) -> Period:
    """The days from `start` to `end`; today and now where neither is given.

    Raises:
        ToolError: a date is not understood, or the days are more than a year.
    """
    now = resolve("now", context)
    opening = resolve(start, context) if start else now
    year = opening.first_day.year if start and opening.year_said else None
    closing = resolve(end, context, default_year=year) if end else opening
    first, last = opening.first_day, closing.last_day
    notes = [_understood(opening, context.language)]
    if closing is not opening:
        notes.append(_understood(closing, context.language))
    if first > last:
        notes.append(_swapped(first, last, context.language))
        first, last = closing.first_day, opening.last_day
    right_now = opening.grain == "now" and (closing is opening or closing.grain == "now")
    period = Period(
        first,
        last,
        current=right_now if is_current is None else is_current,
        here_and_now=right_now,
        notes=tuple(filter(None, notes)),
    )
    if period.count > MOST_DAYS:
        refuse(
            context.language,
            f"{_range(first, last, 'en')} are {period.count:,} days; ask for at most {MOST_DAYS}",
            f"{_range(first, last, 'zh')}共{period.count}天；一次最多查询{MOST_DAYS}天",
        )
    return period


def within(period: Period, horizon: Horizon, today: date, language: Language) -> Period:
    """The days of a period that a service can tell, with a note where some are outside.

    Raises:
        ToolError: none is within.
    """
    latest = today + timedelta(horizon.days_ahead)
    first, last = max(period.first, horizon.earliest), min(period.last, latest)
    limit = _limit(horizon, latest, language)
    if first > last:
        asked = _range(period.first, period.last, language)
        refuse(
            language,
            f"the weather of {asked} is not known: {limit}",
            f"无法得知{asked}的天气：{limit}",
        )
    if (first, last) == (period.first, period.last):
        return period
    left_out = [
        _range(one, other, language)
        for one, other in (
            (period.first, first - timedelta(1)),
            (last + timedelta(1), period.last),
        )
        if one <= other
    ]
    if language == "zh":
        note = f"未包括{'、'.join(left_out)}：{limit}。"
    else:
        note = f"Left out: {' and '.join(left_out)}; {limit}."
    return replace(period, first=first, last=last, notes=(*period.notes, note))


def _limit(horizon: Horizon, latest: date, language: Language) -> str:
    earliest = day_text(horizon.earliest, language)
    if language == "zh":
        return (
            f"{horizon.service}只有{earliest}至{day_text(latest, 'zh')}的数据，"
            f"预报最多到今天之后{horizon.days_ahead}天"
        )
    return (
        f"{horizon.service} has data only from {earliest} to {day_text(latest, 'en')}, which is "
        f"{horizon.days_ahead} days after today"
    )


def _understood(found: Resolved, language: Language) -> str:
    """How the name of several days was read; the line of a single day says its date itself."""
    if not found.named or found.first_day == found.last_day:
        return ""
    return f"日期：{found.text}。" if language == "zh" else f"Dates: {found.text}."


def _swapped(first: date, last: date, language: Language) -> str:
    if language == "zh":
        return (
            f"开始日期{day_text(first, 'zh')}在结束日期{day_text(last, 'zh')}之后，已将两者对调。"
        )
    return f"The start, {first}, is after the end, {last}; the two were swapped."


def _range(first: date, last: date, language: Language) -> str:
    if first == last:
        return day_text(first, language)
    joint = "至" if language == "zh" else " to "
    return day_text(first, language) + joint + day_text(last, language)
