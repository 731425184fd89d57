"""Chinese questions of every kind, each with the plan it calls for.

Where two questions stand in one message, the plan is the first one's; where the second only goes
on from the first ("那后天呢？"), which is how a follow-up is laid out, it is the last one's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from engine.events import Command
from engine.mat.synthetic import noise_zh, slots, slots_zh
from engine.mat.synthetic.drawn_zh import Drawn
from engine.mat.synthetic.going_on import going_on, unmarked
from engine.mat.synthetic.phrasings import (
    zh_calendar,
    zh_delta,
    zh_follow_ups,
    zh_holidays,
    zh_library,
    zh_near_delta,
    zh_near_questions,
    zh_near_talk,
    zh_near_weather,
    zh_places,
    zh_solar_terms,
    zh_tails,
    zh_talk,
    zh_told,
    zh_weather,
    zh_world,
)
from engine.mat.synthetic.questions import PlannedQuestion, QuestionMaker, expand, fill
from engine.planning import without_final_mark

_Found = dict[str, str]
_Commands = Callable[[_Found], tuple[Command, ...]]
# Share of the questions with a sentence before or after that asks nothing.
_TOLD = 0.14
# Share of the questions in less usual words, of the talk that comes near a question, and of the
# follow-ups to a question of any kind.
_NEAR, _NEAR_TALK, _TAILS = 0.3, 0.5, 0.5
# A present that is written is copied, where it is an end of the time that is asked for.
_PRESENT = ("到今天", "今天离", "今天距", "今天到", "今天起")
_DAYS = ("festival", "event", "relative", "day", "month", "year", "date")
_JOINTS = (
    "，还有", "，还有就是", "？还有", "？另外", "，另外", "，顺便问下", "，顺便查下", "？顺便问一下，", "，再问一个，", "，再问下",
    "，以及", "？", "，", " ", "；", "？再问个别的，", "，对了", "？对了，", "，然后", "？然后", "，也帮我看看", "+",
)  # fmt: skip


class ChineseQuestionMaker(QuestionMaker):
    """Draws questions of every kind in Chinese."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__("zh", rng)

    def calendar(self) -> PlannedQuestion:
        """The weekday, lunar date or date of a day."""
        choice = self.rng.random()
        if choice < 0.13:
            return self._asked(zh_calendar.CALENDAR_NOW, _now_of("get_calendar_info"))
        if choice < 0.2:
            return self._asked(zh_calendar.CALENDAR_RANGE, _range)
        return self._asked(zh_calendar.CALENDAR, _calendar, zh_told.CALENDAR)

    def holidays(self) -> PlannedQuestion:
        """Public holidays and days off of a year, in China or elsewhere."""
        holiday = self.rng.choice(slots_zh.PUBLIC_HOLIDAYS)
        now = self.rng.random() < 0.4
        bank: Sequence[str] = zh_holidays.HOLIDAYS_NOW if now else zh_holidays.HOLIDAYS
        if self.rng.random() < _NEAR:
            bank = zh_near_delta.HOLIDAYS if now else zh_near_delta.HOLIDAYS_OF
        asked = self._asked(bank, _year_of("get_holidays_info"), zh_told.HOLIDAYS, holiday=holiday)
        subject = asked.names.get("holiday")
        return PlannedQuestion(asked.text, "zh", asked.commands, subject or holiday, asked.names)

    def holidays_there(self) -> PlannedQuestion:
        """Public holidays of a country or a part of it, of a year or about one day."""
        choice = self.rng.random()
        if choice < 0.3:
            return self._asked(zh_holidays.ON_A_DAY, _of_day("get_holidays_info"))
        bank = zh_holidays.THERE if choice < 0.65 else zh_holidays.THERE_NOW
        return self._asked(bank, _year_of("get_holidays_info"), zh_told.HOLIDAYS)

    def solar_terms(self) -> PlannedQuestion:
        """Solar terms of a year."""
        term = self.rng.choice(slots_zh.SOLAR_TERMS)
        now = self.rng.random() < 0.42
        bank = zh_solar_terms.SOLAR_TERMS_NOW if now else zh_solar_terms.SOLAR_TERMS
        asked = self._asked(bank, _year_of("get_solar_terms_info"), term=term)
        return PlannedQuestion(asked.text, "zh", asked.commands, term, asked.names)

    def delta(self) -> PlannedQuestion:
        """The time between two days, one of which may be now."""
        choice = self.rng.random()
        if choice < 0.08:
            return self._asked(zh_near_delta.BETWEEN, _between, zh_told.DELTA)
        if choice < 0.32:
            return self._asked(zh_delta.DELTA, _between, zh_told.DELTA, **self._two_days())
        if choice < 0.68:
            return self._asked(zh_delta.DELTA_UNTIL, _until, zh_told.DELTA)
        return self._asked(zh_delta.DELTA_SINCE, _since, zh_told.DELTA)

    def two_festivals(self) -> PlannedQuestion:
        """The days between two festivals: their dates first, then the time between them."""
        first, second = slots_zh.two_festivals(self.rng)
        now = self.rng.random() < 0.4
        bank = zh_delta.TWO_FESTIVALS_NOW if now else zh_delta.TWO_FESTIVALS
        return self._asked(bank, _festivals, f1=first, f2=second)

    def library(self) -> PlannedQuestion:
        """A question for the user's own documents, or one that the web answers."""
        of_documents = self.rng.random() < 0.55
        templates: Sequence[str] = zh_library.DOCUMENTS if of_documents else zh_world.WORLD
        if self.rng.random() < _NEAR:
            templates = zh_near_questions.NEAR_QUESTIONS
        text, _ = fill(self.rng.choice(templates), self._things(), self.rng)
        return self.search(text)

    def bare(self) -> PlannedQuestion:
        """What goes on from a question that is not there: it is searched for."""
        template = self.rng.choice(zh_near_questions.BARE)
        return self.search(fill(template, self._things(), self.rng)[0])

    def _things(self) -> dict[str, str]:
        values = Drawn(self.rng)
        for name, choices in (*zh_library.FILLERS.items(), *zh_world.FILLERS.items()):
            values[name] = self.rng.choice(choices.split("|"))
        values["n"], values["m"] = (str(self.rng.randrange(2, 120)) for _ in range(2))
        values["h"] = str(self.rng.randrange(2, 16))
        return values

    def weather(self) -> PlannedQuestion:
        """The weather of a place: now, on a day or from one day to another."""
        choice, place = self.rng.random(), zh_places.place(self.rng)
        near = self.rng.random() < _NEAR
        bank: Sequence[str]
        if choice < 0.24:
            bank = zh_near_weather.NEAR_WEATHER_NOW if near else zh_weather.WEATHER_NOW
            return self._asked(bank, _weather, zh_told.WEATHER, place=place)
        if choice < 0.36:
            first, last = slots_zh.weather_ends(self.rng)
            ranges = zh_weather.WEATHER_RANGE
            return self._asked(ranges, _weather, place=place, day=first, day2=last)
        bank = zh_near_weather.NEAR_WEATHER if near else zh_weather.WEATHER
        return self._asked(bank, _weather, zh_told.WEATHER, place=place)

    def twofold(self, second: PlannedQuestion) -> PlannedQuestion:
        """A question with `second` after it; what is asked first is done first."""
        kinds = (self.calendar, self.delta, self.holidays, self.holidays_there, self.solar_terms)
        first = self.rng.choice(kinds)()
        while "now" in first.commands[0].args.values() or "现在" in first.text:
            first = self.rng.choice(kinds)()
        text = without_final_mark(first.text) + self.rng.choice(_JOINTS) + second.text
        return PlannedQuestion(text, "zh", first.commands, names=first.names)

    def polite(self) -> PlannedQuestion:
        """A greeting or thanks, and then a question: the question counts."""
        kinds = (self.calendar, self.delta, self.holidays, self.holidays_there, self.library)
        first = self.rng.choice(kinds)()
        greeting = self.talk_text(self.rng.choice(("greeting", "how_are_you", "thanks", "praise")))
        joint = self.rng.choice(("，", "。", "！", " ", "，我想问下", "！请问", "，帮我看看"))
        text = f"{greeting.rstrip('。！，~？ ')}{joint}{first.text}"
        if first.commands[0].name == "search_knowledge":
            return self.search(text)
        return PlannedQuestion(text, "zh", first.commands, names=first.names)

    def follow_up(self, *, online: bool) -> PlannedQuestion:
        """A question and one that goes on from it, which names another day, year or place."""
        chance = self.rng.random()
        if chance < _TAILS:
            after = self._going_on(online=online)
            if after is not None:
                return after
        if chance > 0.94:
            return self._planned(
                self.rng.choice(zh_tails.FROM_A_NAME), Drawn(self.rng), _since_a_name
            )
        kinds = zh_follow_ups.FOLLOW_UPS if online else zh_follow_ups.OFFLINE
        tool, template = self.rng.choice(kinds)
        values = Drawn(self.rng)
        if tool == "get_weather_info":
            values["place"] = zh_places.one_place(self.rng)
        return self._planned(unmarked(template, self.rng), values, _AFTER[tool])

    def _going_on(self, *, online: bool) -> PlannedQuestion | None:
        kinds = [
            self.calendar, self.delta, self.delta, self.holidays, self.holidays_there,
            self.solar_terms,
        ]  # fmt: skip
        if online:
            kinds += [self.weather] * 4
        kind = self.rng.choice(kinds)

        def values() -> dict[str, str]:
            if kind == self.weather:
                return Drawn(self.rng, place2=zh_places.one_place(self.rng))
            return Drawn(self.rng)

        return going_on(kind, zh_tails.TAILS, values, self.rng)

    def talk_text(self, kind: str) -> str:
        """Small talk of a kind."""
        fillers = (*zh_talk.FILLERS.items(), *zh_near_talk.FILLERS.items())
        values = {name: self.rng.choice(choices.split("|")) for name, choices in fillers}
        values["n"], values["m"] = (str(self.rng.randrange(2, 999)) for _ in range(2))
        near = zh_near_talk.NEAR_TALK.get(kind)
        bank = near if near and self.rng.random() < _NEAR_TALK else zh_talk.TALK[kind]
        template = expand(self.rng.choice(bank), self.rng)
        return noise_zh.talked(template.format(**values), self.rng)

    def _two_days(self) -> dict[str, str]:
        first = slots.written_date(self.rng, "zh")
        chance = self.rng.random()
        if chance < 0.1:
            first = "今天"
        elif chance < 0.28:
            first = slots_zh.relative_day(self.rng)
        second = slots.written_date(self.rng, "zh")
        if self.rng.random() < 0.25:
            second = slots.future(self.rng, "zh")
        if self.rng.random() < 0.08:
            first, second = slots.clock_times(self.rng, "zh")
        return {"date": first, "date2": second}

    def _asked(
        self,
        templates: Sequence[str],
        commands: _Commands,
        told: tuple[Sequence[str], Sequence[str]] = ((), ()),
        **given: str,
    ) -> PlannedQuestion:
        template = self.rng.choice(templates)
        if told[0] and self.rng.random() < _TOLD:
            template = _beside(template, *told, self.rng)
        return self._planned(template, Drawn(self.rng, **given), commands)

    def _planned(
        self, template: str, values: dict[str, str], commands: _Commands
    ) -> PlannedQuestion:
        text, found = fill(template, values, self.rng)
        found["now"] = _present(text)
        return PlannedQuestion(text, "zh", commands(found), None, found)


def _beside(template: str, before: Sequence[str], after: Sequence[str], rng: random.Random) -> str:
    if rng.random() < 0.6:
        return f"{rng.choice(before)}{template}"
    return f"{template.removesuffix('(？|)')}{rng.choice(after)}"


def _present(text: str) -> str:
    if any(words in text for words in _PRESENT):
        return "今天"
    return "现在" if "现在" in text else "now"


def _first(found: _Found, names: Sequence[str], otherwise: str = "now") -> str:
    return next((found[name] for name in names if name in found), otherwise)


def _now_of(tool: str) -> _Commands:
    return lambda found: (Command(tool, {"start_date": found["now"]}),)


def _calendar(found: _Found) -> tuple[Command, ...]:
    return (Command("get_calendar_info", {"start_date": _first(found, _DAYS)}),)


def _range(found: _Found) -> tuple[Command, ...]:
    args = {"start_date": found["date"], "end_date": found["date2"]}
    return (Command("get_calendar_info", args),)


def _year_of(tool: str) -> _Commands:
    return lambda found: (Command(tool, {"year": found.get("year", "now")}),)


def _of_day(tool: str) -> _Commands:
    return lambda found: (Command(tool, {"year": _first(found, ("day", "relative"))}),)


def _count(start: str, end: str) -> tuple[Command, ...]:
    return (Command("time_delta", {"start_time": start, "end_time": end}),)


def _between(found: _Found) -> tuple[Command, ...]:
    start = _first(found, ("date", "day", "past"))
    return _count(start, _first(found, ("date2", "day2", "due")))


def _until(found: _Found) -> tuple[Command, ...]:
    return _count(found["now"], _first(found, ("future", "due")))


def _since(found: _Found) -> tuple[Command, ...]:
    return _count(_first(found, ("past", "born")), found["now"])


def _since_a_name(found: _Found) -> tuple[Command, ...]:
    name = found.get("event") or found["year"] + found["holiday"]
    return _count(name, found["now"])


def _festivals(found: _Found) -> tuple[Command, ...]:
    year = found.get("year", "now")
    return (Command("get_holidays_info", {"year": year}), *_count(found["f1"], found["f2"]))


def _weather(found: _Found) -> tuple[Command, ...]:
    args = {"location": found["place"], "start_date": found.get("day", found["now"])}
    if "day2" in found:
        args["end_date"] = found["day2"]
    return (Command("get_weather_info", args),)


def _weather_after(found: _Found) -> tuple[Command, ...]:
    place = found.get("place2") or found["place"]
    day = _first(found, ("day2", "day"), found["now"])
    return (Command("get_weather_info", {"location": place, "start_date": day}),)


def _calendar_after(found: _Found) -> tuple[Command, ...]:
    names = ("date2", "event2", "relative2", "day2", *_DAYS)
    return (Command("get_calendar_info", {"start_date": _first(found, names)}),)


def _delta_after(found: _Found) -> tuple[Command, ...]:
    if "past" in found:
        return _count(found.get("past2") or found["past"], found["now"])
    return _count("now", _first(found, ("future2", "future", "event", "due")))


def _year_after(tool: str) -> _Commands:
    return lambda found: (Command(tool, {"year": _first(found, ("year2", "year"))}),)


_AFTER: dict[str, _Commands] = {
    "get_weather_info": _weather_after,
    "get_calendar_info": _calendar_after,
    "time_delta": _delta_after,
    "get_holidays_info": _year_after("get_holidays_info"),
    "get_solar_terms_info": _year_after("get_solar_terms_info"),
}
