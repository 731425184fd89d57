"""Questions that go on from one before, as one text: its tool, with what the second names anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from engine.events import Command, Language
from engine.mat.synthetic.questions import PlannedQuestion, fill
from engine.mat.synthetic.read_days import tight
from engine.planning import without_final_mark

# How often the first question stands without its mark, and how often a text is drawn anew.
_UNMARKED = 0.5
_TRIES = 6
_PRESENT = frozenset({"now", "today", "现在", "今天"})
# Which argument a slot of the second question takes the place of, by the kind of the first.
_ARGUMENTS: dict[str, dict[str, str]] = {
    "get_weather_info": {"place2": "location", "day2": "start_date", "noun2": "start_date"},
    "get_calendar_info": dict.fromkeys(
        ("date2", "day2", "event2", "relative2", "fixed2"), "start_date"
    ),
    "until": dict.fromkeys(("future2", "due2", "event2"), "end_time"),
    "since": {"past2": "start_time"},
    "between": dict.fromkeys(("due2", "fixed2"), "end_time"),
    "get_holidays_info": {"year2": "year"},
    "get_solar_terms_info": {"year2": "year"},
}


def going_on(
    draw: Callable[[], PlannedQuestion],
    tails: Mapping[str, Sequence[str]],
    values: Callable[[], dict[str, str]],
    rng: random.Random,
) -> PlannedQuestion | None:
    """One of the questions that `draw` gives with one of `tails` after it.

    None when only questions came out of which nothing can be asked anew.
    """
    for _ in range(_TRIES):
        first = draw()
        kind = _kind(first.commands[0])
        if "end_date" in first.commands[0].args or "places" in first.names:
            continue
        tail, found = fill(rng.choice(tails[kind]), values(), rng)
        command = _changed(first.commands[0], kind, found, first.language)
        begun = without_final_mark(first.text) if rng.random() < _UNMARKED else first.text
        text = f"{begun} {tail}"
        return PlannedQuestion(text, first.language, (command,), None, first.names)
    return None


def unmarked(template: str, rng: random.Random) -> str:
    """The template of two questions with, now and then, no mark between them."""
    if rng.random() >= _UNMARKED:
        return template
    return template.replace("？ ", " ").replace("(？|) ", " ").replace("? ", " ", 1)


def _kind(command: Command) -> str:
    if command.name != "time_delta":
        return command.name
    if command.args["start_time"] in _PRESENT:
        return "until"
    return "since" if command.args["end_time"] in _PRESENT else "between"


def _changed(command: Command, kind: str, found: Mapping[str, str], language: Language) -> Command:
    args = dict(command.args)
    for slot, argument in _ARGUMENTS[kind].items():
        if slot in found:
            is_day = language == "en" and argument != "location"
            args[argument] = tight(found[slot]) if is_day else found[slot]
    return Command(command.name, args)
