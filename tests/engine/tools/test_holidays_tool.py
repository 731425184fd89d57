"""China's public holidays against the State Council's arrangements, 2007 to 2026."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from engine.almanac.china_holidays import ChinaDay, china_day, china_holidays
from engine.almanac.festivals import festival_day, find_festival
from engine.tools.context import ToolContext
from engine.tools.holidays import get_holidays_info
from engine.tools.observation import ToolError

NOW = datetime(2026, 3, 4, 10, 30)
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")
# Covers the arrangements of 2007 to 2026 in the oracle; holiday-cn's 2027 is still empty.
YEARS = range(2007, 2027)


def arrangement(shared_data: Path, year: int) -> tuple[set[date], set[date]]:
    """Days off and weekend days worked, as published for a year."""
    path = shared_data / "time" / "holiday-cn" / f"{year}.json"
    days = json.loads(path.read_text(encoding="utf-8"))["days"]
    off = {date.fromisoformat(day["date"]) for day in days if day["isOffDay"]}
    worked = {date.fromisoformat(day["date"]) for day in days if not day["isOffDay"]}
    # 2020 names a Monday on which work was resumed, which is no make-up day.
    return off, {day for day in worked if day.weekday() >= 5}


@pytest.mark.parametrize("year", YEARS)
def test_days_off_and_make_up_days_are_the_official_ones(shared_data: Path, year: int) -> None:
    off, worked = arrangement(shared_data, year)
    found = china_holidays(year)
    assert found.arranged
    ours = {day for holiday in found.holidays for day in holiday.days_off}
    assert off <= ours
    # A run may take in the free weekend beside it, where the notice names only the weekday.
    assert all(day.weekday() >= 5 and day not in worked for day in ours - off)
    assert {day for holiday in found.holidays for day in holiday.working_days} == worked


@pytest.mark.parametrize("year", range(1950, 2101))
def test_every_holiday_of_a_year_is_listed_on_its_own_day(year: int) -> None:
    names = ["元旦", "春节", "劳动节", "国庆节"]
    if year >= 2008:
        names += ["清明节", "端午节", "中秋节"]
    found = {holiday.zh: holiday.day for holiday in china_holidays(year).holidays}
    for name in names:
        festival = find_festival(name)
        assert festival is not None
        assert found[name] == festival_day(festival, year)


def test_the_lines_of_2026() -> None:
    lines = get_holidays_info(ENGLISH, "2026").text.splitlines()
    assert len(lines) == 7
    assert lines[1] == (
        "Spring Festival 2026 is on 2026-02-17, a Tuesday; days off: 2026-02-15 (Sunday) to "
        "2026-02-23 (Monday), 9 days; make-up working days: 2026-02-14 (Saturday) and "
        "2026-02-28 (Saturday); statutory holidays: 2026-02-16 (Monday) to 2026-02-19 (Thursday)."
    )
    lines = get_holidays_info(CHINESE, "今年").text.splitlines()
    assert lines[1] == (
        "2026年春节是2026年2月17日（2026-02-17），星期二；2026年2月15日（星期日）至"
        "2026年2月23日（星期一）放假，共9天；2026年2月14日（星期六）、2026年2月28日（星期六）调休上班；"
        "其中法定假日为2026年2月16日（星期一）至2026年2月19日（星期四）。"
    )


def test_holidays_that_share_their_days_off_say_so() -> None:
    text = get_holidays_info(ENGLISH, "2025").text
    assert "8 days, together with Mid-Autumn Festival" in text
    assert "8 days, together with National Day" in text
    assert "（与国庆节合并）" in get_holidays_info(CHINESE, "2025").text


def test_a_year_without_an_official_arrangement_is_said_plainly() -> None:
    english = get_holidays_info(ENGLISH, "next year").text.splitlines()
    assert english[0].startswith("New Year's Day 2027 is on 2027-01-01, a Friday; statutory")
    assert english[-1].startswith("The State Council's arrangement for 2027 is not known")
    chinese = get_holidays_info(CHINESE, "2027").text
    assert "本程序没有2027年的国务院放假安排" in chinese
    assert "调休上班" not in chinese
    before = get_holidays_info(ENGLISH, "1998").text
    assert "1998 is not known to this program, so" in before
    assert "Mid-Autumn" not in before


def test_the_day_of_2015_that_was_a_holiday_once() -> None:
    assert "War of Resistance" in get_holidays_info(ENGLISH, "2015").text
    assert "胜利70周年纪念日是2015年9月3日" in get_holidays_info(CHINESE, "2015").text


def test_names_for_later_steps() -> None:
    named = get_holidays_info(ENGLISH, "2026").named_dates
    assert (
        named["Spring Festival"] == named["春节"] == named["chinese new year"] == date(2026, 2, 17)
    )
    assert named["中秋"] == named["Mid-Autumn Festival"] == date(2026, 9, 25)


def test_each_line_is_a_passage() -> None:
    found = get_holidays_info(ENGLISH, "2026")
    assert [passage.text for passage in found.passages] == found.text.splitlines()
    assert {passage.source for passage in found.passages} == {"tool:get_holidays_info"}
    assert {passage.title for passage in found.passages} == {"get_holidays_info(year=2026)"}
    assert found.data["holidays"][0]["date"] == "2026-01-01"


@pytest.mark.parametrize(
    ("year", "part"),
    [("1900", "1950 to 2100"), ("2101", "1950 to 2100"), ("blue", "not understood")],
)
def test_years_out_of_reach(year: str, part: str) -> None:
    with pytest.raises(ToolError, match=part):
        get_holidays_info(ENGLISH, year)


@pytest.mark.parametrize(
    ("years", "days"),
    # By the regulation of 1949 and its amendments of 1999, 2007, 2013 and 2024.
    [
        (range(1950, 1999), 7),
        (range(2000, 2008), 10),
        (range(2008, 2025), 11),
        (range(2025, 2101), 13),
    ],
)
def test_the_statutory_days_of_a_year_are_as_many_as_the_law_says(years: range, days: int) -> None:
    for year in years:
        found = {day for one in china_holidays(year).holidays for day in one.statutory}
        once = year == 2015  # the victory parade
        # National Day and the Mid-Autumn Festival were the same day in 2020, as in 2001 and 2039.
        shared = festival_day_of("中秋节", year).month == 10 and days > 10
        overlap = shared and festival_day_of("中秋节", year).day <= 3
        assert len(found) == days + once - overlap, year


def festival_day_of(name: str, year: int) -> date:
    festival = find_festival(name)
    assert festival is not None
    return festival_day(festival, year)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_off_or_worked_as_published(shared_data: Path, year: int) -> None:
    named: dict[date, bool] = {}
    for published in (year - 1, year, year + 1):
        path = shared_data / "time" / "holiday-cn" / f"{published}.json"
        if path.is_file():
            days = json.loads(path.read_text(encoding="utf-8"))["days"]
            named |= {date.fromisoformat(day["date"]): day["isOffDay"] for day in days}
    day = date(year, 1, 1)
    while day.year == year:
        kind, weekend = china_day(day).kind, day.weekday() >= 5
        if kind is None:
            # Only the last days before a year that is not arranged yet.
            assert day >= date(YEARS[-1], 12, 27)
        elif named.get(day, weekend):
            assert kind in ("day_off", "weekend"), day
            assert kind == "day_off" or day not in named, day
        else:
            assert kind == ("make_up_working_day" if weekend else "working_day"), day
        day += timedelta(1)


def test_days_whose_arrangement_is_not_known() -> None:
    assert china_day(date(1949, 10, 1)) == ChinaDay(None)
    assert china_day(date(1988, 6, 15)) == ChinaDay(None)
    assert china_day(date(2101, 1, 1)) == ChinaDay(None)
    assert china_day(date(2030, 10, 2)).kind == "statutory_holiday"
    assert [one.zh for one in china_day(date(2025, 10, 6)).holidays] == ["国庆节", "中秋节"]


def test_a_day_that_was_worked_before_new_year() -> None:
    # "12月31日（星期六）上班": the State Council's notice 〔2005〕35号.
    assert china_day(date(2005, 12, 31)).kind == "make_up_working_day"


def test_the_limits_of_the_years() -> None:
    for year in (1950, 2100):
        lines = get_holidays_info(CHINESE, str(year)).text.splitlines()
        assert lines[0].startswith(f"{year}年元旦是{year}年1月1日")
        assert "法定假日" in lines[0]
