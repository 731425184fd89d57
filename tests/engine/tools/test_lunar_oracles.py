"""Lunar dates and solar terms against lunar-python's and chinese-calendar's own test vectors."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import ephem
import pytest
from lunarcalendar import zh_festivals

from engine.tools.festivals import FESTIVALS, festival_day, find_festival
from engine.tools.lunar import (
    FIRST_DAY,
    LAST_DAY,
    LunarDate,
    from_lunar,
    leap_month,
    lunar_text,
    month_day_text,
    to_lunar,
    year_names,
)
from engine.tools.solar_term_times import SOLAR_TERMS, term_day, term_moment

HAN_DIGITS = "〇一二三四五六七八九"


def read_test(shared_data: Path, name: str) -> str:
    return (shared_data / "time" / name).read_text(encoding="utf-8")


def lunar_python_days(text: str) -> list[tuple[date, str]]:
    """Solar dates with the lunar date that lunar-python's tests expect, 1900 to 2100."""
    pattern = re.compile(
        r"Solar\.fromYmd(?:Hms)?\((\d+), (\d+), (\d+)[^)]*\)\n(?:\s+lunar = solar\.getLunar\(\)\n)?"
        r'\s+self\.assertEqual\("([^" ]{8,12})", (?:solar\.getLunar\(\)|lunar)\.toString\(\)\)'
    )
    days = []
    for year, month, day, expected in pattern.findall(text):
        if 1900 < int(year) < 2101:
            days.append((date(int(year), int(month), int(day)), expected))
    return days


def test_lunar_dates_agree_with_lunar_python(shared_data: Path) -> None:
    found = 0
    for name in ("LunarTest", "SolarTest", "LunarMonthTest", "LunarYearTest", "YearTest"):
        path = f"lunar-python-tests/test/{name}.py"
        if not (shared_data / "time" / path).is_file():
            continue
        for day, expected in lunar_python_days(read_test(shared_data, path)):
            lunar = to_lunar(day)
            assert lunar is not None
            year = "".join(HAN_DIGITS[int(digit)] for digit in str(lunar.year))
            assert f"{year}年{month_day_text(lunar, 'zh')}" == expected, day
            found += 1
    assert found >= 4


def test_days_of_lunar_dates_agree_with_lunar_python(shared_data: Path) -> None:
    text = read_test(shared_data, "lunar-python-tests/test/LunarTest.py")
    pattern = re.compile(
        r"Lunar\.fromYmd(?:Hms)?\((\d+), (-?\d+), (\d+)[^)]*\)\n(?:.*\n)?"
        r'\s+self\.assertEqual\("(\d{4}-\d\d-\d\d)", \w+\.getSolar\(\)\.toString\(\)\)'
    )
    found = 0
    for year, month, day, expected in pattern.findall(text):
        if 1900 <= int(year) <= 2100:
            lunar = LunarDate(int(year), abs(int(month)), int(day), leap=int(month) < 0)
            assert from_lunar(lunar).isoformat() == expected
            found += 1
    assert found >= 5


def test_term_times_are_within_half_a_minute_of_lunar_python(shared_data: Path) -> None:
    text = read_test(shared_data, "lunar-python-tests/test/JieQiTest.py")
    index = {term.zh: number for number, term in enumerate(SOLAR_TERMS)}
    pairs = re.findall(r'"([0-9: -]{19})", \w+\.getJieQiTable\(\)\["(\w+)"\]', text)
    found = [(datetime.fromisoformat(when), name) for when, name in pairs if name in index]
    assert len(found) >= 3
    for when, name in found:
        moment = term_moment(when.year, index[name]).replace(tzinfo=None)
        assert abs(moment - when) < timedelta(seconds=30)


def test_term_days_agree_with_chinese_calendar(shared_data: Path) -> None:
    text = read_test(shared_data, "chinese-calendar/tests/test_solar_terms.py")
    index = {term.zh: number for number, term in enumerate(SOLAR_TERMS)}
    found = re.findall(r'\(datetime\.date\((\d+), (\d+), (\d+)\), "(\w+)"\)', text)
    assert len(found) >= 48
    for year, month, day, name in found:
        expected = date(int(year), int(month), int(day))
        assert term_day(expected.year, index[name]) == expected, name


def test_terms_from_1950_to_2050_stand_at_the_suns_longitude() -> None:
    # Three terms a year, all 24 over eight years: ephem's ecliptic of date is the oracle.
    for year in range(1950, 2051):
        for index in range(year % 8, 24, 8):
            moment = term_moment(year, index)
            instant = ephem.Date(moment.utctimetuple()[:6])
            longitude = ephem.Ecliptic(ephem.Sun(instant), epoch=instant).lon
            expected = (285 + 15 * index) % 360
            gap = (float(longitude) * 180 / 3.141592653589793 - expected + 180) % 360 - 180
            assert abs(gap) < 0.02, (year, SOLAR_TERMS[index].zh)


def test_lunar_months_begin_with_the_new_moon() -> None:
    # Before 1929 the calendar was reckoned in Beijing's local time; after 2050 three new moons come
    # too close to midnight to tell.
    moon = ephem.Date("1929/1/1")
    while True:
        moon = ephem.next_new_moon(moon)
        day = (moon.datetime() + timedelta(hours=8)).date()
        if day > date(2056, 12, 31):
            break
        lunar = to_lunar(day)
        assert lunar is not None
        assert lunar.day == 1, day


def test_every_lunar_day_round_trips() -> None:
    day = FIRST_DAY
    while day <= LAST_DAY:
        lunar = to_lunar(day)
        assert lunar is not None
        assert from_lunar(lunar) == day
        day += timedelta(13)
    assert to_lunar(FIRST_DAY - timedelta(1)) is None
    assert to_lunar(LAST_DAY + timedelta(1)) is None


@pytest.mark.parametrize(
    "lunar",
    [
        LunarDate(2026, 6, 1, leap=True),
        LunarDate(2026, 13, 1),
        LunarDate(1899, 1, 1),
        LunarDate(2026, 8, 31),
        LunarDate(2101, 1, 1),
        LunarDate(2025, 12, 30),
    ],
)
def test_lunar_dates_that_do_not_exist(lunar: LunarDate) -> None:
    with pytest.raises(ValueError, match="no such lunar date"):
        from_lunar(lunar)


def test_names_of_years() -> None:
    assert year_names(2026, "zh") == ("丙午", "马")
    assert year_names(2026, "en") == ("bingwu", "Horse")
    assert year_names(1984, "zh") == ("甲子", "鼠")
    assert leap_month(2025) == 6
    assert leap_month(2033) == 11
    assert leap_month(2026) is None
    assert lunar_text(LunarDate(2026, 8, 21), "zh") == "农历丙午年（马年）八月廿一"


def test_festivals_agree_with_lunarcalendar() -> None:
    compared = 0
    for other in zh_festivals:
        ours = find_festival(other.get_lang("zh_hans"))
        if ours is None:
            continue
        for year in range(1950, 2051, 5):
            assert festival_day(ours, year) == other(year), (ours.en, year)
        compared += 1
    assert compared >= 25


def test_every_name_of_a_festival_finds_it() -> None:
    for festival in FESTIVALS:
        for name in (festival.zh, festival.en, *festival.aliases):
            found = find_festival(name.upper())
            assert found is not None
            assert found.en == festival.en, name


def test_moving_festivals_have_known_years_only() -> None:
    for name, year in (("春节", 1899), ("除夕", 2101), ("Easter", 1500), ("Easter", 5000)):
        festival = find_festival(name)
        assert festival is not None
        with pytest.raises(ValueError, match="known from"):
            festival_day(festival, year)
