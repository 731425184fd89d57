"""Working days against the arrangement of China and the `holidays` package's own counting."""

from datetime import date, datetime, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.almanac.working_days import count_working_days
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.time_delta import time_delta

NOW = datetime(2026, 3, 4, 10, 30)
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")


def test_make_up_days_of_china_are_worked() -> None:
    # 2024: the run of 1 to 7 October is paid for on Sunday 29 September and Saturday 12 October.
    found = count_working_days(date(2024, 9, 28), date(2024, 10, 13), "CN", "en")
    assert found.number == 1 + 1 + 4 + 1
    assert not found.not_arranged


def test_a_run_that_begins_in_december_is_off() -> None:
    # The New Year's run of 2023 began on 31 December 2022, a Saturday, that of 2012 on a Sunday.
    assert count_working_days(date(2022, 12, 30), date(2023, 1, 3), "中国", "zh").number == 2
    # 31 December 2011 was a Saturday that was worked.
    assert count_working_days(date(2011, 12, 31), date(2011, 12, 31), "China", "en").number == 1


@pytest.mark.parametrize("country", ["US", "DE", "JP", "GB", "CN"])
@settings(max_examples=12)
@given(first=st.dates(date(2015, 1, 1), date(2025, 6, 1)), days=st.integers(0, 200))
def test_counts_agree_with_the_package(country: str, first: date, days: int) -> None:
    last = first + timedelta(days)
    table = holidays.country_holidays(country, years=range(first.year, last.year + 2))
    expected = sum(table.is_working_day(first + timedelta(ahead)) for ahead in range(days + 1))
    found = count_working_days(first, last, country, "en")
    assert found.number == expected
    assert found.after_first == expected - table.is_working_day(first)


def test_the_weekend_is_the_country_s() -> None:
    # A Friday and a Saturday in Israel, and the Sunday after them.
    found = count_working_days(date(2026, 2, 6), date(2026, 2, 8), "Israel", "en")
    assert found.number == 1


def test_time_delta_counts_on_request() -> None:
    found = time_delta(ENGLISH, "2026-09-01", "2026-10-31", "China")
    lines = found.text.splitlines()
    assert lines[0].startswith("From 2026-09-01 to 2026-10-31 there are 60 days")
    assert lines[1] == (
        "Working days in China from 2026-09-01 to 2026-10-31, both days included: 40."
    )
    assert found.data["working_days"] == {
        "country": "CN", "both_ends_included": 40, "first_day_excluded": 39,
        "years_not_arranged": [],
    }  # fmt: skip
    assert "working_days" not in time_delta(ENGLISH, "2026-09-01", "2026-10-31").data


def test_backwards_counts_carry_the_sign() -> None:
    data = time_delta(CHINESE, "2026-10-31", "2026-09-01", "中国").data
    assert data["working_days"]["both_ends_included"] == -40


def test_a_year_without_an_arrangement_is_said() -> None:
    english = time_delta(ENGLISH, "2026-12-01", "2040-01-31", "CN").text
    assert "the arrangement of days off for 2027, 2028" in english
    assert "2026" not in english.splitlines()[1].partition("arrangement")[2]
    chinese = time_delta(CHINESE, "2040-01-01", "2040-01-31", "CN").text
    assert "2040年的放假安排尚不知道，只按法定假日计算，不含调休" in chinese


@pytest.mark.parametrize(
    ("ends", "country", "part"),
    [
        (("2026-01-01", "2026-02-01"), "Atlantis", "Atlantis"),
        (("1900-01-01", "2026-01-01"), "CN", "at most 100 years"),
        (("1940-01-01", "1941-01-01"), "CN", "1950 to 2"),
    ],
)
def test_what_cannot_be_counted(ends: tuple[str, str], country: str, part: str) -> None:
    with pytest.raises(ToolError, match=part) as caught:
        time_delta(ENGLISH, *ends, country)
    assert "\n" not in str(caught.value)
