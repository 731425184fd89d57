"""Lunar dates and solar terms against lunar-python's and chinese-calendar's own test vectors."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import ephem
import pytest
from lunar_python import Lunar, LunarYear, Solar
from lunarcalendar import zh_festivals
from lunarcalendar.converter import Converter
from lunarcalendar.converter import Solar as TheirSolar

from engine.almanac.constellations import constellation
from engine.almanac.festivals import FESTIVALS, festival_day, find_festival
from engine.almanac.leap_seconds import atomic_lead
from engine.almanac.lunar import (
    FIRST_DAY,
    LAST_DAY,
    LunarDate,
    from_lunar,
    is_forecast,
    leap_month,
    lunar_text,
    month_day_text,
    to_lunar,
    year_names,
)
from engine.almanac.sexagenary import cycle_name, day_cycle, month_cycle
from engine.almanac.solar_term_times import SOLAR_TERMS, term_day, term_moment
from engine.almanac.solar_term_times import is_forecast as is_forecast_term

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


def test_every_lunar_month_and_year_begins_as_lunar_python_says() -> None:
    # With the day before, that fixes every day: the months that are compared join without a gap.
    months = 0
    for year in range(1900, 2101):
        for month in LunarYear.fromYear(year).getMonthsInYear():
            lunar = LunarDate(year, abs(month.getMonth()), 1, leap=month.getMonth() < 0)
            solar = Solar.fromJulianDay(month.getFirstJulianDay())
            first = date(solar.getYear(), solar.getMonth(), solar.getDay())
            assert from_lunar(lunar) == first
            assert to_lunar(first) == lunar
            eve = to_lunar(first - timedelta(1))
            assert eve is not None
            assert from_lunar(eve) == first - timedelta(1)
            months += 1
    assert months == 2486


def test_where_lunarcalendar_is_corrected() -> None:
    different = []
    day = date(2080, 1, 1)
    while day <= LAST_DAY:
        table = Converter.Solar2Lunar(TheirSolar(day.year, day.month, day.day))
        if to_lunar(day) != (table.year, table.month, table.day, table.isleap):
            different.append(day)
        day += timedelta(1)
    assert len(different) == 60
    assert different[0] == date(2089, 9, 4)
    assert different[30] == date(2097, 8, 7)
    # Mid-Autumn Festival and Qixi of those years.
    assert from_lunar(LunarDate(2089, 8, 15)) == date(2089, 9, 18)
    assert from_lunar(LunarDate(2097, 7, 7)) == date(2097, 8, 13)


def test_months_that_hang_on_leap_seconds_to_come() -> None:
    forecast = [date(2057, 9, 28), date(2057, 10, 27), date(2097, 8, 7), date(2097, 9, 5)]
    assert all(map(is_forecast, forecast))
    certain = [date(2057, 9, 27), date(2057, 10, 28), date(2089, 9, 4), date(2097, 8, 6)]
    assert not any(map(is_forecast, certain))
    assert from_lunar(LunarDate(2057, 9, 1)) == date(2057, 9, 29)
    assert from_lunar(LunarDate(2089, 8, 1)) == date(2089, 9, 4)
    assert from_lunar(LunarDate(2097, 7, 1)) == date(2097, 8, 7)


def test_names_of_the_cycle_and_constellations_agree_with_lunar_python() -> None:
    # Every 211th day, and both sides of solar terms that begin a month.
    days = [FIRST_DAY + timedelta(211 * step) for step in range(348)]
    days += [
        term_day(year, index) - timedelta(side)
        for year in (1900, 1929, 1951, 1988, 2026, 2057, 2099)
        for index in range(0, 24, 2)
        for side in (0, 1)
    ]
    for day in days:
        solar = Solar.fromYmd(day.year, day.month, day.day)
        lunar = solar.getLunar()
        assert cycle_name(day_cycle(day), "zh") == lunar.getDayInGanZhi()
        assert cycle_name(month_cycle(day), "zh") == lunar.getMonthInGanZhi()
        assert constellation(day, "zh") == f"{solar.getXingZuo()}座"
    assert cycle_name(day_cycle(date(2026, 10, 1)), "en") == "wushen"


def test_solar_terms_agree_with_lunar_python() -> None:
    # Both end years, the summer times of 1986 to 1991, and every seventh year. After 2040 the two
    # differ in what they take Beijing's clock to be.
    index = {term.zh: number for number, term in enumerate(SOLAR_TERMS)} | {"DONG_ZHI": 23}
    for year in sorted({1900, *range(1986, 1992), *range(1904, 2101, 7), 2100}):
        table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
        # Its 冬至 is that of the year before.
        found = [(name, moment) for name, moment in table.items() if moment.getYear() == year]
        named = [(name, moment) for name, moment in found if name in index]
        assert len(named) == 24
        for name, moment in named:
            theirs = datetime.fromisoformat(moment.toYmdHms())
            ours = term_moment(theirs.year, index[name]).replace(tzinfo=None)
            assert ours.date() == theirs.date(), (year, name)
            assert abs(ours - theirs) <= timedelta(seconds=6 if year < 2040 else 125), (year, name)


@pytest.mark.parametrize(
    ("year", "name", "moment"),
    # Moments by JPL's ephemeris DE423, in Terrestrial Time + 8 h.
    [
        (1951, "冬至", "1951-12-23 00:00:31.2"),
        (1979, "大寒", "1979-01-21 00:00:44.6"),
        (2021, "冬至", "2021-12-22 00:00:27.4"),
        (2026, "小寒", "2026-01-05 16:24:18.6"),
        (2026, "冬至", "2026-12-22 04:51:23.4"),
        (2051, "春分", "2051-03-21 00:00:31.4"),
        (2083, "立春", "2083-02-04 00:00:47.6"),
        (2084, "春分", "2084-03-20 00:01:56.3"),
    ],
)
def test_solar_terms_stand_where_jpl_has_them(year: int, name: str, moment: str) -> None:
    index = {term.zh: number for number, term in enumerate(SOLAR_TERMS)}
    ours = term_moment(year, index[name]).replace(tzinfo=None)
    lead = atomic_lead(ours.date()) or ephem.delta_t(ephem.Date(ours))
    terrestrial = ours + timedelta(seconds=lead)
    assert abs(terrestrial - datetime.fromisoformat(moment)) < timedelta(seconds=6)


def test_terms_that_hang_on_leap_seconds_to_come() -> None:
    forecast = [
        (year, SOLAR_TERMS[index].zh)
        for year in range(2027, 2101)
        for index in range(24)
        if is_forecast_term(year, index)
    ]
    assert forecast == [(2051, "春分"), (2083, "立春"), (2084, "春分")]


def test_the_clock_behind_terrestrial_time() -> None:
    assert atomic_lead(date(1971, 12, 31)) is None
    assert atomic_lead(date(1972, 1, 1)) == pytest.approx(42.184)
    assert atomic_lead(date(2016, 12, 31)) == pytest.approx(68.184)
    assert atomic_lead(date(2017, 1, 1)) == atomic_lead(date(2100, 1, 1)) == pytest.approx(69.184)


def test_leap_months() -> None:
    assert lunar_text(LunarDate(2023, 2, 1, leap=True), "zh").endswith("闰二月初一")
    assert from_lunar(LunarDate(2023, 2, 1, leap=True)) == date(2023, 3, 22)
    assert from_lunar(LunarDate(2033, 11, 1, leap=True)) == date(2033, 12, 22)
    assert to_lunar(date(2034, 1, 20)) == LunarDate(2033, 12, 1)


def test_the_ends_of_the_calendar() -> None:
    assert to_lunar(date(1900, 1, 1)) == LunarDate(1899, 12, 1)
    assert to_lunar(date(1900, 1, 30)) == LunarDate(1899, 12, 30)
    assert to_lunar(date(1900, 1, 31)) == LunarDate(1900, 1, 1)
    assert to_lunar(date(2100, 12, 31)) == LunarDate(2100, 12, 1)
    assert to_lunar(date(2101, 1, 28)) == LunarDate(2100, 12, 29)


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
        LunarDate(1899, 11, 30),
        LunarDate(2089, 7, 30),
        LunarDate(2097, 6, 30),
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
