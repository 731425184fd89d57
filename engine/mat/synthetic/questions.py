"""Questions made from phrasings and slots, each with the plan it calls for."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType

from engine.events import Command, Language
from engine.mat.synthetic import noise, noise_zh, phrasings_en, phrasings_zh, slots, slots_zh
from engine.planning import without_final_mark

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
# A present that is written is copied; 今天 counts only where it ends a span of time.
_WRITTEN_NOW = {"到今天": "今天", "现在": "现在"}
_MARKS = "\ue000\ue001"

# The slots of a day in phrasings for the calendar, one of which a phrasing has.
_CALENDAR_SLOTS = ("festival", "event", "relative", "date")

PHRASINGS: dict[Language, ModuleType] = {"en": phrasings_en, "zh": phrasings_zh}


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question, the commands that answer it in order, and what its answer must name."""

    text: str
    language: Language
    commands: tuple[Command, ...]
    subject: str | None = None
    names: dict[str, str] = field(default_factory=dict)


def expand(template: str, rng: random.Random) -> str:
    """Choose one alternative of every `(a|b)`, innermost first."""
    while match := _CHOICE.search(template):
        chosen = rng.choice(match.group(1).split("|"))
        template = template[: match.start()] + chosen + template[match.end() :]
    return " ".join(template.split())


def fill(template: str, values: dict[str, str], rng: random.Random) -> tuple[str, dict[str, str]]:
    """The question and, for each slot, its text in the question after casing and marks changed."""

    def mark(match: re.Match[str]) -> str:
        value = values[match.group(1)]
        article = "the " if value.endswith("Festival") and rng.random() < 0.3 else ""
        return f"{article}{_MARKS[0]}{match.group(1)}={value}{_MARKS[1]}"

    marked = _SLOT.sub(mark, expand(template, rng))
    marked = re.sub(r"\b(?:in|of|for) (\ue000year=(?:this|next|last) )", r"\1", marked)
    marked = _dress(marked, rng)
    found: dict[str, str] = {}

    def unmark(match: re.Match[str]) -> str:
        name, _, value = match.group(1).partition("=")
        found[name.lower()] = value
        return value

    text = re.sub("\ue000([^\ue001]*)\ue001", unmark, marked)
    return " ".join(text.split()), found


def _dress(text: str, rng: random.Random) -> str:
    han = re.search(r"[\u4e00-\u9fff]", text)
    return noise_zh.dressed(text, rng) if han else noise.dressed(text, rng)


class QuestionMaker:
    """Draws questions of every kind in one language."""

    def __init__(self, language: Language, rng: random.Random) -> None:
        self.language = language
        self.rng = rng
        self._bank = PHRASINGS[language]

    def _draw(self, kind: str) -> str:
        templates: tuple[str, ...] = getattr(self._bank, kind)
        return self.rng.choice(templates)

    def _make(
        self,
        kind: str,
        values: dict[str, str],
        commands: Callable[[dict[str, str]], tuple[Command, ...]],
        subject: str | None = None,
    ) -> PlannedQuestion:
        text, found = fill(self._draw(kind), values, self.rng)
        found["now"] = next((now for mark, now in _WRITTEN_NOW.items() if mark in text), "now")
        return PlannedQuestion(text, self.language, commands(found), subject, found)

    def calendar(self) -> PlannedQuestion:
        """The weekday, lunar date or date of a day."""
        if self.rng.random() < 0.12:
            return self._make("CALENDAR_NOW", {}, _one("get_calendar_info", start_date="now"))
        days = {name: slots.day_like(self.rng, self.language) for name in ("date", "date2")}
        if self.rng.random() < 0.1:
            command = _one("get_calendar_info", start_date="date", end_date="date2")
            return self._make("CALENDAR_RANGE", days, command)
        days["event"] = slots.event(self.rng, self.language)
        days["relative"] = slots.relative_day(self.rng, self.language)
        if self.language == "zh":
            days["festival"] = slots_zh.festival(self.rng)
        return self._make("CALENDAR", days, _calendar_command)

    def holidays(self) -> PlannedQuestion:
        """Public holidays and days off of a year."""
        holiday = self.rng.choice(slots.PUBLIC_HOLIDAYS[self.language])
        if self.rng.random() < 0.3:
            command = _one("get_holidays_info", year="now")
            return self._make("HOLIDAYS_NOW", {"holiday": holiday}, command, holiday)
        values = {"holiday": holiday, "year": slots.year(self.rng, self.language)}
        return self._make("HOLIDAYS", values, _one("get_holidays_info", year="year"), holiday)

    def solar_terms(self) -> PlannedQuestion:
        """Solar terms of a year."""
        term = self.rng.choice(slots.SOLAR_TERMS[self.language])
        if self.rng.random() < 0.35:
            command = _one("get_solar_terms_info", year="now")
            return self._make("SOLAR_TERMS_NOW", {"term": term}, command, term)
        values = {"term": term, "year": slots.year(self.rng, self.language)}
        return self._make("SOLAR_TERMS", values, _one("get_solar_terms_info", year="year"), term)

    def delta(self) -> PlannedQuestion:
        """The time between two days, one of which may be now."""
        kind = self.rng.choice(["DELTA", "DELTA", "DELTA_UNTIL", "DELTA_UNTIL", "DELTA_SINCE"])
        if kind == "DELTA_UNTIL":
            values = {"future": slots.future(self.rng, self.language)}
            return self._make(kind, values, _one("time_delta", start_time="now", end_time="future"))
        if kind == "DELTA_SINCE":
            values = {"past": slots.past(self.rng, self.language)}
            return self._make(kind, values, _one("time_delta", start_time="past", end_time="now"))
        values = self._two_days()
        return self._make(kind, values, _one("time_delta", start_time="date", end_time="date2"))

    def _two_days(self) -> dict[str, str]:
        first = slots.written_date(self.rng, self.language)
        if self.rng.random() < 0.15:
            first = {"en": "today", "zh": "今天"}[self.language]
        elif self.rng.random() < 0.2:
            first = slots.relative_day(self.rng, self.language)
        second = slots.written_date(self.rng, self.language)
        if self.rng.random() < 0.3:
            second = slots.future(self.rng, self.language)
        if self.rng.random() < 0.08:
            first, second = slots.clock_times(self.rng, self.language)
        return {"date": first, "date2": second}

    def two_festivals(self) -> PlannedQuestion:
        """The days between two festivals: their dates first, then the time between them."""
        first, second = self.rng.sample(slots.PUBLIC_HOLIDAYS[self.language], 2)
        values = {"f1": first, "f2": second}
        if self.rng.random() < 0.25:
            return self._make("TWO_FESTIVALS_NOW", values, _festivals_command)
        values["year"] = slots.year(self.rng, self.language)
        return self._make("TWO_FESTIVALS", values, _festivals_command)

    def library(self) -> PlannedQuestion:
        """A question for the user's own documents."""
        fillers = {
            name: self.rng.choice(choices.split("|"))
            for name, choices in self._bank.FILLERS.items()
        }
        text, _ = fill(self._draw("LIBRARY"), fillers, self.rng)
        return self.search(text)

    def search(self, text: str) -> PlannedQuestion:
        """Any text as a question for the library."""
        text = " ".join(text.split())
        command = Command("search_knowledge", {"text": without_final_mark(text)})
        return PlannedQuestion(text, self.language, (command,))


def _one(tool: str, **slots_of: str) -> Callable[[dict[str, str]], tuple[Command, ...]]:
    def commands(found: dict[str, str]) -> tuple[Command, ...]:
        return (Command(tool, {key: found.get(slot, slot) for key, slot in slots_of.items()}),)

    return commands


def _calendar_command(found: dict[str, str]) -> tuple[Command, ...]:
    slot = next(name for name in _CALENDAR_SLOTS if name in found)
    return (Command("get_calendar_info", {"start_date": found[slot]}),)


def _festivals_command(found: dict[str, str]) -> tuple[Command, ...]:
    year = found.get("year", "now")
    return (
        Command("get_holidays_info", {"year": year}),
        Command("time_delta", {"start_time": found["f1"], "end_time": found["f2"]}),
    )
