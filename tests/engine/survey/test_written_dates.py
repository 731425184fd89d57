"""Dates as documents write them, and periods as questions name them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.survey.periods import Period, read_period
from engine.survey.written_dates import written_dates, written_year
from engine.tools.context import ToolContext
from engine.tools.wording import EN_MONTHS

CONTEXT = ToolContext(now=datetime(2026, 11, 20, 10, 0))
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-05-12 Team meeting", ["2026-05-12"]),
        ("from 12 May 2026 until June 3rd, 2026", ["2026-05-12", "2026-06-03"]),
        ("the 4th of June", ["2025-06-04"]),
        ("会议：2026年5月12日（星期二）", ["2026-05-12"]),
        ("五月十二日例会", ["2025-05-12"]),
        ("二〇二六年五月十二日", ["2026-05-12"]),
        ("12.05.2026, 3/4/2026 and 30/4/2026", ["2026-05-12", "2026-03-04", "2026-04-30"]),
        ("notes_20260512.md", ["2026-05-12"]),
        ("Invoice May 2026", ["2026-05-01..2026-05-31"]),
        ("2026-05 report", ["2026-05-01..2026-05-31"]),
        ("2026年2月报告", ["2026-02-01..2026-02-28"]),
        ("30 February 2026 and 2026-13-01", []),
        ("three months, 三月, in May", []),
        ("version 1.2.3 costs 5.50, call 2026 5500", []),
        ("12 mayors, 3 marches", []),
    ],
)
def test_dates_are_found_as_they_are_written(text: str, found: list[str]) -> None:
    def shown(first: date, last: date) -> str:
        return str(first) if first == last else f"{first}..{last}"

    assert [shown(one.first, one.last) for one in written_dates(text, 2025)] == found


@given(DAYS)
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    month = EN_MONTHS[day.month - 1]
    ways = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day:02}.{day.month:02}.{day.year}",
    )
    for written in ways:
        assert [one.first for one in written_dates(f"x ({written}) y", None)] == [day], written


@given(st.text(max_size=200))
def test_any_text_is_searched_for_dates(text: str) -> None:
    for one in written_dates(text, 2026):
        assert one.first <= one.last
        assert one.start < one.end
    assert written_year(text) is None or 1900 <= (written_year(text) or 0) < 2100


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("may", "2026-05-01", "2026-05-31"),
        ("in may 2025", "2025-05-01", "2025-05-31"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("the last 7 days", "2026-11-13", "2026-11-20"),
        ("in the past two weeks", "2026-11-06", "2026-11-20"),
        ("since monday", "2026-11-16", None),
        ("since march", "2026-03-01", None),
        ("after 5 may 2026", "2026-05-06", None),
        ("before 2025", None, "2024-12-31"),
        ("until march 2026", None, "2026-03-31"),
        ("between april and june", "2026-04-01", "2026-06-30"),
        ("from 3 may to 9 may", "2026-05-03", "2026-05-09"),
        ("recently", "2026-10-21", "2026-11-20"),
        ("五月", "2026-05-01", "2026-05-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("最近三天", "2026-11-17", "2026-11-20"),
        ("三月以来", "2026-03-01", None),
        ("2025年以前", None, "2024-12-31"),
        ("从三月到五月", "2026-03-01", "2026-05-31"),
    ],
)
def test_periods_are_read(words: str, first: str | None, last: str | None) -> None:
    period = read_period(words, CONTEXT)
    assert period is not None
    assert (period.first and str(period.first), period.last and str(period.last)) == (first, last)


@pytest.mark.parametrize("words", ["ines", "work", "the harbour", "", "between work", "的", "now"])
def test_what_is_no_period_is_none(words: str) -> None:
    assert read_period(words, CONTEXT) is None


@given(DAYS, st.integers(0, 400))
def test_a_period_holds_its_days_and_no_others(first: date, length: int) -> None:
    last = first + timedelta(length)
    period = Period(first, last)
    assert period.holds(first)
    assert period.holds(last)
    assert not period.holds(first - timedelta(1))
    assert not period.holds(last + timedelta(1))


@given(DAYS)
def test_a_month_a_year_earlier_is_that_month(day: date) -> None:
    first = day.replace(day=1)
    last = (first + timedelta(32)).replace(day=1) - timedelta(1)
    earlier = Period(first, last).a_year_earlier()
    assert earlier.first == first.replace(year=first.year - 1)
    assert earlier.last is not None
    assert (earlier.last + timedelta(1)).day == 1
