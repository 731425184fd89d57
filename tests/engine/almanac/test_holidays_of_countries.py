"""Public holidays of countries other than China."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from engine.almanac.countries import find_place
from engine.almanac.country_names import COUNTRY_NAMES
from engine.almanac.holiday_names import chinese_name
from engine.tools.context import ToolContext
from engine.tools.holidays import get_holidays_info
from engine.tools.observation import ToolError

NOW = datetime(2026, 3, 4, 10, 30)
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")


def row(country: str, year: str, name: str) -> dict[str, Any]:
    """The data of one holiday."""
    rows = get_holidays_info(ENGLISH, year, country).data["holidays"]
    found = [one for one in rows if one["en"] == name]
    assert len(found) == 1, [one["en"] for one in rows]
    return dict(found[0])


def test_the_lines_of_germany() -> None:
    english = get_holidays_info(ENGLISH, "2026", "Germany").text.splitlines()
    assert english[2] == (
        "Easter Monday 2026 is on 2026-04-06, a Monday; a public holiday in all of Germany."
    )
    assert english[-1] == (
        "Second Day of Christmas 2026 is on 2026-12-26, a Saturday; a public holiday in all of "
        "Germany; its regions have further ones."
    )
    chinese = get_holidays_info(CHINESE, "2026", "德国").text.splitlines()
    assert chinese[6] == (
        "2026年德国统一日（German Unity Day）是2026年10月3日（2026-10-03），星期六；"
        "德国全国公共假期。"
    )
    assert chinese[-1].endswith("德国全国公共假期（各地区另有假期）。")
    assert row("DE", "2026", "German Unity Day")["local"] == "Tag der Deutschen Einheit"


def test_a_region_has_its_own() -> None:
    bavaria = get_holidays_info(ENGLISH, "2026", "Bavaria")
    names = [one["en"] for one in bavaria.data["holidays"]]
    assert {"Epiphany", "Corpus Christi", "All Saints' Day"} <= set(names)
    assert bavaria.data["country"] == "DE-BY"
    assert "regions have further" not in bavaria.text
    assert "in Bavaria, Germany." in bavaria.text
    national = get_holidays_info(ENGLISH, "2026", "DE").data["holidays"]
    assert "Epiphany" not in [one["en"] for one in national]


def test_an_observed_day_says_what_it_stands_for() -> None:
    text = get_holidays_info(ENGLISH, "2026", "US").text
    assert (
        "Independence Day (observed) 2026 is on 2026-07-03, a Friday; a public holiday in all of "
        "the United States, in place of 2026-07-04 (Saturday)."
    ) in text
    chinese = get_holidays_info(CHINESE, "2026", "美国").text
    assert "2026年独立日（补假）" in chinese
    assert "为2026年7月4日（星期六）的补休" in chinese
    assert row("US", "2026", "Independence Day")["observed_for"] is None
    eve = row("Taiwan", "2026", "Chinese New Year's Eve (observed)")
    assert (eve["date"], eve["observed_for"]) == ("2026-02-20", "2026-02-15")


def test_consecutive_days_of_one_holiday_are_one() -> None:
    fitr = row("Saudi Arabia", "2026", "Eid al-Fitr Holiday")
    assert fitr["days_off"] == [f"2026-03-{day}" for day in (19, 20, 21, 22)]
    assert "2026-03-19 (Thursday) to 2026-03-22 (Sunday), 4 days" in (
        get_holidays_info(ENGLISH, "2026", "SA").text
    )


def test_names_are_those_of_the_country_and_chinese_ones_where_known() -> None:
    assert "Labour Day 2026" in get_holidays_info(ENGLISH, "2026", "Singapore").text
    hong_kong = get_holidays_info(CHINESE, "2026", "香港").text
    assert "2026年佛诞（" in hong_kong
    assert "香港特别行政区成立纪念日" in hong_kong
    assert chinese_name("Labor Day (observed)") == "劳动节（补假）"
    assert chinese_name("Alternative holiday for Christmas Day") == "圣诞节（补假）"
    assert chinese_name("Day off (substituted from 01/03/2026)") == "休息日（由2026-01-03调休）"
    assert chinese_name("Day of the Flying Pigs") is None


def test_names_for_later_steps_are_the_countrys() -> None:
    named = get_holidays_info(ENGLISH, "2026", "US").named_dates
    assert named["Labor Day"] == named["劳动节"] == date(2026, 9, 7)
    assert "may day" not in named


def test_weekend_days_worked_in_exchange_are_said() -> None:
    assert "Weekend days worked in exchange in Hungary in 2025: 2025-05-17 (Saturday)" in (
        get_holidays_info(ENGLISH, "2025", "Hungary").text
    )
    assert "匈牙利2025年调休上班的周末：2025年5月17日（星期六）" in (
        get_holidays_info(CHINESE, "2025", "匈牙利").text
    )


@pytest.mark.parametrize(
    ("country", "year", "part"),
    [
        ("US", "1776", "public holidays of the United States are known for the years 1777 to 2100"),
        ("Germany", "1990", "are known for the years 1991 to 2100, not 1990"),
        ("Japan", "2100", "are known for the years 1949 to 2099, not 2100"),
        ("Germny", "2026", "did you mean Germany"),
    ],
)
def test_years_and_countries_out_of_reach(country: str, year: str, part: str) -> None:
    with pytest.raises(ToolError, match=part) as raised:
        get_holidays_info(ENGLISH, year, country)
    assert raised.value.kind == "invalid_argument"


def test_years_out_of_reach_in_chinese() -> None:
    with pytest.raises(ToolError, match="只能查询1991年至2100年德国的公共假期，不能查询1990年"):
        get_holidays_info(CHINESE, "1990", "德国")


def test_a_country_that_only_the_question_names_counts() -> None:
    asked = replace(CHINESE, question="德国2026年有哪些公共假期？")
    assert get_holidays_info(asked, "2026").data["country"] == "DE"
    assert get_holidays_info(asked, "2026", "法国").data["country"] == "FR"
    assert get_holidays_info(CHINESE, "2026").data["country"] == "CN"


def test_a_year_without_any_is_not_found() -> None:
    with pytest.raises(ToolError, match="no public holidays of Saudi Arabia in 1901") as raised:
        get_holidays_info(ENGLISH, "1901", "SA")
    assert raised.value.kind == "not_found"


@pytest.mark.filterwarnings("error")
def test_a_list_that_is_not_complete_says_so() -> None:
    assert "known from 2001 to 2035 only, so this list is not complete" in (
        get_holidays_info(ENGLISH, "2040", "India").text
    )
    assert "因此以上并不完整" in get_holidays_info(CHINESE, "2040", "印度").text
    assert "not complete" not in get_holidays_info(ENGLISH, "2026", "India").text


@pytest.mark.filterwarnings("error")
def test_every_country_answers_or_says_why_not() -> None:
    without = []
    for line in COUNTRY_NAMES.strip().splitlines():
        code, *names = line.split("|")
        for name in names:
            assert find_place(name, "en").country == code, name
        try:
            found = get_holidays_info(CHINESE, "2026", code)
        except ToolError as error:
            without.append((code, error.kind))
        else:
            assert names[1] in found.text or code == "CN"
    # Three without inhabitants, and Ukraine, which has suspended its holidays in the war.
    assert without == [(code, "not_found") for code in ("BV", "HM", "IO", "UA")]
