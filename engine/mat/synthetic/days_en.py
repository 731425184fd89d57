"""Days as English questions say and shorten them: as nouns, and where an adverb stands."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from engine.mat.synthetic import slots
from engine.mat.synthetic.phrasings.en_names import EVENT_NAMES

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SHORT_DAYS = ["mon", "tues", "weds", "thurs", "fri", "sat", "sun"]
NUMBERS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
]
_ORDINALS = ["first", "second", "third", "fourth", "last"]
# Before a day, what says nothing of which day it is.


_NO_SUCH_SHARE = 0.005
_NO_SUCH_DAYS = (
    "30 February", "February 30", "31 April", "June 31", "31st September", "Nov 31", "feb 30 2027",
    "31 June 2026", "2027-02-30", "2026-13-01", "April 31st, 2027", "31 November",
)  # fmt: skip


def ordinal(number: int) -> str:
    """1st, 2nd, 11th."""
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def fixed(rng: random.Random) -> str:
    """A calendar date, mostly with day and month alone or a year of these days.

    Now and then it is one that no year has, which the tools say.
    """
    if rng.random() < _NO_SUCH_SHARE:
        return rng.choice(_NO_SUCH_DAYS)
    day = date(2023, 1, 1) + timedelta(days=rng.randrange(2800))
    if rng.random() < 0.5:
        return slots.written_date(rng, "en", day)
    month = rng.choice((MONTHS, MONTHS, SHORT_MONTHS))[day.month - 1]
    year = rng.choice(("", "", "", f" {day.year}", f", {day.year}", f" {day.year}"))
    number = rng.choice((str(day.day), ordinal(day.day)))
    bare, weekday = year.replace(",", ""), WEEKDAYS[day.weekday()]
    forms = {
        f"{month} {number}{year}": 30,
        f"{number} {month}{bare}": 25,
        f"the {ordinal(day.day)} of {month}{bare}": 13,
        f"{rng.choice((weekday, weekday[:3]))} {day.day} {month} {day.year}": 9,
        f"{day.day}/{day.month}/{day.year}": 6,
        f"{day.day}.{day.month}.{day.year}": 4,
        f"{SHORT_MONTHS[day.month - 1]} {day.day}": 4,
        f"{day.day} {month} '{day.year % 100:02}": 4,
        day.isoformat(): 4,
    }
    return rng.choices(list(forms), list(forms.values()))[0]


def birthday(rng: random.Random) -> str:
    """A date of birth, or of something long ago."""
    day = date(1935, 1, 1) + timedelta(days=rng.randrange(32000))
    return slots.written_date(rng, "en", day)


def with_year(rng: random.Random) -> str:
    """A calendar date of these days, with its year."""
    day = date(2019, 1, 1) + timedelta(days=rng.randrange(4200))
    month = rng.choice((MONTHS, SHORT_MONTHS))[day.month - 1]
    return rng.choice(
        (
            day.isoformat(),
            f"{month} {day.day}, {day.year}",
            f"{day.day} {month} {day.year}",
            f"{month} {ordinal(day.day)} {day.year}",
            f"the {ordinal(day.day)} of {month} {day.year}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day.month}/{day.day}/{day.year % 100:02}",
        )
    )


def ahead(rng: random.Random) -> str:
    """A day to come, told from today, to stand where an adverb does."""
    number, word = rng.randrange(2, 40), rng.choice(NUMBERS)
    weekday = rng.choice((*WEEKDAYS, *WEEKDAYS, *SHORT_DAYS))
    return rng.choice(
        (
            "tomorrow", "tomorrow", "tmrw", "the day after tomorrow", "day after tomorrow",
            f"next {weekday}", f"next {weekday}", f"this {weekday}", f"this coming {weekday}",
            f"on {weekday}", f"on {weekday}", f"{weekday} next week", f"in {number} days",
            f"in {word} days", f"in {rng.randrange(2, 12)} weeks", f"in {word} weeks",
            f"in {rng.randrange(2, 12)} months", "in a week", "in a fortnight",
            "in two weeks' time",
            "next week", "next month", "next weekend", "this weekend", "a week from tomorrow",
            f"a week from {weekday}", f"{number} days from now", f"{word} weeks from today",
            f"on the {ordinal(rng.randrange(1, 29))}", "at the end of the month",
            f"on the {ordinal(rng.randrange(1, 29))} of next month", "at the end of next month",
            "in a few days", "in a couple of days", "in a couple of weeks", "next year",
            f"two weeks from {weekday}",
            f"{rng.randrange(2, 9)} weeks from {weekday}",
            f"on the {rng.choice(_ORDINALS)} {weekday} of {rng.choice(MONTHS)}",
        )
    )  # fmt: skip


def behind(rng: random.Random) -> str:
    """A day gone by, told from today, to stand where an adverb does."""
    number, word = rng.randrange(2, 400), rng.choice(NUMBERS)
    weekday = rng.choice(WEEKDAYS)
    return rng.choice(
        (
            "yesterday", "the day before yesterday", f"last {weekday}", f"{number} days ago",
            f"{word} days ago", f"{word} weeks ago", f"{rng.randrange(2, 30)} weeks ago",
            f"{rng.randrange(2, 30)} months ago", "a year ago", "a month ago", "a week ago",
            "a couple of weeks ago", f"{word} years ago", "half a year ago", "last month",
            f"last {rng.choice(MONTHS)}", "last Christmas", "a fortnight ago",
        )
    )  # fmt: skip


def event(rng: random.Random) -> str:
    """A day with a name."""
    name = rng.choice(EVENT_NAMES)
    if rng.random() < 0.25:
        return slots.dated_name(rng, "en", name)
    return name


def as_adverb(day: str, rng: random.Random) -> str:
    """On the 3rd, on Friday."""
    if day.startswith("the "):
        return "on " + day
    return rng.choice(("on ", "on ", "on the ")) + day if day[0].isdigit() else "on " + day


def on_fixed(rng: random.Random) -> str:
    """On a calendar date."""
    return as_adverb(fixed(rng), rng)


def on(rng: random.Random) -> str:
    """Where an adverb stands: any day to come or of the calendar."""
    choice = rng.random()
    if choice < 0.5:
        return on_fixed(rng)
    if choice < 0.6:
        return "on " + event(rng)
    return ahead(rng)


def on_past(rng: random.Random) -> str:
    """Where an adverb stands: a day gone by."""
    choice = rng.random()
    if choice < 0.55:
        return "on " + with_year(rng)
    if choice < 0.7:
        return "on " + fixed(rng)
    if choice < 0.85:
        return f"in {rng.choice(MONTHS)} {rng.randrange(1990, 2026)}"
    return behind(rng)


def on_future(rng: random.Random) -> str:
    """Where an adverb stands: a day to come."""
    choice = rng.random()
    if choice < 0.45:
        return on_fixed(rng)
    if choice < 0.55:
        return "on " + event(rng)
    return ahead(rng)


def date_noun(rng: random.Random) -> str:
    """A day as a noun: it is asked about as such."""
    choice = rng.random()
    if choice < 0.62:
        return fixed(rng)
    if choice < 0.8:
        return event(rng)
    return _noun(ahead(rng) if choice < 0.93 else behind(rng))


def future_noun(rng: random.Random) -> str:
    """A day to come as a noun."""
    choice = rng.random()
    if choice < 0.35:
        return fixed(rng)
    if choice < 0.75:
        return slots.future(rng, "en") if choice < 0.5 else event(rng)
    return _noun(ahead(rng))


def past_noun(rng: random.Random) -> str:
    """A day gone by as a noun."""
    choice = rng.random()
    return with_year(rng) if choice < 0.7 else fixed(rng) if choice < 0.9 else _noun(behind(rng))


def _noun(day: str) -> str:
    return re.sub(r"^(?:on|at) ", "", day)


def year(rng: random.Random) -> str:
    """A year."""
    number = rng.randrange(2022, 2032) if rng.random() < 0.85 else rng.randrange(1960, 2060)
    return rng.choice((*[str(number)] * 8, "this year", "next year", "next year", "last year"))


def month(rng: random.Random) -> str:
    """A month, with or without its year."""
    name = rng.choice(MONTHS)
    return rng.choice(
        (name, name, f"{name} {rng.randrange(2024, 2030)}", "next month", "this month")
    )


def lunar(rng: random.Random) -> str:
    """A day of the Chinese lunar calendar."""
    day, month = ordinal(rng.randrange(1, 30)), ordinal(rng.randrange(1, 13))
    year = rng.choice(("", "", f" of {rng.randrange(2022, 2032)}", f" {rng.randrange(2022, 2032)}"))
    return rng.choice(
        (
            f"the {day} day of the {month} lunar month{year}",
            f"{day} day of the {month} lunar month{year}",
            f"the {month} lunar month {day} day",
        )
    )


def offset(rng: random.Random) -> str:
    """So long before or after a day."""
    number = rng.choice((str(rng.randrange(2, 200)), rng.choice(NUMBERS)))
    unit = rng.choice(("days", "days", "weeks", "months"))
    if unit != "days":
        number = rng.choice((str(rng.randrange(2, 14)), rng.choice(NUMBERS[:9])))
    base = fixed(rng) if rng.random() < 0.6 else rng.choice((event(rng), "tomorrow", "today"))
    return f"{number} {unit} {rng.choice(('after', 'after', 'before', 'from'))} {base}"


def nth(rng: random.Random) -> str:
    """A weekday of a month by its number."""
    year = rng.choice(("", "", f" {rng.randrange(2024, 2031)}"))
    month = rng.choice((*MONTHS, "next month"))
    of = rng.choice(("of", "in"))
    tail = month if month == "next month" else month + year
    return f"the {rng.choice(_ORDINALS)} {rng.choice(WEEKDAYS)} {of} {tail}"


def clock(rng: random.Random) -> str:
    """A time of day."""
    hour, minute = rng.randrange(24), rng.choice(("00", "15", "30", "45", "10", "50"))
    half = "am" if hour < 12 else "pm"
    return rng.choice(
        (
            f"{hour:02}:{minute}", f"{hour % 12 or 12}{half}", f"{hour % 12 or 12}:{minute}{half}",
            f"{hour % 12 or 12} {half}", f"{hour % 12 or 12}:{minute} {half}",
        )
    )  # fmt: skip
