"""What people write for dates, in both languages, against fixed answers."""

from datetime import date, datetime

import pytest

from engine.dates.resolving import resolve, resolve_year
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.wording import day_text

NOW = datetime(2026, 3, 4, 10, 30)  # a Wednesday
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")

DAYS = {
    "2026-11-20": [
        "2026-11-20", "2026/11/20", "2026.11.20", "20261120", "2026 11 20", "Nov 20, 2026",
        "November 20th 2026", "20 Nov 2026", "20-Nov-2026", "20. Nov. 2026", "2026-nov-20",
        "the 20th of November, 2026", "Friday, November 20, 2026", "on 2026-11-20",
        "“2026-11-20”。", "２０２６年１１月２０日", "2026年11月20日", "2026 年 11 月 20 日",
        "二〇二六年十一月二十日", "2026年11月20号", "2026年11月20日星期五", "11/20/2026",
        "20/11/2026", "11/20/26", "20.11.2026",
    ],
    "2024-03-01": [
        "March 1, 2024", "1st of March 2024", "2024年3月1日", "二〇二四年三月一日",
    ],
    "2004-08-15": [
        "两千零四年八月十五日", "二零零四年八月十五日",
    ],
    "2026-03-01": [
        "Mar 1", "March the first", "3月1号", "三月一日", "3/1", "03-01", "3月1日", "大前天",
    ],
    "2026-03-04": [
        "today", "今天", "今日", "Wednesday", "周三", "this Wednesday",
    ],
    "2026-03-05": [
        "tomorrow", "tmrw", "明天", "in 1 day", "1天后", "the next day", "this Thursday",
    ],
    "2026-03-20": [
        "the Friday after next", "Friday after next", "下下周五", "下下个星期五",
    ],
    "2026-03-18": [
        "two Wednesdays from now", "Wednesday two weeks from now",
    ],
    "2026-03-25": [
        "下下下周三",
    ],
    "2026-02-20": [
        "the Friday before last", "上上周五",
    ],
    "2027-02-13": [
        "明年正月初八", "2027年农历正月初八",
    ],
    "2026-12-29": [
        "十一月廿一", "农历十一月二十一",
    ],
    "2026-03-03": [
        "yesterday", "昨天", "a day ago", "一天前", "元宵", "Lantern Festival",
    ],
    "2026-03-06": [
        "the day after tomorrow", "后天", "this Friday", "Friday", "coming Friday", "本周五",
        "这周五", "周五", "星期五", "礼拜五", "this week Friday", "in two days",
    ],
    "2026-03-07": [
        "大后天", "这周六", "三天后", "3天之后", "再过三天",
    ],
    "2026-03-02": [
        "the day before yesterday", "前天", "本周一", "two days ago", "两天前",
    ],
    "2026-03-13": [
        "next Friday", "下周五", "下星期五", "下个星期五", "next week Friday",
    ],
    "2026-03-08": [
        "本周日", "星期天", "礼拜天", "妇女节", "International Women's Day",
    ],
    "2026-02-27": [
        "last Friday", "上周五",
    ],
    "2026-02-25": [
        "上周三", "last Wednesday",
    ],
    "2026-03-14": [
        "in 10 days", "10天后", "十天以后", "10 days from now", "10 days later",
    ],
    "2026-02-11": [
        "3 weeks ago", "三周前", "3个星期前", "三个礼拜之前",
    ],
    "2026-04-04": [
        "in a month", "一个月后", "one month from today",
    ],
    "2026-09-04": [
        "半年后", "half a year later", "in six months", "6个月以后",
    ],
    "1987-04-15": [
        "15 April of 87", "15 April '87", "15-Apr-87", "87年4月15日", "八七年四月十五日",
        "April fifteenth nineteen eighty-seven", "april 15, '87",
    ],
    "2026-07-18": [
        "Saturday, July 18", "Jul 18, Sat", "7月18日星期六", "Sat, July 18th",
    ],
    "2027-07-18": [
        "Sunday, July 18", "7月18日星期日",
    ],
    "2026-05-15": [
        "Friday the 15th", "Fri 15th",
    ],
    "2026-05-25": [
        "Memorial Day", "US Memorial Day 2026", "Whit Monday", "阵亡将士纪念日",
    ],
    "2027-06-04": [
        "一年零三个月后", "in 1 year and 3 months",
    ],
    "2026-03-31": [
        "end of the month", "月底", "本月底", "the last day of this month", "月末",
    ],
    "2026-04-30": [
        "下个月底", "the end of next month", "end of April",
    ],
    "2026-12-31": [
        "年底", "今年年底", "end of 2026", "2026年底", "the end of the year", "12月底",
    ],
    "2027-12-31": [
        "明年年底", "end of next year",
    ],
    "2027-01-01": [
        "beginning of 2027", "明年年初", "New Year's Day 2027", "明年元旦",
    ],
    "2026-04-03": [
        "下个月3号", "the 3rd of next month",
    ],
    "2026-03-15": [
        "15号", "the 15th", "本月15日", "the 15th of this month",
    ],
    "2026-12-25": [
        "Christmas", "Christmas 2026", "xmas", "圣诞节", "2026年圣诞节", "next Christmas",
    ],
    "2025-12-25": [
        "last Christmas", "去年圣诞节", "Christmas last year", "上个圣诞节",
    ],
    "2027-12-25": [
        "next year's Christmas", "明年的圣诞节", "Christmas next year",
    ],
    "2026-02-17": [
        "Spring Festival 2026", "Chinese New Year", "2026年春节", "春节", "大年初一",
        "农历正月初一", "农历正月初一 2026", "今年春节", "last Spring Festival",
        "the Spring Festival", "Lunar New Year 2026", "2026年的春节", "春节（2026年）",
    ],
    "2027-02-06": [
        "明年春节", "next Spring Festival", "下个春节", "2027年正月初一",
    ],
    "2026-02-16": [
        "除夕", "大年三十", "Chinese New Year's Eve", "春节前一天",
        "the day before Spring Festival",
    ],
    "2026-09-25": [
        "the Mid-Autumn Festival in 2026", "中秋", "2026年中秋节", "农历八月十五",
        "2026年农历八月十五", "the 15th day of the 8th lunar month", "lunar August 15",
    ],
    "2027-09-15": [
        "明年中秋节", "Mid-Autumn Festival 2027",
    ],
    "2026-10-01": [
        "国庆节", "National Day", "国庆", "十一", "十月一日",
    ],
    "2026-10-04": [
        "国庆节后三天", "国庆节三天后", "3 days after National Day",
    ],
    "2026-06-19": [
        "端午", "Dragon Boat Festival",
    ],
    "2026-04-05": [
        "清明", "清明节", "Tomb-Sweeping Day", "Qingming Festival", "Easter", "复活节",
    ],
    "2026-08-19": [
        "七夕", "Qixi Festival",
    ],
    "2026-10-18": [
        "重阳", "重陽節", "Double Ninth Festival",
    ],
    "2026-11-26": [
        "Thanksgiving", "感恩节", "the fourth Thursday of November",
    ],
    "2026-05-10": [
        "Mother's Day", "母亲节", "五月第二个星期日",
    ],
    "2026-10-31": [
        "Halloween", "万圣节", "the last day of October", "10月底",
    ],
    "2026-02-14": [
        "Valentine's Day", "valentines", "情人节",
    ],
    "2026-05-01": [
        "Labour Day", "Labor Day", "劳动节", "五一",
    ],
    "2026-12-22": [
        "winter solstice", "冬至", "Winter Solstice 2026", "2026年冬至",
    ],
    "2026-02-04": [
        "Start of Spring", "立春",
    ],
    "2025-07-25": [
        "2025年闰六月初一", "农历2025年闰六月初一",
    ],
    "2026-06-09": [
        "100 days after 2026-03-01", "2026年3月1日100天后", "2026年3月1日之后100天",
    ],
    "2028-02-29": [
        "Feb 29", "2月29日",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"), [(words, day) for day, many in DAYS.items() for words in many]
)
def test_a_day(words: str, expected: str) -> None:
    for context in (ENGLISH, CHINESE):
        found = resolve(words, context)
        assert found.start == found.end == date.fromisoformat(expected)
        assert day_text(found.start, context.language) in found.text


MOMENTS = {
    "2026-03-04 10:30": [
        "now", "现在", "此刻",
    ],
    "2024-01-01 08:30": [
        "2024-01-01 08:30", "2024-01-01T08:30", "2024年1月1日8点半", "2024-01-01 8:30 am",
        "8:30 on January 1, 2024", "2024年1月1日早上8:30",
    ],
    "2026-03-05 15:00": [
        "3pm tomorrow", "tomorrow at 3 p.m.", "明天下午三点", "明天15点", "明天15:00",
    ],
    "2026-03-04 20:00": [
        "今晚八点", "tonight at 8", "8pm", "今天晚上8点整",
    ],
    "2026-03-04 12:00": [
        "noon", "中午", "一个半小时后", "in 90 minutes", "in an hour and a half", "in 1.5 hours",
        "twelve o'clock", "正午",
    ],
    "2026-03-04 20:40": [
        "twenty to nine tonight", "8.40 pm", "840 pm", "eight forty in the evening", "20h40",
        "tonight at 8:40", "晚上八点四十",
    ],
    "2026-03-04 07:45": [
        "a quarter to eight", "quarter to 8 in the morning", "七点三刻", "差一刻八点", "八点差一刻",
        "7:45 a.m.", "at seven forty-five",
    ],
    "2026-03-04 21:15": [
        "quarter past nine pm", "9:15p", "15 minutes past 9pm", "今晚9点一刻",
    ],
    "2026-03-05 09:00": [
        "9 tomorrow", "tomorrow at nine", "tomorrow, 9 am", "明天早上九点", "明早9点",
    ],
    "2026-03-04 23:59:59": [
        "the end of the day", "EOD", "24:00",
    ],
    "2016-10-26 15:50:06": [
        "Wed Oct 26 15:50:06 2016",
    ],
    "2026-03-05 00:00": [
        "明天零点", "midnight tomorrow", "tomorrow 00:00",
    ],
    "2026-03-05 09:15": [
        "明天上午九点一刻", "9.15am tomorrow", "明早9点15分",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"), [(words, moment) for moment, many in MOMENTS.items() for words in many]
)
def test_a_moment(words: str, expected: str) -> None:
    assert resolve(words, CHINESE).start == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        ("2026-02-30", "2026-02-30 does not exist: February 2026 has 28 days", "只有28天"),
        ("2月30日", "2026-02-30 does not exist", "2026-02-30不存在"),
        ("Feb 29, 2026", "2026-02-29 does not exist", "2026-02-29不存在"),
        ("2024-45-31", "2024-45-31 is not a date: there is no month 45", "没有45月"),
        ("20240230", "2024-02-30 does not exist", "2024-02-30不存在"),
        ("31 April 2026", "2026-04-31 does not exist", "2026-04-31不存在"),
        ("2026年13月1日", "no month 13", "没有13月"),
        ("0000-01-01", "years go from 1 to 9999", "1到9999"),
        ("2026-01-01 25:00", "there is no time 25:00", "没有25:00"),
        ("13pm", "there is no time 13", "没有13"),
        ("in 99999 years", "years go from 1 to 9999", "1到9999"),
        ("Spring Festival 1850", "1900 to 2100", "1900年至2100年"),
        ("2026年闰六月初一", "no lunar date", "没有“"),
        ("", "the date is empty", "日期为空"),
        ("   ", "the date is empty", "日期为空"),
        ("blue", "'blue' is not understood as a date", "无法把“blue”理解为日期"),
        ("15", "'15' is not understood", "无法把“15”理解为日期"),
        ("x" * 500, "at most 100 characters", "最多100个字符"),
        ("😀" * 40, "is not understood", "无法把"),
        ("明day至ish後", "is not understood", "无法把"),
        ("2024年2月30日", "2024-02-30 does not exist", "只有29天"),
        ("the 31st of this February", "is not understood", "无法把"),
        ("Monday, 2026-11-20", "2026-11-20 is a Friday, not a Monday", "是星期五，不是星期一"),
        ("2026年11月20日周一", "is a Friday, not a Monday", "是星期五，不是星期一"),
        ("May 9 2026 to May 5 2026", "ends (2026-05-05) before it begins", "早于起点"),
        ("2026年5月9日到2026年5月5日", "ends (2026-05-05) before it begins", "早于起点"),
        ("the fifth Friday of February 2026", "is not understood", "无法把"),
        ("3.5", "is not understood", "无法把"),
        ("1 - 2 - 3 - 4 - 5", "is not understood", "无法把"),
        ("from ten to five", "is not understood", "无法把"),
        ("10am to 3pm to 5pm", "is not understood", "无法把"),
    ],
)
def test_what_is_refused_is_named_in_one_line(words: str, english: str, chinese: str) -> None:
    for context, part in ((ENGLISH, english), (CHINESE, chinese)):
        with pytest.raises(ToolError) as caught:
            resolve(words, context)
        assert caught.value.kind == "invalid_argument"
        assert part in str(caught.value)
        assert "\n" not in str(caught.value)


def test_numbers_that_could_be_read_in_two_ways_are_stated_resolved() -> None:
    assert resolve("03/04/2026", ENGLISH).text == "03/04/2026 (2026-03-04)"
    assert resolve("13/04/2026", ENGLISH).start == date(2026, 4, 13)
    assert resolve("03.04.2026", CHINESE).text == "03.04.2026（2026年4月3日）"


def test_a_default_year_moves_only_what_has_none() -> None:
    assert resolve("Christmas", ENGLISH, default_year=2030).start == date(2030, 12, 25)
    assert resolve("Christmas 2027", ENGLISH, default_year=2030).start == date(2027, 12, 25)
    assert not resolve("Christmas", ENGLISH).year_said
    assert resolve("Christmas 2027", ENGLISH).year_said


def test_the_twelfth_lunar_month_in_january_is_the_current_one() -> None:
    january = ToolContext(now=datetime(2026, 1, 10))
    assert resolve("腊月初八", january).start == date(2026, 1, 26)


def test_a_year_inside_other_words_is_found() -> None:
    assert resolve_year("Chinese public holidays of 2026", ENGLISH) == 2026
    assert resolve_year("明年", CHINESE) == 2027
    assert resolve_year("now", ENGLISH) == 2026
    with pytest.raises(ToolError):
        resolve_year("someday", ENGLISH)
