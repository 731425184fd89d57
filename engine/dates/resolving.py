"""What a person or a model writes for a date, resolved against the current time.

Both languages are read whatever the answer's language. A week begins on Monday. What is ambiguous
is decided as `expressions.read_numeric` and `relative.read_weekday` say; observations always state
the resolved date. All arithmetic is on the local calendar and clock.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from engine.dates.expressions import Grain, Scope, Span, one_day
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError, refuse
from engine.tools.wording import day_text, name_key

if TYPE_CHECKING:
    from engine.dates.time_zones import Zone, Zoned

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved expression.

    `start` and `end` are days, equal for a single one, or one moment (a datetime) when a time of
    day was said. `text` states the expression where it was a name or relative, and the resolved
    date. `year_said`: the words carry a year, so that it cannot be another one's. Where a time
    `zone` was said, the moments are on its clocks, otherwise on the local ones.
    """

    start: date | datetime
    end: date | datetime
    text: str
    grain: Grain
    year_said: bool
    named: bool
    expression: str
    zone: Zone | None = None

    @property
    def first_day(self) -> date:
        """`start` without a time of day."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def last_day(self) -> date:
        """`end` without a time of day."""
        return self.end.date() if isinstance(self.end, datetime) else self.end


def resolve(expression: str, context: ToolContext, *, default_year: int | None = None) -> Resolved:
    """Resolve a date expression.

    `context.named_dates` are looked up first, then what dates can be, then the only name among them
    that has the expression in it: "Messi" is "Lionel Messi". A yearly event without a year is in
    `default_year`, or in the current year.

    Raises:
        ToolError: nothing understood, or a date or time that does not exist; of kind
            invalid_argument, one line that names the expression and the reason.
    """
    now = context.now.replace(tzinfo=None)
    scope = Scope(now, default_year or now.year, context.language)
    written = clean_line(expression).strip("\"'“”‘’ ?？!！。，,;；")
    if not written:
        refuse(
            scope.language,
            "the date is empty; write one such as 2026-11-20 or next Friday",
            "日期为空；请写成2026-11-20或下周五这样的形式",
        )
    if len(written) > LONGEST:
        refuse(
            scope.language,
            f"a date expression has at most {LONGEST} characters, not {len(written)}",
            f"日期表达最多{LONGEST}个字符，现有{len(written)}个",
        )
    found = _find(written, scope, context)
    if found is None:
        refuse(
            scope.language,
            f"{written!r} is not understood as a date; write it as 2026-11-20, next Friday or "
            "Mid-Autumn Festival 2026",
            f"无法把“{written}”理解为日期；请写成2026-11-20、下周五或2026年中秋节这样的形式",
        )
    return _resolved(written, *found, context)


_CLOCK = re.compile(r"[0-9]|[点时]|\b(?:noon|midday|midnight)\b", re.IGNORECASE)


def said_days(expression: str, context: ToolContext) -> tuple[date, date] | None:
    """The first and last day (or moment) of a date expression; None where it is none.

    Raises:
        ToolError: it is one, of a date or time that does not exist.
    """
    written = clean_line(expression)
    now = context.now.replace(tzinfo=None)
    if not written or len(written) > LONGEST:
        return None
    found = _find(written, Scope(now, now.year, context.language), context)
    if found is None:
        return None
    span, zone = found
    # "Hamburg tomorrow" reads as a day in Hamburg; where the clock is named, the zone is meant.
    if zone is not None and not (span.grain == "time" and _CLOCK.search(written)):
        return None
    return span.first, span.last


def _find(written: str, scope: Scope, context: ToolContext) -> tuple[Span, Zone | None] | None:
    # Some hundred patterns are compiled, which a list of tools need not wait for.
    from engine.dates.reading import DateReader, normalised
    from engine.dates.time_zones import split_iso, split_zone

    if span := _named(written, context):
        return span, None
    if iso := split_iso(written):
        return _read_zoned(iso, scope, context)
    try:
        span = DateReader().read(normalised(written), scope)
    except ToolError:
        # "12:00 UTC+14" has no such time unless the zone is taken off.
        if zoned := split_zone(written, scope):
            return _read_zoned(zoned, scope, context)
        raise
    if span:
        return span, None
    if span := _partly_named(written, scope, context):
        return span, None
    zoned = split_zone(written, scope)
    return _read_zoned(zoned, scope, context) if zoned else None


def _read_zoned(
    zoned: Zoned, scope: Scope, context: ToolContext
) -> tuple[Span, Zone | None] | None:
    """Read what is left of an expression against the clock of its time zone."""
    from engine.dates.reading import DateReader, normalised
    from engine.dates.time_zones import local_now

    there = replace(scope, now=local_now(context, zoned.zone))
    span = DateReader().read(normalised(zoned.rest), there)
    return (span, zoned.zone) if span else None


def _resolved(written: str, span: Span, zone: Zone | None, context: ToolContext) -> Resolved:
    chinese = context.language == "zh"
    first = day_text(span.first, context.language)
    stated = first
    if span.last != span.first:
        stated = first + ("至" if chinese else " to ") + day_text(span.last, context.language)
    if zone:
        stated += f"（{zone.label}）" if chinese else f" ({zone.label})"
    if not span.plain:
        stated = f"{written}（{stated}）" if chinese else f"{written} ({stated})"
    return Resolved(
        start=span.first,
        end=span.last,
        text=stated,
        grain=span.grain,
        year_said=span.year_said,
        named=not span.plain,
        expression=written,
        zone=zone,
    )


def _named(written: str, context: ToolContext) -> Span | None:
    if not context.named_dates:
        return None
    wanted = name_key(written)
    for name, day in context.named_dates.items():
        if wanted and name_key(name) == wanted:
            return one_day(day)
    return None


_WORD = re.compile("[0-9a-z]+|[\u3400-\u9fff]")


def _partly_named(written: str, scope: Scope, context: ToolContext) -> Span | None:
    """The date of the only longer name that has the written words in it.

    Raises:
        ToolError: several names have them, with different dates.
    """
    wanted = name_key(written)
    if len(wanted) < 2 or not context.named_dates:
        return None
    words = set(_WORD.findall(written.lower()))
    fitting = {
        name: day
        for name, day in context.named_dates.items()
        if wanted in name_key(name) and words <= set(_WORD.findall(name.lower()))
    }
    if len(set(fitting.values())) > 1:
        names = list(fitting)
        refuse(
            scope.language,
            f"{written!r} may be {' or '.join(names)}; write the whole name",
            f"“{written}”可能指{'或'.join(names)}；请写全名",
        )
    return one_day(next(iter(fitting.values()))) if fitting else None


_YEAR_ANYWHERE = re.compile(r"(?<![0-9])(?:1[0-9]|2[0-9])[0-9]{2}(?![0-9])")


def resolve_year(expression: str, context: ToolContext) -> int:
    """The year that an expression names, or in which its date falls.

    Raises:
        ToolError: it is not understood.
    """
    try:
        return resolve(expression, context).first_day.year
    except ToolError:
        # "Chinese holidays of 2026" names a year well enough.
        if found := _YEAR_ANYWHERE.findall(unicodedata.normalize("NFKC", expression[:LONGEST])):
            return int(found[0])
        raise


def as_moment(day: date | datetime) -> datetime:
    """Midnight of a day, or the moment itself."""
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


def days_between(first: date, last: date) -> list[date]:
    """Every day of a range, both ends included."""
    return [first + timedelta(number) for number in range((last - first).days + 1)]
