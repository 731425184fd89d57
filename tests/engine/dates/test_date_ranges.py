"""Periods, ranges of days and ranges of times that people write, in both languages."""

from datetime import datetime

import pytest

from engine.dates.resolving import resolve
from engine.tools.context import ToolContext

NOW = datetime(2026, 3, 4, 10, 30)  # a Wednesday
ENGLISH = ToolContext(now=NOW, language="en")


PERIODS = {
    ("2026-01-01", "2026-12-31"): ["2026", "this year", "今年", "2026年", "二〇二六年", "in 2026"],
    ("2025-01-01", "2025-12-31"): ["last year", "去年"],
    ("2027-01-01", "2027-12-31"): ["next year", "明年"],
    ("2028-01-01", "2028-12-31"): ["后年", "the year after next"],
    ("2024-01-01", "2024-12-31"): ["前年", "the year before last"],
    ("2026-10-01", "2026-10-31"): ["October 2026", "Oct 2026", "2026-10", "2026年10月", "十月"],
    ("2026-04-01", "2026-04-30"): ["next month", "下个月", "下月"],
    ("2027-03-01", "2027-03-31"): ["明年三月", "March next year"],
    ("2026-07-01", "2026-09-30"): ["Q3 2026", "2026年第三季度", "the third quarter of 2026"],
    ("2026-03-09", "2026-03-15"): ["next week", "下周", "下个星期"],
    ("2026-03-07", "2026-03-08"): ["this weekend", "周末", "这个周末", "this week-end"],
    ("2026-03-14", "2026-03-15"): ["next weekend", "下周末", "下个周末"],
    ("2026-03-16", "2026-03-22"): ["the week after next", "下下周", "下下个星期"],
    ("2026-05-05", "2026-05-09"): [
        "from May 5 to May 9",
        "May 5-9",
        "May 5 to 9",
        "5 to 9 May",
        "between May 5 and May 9",
        "5月5日到9日",
        "5月5日至5月9日",
        "5月5-9日",
        "从5月5号到9号",
        "the 5th to the 9th of May",
        "May 5 – May 9, 2026",
        "2026-05-05 to 2026-05-09",
        "2026-05-05 - 2026-05-09",
    ],
    ("2026-11-15", "2027-02-10"): ["Nov 15 to Feb 10", "11月15日到2月10日"],
    ("2025-11-01", "2026-02-28"): ["from November to February 2026", "2025年11月到2026年2月"],
    ("2014-01-01", "2018-12-31"): [
        "2014-2018",
        "from 2014 to 2018",
        "2014年到2018年",
        "2014-2018年",
    ],
    ("2025-01-01", "2026-03-04"): ["from last year until now", "去年到现在", "去年至今"],
    ("2026-03-01", "2026-03-10"): ["early March", "3月上旬", "上旬", "early this month"],
    ("2026-03-11", "2026-03-20"): ["mid-March", "三月中旬", "本月中旬"],
    ("2026-02-21", "2026-02-28"): ["late February", "2月下旬"],
    ("2026-03-01", "2026-03-03"): ["the last 3 days", "past three days", "过去三天", "最近3天"],
    ("2026-03-05", "2026-03-18"): ["next two weeks", "the next 14 days", "未来两周", "接下来两周"],
    ("2026-03-04", "2026-03-09"): ["within 5 days", "5天内", "within the next 5 days"],
    ("2026-03-04", "2026-03-08"): ["the rest of the week", "later this week"],
    ("2018-01-15", "2018-01-21"): ["the third week of January 2018", "2018年1月第三周"],
    ("2026-12-28", "2027-01-03"): ["the last week of 2026", "2026年最后一周"],
    ("2027-01-18", "2027-01-24"): ["week 3 of 2027", "2027年第三周"],
    ("2026-04-06", "2026-04-12"): ["the week of April 10th"],
    ("2026-07-01", "2026-12-31"): ["H2 2026", "2026年下半年", "the second half of 2026", "下半年"],
    ("2025-01-01", "2025-06-30"): ["去年上半年", "first half of last year", "2025年前两个季度"],
    ("2026-01-01", "2026-01-02"): ["the first two days of 2026", "2026年前两天"],
    ("1970-01-01", "1979-12-31"): ["the 1970s", "the seventies", "70年代", "20世纪70年代"],
    ("1999-08-01", "1999-08-31"): ["August 99", "August of '99", "99年8月", "8/1999", "1999/8"],
    ("2008-01-01", "2008-12-31"): ["08年", "零八年", "two thousand and eight", "二〇〇八年"],
    ("2026-02-17", "2026-03-18"): ["正月", "the first lunar month", "农历2026年一月"],
    ("2026-05-20", "2026-06-02"): ["2 weeks starting May 20th", "May 20 for 2 weeks"],
}


@pytest.mark.parametrize(
    ("words", "expected"), [(words, ends) for ends, many in PERIODS.items() for words in many]
)
def test_a_period(words: str, expected: tuple[str, str]) -> None:
    found = resolve(words, ENGLISH)
    assert (str(found.start), str(found.end)) == expected
    assert expected[0] in found.text
    assert expected[1] in found.text


RANGES = {
    ("2026-03-05 09:00", "2026-03-05 11:00"): [
        "9-11am tomorrow",
        "tomorrow from 9 to 11",
        "Thursday 9am - 11am",
        "明天上午9点到11点",
        "between 9 and 11 am tomorrow",
        "tomorrow 9:00-11:00",
        "tomorrow at 9am for 2 hours",
    ],
    ("2026-03-04 17:00", "2026-03-04 18:00"): [
        "5 to 6 pm",
        "from 5 to 6 in the afternoon",
        "17:00-18:00",
        "下午5点到6点",
        "下午五点至六点",
    ],
    ("2026-03-04 11:30", "2026-03-04 13:30"): ["11:30-1:30", "from 11:30 to 1:30 pm"],
    ("2026-03-04 22:00", "2026-03-05 03:00"): ["10pm to 3am", "晚上10点到凌晨3点"],
    ("2026-03-06 15:00", "2026-03-09 09:00"): [
        "Friday 3pm to Monday 9am",
        "周五下午3点到下周一9点",
    ],
    ("2026-03-04 10:30", "2026-03-04 20:00"): ["from now until 8 pm", "从现在到晚上八点"],
    ("2026-03-04 05:30", "2026-03-04 10:30"): ["the last five hours", "过去5小时"],
    ("2026-03-05 08:00", "2026-03-05 12:00"): [
        "tomorrow morning",
        "明天上午",
        "morning of March 5",
    ],
    ("2026-03-03 20:00", "2026-03-03 23:59:59"): ["last night", "yesterday night"],
    ("2026-03-04 18:00", "2026-03-04 23:59:59"): ["今晚", "今天晚上"],
    ("2026-03-10 18:00", "2026-03-10 20:00"): ["next Tuesday in the late evening"],
}


@pytest.mark.parametrize(
    ("words", "expected"), [(words, ends) for ends, many in RANGES.items() for words in many]
)
def test_a_range_of_times(words: str, expected: tuple[str, str]) -> None:
    found = resolve(words, ENGLISH)
    assert (found.start, found.end) == tuple(map(datetime.fromisoformat, expected))
    assert found.grain in ("time", "part")
