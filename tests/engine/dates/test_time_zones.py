"""Time zones beside a time, and what elapses between clocks of two zones."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dates.resolving import resolve
from engine.dates.time_zones import find_zone
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.time_delta import time_delta

BERLIN = timezone(timedelta(hours=1))
NOW = datetime(2026, 3, 4, 10, 30, tzinfo=BERLIN)
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")

ZONED = {
    ("2026-03-01 09:00", "Asia/Tokyo"): [
        "2026-03-01 09:00 Tokyo", "2026-03-01 09:00 (Tokyo)", "9am March 1, 2026 in Tokyo",
        "Tokyo time 2026-03-01 09:00", "2026-03-01 09:00 Asia/Tokyo", "东京时间2026年3月1日9点",
        "2026年3月1日上午9点（东京时间）", "2026年3月1日9点东京", "日本时间2026-03-01 09:00",
        "2026-03-01 09:00 Japan standard time",
    ],
    ("2026-03-01 09:00", "UTC+08:00"): [
        "2026-03-01T09:00:00+08:00", "2026-03-01 09:00+0800", "2026-03-01 09:00 UTC+8",
        "2026-03-01 09:00 GMT+08:00", "UTC+8 2026-03-01 09:00", "2026-03-01T09:00+08",
    ],
    ("2026-03-01 09:00", "UTC"): [
        "2026-03-01T09:00:00Z", "2026-03-01 09:00 GMT", "2026-03-01 9h UTC",
    ],
    ("2026-03-04 09:00", "UTC-05:00"): ["9am EST", "9:00 EST", "today at 9 a.m. EST"],
    ("2026-03-04 09:00", "Asia/Shanghai"): ["北京时间9点", "北京时间上午九点", "9:00 Beijing time"],
    ("2026-03-05 15:00", "America/New_York"): [
        "3pm tomorrow New York", "tomorrow 3pm Eastern time", "明天下午三点纽约时间",
        "tomorrow at 3pm ET",
    ],
    ("2026-03-04 18:30", "Asia/Tokyo"): ["now in Tokyo", "东京现在"],
    ("2026-03-04 09:00", "Asia/Kathmandu"): ["9am Kathmandu", "09:00 Asia/Kathmandu"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"), [(words, key) for key, many in ZONED.items() for words in many]
)
def test_a_time_with_its_zone(words: str, expected: tuple[str, str]) -> None:
    found = resolve(words, ENGLISH)
    assert found.zone is not None
    assert (str(found.start)[:16], found.zone.label) == expected
    assert expected[1] in found.text


def test_a_day_in_another_zone_is_the_one_that_it_is_there() -> None:
    evening = ToolContext(now=datetime(2026, 3, 4, 22, 0, tzinfo=BERLIN))
    assert resolve("9am Tokyo", evening).start == datetime(2026, 3, 5, 9, 0)
    assert resolve("tomorrow 9am Tokyo", evening).start == datetime(2026, 3, 6, 9, 0)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("9am CST", "CST is the name of several time zones"),
        ("2026-03-01 09:00 UTC+25", "not understood"),
        ("2026-03-01 09:00 Atlantis", "not understood"),
        ("2026-02-30 09:00 Tokyo", "2026-02-30 does not exist"),
        ("25:00 Tokyo", "there is no time 25:00"),
        ("Tokyo", "not understood"),
        ("blue Tokyo", "not understood"),
    ],
)
def test_what_is_refused(words: str, part: str) -> None:
    with pytest.raises(ToolError, match=part.replace("+", r"\+")) as caught:
        resolve(words, ENGLISH)
    assert caught.value.kind == "invalid_argument"


ELAPSED = {
    ("2026-03-01 09:00 Tokyo", "2026-03-01 09:00 New York"): (
        "From 2026-03-01 09:00 (Asia/Tokyo) to 2026-03-01 09:00 (America/New_York) there are "
        "14 hours (840 minutes)."
    ),
    # Clocks go forward at two in the night, and back.
    ("2026-03-08 00:00 New York", "2026-03-09 00:00 New York"): "there are 23 hours",
    ("2026-11-01 00:00 New York", "2026-11-02 00:00 New York"): "there are 1 day and 1 hour",
    ("2026-03-29 00:00 London", "2026-03-29 12:00 London"): "there are 11 hours",
    # Without a zone, days have 24 hours.
    ("2026-03-29 00:00", "2026-03-29 12:00"): "there are 12 hours",
    ("9am EST", "9am PST"): "9am PST (2026-03-04 09:00 (UTC-08:00)) there are 3 hours",
    ("2026-03-01T09:00:00+08:00", "2026-03-01 09:00"): (
        "From 2026-03-01 09:00 (UTC+08:00) to 2026-03-01 09:00 (local time, UTC+01:00) there are 7"
    ),
    ("now", "2026-03-04 12:00 London"): "From now (2026-03-04 10:30 (local time, UTC+01:00))",
    ("北京时间2026年3月1日9点", "2026年3月1日9点"): (
        "从2026年3月1日09:00（Asia/Shanghai）到2026年3月1日09:00（本地时间，UTC+01:00）共7小时"
    ),
    ("2026-11-01 01:30 New York", "2026-11-01 03:00 New York"): (
        "2026-11-01 01:30 comes twice in America/New_York"
    ),
    ("2026-03-01 Tokyo", "2026-03-03 London"): "there are 2 days",
}


@pytest.mark.parametrize(("ends", "expected"), ELAPSED.items())
def test_what_elapses(ends: tuple[str, str], expected: str) -> None:
    context = CHINESE if expected.startswith("从") else ENGLISH
    assert expected in time_delta(context, *ends).text


def test_a_time_that_was_skipped_is_refused() -> None:
    with pytest.raises(ToolError, match=r"2026-03-08 02:30 does not exist in America/New_York"):
        time_delta(ENGLISH, "2026-03-08 02:30 New York", "now")
    with pytest.raises(ToolError, match="没有2026-03-29 01:30这一时刻"):
        time_delta(CHINESE, "2026-03-29 01:30 London", "now")


@pytest.mark.parametrize("moment", ["0001-01-01 00:00 Tokyo", "9999-12-31 23:00 New York"])
def test_the_ends_of_the_calendar_are_refused(moment: str) -> None:
    with pytest.raises(ToolError, match="years go from 1 to 9999"):
        time_delta(ENGLISH, moment, "now")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Tokyo", "Asia/Tokyo"), ("america/new_york", "America/New_York"),
        ("UTC-3:30", "UTC-03:30"), ("纽约", "America/New_York"), ("美东", "America/New_York"),
        ("IST", "UTC+05:30"), ("z", "UTC"), ("port moresby", "Pacific/Port_Moresby"),
    ],
)  # fmt: skip
def test_names_of_zones(name: str, label: str) -> None:
    found = find_zone(name)
    assert found is not None
    assert found.label == label


@given(st.text(max_size=30))
def test_any_name_is_a_zone_or_none(name: str) -> None:
    found = find_zone(name)
    assert found is None or datetime(2026, 1, 1, tzinfo=UTC).astimezone(found.rules)


ZONES = st.sampled_from(["Tokyo", "New York", "London", "Sydney", "UTC+5:30", "Kathmandu", "UTC"])


@given(
    first=st.datetimes(datetime(1980, 1, 1), datetime(2035, 1, 1)),
    minutes=st.integers(-10_000, 10_000),
    zones=st.tuples(ZONES, ZONES),
)
def test_moments_of_two_zones_are_exact(
    first: datetime, minutes: int, zones: tuple[str, str]
) -> None:
    instant = first.replace(second=0, microsecond=0, tzinfo=UTC)
    written = []
    for moment, name in zip((instant, instant + timedelta(minutes=minutes)), zones, strict=True):
        zone = find_zone(name)
        assert zone is not None
        there = moment.astimezone(zone.rules)
        if there.fold:
            return
        written.append(f"{there:%Y-%m-%d %H:%M} {name}")
    assert time_delta(ENGLISH, *written).data["seconds"] == minutes * 60


@pytest.mark.parametrize("written", ["Easter 1500", "Easter 5000", "Easter in 5000"])
def test_easter_is_a_feast_and_no_island_in_the_pacific(written: str) -> None:
    with pytest.raises(ToolError, match="Easter is known from 1583 to 4099"):
        resolve(written, ENGLISH)
    with pytest.raises(ToolError, match="复活节只能查1583年至4099年"):
        resolve(written, CHINESE)
    assert find_zone("easter") is None
    assert find_zone("Pacific/Easter") is not None


@pytest.mark.parametrize("now", [datetime(1, 1, 1, 10), datetime(9999, 12, 31, 23)])
def test_the_ends_of_time_have_no_other_zone(now: datetime) -> None:
    far = ToolContext(
        now=now.replace(tzinfo=timezone(timedelta(hours=12 if now.year == 1 else -12)))
    )
    with pytest.raises(ToolError, match="years go from 1 to 9999"):
        resolve("now in UTC", far)
