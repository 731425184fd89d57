"""Public holidays of countries other than China, from the `holidays` package (MIT)."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.almanac.countries import Place
from engine.almanac.holiday_names import chinese_name
from engine.almanac.public_holiday import HolidayYear, PublicHoliday
from engine.events import Language
from engine.tools.observation import refuse

if TYPE_CHECKING:
    from holidays import HolidayBase

_ENGLISH, _CHINESE = "en_US", "zh_CN"
# A substitute day is at most this far from the holiday's own.
_NEAR = timedelta(10)


def holidays_of(place: Place, year: int, language: Language) -> HolidayYear:
    """The public holidays of a country, or of a part of one, in a year.

    Raises:
        ToolError: the year is outside those that are known, or has no public holidays.
    """
    import holidays

    known = getattr(holidays, place.country)
    first, last = known.start_year, known.end_year
    if not first <= year <= last:
        refuse(
            language,
            f"public holidays of {place.in_english} are known for the years {first} to {last}, "
            f"not {year}",
            f"只能查询{first}年至{last}年{place.zh}的公共假期，不能查询{year}年",
        )
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        tables = _Tables(place, year)
    found = tuple(_joined(_entries(tables)))
    if not found:
        refuse(
            language,
            f"no public holidays of {place.in_english} in {year} are known",
            f"没有{place.zh}{year}年的公共假期数据",
            kind="not_found",
        )
    worked = tuple(sorted(day for day in tables.english.weekend_workdays if day.year == year))
    regional = place.subdivision is None and bool(known.subdivisions)
    return HolidayYear(year, True, found, place, worked, regional, _limits(said))


# How the package says that it knows the holidays of one religion for some years only.
_LIMITS = re.compile(r"available only from ([0-9]{4}) to ([0-9]{4})")


def _limits(said: Iterable[warnings.WarningMessage]) -> tuple[int, int] | None:
    found = (_LIMITS.search(str(warning.message)) for warning in said)
    return next(((int(match[1]), int(match[2])) for match in found if match), None)


class _Names(NamedTuple):
    en: str
    zh: str
    local: str


class _Tables:
    """A country's holidays of a year in the languages that are shown, and without substitutes."""

    def __init__(self, place: Place, year: int) -> None:
        import holidays

        known = getattr(holidays, place.country)
        self.languages = known.supported_languages or ()
        self._place, self._year = place, year
        default = known.default_language
        self._default = default or _ENGLISH
        self.english = self._table(_ENGLISH)
        self.native = self._table(default) if default else self.english
        # People in the country write English themselves: Labour Day, not Labor Day.
        self.spoken_english = bool(default) and default.startswith("en")
        self.chinese = self._table(_CHINESE) if _CHINESE in self.languages else None
        self.plain = self._table(_ENGLISH, observed=False)
        self.weekend = known.weekend

    def _table(self, language: str, **options: Any) -> HolidayBase:
        from holidays import country_holidays

        return country_holidays(
            self._place.country,
            subdiv=self._place.subdivision,
            years=self._year,
            # Some language is always named: otherwise names follow the machine's locale.
            language=language if language in self.languages else self._default,
            **options,
        )

    def names(self, day: date) -> list[_Names]:
        """Each holiday of a day; the order of several on one differs between languages."""
        english, native = self.english.get_list(day), self.native.get_list(day)
        chinese = self.chinese.get_list(day) if self.chinese is not None else []
        found = []
        for english_name in english:
            alone = len(english) == len(native) == 1
            local = native[0] if alone else ""
            shown = local if local and self.spoken_english else english_name
            zh = chinese[0] if alone and len(chinese) == 1 else chinese_name(english_name)
            found.append(_Names(shown, zh or shown, local))
        return found


def _entries(tables: _Tables) -> Iterator[PublicHoliday]:
    for day in sorted(tables.english):
        for index, names in enumerate(tables.names(day)):
            english = tables.english.get_list(day)[index]
            stands_for = None
            if english not in tables.plain.get_list(day):
                stands_for = _stands_for(day, english, tables)
            yield PublicHoliday(
                names.zh, names.en, day, (day,), local=names.local, observed_for=stands_for
            )


def _stands_for(day: date, name: str, tables: _Tables) -> date | None:
    """The day of the holiday that a substitute's name speaks of.

    Of several days it is one on a weekend that is made up for.
    """
    named = [
        (len(one), own.weekday() in tables.weekend, -abs(own - day), own)
        for own in tables.plain
        for one in tables.plain.get_list(own)
        if one in name and own != day and abs(own - day) <= _NEAR
    ]
    return max(named)[-1] if named else None


def _joined(entries: Iterable[PublicHoliday]) -> list[PublicHoliday]:
    """Consecutive days of one name as one holiday; in the order of their first days."""
    runs: dict[tuple[str, date | None], list[PublicHoliday]] = {}
    for entry in entries:
        same = runs.setdefault((entry.en, entry.observed_for), [])
        if same and entry.day - same[-1].days_off[-1] == timedelta(1):
            same[-1] = replace(same[-1], days_off=(*same[-1].days_off, entry.day))
        else:
            same.append(entry)
    return sorted((run for same in runs.values() for run in same), key=lambda run: run.day)
