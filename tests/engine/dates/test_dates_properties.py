"""Round trips of every accepted form, and text that nobody meant as a date."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.dates.resolving import resolve
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.wording import EN_MONTHS, EN_WEEKDAYS, day_text, ordinal

NOW = datetime(2026, 3, 4, 10, 30)
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")
HAN_DIGITS = "〇一二三四五六七八九"


def han(number: int) -> str:
    """Twenty-one as 二十一, as in months and days."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else HAN_DIGITS[tens]) + "十"
    return head + (HAN_DIGITS[ones] if ones else "") or "〇"


def spellings(day: date) -> list[str]:
    """Every absolute form that the tools accept for a day."""
    year, month, number = f"{day.year:04}", day.month, day.day
    name = EN_MONTHS[month - 1]
    return [
        f"{year}-{month:02}-{number:02}",
        f"{year}/{month}/{number}",
        f"{year}.{month:02}.{number:02}",
        f"{year}{month:02}{number:02}",
        f"{name} {number}, {year}",
        f"{name[:3]} {ordinal(number)} {year}",
        f"{number} {name} {year}",
        f"the {ordinal(number)} of {name}, {year}",
        f"{EN_WEEKDAYS[day.weekday()]}, {name} {number}, {year}",
        f"{month:02}/{number:02}/{year}",
        f"{year}年{month}月{number}日",
        f"{year}年{month}月{number}号",
        f"{''.join(HAN_DIGITS[int(digit)] for digit in year)}年{han(month)}月{han(number)}日",
        f"{number:02}.{month:02}.{year}",
    ]


@given(day=st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_round_trips_in_every_form(day: date) -> None:
    for words in spellings(day):
        assert resolve(words, ENGLISH).start == day, words


@given(day=st.dates(), language=st.sampled_from(["en", "zh"]))
def test_what_observations_write_is_understood(day: date, language: str) -> None:
    written = day_text(day, "zh" if language == "zh" else "en")
    if day.year >= 1000:
        assert resolve(written, ENGLISH).start == day


@given(days=st.integers(0, 9999))
def test_offsets_in_days_are_exact(days: int) -> None:
    today = NOW.date()
    assert resolve(f"in {days} days", ENGLISH).start == today + timedelta(days)
    assert resolve(f"{days}天后", CHINESE).start == today + timedelta(days)
    assert resolve(f"{days} days ago", ENGLISH).start == today - timedelta(days)
    assert resolve(f"{days}天前", CHINESE).start == today - timedelta(days)


@given(
    moment=st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)).map(
        lambda one: one.replace(microsecond=0)
    )
)
def test_every_moment_round_trips(moment: datetime) -> None:
    assert resolve(moment.isoformat(), ENGLISH).start == moment
    assert resolve(moment.isoformat(" "), ENGLISH).start == moment
    clock = f"{moment.hour}点{moment.minute}分{moment.second}秒"
    chinese = f"{moment:%Y}年{moment.month}月{moment.day}日{clock}"
    assert resolve(chinese, CHINESE).start == moment


PIECES = st.sampled_from(
    [
        *("the", "of", "in", "next", "last", "this", "end", "2026", "10", "3", "half", "a", "day"),
        *("days", "week", "month", "year", "after", "before", "ago", "from", "now", "春节", "农历"),
        *("闰", "八月", "十五", "初一", "年", "月", "日", "前", "后", "底", "下", "上", "周", "五"),
        *("第", "二", "个", "半", "点", "分", "下午", "Christmas", "March", "Friday", "first"),
        *("3rd", "Q3", ":", "-", "/", ".", ",", "at", "pm", "00", "99", "9999", "今年", "明年"),
        *(
            "to",
            "until",
            "between",
            "through",
            "morning",
            "tonight",
            "week",
            "early",
            "weeks",
            "pm",
        ),
        *("half past", "quarter to", "the last", "rest of", "UTC+8", "Tokyo", "1970s", "H2", "24"),
        *(
            "到",
            "至",
            "上旬",
            "前",
            "下下",
            "点",
            "晚上",
            "过去",
            "内",
            "北京时间",
            "世纪",
            "—",
            "~",
        ),
        *("现在", "'", "’", "（", "）", "千", "廿", "quarter", "lunar", "Easter", "冬至", "0001"),
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=12).map(" ".join)))
@example("2026年" * 30)
@example("后" * 100)
@example("1天" * 50 + "后")
@example("a " * 50 + "ago")
@example("the end of " * 9)
@example("0000年1月1日")
@example("9999-12-31后1天")
@example("大年初一前9999年")
def test_arbitrary_text_is_a_date_or_a_tool_error(text: str) -> None:
    for context in (ENGLISH, CHINESE):
        with suppress(ToolError):
            found = resolve(text, context)
            assert found.first_day <= found.last_day
            assert "\n" not in found.text


@settings(max_examples=25)
@given(first=st.dates(date(1900, 1, 1), date(2100, 12, 31)), days=st.integers(0, 400))
def test_ranges_of_written_days_round_trip(first: date, days: int) -> None:
    last = first + timedelta(days)
    for early, late in zip(spellings(first), spellings(last), strict=True):
        if early[:8].isdigit():
            continue
        joints = ("到", "至") if "年" in early else (" to ", " until ", " - ")
        for joint in joints:
            found = resolve(f"{early}{joint}{late}", ENGLISH)
            assert (found.start, found.end) == (first, last), f"{early}{joint}{late}"


@settings(max_examples=40)
@given(
    day=st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    begin=st.integers(0, 23 * 60),
    length=st.integers(1, 59),
)
def test_ranges_of_times_round_trip(day: date, begin: int, length: int) -> None:
    first = datetime(day.year, day.month, day.day) + timedelta(minutes=begin)
    last = first + timedelta(minutes=length)
    for words in (
        f"{day} {first:%H:%M}-{last:%H:%M}",
        f"{day} from {first:%H:%M} to {last:%H:%M}",
        f"between {first:%I:%M %p} and {last:%I:%M %p} on {day:%B} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日{first.hour}点{first.minute}分到{last.hour}点{last.minute}分",
    ):
        found = resolve(words, CHINESE)
        assert (found.start, found.end) == (first, last), words


@given(st.lists(PIECES, max_size=12).map("".join))
def test_pieces_without_spaces_are_a_date_or_a_tool_error(text: str) -> None:
    with suppress(ToolError):
        found = resolve(text, CHINESE)
        assert found.first_day <= found.last_day
