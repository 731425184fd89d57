"""China's public holidays against the State Council's arrangements, 2007 to 2026."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from engine.tools.context import ToolContext
from engine.tools.festivals import festival_day, find_festival
from engine.tools.holidays import get_holidays_info, public_holidays
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
    found = public_holidays(year, ENGLISH)
    assert found.arranged
    ours = {day for holiday in found.holidays for day in holiday.days_off}
    assert off <= ours
    # A run may take in the free weekend beside it, where the notice names only the weekday.
    assert all(day.weekday() >= 5 and day not in worked for day in ours - off)
    assert {day for holiday in found.holidays for day in holiday.working_days} == worked


@pytest.mark.parametrize("year", range(1950, 2089))
def test_every_holiday_of_a_year_is_listed_on_its_own_day(year: int) -> None:
    names = ["元旦", "春节", "劳动节", "国庆节"]
    if year >= 2008:
        names += ["清明节", "端午节", "中秋节"]
    found = {holiday.zh: holiday.day for holiday in public_holidays(year, CHINESE).holidays}
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
        "2026-02-28 (Saturday)."
    )
    lines = get_holidays_info(CHINESE, "今年").text.splitlines()
    assert lines[1] == (
        "2026年春节是2026年2月17日（2026-02-17），星期二；2026年2月15日（星期日）至"
        "2026年2月23日（星期一）放假，共9天；2026年2月14日（星期六）、2026年2月28日（星期六）调休上班。"
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


@pytest.mark.parametrize(("year", "part"), [("1900", "1950 to 2088"), ("blue", "not understood")])
def test_years_out_of_reach(year: str, part: str) -> None:
    with pytest.raises(ToolError, match=part):
        get_holidays_info(ENGLISH, year)


def test_other_countries_are_not_known_yet() -> None:
    with pytest.raises(ToolError, match="public holidays of FR are not known, only those of CN"):
        public_holidays(2026, ENGLISH, country="FR")
