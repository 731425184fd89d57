"""Days as English questions say them of the weather."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from engine.mat.synthetic.days_en import (
    MONTHS,
    NUMBERS,
    SHORT_DAYS,
    SHORT_MONTHS,
    WEEKDAYS,
    as_adverb,
    ordinal,
    with_year,
)

_WEATHER_DAYS = [
    "today",
    "today",
    "tonight",
    "tomorrow",
    "tomorrow",
    "tomorrow",
    "tmrw",
    "tomorrow morning",
    "tomorrow night",
    "tomorrow evening",
    "tomorrow afternoon",
    "this afternoon",
    "this evening",
    "this morning",
    "this weekend",
    "this weekend",
    "next weekend",
    "this week",
    "next week",
    "next wk",
    "over the weekend",
    "at the weekend",
    "on the weekend",
    "the day after tomorrow",
    "day after tomorrow",
    "next month",
    "on Christmas",
    "on Christmas Day",
    "on New Year's Eve",
    "on Easter Sunday",
    "on Boxing Day",
    "at Christmas",
    "on Thanksgiving",
    "on Halloween",
    "in a week",
    "in a fortnight",
    "in a few days",
    "the next few days",
    "in the next few days",
    "for the next few days",
    "the next 3 days",
    "over the next 5 days",
    "for the next 7 days",
    "in the next two days",
    "the rest of the week",
    "for the rest of the week",
    "next few days",
    "yesterday",
    "last night",
    "at noon",
    "week after next",
    "the weekend",
]


def weather_day(rng: random.Random) -> str:
    """A day as people say it of the weather, to stand where an adverb does."""
    choice = rng.random()
    weekday = rng.choice((*WEEKDAYS, *WEEKDAYS, *SHORT_DAYS))
    if choice < 0.42:
        return rng.choice(_WEATHER_DAYS)
    if choice < 0.7:
        part = rng.choice(("morning", "afternoon", "evening", "night"))
        return rng.choice(
            (f"on {weekday}", f"on {weekday}", f"next {weekday}", f"this {weekday}", weekday,
             f"on {weekday} {part}", f"{weekday} {part}", f"{weekday} next week")
        )  # fmt: skip
    if choice < 0.82:
        number = rng.choice((str(rng.randrange(2, 11)), rng.choice(NUMBERS[:9])))
        return rng.choice((f"in {number} days", f"{number} days from now", "in 2 weeks"))
    return as_adverb(near(rng), rng)


def near(rng: random.Random) -> str:
    """A calendar date of these months, mostly without its year."""
    day = date(2026, 9, 1) + timedelta(days=rng.randrange(500))
    month = rng.choice((MONTHS, MONTHS, SHORT_MONTHS))[day.month - 1]
    return rng.choice(
        (
            f"{month} {day.day}", f"{day.day} {month}", f"{month} {ordinal(day.day)}",
            f"{ordinal(day.day)} {month}", f"the {ordinal(day.day)} of {month}",
            f"the {ordinal(day.day)}", f"{day.day}/{day.month}", day.isoformat(),
            f"{month} {day.day}, {day.year}", f"{day.day}.{day.month}.{day.year}",
            f"{WEEKDAYS[day.weekday()]} the {ordinal(day.day)}",
            f"{day.day} {month} {day.year}",
        )
    )  # fmt: skip


def weather_noun(rng: random.Random) -> str:
    """A day as a noun: what is the weather then."""
    return re.sub(r"^(?:on|at|in the|over|for) ", "", weather_day(rng))


def gone(rng: random.Random) -> str:
    """A day whose weather is over."""
    weekday = rng.choice(WEEKDAYS)
    return rng.choice(
        ("yesterday", "yesterday", "last night", f"last {weekday}", "last week", "last weekend",
         "on Christmas Day", f"{rng.randrange(2, 9)} days ago", "a week ago",
         "on " + with_year(rng),
         f"in {rng.choice(MONTHS)} {rng.randrange(2015, 2026)}", "last month", "this morning")
    )  # fmt: skip


_ENDS = (
    ("Monday", "Friday"), ("Friday", "Sunday"), ("Saturday", "Tuesday"), ("today", "Sunday"),
    ("tomorrow", "Thursday"), ("Dec 1", "Dec 5"), ("May 1", "May 4"), ("the 3rd", "the 8th"),
    ("12 June", "19 June"), ("next Monday", "next Thursday"), ("the 20th", "the 24th"),
    ("July 4", "July 7"), ("Christmas", "New Year's Eve"), ("sat", "mon"), ("thurs", "sun"),
    ("Wednesday", "Saturday"), ("tomorrow", "the day after tomorrow"), ("Thursday", "Monday"),
    ("3 March", "10 March"), ("the 5th", "the 9th"), ("tonight", "Wednesday"), ("Aug 14", "Aug 21"),
    ("24 December", "2 January"), ("2026-12-01", "2026-12-04"), ("Good Friday", "Easter Monday"),
)  # fmt: skip


def ends(rng: random.Random) -> tuple[str, str]:
    """The first and last day of a stay."""
    if rng.random() < 0.6:
        return rng.choice(_ENDS)
    first = date(2026, 1, 1) + timedelta(days=rng.randrange(900))
    last = first + timedelta(days=rng.randrange(2, 12))
    style = rng.choice(
        (
            lambda d: f"{MONTHS[d.month - 1]} {d.day}",
            lambda d: f"{d.day} {SHORT_MONTHS[d.month - 1]}",
            lambda d: f"the {ordinal(d.day)} of {MONTHS[d.month - 1]}",
            lambda d: d.isoformat(),
            lambda d: f"{SHORT_MONTHS[d.month - 1]} {ordinal(d.day)}",
        )
    )
    return style(first), style(last)
