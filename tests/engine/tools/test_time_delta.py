"""time_delta's sentences, years and arithmetic."""

import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.time_delta import time_delta

NOW = datetime(2026, 3, 4, 10, 30)
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")

CASES = [
    (
        ("2024-01-01", "2024-03-01"),
        "From 2024-01-01 to 2024-03-01 there are 60 days (8 weeks and 4 days; 2 months).",
        "从2024年1月1日到2024年3月1日共60天（8周零4天；2个月）。",
    ),
    (
        ("2024-03-01", "2024-01-01"),
        "2024-01-01 is 60 days before 2024-03-01 (8 weeks and 4 days; 2 months).",
        "2024年1月1日比2024年3月1日早60天（8周零4天；2个月）。",
    ),
    (
        ("2024-01-01", "2024-01-02"),
        "From 2024-01-01 to 2024-01-02 there is 1 day.",
        "从2024年1月1日到2024年1月2日共1天。",
    ),
    (
        ("2024-01-01", "2024-01-01"),
        "2024-01-01 and 2024-01-01 are the same day: 0 days.",
        "2024年1月1日与2024年1月1日是同一天，相差0天。",
    ),
    # 366 days, one whole year: no 30-day months anywhere.
    (
        ("2020-01-01", "2021-01-01"),
        "From 2020-01-01 to 2021-01-01 there are 366 days (52 weeks and 2 days; 1 year).",
        "从2020年1月1日到2021年1月1日共366天（52周零2天；1年）。",
    ),
    (
        ("2026-01-01", "2026-12-31"),
        "From 2026-01-01 to 2026-12-31 there are 364 days (52 weeks; 11 months and 30 days).",
        "从2026年1月1日到2026年12月31日共364天（52周；11个月零30天）。",
    ),
    (
        ("2024-01-01 08:30", "2024-01-03 10:00"),
        "From 2024-01-01 08:30 to 2024-01-03 10:00 there are 2 days, 1 hour and 30 minutes "
        "(49 hours and 30 minutes; 2970 minutes).",
        "从2024年1月1日08:30到2024年1月3日10:00共2天1小时30分钟（49小时30分钟；2970分钟）。",
    ),
    (
        ("2026-10-01 09:00", "2026-10-01 08:00"),
        "2026-10-01 08:00 is 1 hour before 2026-10-01 09:00 (60 minutes).",
        "2026年10月1日08:00比2026年10月1日09:00早1小时（60分钟）。",
    ),
]


@pytest.mark.parametrize(("ends", "english", "chinese"), CASES)
def test_the_sentence(ends: tuple[str, str], english: str, chinese: str) -> None:
    assert time_delta(ENGLISH, *ends).text == english
    assert time_delta(CHINESE, *ends).text == chinese


MISSING = {
    ("Spring Festival", "Mid-Autumn Festival 2026"): (
        "From Spring Festival (2026-02-17) to Mid-Autumn Festival 2026 (2026-09-25) there are 220"
    ),
    ("2025年春节", "中秋节"): "从2025年春节（2025年1月29日）到中秋节（2025年10月6日）共250天",
    ("Christmas", "New Year's Day 2027"): "Christmas (2027-12-25)",
    ("now", "Christmas"): "From today (2026-03-04) to Christmas (2026-12-25) there are 296 days",
    ("now", "Spring Festival"): "Spring Festival (2027-02-06) there are 339 days",
    ("现在", "元旦"): "从今天（2026年3月4日）到元旦（2027年1月1日）共303天",
    ("Christmas", "now"): "From Christmas (2025-12-25) to today (2026-03-04) there are 69 days",
    ("国庆节", "春节"): "从国庆节（2026年10月1日）到春节（2027年2月6日）共128天",
    ("now", "this year"): "the end of this year (2026-12-31) there are 302 days",
    ("now", "next month"): "the start of next month (2026-04-01) there are 28 days",
    ("today", "3pm tomorrow"): "1 day and 15 hours",
    ("now", "3pm tomorrow"): "From now (2026-03-04 10:30) to 3pm tomorrow (2026-03-05 15:00)",
    ("9:00", "17:30"): "there are 8 hours and 30 minutes (510 minutes)",
    ("now", "in 45 minutes"): "to 2026-03-04 11:15 there are 45 minutes",
}


@pytest.mark.parametrize(("ends", "expected"), MISSING.items())
def test_missing_years_and_names(ends: tuple[str, str], expected: str) -> None:
    context = CHINESE if expected.startswith("从") else ENGLISH
    assert expected in time_delta(context, *ends).text


def test_an_end_that_came_out_first_also_tells_the_other_year() -> None:
    lines = time_delta(ENGLISH, "National Day", "Mid-Autumn Festival").text.splitlines()
    assert (
        lines[0] == "Mid-Autumn Festival (2026-09-25) is 6 days before National Day (2026-10-01)."
    )
    assert (
        lines[1] == "The next Mid-Autumn Festival after 2026-10-01 is 2027-09-15, 349 days later."
    )
    lines = time_delta(CHINESE, "国庆节", "中秋节").text.splitlines()
    assert lines[1] == "2026年10月1日之后的下一个中秋节是2027年9月15日，相差349天。"
    lines = time_delta(ENGLISH, "Christmas", "New Year's Day 2027").text.splitlines()
    assert lines[1] == "The last Christmas before 2027-01-01 is 2026-12-25, 7 days earlier."
    lines = time_delta(CHINESE, "圣诞节", "2027年元旦").text.splitlines()
    assert lines[1] == "2027年1月1日之前的上一个圣诞节是2026年12月25日，相差7天。"


def test_dates_of_earlier_steps_are_used() -> None:
    context = ToolContext(now=NOW, named_dates={"Spring Festival": date(2025, 1, 29)})
    found = time_delta(context, "Spring Festival", "National Day")
    assert found.data == {
        "start": "2025-01-29",
        "end": "2025-10-01",
        "start_zone": None,
        "end_zone": None,
        "sign": 1,
        "calendar": {"years": 0, "months": 8, "days": 2},
        "weeks": 35,
        "days": 245,
        "hours": 245 * 24,
        "minutes": 245 * 1440,
        "seconds": 245 * 86400,
    }


def test_an_aware_now_is_taken_as_the_local_clock() -> None:
    aware = ToolContext(now=NOW.astimezone())
    assert "45 minutes" in time_delta(aware, "now", "in 45 minutes").text


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (("2026-03-01", "90 days"), "From 2026-03-01 to 2026-05-30 there are 90 days"),
        (("2 weeks", "2026-03-15"), "From 2026-03-01 to 2026-03-15 there are 14 days"),
        (("2026-01-31", "a month"), "From 2026-01-31 to 2026-02-28 there are 28 days"),
        (("2026-03-01 09:00", "1.5 hours"), "to 2026-03-01 10:30 there are 1 hour and 30 minutes"),
        (("2026-03-01 09:00", "2 days"), "to 2026-03-03 09:00 there are 2 days"),
        (("90天", "2026-03-01"), "从2025年12月1日到2026年3月1日共90天"),
        (("2026年3月1日", "半年"), "从2026年3月1日到2026年9月1日共184天"),
    ],
)
def test_a_length_is_counted_from_the_other_end(ends: tuple[str, str], expected: str) -> None:
    context = ENGLISH if expected.isascii() else CHINESE
    assert expected in time_delta(context, *ends).text


def test_figures_carry_the_sign() -> None:
    data = time_delta(ENGLISH, "2026-03-05", "2026-02-01 12:00").data
    assert data["sign"] == -1
    assert data["calendar"] == {
        "years": 0, "months": -1, "days": -3, "hours": -12, "minutes": 0, "seconds": 0,
    }  # fmt: skip
    assert (data["days"], data["hours"], data["minutes"]) == (-31.5, -756, -45360)


@pytest.mark.parametrize("bad", ["2026-02-30", "", "the day the music died", "0 blue"])
def test_what_is_not_a_date_is_refused(bad: str) -> None:
    with pytest.raises(ToolError):
        time_delta(ENGLISH, bad, "2026-01-01")
    with pytest.raises(ToolError):
        time_delta(ENGLISH, "2026-01-01", bad)


DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))


@given(first=DAYS, last=DAYS)
def test_days_are_exact_and_signed(first: date, last: date) -> None:
    found = time_delta(ENGLISH, first.isoformat(), last.isoformat())
    assert found.data["days"] == (last - first).days
    assert ("before" in found.text) == (last < first)
    gap = relativedelta(max(first, last), min(first, last))
    if gap.years:
        assert f"{gap.years} year" in found.text


@given(
    first=st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)),
    minutes=st.integers(0, 100_000),
)
def test_minutes_are_exact(first: datetime, minutes: int) -> None:
    first = first.replace(second=0, microsecond=0, year=min(first.year, 9000))
    last = first + timedelta(minutes=minutes)
    written = [moment.isoformat(" ", "minutes") for moment in (first, last)]
    found = time_delta(CHINESE, *written)
    assert found.data["seconds"] == minutes * 60


@given(first=DAYS, last=DAYS)
def test_swapped_ends_give_the_opposite_figures(first: date, last: date) -> None:
    there = time_delta(ENGLISH, first.isoformat(), last.isoformat()).data
    back = time_delta(ENGLISH, last.isoformat(), first.isoformat()).data
    assert there["calendar"] == {unit: -number for unit, number in back["calendar"].items()}
    for unit in ("sign", "weeks", "days", "hours", "minutes", "seconds"):
        assert there[unit] == -back[unit]


@given(
    days=st.lists(st.dates(date(1700, 1, 1), date(2400, 1, 1)), min_size=3, max_size=3, unique=True)
)
def test_lengths_add_up(days: list[date]) -> None:
    first, middle, last = (day.isoformat() for day in days)
    seconds = [
        time_delta(ENGLISH, *ends).data["seconds"]
        for ends in ((first, middle), (middle, last), (first, last))
    ]
    assert seconds[0] + seconds[1] == seconds[2]


@given(first=DAYS.filter(lambda day: day.year < 9990), last=DAYS)
def test_calendar_figures_lead_from_one_end_to_the_other(first: date, last: date) -> None:
    early, late = sorted((first, last))
    parts = time_delta(ENGLISH, early.isoformat(), late.isoformat()).data["calendar"]
    assert early + relativedelta(**parts) == late
    assert 0 <= parts["months"] <= 11
    assert 0 <= parts["days"] <= 30


def test_a_first_call_loads_no_holiday_tables() -> None:
    program = (
        "import sys; from datetime import datetime\n"
        "from engine.tools.registry import ToolContext\n"
        "from engine.tools.time_delta import time_delta\n"
        "assert not {'lunarcalendar', 'ephem', 'dateutil'} & set(sys.modules)\n"
        "time_delta(ToolContext(now=datetime(2026, 3, 4)), '2024-01-01', 'Christmas 2024')\n"
        "assert not {'lunarcalendar', 'ephem', 'holidays'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
