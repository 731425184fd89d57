"""What a person or a model writes for a date, resolved against the current time.

Both languages are read whatever the answer's language. A week begins on Monday. What is ambiguous
is decided as `date_expressions.read_numeric` and `relative_dates.read_weekday` say; observations
always state the resolved date. All arithmetic is on the local calendar and clock.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.cleaning import clean_line
from engine.tools.clock_times import ClockTime, split_clock
from engine.tools.compound_dates import read_compound
from engine.tools.context import ToolContext
from engine.tools.date_expressions import (
    Grain,
    Scope,
    Span,
    one_day,
    read_numeric,
    read_yearly,
    refuse,
)
from engine.tools.observation import ToolError
from engine.tools.offsets import read_offset
from engine.tools.relative_dates import (
    EN_WEEKDAY,
    Reader,
    read_day_of_month,
    read_day_word,
    read_period,
    read_weekday,
    split_year,
)
from engine.tools.wording import TRADITIONAL, day_text, name_key

_LONGEST = 100
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved expression.

    `start` and `end` are days, equal for a single one, or one moment (a datetime) when a time of
    day was said. `text` states the expression where it was a name or relative, and the resolved
    date. `year_said`: the words carry a year, so that it cannot be another one's.
    """

    start: date | datetime
    end: date | datetime
    text: str
    grain: Grain
    year_said: bool
    named: bool
    expression: str

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

    `context.named_dates` are looked up first. A yearly event without a year is in `default_year`,
    or in the current year.

    Raises:
        ToolError: nothing understood, or a date or time that does not exist; of kind
            invalid_argument, one line that names the expression and the reason.
    """
    now = context.now.replace(tzinfo=None)
    scope = Scope(now, default_year or now.year, context.language)
    written = clean_line(expression).strip("\"'“”‘’ ?？!！。，,;；")
    if not written:
        refuse(
            scope,
            "the date is empty; write one such as 2026-11-20 or next Friday",
            "日期为空；请写成2026-11-20或下周五这样的形式",
        )
    if len(written) > _LONGEST:
        refuse(
            scope,
            f"a date expression has at most {_LONGEST} characters, not {len(written)}",
            f"日期表达最多{_LONGEST}个字符，现有{len(written)}个",
        )
    span = _named(written, context) or _read(_normalised(written), scope, _DEPTH)
    if span is None:
        refuse(
            scope,
            f"{written!r} is not understood as a date; write it as 2026-11-20, next Friday or "
            "Mid-Autumn Festival 2026",
            f"无法把“{written}”理解为日期；请写成2026-11-20、下周五或2026年中秋节这样的形式",
        )
    return _resolved(written, span, context)


def _resolved(written: str, span: Span, context: ToolContext) -> Resolved:
    first = day_text(span.first, context.language)
    stated = first
    if span.last != span.first:
        joint = "至" if context.language == "zh" else " to "
        stated = first + joint + day_text(span.last, context.language)
    if not span.plain:
        stated = f"{written}（{stated}）" if context.language == "zh" else f"{written} ({stated})"
    return Resolved(
        start=span.first,
        end=span.last,
        text=stated,
        grain=span.grain,
        year_said=span.year_said,
        named=not span.plain,
        expression=written,
    )


def _named(written: str, context: ToolContext) -> Span | None:
    if not context.named_dates:
        return None
    wanted = name_key(written)
    for name, day in context.named_dates.items():
        if wanted and name_key(name) == wanted:
            return one_day(day)
    return None


_BRACKETS = str.maketrans("()[]{}‘’“”`、，", "      ''\"\"', ")
_HAN_SPACE = re.compile(
    r"(?<=[\u3400-\u9fff0-9]) (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) (?=[0-9])"
)
_CONTRACTIONS = (
    ("今晚", "今天晚上"), ("明晚", "明天晚上"), ("昨晚", "昨天晚上"), ("后晚", "后天晚上"),
    ("今早", "今天早上"), ("明早", "明天早上"), ("昨早", "昨天早上"),
)  # fmt: skip


def _normalised(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower().translate(_BRACKETS)
    text = " ".join(text.translate(TRADITIONAL).split())
    text = _HAN_SPACE.sub("", text)
    for short, full in _CONTRACTIONS:
        text = text.replace(short, full)
    return text.strip("\"'?!.,;: ")[:_LONGEST]


_READERS: tuple[Reader, ...] = (
    read_numeric,
    read_day_word,
    read_weekday,
    read_period,
    read_offset,
    read_day_of_month,
    read_yearly,
)
_LEADING_FILLER = re.compile(
    r"(?:(?:on|at|by|since|until|till|from|to|of|in|for|during|between|the|and|is|date of|day of"
    r"|as of|up to|starting|ending) |在|到|从|自从|自|离|距离|距|至|截至|截止|直到|于|是|和|与|的)"
)
_TRAILING_FILLER = re.compile(
    r"(?:那天|当天|这天|这一天|那一天|的时候|的|为止|起|开始|时|假期|放假|'s date|'s day| date|"
    r" holidays?|'s| itself| morning| afternoon| evening| night"
    r"|早上|早晨|上午|中午|下午|傍晚|晚上)$"
)
_WEEKDAY_PREFIX = re.compile(
    rf"(?:{EN_WEEKDAY})\.?,? (?=.*[0-9]|the )|(?:周|星期|礼拜)[一二三四五六日天] ?(?=[0-9])"
)
_WEEKDAY_SUFFIX = re.compile(r"(?<=[日号0-9])[ ,]*(?:周|星期|礼拜)[一二三四五六日天]$")


def _read(text: str, scope: Scope, depth: int) -> Span | None:
    """Read a normalised expression; `depth` bounds how deep expressions may contain others."""
    span = _read_date(text, scope, depth)
    if span is None and (parts := split_clock(text, scope)):
        span = _read_with_clock(parts, scope, depth)
    if span is not None or depth <= 0:
        return span
    for pattern in (_LEADING_FILLER, _WEEKDAY_PREFIX):
        if (found := pattern.match(text)) and found.end() < len(text):
            return _read(text[found.end() :].strip(), scope, depth - 1)
    for pattern in (_TRAILING_FILLER, _WEEKDAY_SUFFIX):
        if (found := pattern.search(text)) and found.start():
            return _read(text[: found.start()].strip(), scope, depth - 1)
    return None


def _read_with_clock(parts: ClockTime, scope: Scope, depth: int) -> Span | None:
    span = _read(parts.rest, scope, depth - 1) if parts.rest else one_day(scope.today)
    if span is None or span.first != span.last:
        return None
    day = span.first.date() if isinstance(span.first, datetime) else span.first
    moment = datetime.combine(day, parts.time)
    return Span(moment, moment, "time", span.year_said, span.plain)


def _read_date(text: str, scope: Scope, depth: int) -> Span | None:
    for reader in _READERS:
        if span := reader(text, scope):
            return span
    if (parts := split_year(text, scope)) and (
        span := _read_in_year(parts[0], scope.in_year(parts[1]))
    ):
        return span
    if depth <= 0:
        return None
    return read_compound(text, scope, lambda inner: _read(inner.strip(), scope, depth - 2))


def _read_in_year(rest: str, scope: Scope) -> Span | None:
    span = read_yearly(rest, scope)
    if span is None and (found := _LEADING_FILLER.match(rest)):
        span = read_yearly(rest[found.end() :].strip(), scope)
    if span is None and (found := _TRAILING_FILLER.search(rest)):
        span = read_yearly(rest[: found.start()].strip(), scope)
    return span


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
        if found := _YEAR_ANYWHERE.findall(unicodedata.normalize("NFKC", expression[:_LONGEST])):
            return int(found[0])
        raise


def as_moment(day: date | datetime) -> datetime:
    """Midnight of a day, or the moment itself."""
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


def days_between(first: date, last: date) -> list[date]:
    """Every day of a range, both ends included."""
    return [first + timedelta(number) for number in range((last - first).days + 1)]
