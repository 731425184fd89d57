"""The calendar, the solar terms and China's days off against other people's, day by day.

    python -m benchmarks.calendar_oracles [--data ../shared/data]

The folder holds `time/holiday-cn`, `time/chinese-calendar` and `time/lunar-python-tests`; without
it only the library lunar-python is compared with, which takes two minutes of a processor.

Who is right where two differ is said by the ephemeris DE423 of JPL, evaluated once with IAU 2006
precession and nutation (pyerfa): the moments in `VERDICTS`, in Terrestrial Time + 8 h. Beijing's
clock is behind that by Terrestrial Time - UTC: 29.8 seconds in 1951, 69.184 in 2026, later not
known. On days off it is the State Council's notice that decides.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from lunar_python import Lunar, Solar
from lunarcalendar.converter import Converter
from lunarcalendar.converter import Solar as TheirSolar
from lunarcalendar.solarterm import specified_solar_term

from engine.almanac.china_holidays import china_day
from engine.almanac.constellations import constellation
from engine.almanac.lunar import LunarDate, from_lunar, month_day_text, to_lunar, year_names
from engine.almanac.sexagenary import cycle_name, day_cycle, month_cycle
from engine.almanac.solar_term_times import BEIJING, SOLAR_TERMS, term_moment

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
# Where the calendars differ.
VERDICTS = {
    "2057-09-29": "JPL: new moon 2057-09-29 00:01:53; the 28th, as in the Hong Kong Observatory's "
    "table, if the clock is over 113 s behind",
    "2089-09-04": "JPL: new moon 2089-09-05 00:00:34, on the 4th if the clock is over 34 s behind: "
    "LunarCalendar is wrong",
    "2097-08-07": "JPL: new moon 2097-08-08 00:02:58; the 7th if the clock is over 178 s behind, "
    "as the Hong Kong Observatory's table has it",
    "1951 冬至": "JPL: 1951-12-23 00:00:31, on the 23rd with the clock 29.8 s behind",
    "2084 春分": "JPL: 2084-03-20 00:01:56, on the 20th unless the clock is over 116 s behind",
    "2005-12-31": "Notice 国办发明电〔2005〕35号: 12月31日(星期六)上班; chinese-calendar lacks it",
}
# lunar-python names the terms of the years before and after by their pinyin.
_PINYIN = {
    "DA_XUE": "大雪",
    "DONG_ZHI": "冬至",
    "XIAO_HAN": "小寒",
    "DA_HAN": "大寒",
    "LI_CHUN": "立春",
    "YU_SHUI": "雨水",
    "JING_ZHE": "惊蛰",
}
_HAN_DIGITS = "〇一二三四五六七八九"
Difference = tuple[date, str, str]


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day of a range."""
    day = first
    while day <= last:
        yield day
        day += timedelta(1)


def report(title: str, compared: int, found: Sequence[Difference]) -> None:
    """The number of days, and each run of days that differ."""
    say(f"{title}: {compared:,} compared, {len(found)} differ")
    runs: list[list[Difference]] = []
    for difference in found:
        if runs and difference[0] - runs[-1][-1][0] == timedelta(1):
            runs[-1].append(difference)
        else:
            runs.append([difference])
    for run in runs:
        first, ours, theirs = run[0]
        say(f"  {first}..{run[-1][0]} ({len(run)} days), on the first: ours {ours}, other {theirs}")
        if verdict := VERDICTS.get(first.isoformat()):
            say(f"    {verdict}")


def lunar_days() -> None:
    """Lunar date, stem-branch names, animal and constellation of every day."""
    facts: dict[str, list[Difference]] = {
        name: []
        for name in ("lunar date", "LunarCalendar's lunar date", "year, month and day of the cycle",
                     "zodiac animal", "constellation")
    }  # fmt: skip
    compared = 0
    for day in days_from(FIRST, LAST):
        solar = Solar.fromYmd(day.year, day.month, day.day)
        other, ours = solar.getLunar(), to_lunar(day)
        assert ours is not None
        compared += 1
        month = other.getMonth()
        theirs = LunarDate(other.getYear(), abs(month), other.getDay(), month < 0)
        table = Converter.Solar2Lunar(TheirSolar(day.year, day.month, day.day))
        cycles = [year_names(ours.year, "zh")[0], month_cycle(day), day_cycle(day)]
        pairs = (
            (tuple(ours), tuple(theirs)),
            ((table.year, table.month, table.day, table.isleap), tuple(theirs)),
            (
                [cycles[0], *(cycle_name(int(one), "zh") for one in cycles[1:])],
                [other.getYearInGanZhi(), other.getMonthInGanZhi(), other.getDayInGanZhi()],
            ),
            (year_names(ours.year, "zh")[1], other.getYearShengXiao()),
            (constellation(day, "zh"), solar.getXingZuo() + "座"),
        )
        for differences, (mine, yours) in zip(facts.values(), pairs, strict=True):
            if mine != yours:
                differences.append((day, str(mine), str(yours)))
    for name, differences in facts.items():
        report(f"lunar-python, {name}", compared, differences)
    say(f"  all have 2057-09-29 as the first of a month. {VERDICTS['2057-09-29']}")


def solar_terms() -> None:
    """Day, minute and second of every solar term."""
    index = {term.zh: number for number, term in enumerate(SOLAR_TERMS)}
    gaps: dict[str, list[float]] = {}
    counts: Counter[str] = Counter()
    for year in range(FIRST.year, LAST.year + 1):
        table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
        for name, found in table.items():
            number = index[_PINYIN.get(name, name)]
            if found.getYear() != year:
                continue
            theirs = datetime.fromisoformat(found.toYmdHms())
            ours = term_moment(year, number).replace(tzinfo=None)
            raw = specified_solar_term(year - (number < 2), (number + 22) % 24)
            raw = raw.astimezone(BEIJING).replace(tzinfo=None)
            counts["terms"] += 1
            counts["same minute"] += ours.replace(second=0) == theirs.replace(second=0)
            decade = f"{year // 20 * 20}-{year // 20 * 20 + 19}"
            gaps.setdefault(decade, []).append(abs((ours - theirs).total_seconds()))
            for label, mine in (("ours", ours), ("LunarCalendar", raw)):
                if mine.date() != theirs.date():
                    counts[f"{label} on another day"] += 1
                    key = f"{year} {SOLAR_TERMS[number].zh}"
                    say(f"  {label} {mine:%F %T}, lunar-python {theirs}. {VERDICTS.get(key)}")
    say(f"lunar-python, solar terms: {dict(counts)}")
    for decade, found_gaps in sorted(gaps.items()):
        mean = sum(found_gaps) / len(found_gaps)
        say(f"  {decade}: {mean:.1f} s apart on average, {max(found_gaps):.0f} s at most")


def lunar_vectors(folder: Path) -> None:
    """The expectations of lunar-python's own tests, of the years 1900 to 2100."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    counts: Counter[str] = Counter()

    def count(kind: str, right: bool, what: str) -> None:
        counts[f"{kind} {'right' if right else 'WRONG'}"] += 1
        if not right:
            say(f"  {kind}: {what}")

    to_text = re.compile(
        r"Solar\.fromYmd(?:Hms)?\((\d+), (\d+), (\d+)[^)]*\)\n?"
        r"(?:\s+lunar = solar\.getLunar\(\)\n)?"
        r"\s+self\.assertEqual\([\"']([^\"' ]{8,12})[\"'], "
        r"(?:solar\.getLunar\(\)|lunar)\.toString\(\)\)"
    )
    for year, month, day_number, expected in to_text.findall(text):
        if FIRST.year <= int(year) <= LAST.year:
            day = date(int(year), int(month), int(day_number))
            lunar = to_lunar(day)
            assert lunar is not None
            digits = "".join(_HAN_DIGITS[int(digit)] for digit in str(lunar.year))
            written = f"{digits}年{month_day_text(lunar, 'zh')}"
            count("lunar date of a day", written == expected, f"{day}: {written}, not {expected}")
    to_day = re.compile(
        r"Lunar\.fromYmd(?:Hms)?\((\d+), (-?\d+), (\d+)[^)]*\)\n(?:.*\n)?"
        r"\s+self\.assertEqual\([\"'](\d{4}-\d\d-\d\d)[\"'], \w+\.getSolar\(\)\.to\w+\(\)\)"
    )
    at_once = re.compile(
        r"assertEqual\([\"'](\d{4}-\d\d-\d\d)[\"'], "
        r"Lunar\.fromYmd\((\d+), (-?\d+), (\d+)\)\.getSolar\(\)\.toYmd\(\)\)"
    )
    cases = [*to_day.findall(text), *((*one[1:], one[0]) for one in at_once.findall(text))]
    for year, month, day_number, expected in cases:
        if FIRST.year <= int(year) <= LAST.year:
            wanted = LunarDate(int(year), abs(int(month)), int(day_number), leap=int(month) < 0)
            found = from_lunar(wanted).isoformat()
            count("day of a lunar date", found == expected, f"{wanted}: {found}, not {expected}")
    index = {term.zh: number for number, term in enumerate(SOLAR_TERMS)}
    for when, name in re.findall(r'"([0-9: -]{19})", \w+\.getJieQiTable\(\)\["(\w+)"\]', text):
        theirs = datetime.fromisoformat(when)
        ours = term_moment(theirs.year, index[_PINYIN.get(name, name)]).replace(tzinfo=None)
        near = abs(ours - theirs) <= timedelta(seconds=30)
        count("moment of a solar term within 30 s", near, f"{name}: {ours}, not {theirs}")
    signs = re.compile(
        r"Solar\.fromYmd\((\d+), (\d+), (\d+)\)\n\s+self\.assertEqual\(\"(\w+)\", "
        r"solar\.getXingZuo\(\)\)"
    )
    for year, month, day_number, expected in signs.findall(text):
        day = date(int(year), int(month), int(day_number))
        sign = constellation(day, "zh")
        count("constellation", sign == f"{expected}座", f"{day}: {sign}, not {expected}")
    say(f"lunar-python's tests: {dict(counts)}")


def holiday_cn(folder: Path) -> None:
    """Every day of 2007 to the last year with an arrangement, against holiday-cn."""
    named: dict[date, bool] = {}
    years = []
    for path in sorted(folder.glob("20*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        days = {date.fromisoformat(one["date"]): one["isOffDay"] for one in content["days"]}
        named |= days
        years += [content["year"]] if days else []
        if not days:
            say(f"holiday-cn has nothing of {content['year']} yet")
    compare_days("holiday-cn", named, years[0], years[-1])


def chinese_calendar(path: Path) -> None:
    """Every day of 2004 to the last year with an arrangement, against chinese-calendar."""
    text = path.read_text(encoding="utf-8")
    offsets = [text.index(f"\n{name} = {{") for name in ("holidays", "workdays", "in_lieu_days")]
    one_day = re.compile(r"datetime\.date\(year=(\d+), month=(\d+), day=(\d+)\):")

    def days(begin: int, end: int) -> list[date]:
        return [date(*map(int, found)) for found in one_day.findall(text[begin:end])]

    off = days(offsets[0], offsets[1])
    named = dict.fromkeys(off, True) | dict.fromkeys(days(offsets[1], offsets[2]), False)
    compare_days("chinese-calendar", named, min(off).year, max(off).year)


def compare_days(title: str, named: dict[date, bool], first: int, last: int) -> None:
    """Days off and working days; `named` are those that differ from the week, with some others."""
    found: list[Difference] = []
    off = made_up = compared = 0
    for day in days_from(date(first, 1, 1), date(last, 12, 31)):
        kind = china_day(day).kind
        if kind is None:
            say(f"  {day} is left out: the next year's arrangement decides on it")
            continue
        weekend = day.weekday() >= 5
        expected = named.get(day, weekend)
        compared += 1
        off += bool(named.get(day))
        made_up += day in named and weekend and not expected
        ours = kind in ("day_off", "weekend")
        wrong_kind = (kind == "make_up_working_day") != (weekend and not expected)
        if ours != expected or wrong_kind or (named.get(day) and kind != "day_off"):
            found.append((day, str(kind), "off" if expected else "worked"))
    report(f"{title} {first}-{last}: {off} days off and {made_up} make-up days by name, days",
           compared, found)  # fmt: skip


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds time/")
    folder = parser.parse_args().data / "time"
    parts: list[tuple[Path, Callable[[Path], None]]] = [
        (folder / "holiday-cn", holiday_cn),
        (folder / "chinese-calendar" / "chinese_calendar" / "constants.py", chinese_calendar),
        (folder / "lunar-python-tests" / "test", lunar_vectors),
    ]
    for path, compare in parts:
        if path.exists():
            compare(path)
        else:
            say(f"{path} is absent: left out")
    solar_terms()
    lunar_days()


if __name__ == "__main__":
    main()
