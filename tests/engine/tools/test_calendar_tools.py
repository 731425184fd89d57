"""get_calendar_info, get_solar_terms_info and the list of built-in tools."""

from datetime import UTC, date, datetime

import pytest

from engine.almanac.solar_term_times import term_moment
from engine.tools.builtin import builtin_registry
from engine.tools.calendar import get_calendar_info
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from engine.tools.solar_terms import get_solar_terms_info

NOW = datetime(2026, 3, 4, 10, 30)
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")


def lines(observation: Observation) -> list[str]:
    """The facts of an observation."""
    assert [passage.text for passage in observation.passages] == observation.text.splitlines()
    return observation.text.splitlines()


def test_a_day() -> None:
    assert lines(get_calendar_info(ENGLISH, "2026-10-01")) == [
        "2026-10-01 is a Thursday; lunar date: the 21st day of the 8th lunar month, Year of the "
        "Horse (丙午 bingwu); National Day; zodiac sign: Libra; a day off in China (National Day)."
    ]
    assert lines(get_calendar_info(CHINESE, "2026年10月8日")) == [
        "2026年10月8日（2026-10-08）是星期四，农历丙午年（马年）八月廿八，寒露节气，天秤座，中国工作日。"
    ]


def test_a_named_day_is_stated_with_its_date() -> None:
    assert lines(get_calendar_info(ENGLISH, "this Friday")) == [
        "This Friday is 2026-03-06, a Friday; lunar date: the 18th day of the 1st lunar month, "
        "Year of the Horse (丙午 bingwu); zodiac sign: Pisces; a working day in China."
    ]
    assert lines(get_calendar_info(CHINESE, "2026年中秋节")) == [
        "2026年中秋节是2026年9月25日（2026-09-25），星期五，农历丙午年（马年）八月十五，天秤座，"
        "中国放假（中秋节）。"
    ]


def test_now_also_tells_the_time() -> None:
    english = lines(get_calendar_info(ENGLISH, "now"))
    assert english[0].startswith("Today is 2026-03-04, a Wednesday; lunar date: the 16th day")
    assert english[1] == "The local time now is 10:30 on 2026-03-04."
    assert lines(get_calendar_info(CHINESE, "现在"))[1].endswith("10:30。")


def test_now_is_told_on_the_clock_of_the_place_in_the_question() -> None:
    now = datetime(2026, 11, 20, 20, tzinfo=UTC)
    english = ToolContext(now, "en", question="what time is it in Auckland")
    found = lines(get_calendar_info(english, "now"))
    assert found[0].startswith("Today is 2026-11-21, a Saturday")
    assert found[1] == (
        "The local time now in Auckland (time zone Pacific/Auckland) is 09:00 on 2026-11-21."
    )
    chinese = ToolContext(now, "zh", question="利马现在几点")
    assert lines(get_calendar_info(chinese, "现在"))[1] == (
        "利马（时区America/Lima）现在的本地时间是2026年11月20日（2026-11-20）15:00。"
    )
    two = ToolContext(now, "en", question="what time is it in Lima and Tokyo")
    assert lines(get_calendar_info(two, "now"))[1] == "The local time now is 20:00 on 2026-11-20."


def test_a_leap_month() -> None:
    assert "闰六月初一" in get_calendar_info(CHINESE, "2025-07-25").text
    assert (
        "the 1st day of the leap 6th lunar month" in get_calendar_info(ENGLISH, "2025-07-25").text
    )


def test_a_range_has_a_line_a_day() -> None:
    found = get_calendar_info(ENGLISH, "2026-10-01", "2026-10-08")
    assert [line[:10] for line in lines(found)] == [f"2026-10-0{day}" for day in range(1, 9)]
    assert len(get_calendar_info(ENGLISH, "2026-01-01", "2026-03-03").data["days"]) == 62
    assert len(lines(get_calendar_info(CHINESE, "下周"))) == 7
    assert found.data["days"][0]["lunar"] == {"year": 2026, "month": 8, "day": 21, "leap": False}


def test_a_range_the_wrong_way_round_is_swapped_openly() -> None:
    found = lines(get_calendar_info(ENGLISH, "2026-05-02", "2026-05-01"))
    assert found[0] == (
        "The end is before the start, so the days from 2026-05-01 to 2026-05-02 are shown."
    )
    assert len(found) == 3
    assert "结束日期早于开始日期" in get_calendar_info(CHINESE, "2026-05-02", "2026-05-01").text


def test_a_long_range_is_summarised_and_says_so() -> None:
    found = lines(get_calendar_info(ENGLISH, "2026-01-01", "2026-03-04"))
    assert found[0].startswith(
        "From 2026-01-01 (Thursday) to 2026-03-04 (Wednesday) there are 63 days"
    )
    assert "longer than 62 days" in found[1]
    assert any(line == "2026-02-17 (Tuesday) is Spring Festival." for line in found)
    assert "范围超过62天" in get_calendar_info(CHINESE, "2026-01-01", "2026-03-04").text
    centuries = lines(get_calendar_info(ENGLISH, "1000-01-01", "3000-01-01"))
    assert len(centuries) == 4
    assert "listed for ranges of at most 366 days" in centuries[-1]
    decades = lines(get_calendar_info(CHINESE, "1980-01-01", "2029-12-31"))
    assert decades[-1] == "节日、节气和中国的放假安排只在范围不超过366天时列出。"


def test_a_month_and_a_year_are_summarised() -> None:
    month = lines(get_calendar_info(ENGLISH, "October 2026"))
    assert month[0] == (
        "October 2026 runs from 2026-10-01 (Thursday) to 2026-10-31 (Saturday): 31 days, "
        "22 from Monday to Friday and 9 on weekends."
    )
    assert "2026-10-18 (Sunday) is Double Ninth Festival." in month
    year = lines(get_calendar_info(CHINESE, "2025年"))
    assert year[0].startswith("2025年从2025年1月1日（2025-01-01，星期三）到2025年12月31日")
    assert (
        "农历2025年是乙巳年（蛇年），从2025年1月29日（2025-01-29）春节"
        "到2026年2月16日（2026-02-16），有闰6月。"
    ) in year
    assert "lunar year 2026, the Year of the Horse" in get_calendar_info(ENGLISH, "2026").text


def test_a_missing_year_is_the_other_ends() -> None:
    assert get_calendar_info(ENGLISH, "May 1", "May 3, 2030").data["start"] == "2030-05-01"
    assert get_calendar_info(ENGLISH, "May 1, 2030", "May 3").data["end"] == "2030-05-03"


def test_days_outside_the_lunar_calendar_still_have_a_weekday() -> None:
    assert lines(get_calendar_info(ENGLISH, "1850-05-02")) == [
        "1850-05-02 is a Thursday; outside the lunar calendar's known years 1900 to 2100; "
        "zodiac sign: Taurus."
    ]
    assert "9999-12-31" in get_calendar_info(ENGLISH, "9999-12-31").text
    assert "0001-01-01" in get_calendar_info(ENGLISH, "0001-01-01").text


def test_a_date_that_does_not_exist_is_refused() -> None:
    for start, end in (("2026-02-30", None), ("2026-02-01", "2026-02-30")):
        with pytest.raises(ToolError, match="2026-02-30 does not exist"):
            get_calendar_info(ENGLISH, start, end)


def test_solar_terms() -> None:
    english = lines(get_solar_terms_info(ENGLISH, "2026"))
    assert len(english) == 24
    assert english[0] == "Minor Cold (小寒) 2026 is on 2026-01-05, a Monday, at 16:23 Beijing time."
    chinese = get_solar_terms_info(CHINESE, "now")
    assert lines(chinese)[-1] == (
        "2026年冬至（Winter Solstice）是2026年12月22日（2026-12-22），星期二，北京时间04:50。"
    )
    assert chinese.named_dates["冬至"] == date(2026, 12, 22)
    assert chinese.named_dates["Winter Solstice"] == date(2026, 12, 22)
    days = [row["date"] for row in chinese.data["solar_terms"]]
    assert days == sorted(days)


@pytest.mark.parametrize("year", ["1899", "2101"])
def test_solar_terms_out_of_reach(year: str) -> None:
    with pytest.raises(ToolError, match="1900 to 2100"):
        get_solar_terms_info(ENGLISH, year)


def test_the_built_in_tools_stand_in_their_order() -> None:
    registry = builtin_registry()
    assert registry.names() == [
        "get_calendar_info",
        "get_holidays_info",
        "get_solar_terms_info",
        "time_delta",
        "get_weather_info",
        "search_knowledge",
        "hybrid_search",
        "web_search",
        "browse_wiki",
        "browse_aspect",
        "browse_video",
        "browse_website",
        "task_complete",
        "do_nothing",
    ]
    for tool in registry:
        assert tool.description
        assert all(spec["description"] for spec in tool.parameters["properties"].values())
        assert set(tool.task_phrases) == {"en", "zh"}
    assert registry.get("get_calendar_info").schema()["required"] == ["start_date"]
    start = registry.get("time_delta").parameters["properties"]["start_time"]
    assert start["x-from-question"]
    assert start["x-implied"] == ["now"]


def test_two_months_of_days_calculate_each_solar_term_once() -> None:
    term_moment.cache_clear()
    get_calendar_info(CHINESE, "2031-01-01", "2031-03-03")
    # Two terms for each of three months, and that of the Tomb-Sweeping Day.
    assert term_moment.cache_info().misses == 7


def test_a_day_as_data() -> None:
    (day,) = get_calendar_info(CHINESE, "2026-10-08").data["days"]
    assert day["weekday"] == "Thursday"
    assert day["lunar"] == {"year": 2026, "month": 8, "day": 28, "leap": False}
    assert {name: cycle["zh"] for name, cycle in day["stem_branch"].items()} == {
        "year": "丙午",
        "month": "戊戌",
        "day": "乙卯",
    }
    assert day["zodiac_animal"] == {"en": "Horse", "zh": "马"}
    assert day["constellation"] == {"en": "Libra", "zh": "天秤座"}
    assert day["solar_term"] == {"en": "Cold Dew", "zh": "寒露"}
    assert day["festivals"] == []
    assert day["china"] == {"kind": "working_day", "holidays": []}
    (eve,) = get_calendar_info(ENGLISH, "2026-02-16").data["days"]
    assert eve["festivals"] == [{"en": "Chinese New Year's Eve", "zh": "除夕"}]
    assert eve["china"] == {
        "kind": "day_off",
        "holidays": [{"en": "Spring Festival", "zh": "春节"}],
    }
    (old,) = get_calendar_info(ENGLISH, "1850-05-02").data["days"]
    assert (old["lunar"], old["zodiac_animal"], old["stem_branch"]["month"]) == (None, None, None)
    assert old["stem_branch"]["day"] == {"en": "guichou", "zh": "癸丑"}


@pytest.mark.parametrize(
    ("day", "english", "chinese"),
    [
        (
            "2026-10-10",
            "a make-up working day in China (National Day).",
            "中国调休上班（国庆节）。",
        ),
        ("2026-10-17", "; a weekend in China.", "，中国周末休息。"),
        (
            "2025-10-06",
            "a day off in China (National Day and Mid-Autumn Festival).",
            "中国放假（国庆节、中秋节）。",
        ),
        ("2027-02-08", "a statutory holiday in China (Spring Festival).", "中国法定假日（春节）。"),
        (
            "2027-03-04",
            "; whether China has it off is not known to this program yet.",
            "，本程序尚无这一天的中国放假安排。",
        ),
        ("1988-06-15", "Year of the Dragon (戊辰 wuchen); zodiac sign: Gemini.", "，双子座。"),
        ("2057-09-28", "may move the lunar date by a day.", "可能使农历日期相差一天。"),
    ],
)
def test_days_off_and_doubts_are_at_the_end_of_a_line(day: str, english: str, chinese: str) -> None:
    assert lines(get_calendar_info(ENGLISH, day))[0].endswith(english)
    assert lines(get_calendar_info(CHINESE, day))[0].endswith(chinese)


def test_days_of_a_range_share_one_remark() -> None:
    found = lines(get_calendar_info(ENGLISH, "2026-12-30", "2027-01-02"))
    assert len(found) == 5
    assert found[-1].startswith(
        "The State Council's holiday arrangements are known to this program"
    )


def test_a_summary_has_the_days_off_in_china() -> None:
    month = lines(get_calendar_info(ENGLISH, "October 2026"))
    assert month[-3:] == [
        "2026-10-01 (Thursday) to 2026-10-07 (Wednesday): 7 days off in China (National Day).",
        "Make-up working days in China: 2026-10-10 (Saturday).",
        "By China's holiday arrangement 18 of these 31 days are working days and 13 are days off.",
    ]
    chinese = lines(get_calendar_info(CHINESE, "2026年10月"))
    assert chinese[-1] == "按中国的放假安排，这31天中有18个工作日，13个休息日。"
    unknown = lines(get_calendar_info(CHINESE, "2027年5月"))
    assert (
        "2027年5月1日（星期六）至2027年5月2日（星期日）为中国法定假日，共2天（劳动节）。" in unknown
    )
    assert unknown[-1].startswith("本程序只有截至")


def test_data_of_a_long_range_says_what_it_leaves_out() -> None:
    year = get_calendar_info(ENGLISH, "2025").data
    assert (year["day_count"], year["days_listed"], len(year["days"])) == (365, True, 365)
    long = get_calendar_info(ENGLISH, "1900-01-01", "2100-12-31").data
    assert (long["day_count"], long["days_listed"], long["days"]) == (73414, False, [])


def test_every_day_of_two_centuries_has_a_line() -> None:
    for year in range(1900, 2101, 8):
        for day in ("01-01", "02-28", "12-31"):
            for context in (ENGLISH, CHINESE):
                found = lines(get_calendar_info(context, f"{year}-{day}"))
                assert len(found) == 1
                assert f"{year}-{day}" in found[0][: 64 if context is ENGLISH else 32]
