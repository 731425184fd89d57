"""Time zones by name, and solar terms in them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.almanac.named_zone import named_zone
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.solar_terms import get_solar_terms_info

NOW = datetime(2026, 3, 4, 10, 30)
ENGLISH = ToolContext(now=NOW, language="en")
CHINESE = ToolContext(now=NOW, language="zh")
JULY = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Tokyo", 9),
        ("东京", 9),
        ("东京时间", 9),
        ("Asia/Tokyo", 9),
        ("in London", 1),
        ("London time", 1),
        ("New York", -4),
        ("America/New_York", -4),
        ("德国", 2),
        ("UTC+9", 9),
        ("UTC-03:30", -3.5),
        ("+05:30", 5.5),
        ("UTC", 0),
        ("东八区", 8),
        ("西五区", -5),
        ("东十二区", 12),
    ],
)
def test_names_and_offsets(written: str, hours: float) -> None:
    zone = named_zone(written, "en")
    assert JULY.astimezone(zone.rules).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("written", ["火星", "Atlantis", "UTC+25", "东十三区", "x" * 999, "?"])
def test_what_is_no_time_zone(written: str) -> None:
    for language, part in (("en", "is not a known time zone"), ("zh", "不认识时区")):
        with pytest.raises(ToolError, match=part) as raised:
            named_zone(written, "zh" if language == "zh" else "en")
        assert raised.value.kind == "invalid_argument"
        assert "\n" not in str(raised.value)


def test_solar_terms_elsewhere_have_the_dates_of_there() -> None:
    there = get_solar_terms_info(ENGLISH, "2026", "New York")
    assert there.text.splitlines()[12] == (
        "Minor Heat (小暑) 2026 is on 2026-07-06, a Monday, at 21:56 in New York "
        "(America/New_York, UTC-04:00)."
    )
    assert there.named_dates["小暑"] == date(2026, 7, 6)
    assert there.data["time_zone"] == "America/New_York"
    assert there.data["solar_terms"][12]["moment"] == "2026-07-06T21:56:59-04:00"
    assert get_solar_terms_info(CHINESE, "2026", "东京").text.splitlines()[12] == (
        "2026年小暑（Minor Heat）是2026年7月7日（2026-07-07），星期二，"
        "东京时间10:56（Asia/Tokyo，UTC+09:00）。"
    )
    by_offset = get_solar_terms_info(CHINESE, "2026", "UTC-5").text.splitlines()[12]
    assert by_offset.endswith("2026年7月6日（2026-07-06），星期一，20:56（UTC-05:00）。")


def test_beijing_time_is_standard_time_in_the_summers_of_1986_to_1991() -> None:
    plain = get_solar_terms_info(ENGLISH, "1988")
    assert plain.text == get_solar_terms_info(ENGLISH, "1988", "Beijing").text
    assert plain.text == get_solar_terms_info(ENGLISH, "1988", "China").text
    solstice = plain.data["solar_terms"][11]
    assert solstice["moment"] == "1988-06-21T11:56:32+08:00"
    clocks = get_solar_terms_info(ENGLISH, "1988", "Asia/Shanghai")
    assert clocks.text.splitlines()[11].endswith("at 12:56 in Asia/Shanghai (UTC+09:00).")


def test_a_term_that_hangs_on_leap_seconds_is_said_to() -> None:
    lines = get_solar_terms_info(ENGLISH, "2084").text.splitlines()
    assert len(lines) == 25
    assert lines[-1].startswith("Spring Equinox 2084 is within a minute of midnight in Beijing")
    assert "距北京时间午夜不到一分钟" in get_solar_terms_info(CHINESE, "2051").text
    assert len(get_solar_terms_info(CHINESE, "2052").text.splitlines()) == 24


def test_the_years_at_both_ends() -> None:
    first = get_solar_terms_info(ENGLISH, "1900").text.splitlines()
    assert first[0].startswith("Minor Cold (小寒) 1900 is on 1900-01-06, a Saturday")
    last = get_solar_terms_info(CHINESE, "2100", "Tokyo").text.splitlines()
    assert last[23].startswith("2100年冬至（Winter Solstice）是2100年12月22日")
