"""Dates as documents write them in running text, headings, rows and file names."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from engine.dates.numerals import han_number
from engine.tools.wording import EN_MONTHS


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day, or a whole month, that stands at `start` to `end` of a text.

    `year_said` is False where the year was taken from elsewhere.
    """

    first: date
    last: date
    start: int
    end: int
    year_said: bool = True


_MONTHS = {name.lower()[:3]: number for number, name in enumerate(EN_MONTHS, start=1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"[0-3]?[0-9]"
_HAN = "[〇零一二三四五六七八九十廿]"
_ISO = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})([-/._])(?P<month>[01]?[0-9])\2(?P<day>[0-3]?[0-9])(?![0-9])"
)
_COMPACT = re.compile(
    r"(?<![0-9])(?P<year>20[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?![0-9])"
)
_CHINESE = re.compile(
    rf"(?:(?P<year>[0-9]{{4}}|{_HAN}{{4}}) ?年 ?)?(?P<month>[0-9]{{1,2}}|{_HAN}{{1,2}}) ?月份? ?"
    rf"(?:(?P<day>[0-9]{{1,2}}|{_HAN}{{1,3}}) ?[日号])?"
)
_DAY_MONTH = re.compile(
    rf"(?<![0-9a-z.])(?P<day>{_DAY})(?:st|nd|rd|th)?(?: of)?[ -](?P<month>{_MONTH})\.?"
    r"(?:,?[ -](?P<year>(?:19|20)[0-9]{2}))?(?![0-9a-z])"
)
_MONTH_DAY = re.compile(
    rf"(?<![0-9a-z])(?P<month>{_MONTH})\.? (?P<day>{_DAY})(?:st|nd|rd|th)?"
    r"(?:,? (?P<year>(?:19|20)[0-9]{2}))?(?![0-9a-z:])"
)
_MONTH_YEAR = re.compile(
    rf"(?<![0-9a-z])(?P<month>{_MONTH})\.?,? (?P<year>(?:19|20)[0-9]{{2}})(?![0-9])(?P<day>)"
)
_YEAR_MONTH = re.compile(
    r"(?<![0-9-])(?P<year>(?:19|20)[0-9]{2})-(?P<month>[01][0-9])(?![0-9-])(?P<day>)"
)
_DOTTED = re.compile(
    r"(?<![0-9.])(?P<day>[0-3]?[0-9])\.(?P<month>[01]?[0-9])\.(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
)
_SLASHED = re.compile(
    r"(?<![0-9/])(?P<month>[0-3]?[0-9])/(?P<day>[0-3]?[0-9])/(?P<year>(?:19|20)[0-9]{2})(?![0-9/])"
)
# Earlier ones win where two would read the same characters.
_PATTERNS = (
    _ISO, _COMPACT, _CHINESE, _DAY_MONTH, _MONTH_DAY, _DOTTED, _SLASHED, _MONTH_YEAR, _YEAR_MONTH,
)  # fmt: skip
_MAYBE = re.compile(r"[0-9]|月")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def written_dates(text: str, year: int | None) -> list[WrittenDate]:
    """The dates in a text, in order; those without a year are of `year`, or left out without it."""
    if not _MAYBE.search(text):
        return []
    lowered = text.lower()
    found: list[WrittenDate] = []
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(lowered):
            start, end = match.span()
            if any(start < other[1] and other[0] < end for other in taken):
                continue
            one = _read(match, year)
            # In "30 February 2026" there is no month of February either.
            if one or match["day"]:
                taken.append((start, end))
            if one:
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def _read(match: re.Match[str], year: int | None) -> WrittenDate | None:
    said = match["year"]
    whole_year = han_number(said) if said else year
    month = _MONTHS.get(match["month"][:3]) or han_number(match["month"])
    day = han_number(match["day"]) if match["day"] else None
    if match.re is _SLASHED and month and month > 12:
        # As in `engine.dates.expressions.read_numeric`: month first, unless it cannot be one.
        month, day = day, month
    # A month alone, without its year, is hardly ever a date: 三月 can be three months.
    if not whole_year or not month or not (day or (said and not match["day"])):
        return None
    if not (1900 <= whole_year <= 2200 and month <= 12):
        return None
    length = monthrange(whole_year, month)[1]
    if day is not None and day > length:
        return None
    first = date(whole_year, month, day or 1)
    last = date(whole_year, month, day or length)
    return WrittenDate(first, last, *match.span(), year_said=bool(said))


def written_year(text: str) -> int | None:
    """The first year that stands in a text."""
    found = _YEAR.search(text)
    return int(found.group()) if found else None
