"""English questions of every kind, each with the plan it calls for.

Where two questions stand in one message, the plan is the first one's; where the second only goes
on from the first ("And in Munich?"), which is how a follow-up is laid out, it is the last one's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from engine.events import Command, Language
from engine.mat.synthetic import slots, slots_en
from engine.mat.synthetic.going_on import going_on, unmarked
from engine.mat.synthetic.phrasings import (
    en_calendar,
    en_delta,
    en_follow_ups,
    en_holidays,
    en_library,
    en_near_holidays,
    en_near_questions,
    en_near_talk,
    en_near_weather,
    en_tails,
    en_talk,
    en_weather,
)
from engine.mat.synthetic.questions import PlannedQuestion, QuestionMaker, fill
from engine.mat.synthetic.questions_zh import ChineseQuestionMaker
from engine.mat.synthetic.read_days import tight
from engine.mat.synthetic.weather_days_en import ends
from engine.planning import without_final_mark

_Found = dict[str, str]
# Share of the questions with a sentence before or after that is not asked.
_TOLD = 0.13
# Share of the questions in less usual words, of the talk that comes near a question, and of the
# follow-ups to a question of any kind.
_NEAR, _NEAR_TALK, _TAILS = 0.28, 0.35, 0.5
_NEAR_BANKS: dict[str, tuple[str, ...]] = {
    "HOLIDAYS": en_near_holidays.OF_A_YEAR,
    "HOLIDAYS_NOW": en_near_holidays.NOW,
    "HOLIDAYS_THERE": en_near_holidays.THERE,
    "HOLIDAYS_THERE_NOW": en_near_holidays.THERE_NOW,
    "LIBRARY": en_near_questions.NEAR_QUESTIONS,
    "WEATHER": en_near_weather.NEAR_WEATHER,
    "WEATHER_NOW": en_near_weather.NEAR_WEATHER_NOW,
}
_DAYS = (
    "lunar", "offset", "nth", "event", "relative", "date", "fixed", "birthday", "dated", "on",
    "on_fixed", "on_past",
    "on_future", "month", "year", "future",
)  # fmt: skip
_STARTS = (
    "today",
    "date",
    "fixed",
    "dated",
    "birthday",
    "clock",
    "start",
    "start_on",
    "past",
    "on_past",
)
_ENDS = ("end", "end_on", "nth", "future", "on_future")
_JOINTS = (
    "? and ", " and ", "? Also, ", ". also ", "? and also ", ", and ", "? oh and ", " + ",
    "? ", "; ",
    "? second question: ", " & ", "? then ", ", plus ", "? And another thing: ",
)  # fmt: skip


class EnglishQuestionMaker(QuestionMaker):
    """Draws questions of every kind in English."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__("en", rng)

    def calendar(self) -> PlannedQuestion:
        """The weekday, lunar date or date of a day."""
        told = (en_calendar.BEFORE_CALENDAR, en_calendar.AFTER_CALENDAR)
        choice = self.rng.random()
        if choice < 0.16:
            return self._asked("CALENDAR_NOW", _of("get_calendar_info", start_date="now"), told)
        if choice < 0.24:
            return self._asked("CALENDAR_RANGE", _range)
        return self._asked("CALENDAR", _calendar, told)

    def holidays(self) -> PlannedQuestion:
        """Public holidays and days off of a year, in China."""
        told = (en_holidays.BEFORE_HOLIDAYS, en_holidays.AFTER_HOLIDAYS)
        holiday = self.rng.choice(slots.PUBLIC_HOLIDAYS["en"])
        kind = "HOLIDAYS_NOW" if self.rng.random() < 0.38 else "HOLIDAYS"
        return self._asked(kind, _year_of("get_holidays_info"), told, holiday, holiday=holiday)

    def holidays_there(self, *, of_days: bool = True) -> PlannedQuestion:
        """Public holidays of a country or a part of it, of a year or about one day."""
        told = (en_holidays.BEFORE_HOLIDAYS, en_holidays.AFTER_HOLIDAYS)
        choice = self.rng.random()
        if choice < 0.3 and of_days:
            return self._asked("HOLIDAYS_ON", _of_day("get_holidays_info"), told)
        kind = "HOLIDAYS_THERE" if choice < 0.65 else "HOLIDAYS_THERE_NOW"
        theirs = slots_en.draw("theirs", self.rng)
        return self._asked(kind, _year_of("get_holidays_info"), told, theirs, theirs=theirs)

    def solar_terms(self) -> PlannedQuestion:
        """Solar terms of a year."""
        term = self.rng.choice(slots.SOLAR_TERMS["en"])
        kind = "SOLAR_TERMS_NOW" if self.rng.random() < 0.42 else "SOLAR_TERMS"
        return self._asked(kind, _year_of("get_solar_terms_info"), ((), ()), term, term=term)

    def delta(self) -> PlannedQuestion:
        """The time between two days, one of which may be now."""
        told = (en_delta.BEFORE_DELTA, en_delta.AFTER_DELTA)
        kinds = ("DELTA", "DELTA", "DELTA_BACK", "DELTA_UNTIL", "DELTA_UNTIL", "DELTA_SINCE")
        kind = self.rng.choices(kinds, (2, 2, 0.7, 2.5, 2.5, 3.3))[0]
        return self._asked(kind, _delta, told)

    def library(self) -> PlannedQuestion:
        """A question for the user's own documents, or the web."""
        return self.search(fill(self._draw("LIBRARY"), self._things(), self.rng)[0])

    def bare(self) -> PlannedQuestion:
        """What goes on from a question that is not there: it is searched for."""
        template = self.rng.choice(en_near_questions.BARE)
        return self.search(fill(template, self._things(), self.rng)[0])

    def _things(self) -> dict[str, str]:
        values = slots_en.Drawn(self.rng)
        for name, choices in (*self._bank.FILLERS.items(), *en_library.FILLERS.items()):
            values[name] = self.rng.choice(choices.split("|"))
        values["topic2"] = self.rng.choice(self._bank.FILLERS["topic"].split("|"))
        values["n"], values["m"] = (str(self.rng.randrange(2, 120)) for _ in range(2))
        values["h"] = str(self.rng.randrange(2, 16))
        return values

    def weather(self, places: Sequence[str] = ()) -> PlannedQuestion:
        """The weather of a place: now, on a day or from one day to another.

        A quarter of the places are among `places`, if there are any.
        """
        told = (en_weather.BEFORE_WEATHER, en_weather.AFTER_WEATHER)
        choice = self.rng.random()
        if choice < 0.24:
            return self._asked("WEATHER_NOW", _weather, told)
        if choice < 0.34:
            first, last = ends(self.rng)
            return self._asked("WEATHER_RANGE", _weather, told, day=first, day2=last)
        if choice < 0.4:
            places = [slots_en.place(self.rng) for _ in range(2)]
            both = self.rng.choice((" and ", " and ", " or ", ", ", " & ")).join(places)
            return self._asked("WEATHER_OF_TWO", _weather, told, places=both)
        place = slots_en.place(self.rng)
        if places and self.rng.random() < 0.25:
            place = self.rng.choice(places)
        return self._asked("WEATHER", _weather, told, place=place)

    def twofold(self, second: PlannedQuestion) -> PlannedQuestion:
        """A question with `second` after it; what is asked first is done first."""
        kinds = (self.calendar, self.delta, self.holidays, self.holidays_there, self.solar_terms)
        first = self.rng.choice(kinds)()
        while "now" in first.text.lower().split():
            first = self.rng.choice(kinds)()
        text = without_final_mark(first.text) + self.rng.choice(_JOINTS) + _begun(second.text)
        return PlannedQuestion(text, "en", first.commands, names=first.names)

    def polite(self) -> PlannedQuestion:
        """A greeting or thanks, and then a question: the question counts."""
        kinds = (self.calendar, self.delta, self.holidays, self.holidays_there, self.library)
        first = self.rng.choice(kinds)()
        greeting = self.talk_text(self.rng.choice(("greeting", "how_are_you", "thanks")))
        text = f"{greeting.rstrip('.!? ')}{self.rng.choice(('. ', '! ', ', ', ' - ', '. '))}"
        text += first.text
        if first.commands[0].name == "search_knowledge":
            return self.search(text)
        return PlannedQuestion(text, "en", first.commands, names=first.names)

    def follow_up(self, *, online: bool) -> PlannedQuestion:
        """A question and one that goes on from it, which names another day, year or place."""
        chance = self.rng.random()
        if chance < _TAILS:
            after = self._going_on(online=online)
            if after is not None:
                return after
        values = slots_en.Drawn(self.rng)
        if chance > 0.94:
            return self._planned(self.rng.choice(en_tails.FROM_A_NAME), values, _since_a_name)
        kinds = en_follow_ups.FOLLOW_UPS if online else en_follow_ups.OFFLINE
        tool, template = self.rng.choice(kinds)
        template = unmarked(template, self.rng)
        return self._planned(template, values, _AFTER.get(tool) or _year_after(tool))

    def _going_on(self, *, online: bool) -> PlannedQuestion | None:
        kinds = [
            self.calendar, self.delta, self.delta, self.holidays, self.holidays_there,
            self.solar_terms,
        ]  # fmt: skip
        if online:
            kinds += [self.weather] * 4
        kind = self.rng.choice(kinds)
        return going_on(kind, en_tails.TAILS, lambda: slots_en.Drawn(self.rng), self.rng)

    def talk_text(self, kind: str) -> str:
        """Small talk of a kind."""
        values = slots_en.Drawn(self.rng)
        for name, choices in en_talk.FILLERS.items():
            values[name] = self.rng.choice(choices.split("|"))
        values["n"], values["m"] = (str(self.rng.randrange(2, 999)) for _ in range(2))
        values["gib"], values["gib2"] = (_gibberish(self.rng) for _ in range(2))
        near = en_near_talk.NEAR_TALK.get(kind)
        bank = near if near and self.rng.random() < _NEAR_TALK else en_talk.TALK[kind]
        return fill(self.rng.choice(bank), values, self.rng)[0]

    def _draw(self, kind: str) -> str:
        near = _NEAR_BANKS.get(kind)
        if near and self.rng.random() < _NEAR:
            return self.rng.choice(near)
        return super()._draw(kind)

    def _asked(
        self,
        kind: str,
        commands: Callable[[_Found], tuple[Command, ...]],
        told: tuple[Sequence[str], Sequence[str]] = ((), ()),
        subject: str | None = None,
        **given: str,
    ) -> PlannedQuestion:
        template = self._draw(kind)
        if told[0] and self.rng.random() < _TOLD:
            template = _beside(template, *told, self.rng)
        return self._planned(template, slots_en.Drawn(self.rng, **given), commands, subject)

    def _planned(
        self,
        template: str,
        values: dict[str, str],
        commands: Callable[[_Found], tuple[Command, ...]],
        subject: str | None = None,
    ) -> PlannedQuestion:
        text, found = fill(template, values, self.rng)
        found = {name: tight(value) for name, value in found.items()} | {"now": "now"}
        return PlannedQuestion(text, "en", commands(found), subject, found)


AnyQuestionMaker = EnglishQuestionMaker | ChineseQuestionMaker


def question_maker(language: Language, rng: random.Random) -> AnyQuestionMaker:
    """What draws questions in one language."""
    return EnglishQuestionMaker(rng) if language == "en" else ChineseQuestionMaker(rng)


def _beside(template: str, before: Sequence[str], after: Sequence[str], rng: random.Random) -> str:
    if rng.random() < 0.6:
        return f"{rng.choice(before)} {template[:1].upper()}{template[1:]}"
    ended = template if template.endswith(("?", ".", "|)")) else template + "?"
    return f"{ended} {rng.choice(after)}"


def _begun(text: str) -> str:
    """A question as it stands after another one."""
    return text if text[:2].isupper() or text.startswith("I ") else text[:1].lower() + text[1:]


def _gibberish(rng: random.Random) -> str:
    letters = rng.choice(("asdfghjkl", "qwertyuiop", "abcdefghijklmnopqrstuvwxyz", "jkl;df"))
    return "".join(rng.choice(letters) for _ in range(rng.randrange(3, 11)))


def _of(tool: str, **args: str) -> Callable[[_Found], tuple[Command, ...]]:
    return lambda _: (Command(tool, dict(args)),)


def _first(found: _Found, names: Sequence[str]) -> str:
    return next((found[name] for name in names if name in found), "now")


def _calendar(found: _Found) -> tuple[Command, ...]:
    return (Command("get_calendar_info", {"start_date": _first(found, _DAYS)}),)


def _range(found: _Found) -> tuple[Command, ...]:
    args = {"start_date": _first(found, _DAYS), "end_date": found.get("fixed2") or found["date2"]}
    return (Command("get_calendar_info", args),)


def _year_of(tool: str) -> Callable[[_Found], tuple[Command, ...]]:
    return lambda found: (Command(tool, {"year": found.get("year", "now")}),)


def _of_day(tool: str) -> Callable[[_Found], tuple[Command, ...]]:
    return lambda found: (Command(tool, {"year": _first(found, _DAYS)}),)


def _delta(found: _Found) -> tuple[Command, ...]:
    seconds = [name for name in found if name.endswith("2")]
    start = _first(found, _STARTS)
    if not seconds and "clock" in found:
        start = "now"
    end = found[seconds[0]] if seconds else _first(found, _ENDS)
    if not seconds and "clock" in found:
        end = found["clock"]
    return (Command("time_delta", {"start_time": start, "end_time": end}),)


def _weather(found: _Found) -> tuple[Command, ...]:
    place = found.get("places") or found["place"]
    args = {"location": place, "start_date": _first(found, ("day", "noun", "gone"))}
    if "day2" in found:
        args["end_date"] = found["day2"]
    return (Command("get_weather_info", args),)


def _weather_after(found: _Found) -> tuple[Command, ...]:
    place = found.get("place2") or found["place"]
    day = found.get("noun2") or found.get("day2") or _first(found, ("day", "noun"))
    return (Command("get_weather_info", {"location": place, "start_date": day}),)


def _calendar_after(found: _Found) -> tuple[Command, ...]:
    names = ("date2", "event2", "fixed2", "relative2", *_DAYS)
    return (Command("get_calendar_info", {"start_date": _first(found, names)}),)


def _delta_after(found: _Found) -> tuple[Command, ...]:
    if "past" in found or "past2" in found:
        args = {"start_time": _first(found, ("past2", "past")), "end_time": "now"}
    else:
        end = _first(found, ("future2", "event2", "fixed2", "future", "event", "fixed"))
        args = {"start_time": "now", "end_time": end}
    return (Command("time_delta", args),)


def _since_a_name(found: _Found) -> tuple[Command, ...]:
    args = {"start_time": found["event"], "end_time": found.get("today", "now")}
    return (Command("time_delta", args),)


def _year_after(tool: str) -> Callable[[_Found], tuple[Command, ...]]:
    return lambda found: (Command(tool, {"year": _first(found, ("year2", "year"))}),)


_AFTER: dict[str, Callable[[_Found], tuple[Command, ...]]] = {
    "get_weather_info": _weather_after,
    "get_calendar_info": _calendar_after,
    "time_delta": _delta_after,
}
