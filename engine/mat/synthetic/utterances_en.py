"""What people really said of days, holidays and the weather, with the plan that each calls for.

From CLINC150 (Larson et al. 2019), HWU64 (Liu et al. 2019) and the Schema-Guided Dialogue training
and development dialogues (Rastogi et al. 2020).
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.events import Command
from engine.mat.synthetic.questions import PlannedQuestion
from engine.mat.synthetic.read_days import resolves, tight
from engine.mat.synthetic.sources import Utterance
from engine.planning import without_final_mark
from engine.spans import question_spans
from engine.subjects import MAYBE_WEATHER, speaks_of_holidays
from engine.tools.context import ToolContext

_NOW = ToolContext(now=datetime(2026, 11, 26, 10), language="en")
# What no tool is for, beside what `engine.mat.synthetic.sources` reads.
CLINC_TALK = {
    "repeat": "cannot",
    "translate": "cannot",
    "user_name": "personal",
    "current_location": "cannot",
    "spelling": "cannot",
    "measurement_conversion": "arithmetic",
    "what_song": "cannot",
    "reminder": "cannot",
    "todo_list": "cannot",
    "confirm_reservation": "cannot",
}
HWU_TALK = {
    "general_repeat": "cannot",
    "general_explain": "cannot",
    "audio_volume_mute": "cannot",
    "alarm_query": "cannot",
    "iot_hue_lightdim": "cannot",
}
CLINC_WEB = [
    "distance",
    "travel_suggestion",
    "exchange_rate",
    "fun_fact",
    "restaurant_suggestion",
    "how_busy",
    "carry_on",
    "flight_status",
    "directions",
    "traffic",
]
HWU_WEB = [
    "qa_stock",
    "qa_currency",
    "news_query",
    "recommendation_locations",
    "recommendation_events",
    "recommendation_movies",
    "transport_query",
    "transport_traffic",
]
_PLACES = frozenset({"place_name", "city", "state", "country"})
_DAYS = frozenset({"date", "time", "timeofday"})
# Has a day of its own beside the one that is meant, or none that the tool could tell.
_SKIPPED = re.compile(
    r"\bzone|\bhours?\b|week of the year|season|how many|sunset|sunrise|lunch", re.IGNORECASE
)


def talk_utterances(data: Path) -> Iterator[Utterance]:
    """Talk and orders that no tool is for."""
    for text, intent in _clinc(data):
        if intent in CLINC_TALK:
            yield Utterance(text, CLINC_TALK[intent])
    for example in _hwu(data):
        if example["intent"] in HWU_TALK:
            yield Utterance(example["text"], HWU_TALK[example["intent"]])


def web_utterances(data: Path) -> Iterator[str]:
    """Questions that the web answers, or one's own papers."""
    for text, intent in _clinc(data):
        if intent in CLINC_WEB:
            yield text
    for example in _hwu(data):
        if example["intent"] in HWU_WEB:
            yield example["text"]


def planned_utterances(data: Path) -> Iterator[PlannedQuestion]:
    """Questions for days, holidays and the weather."""
    for text, intent in _clinc(data):
        if intent == "time" and not _SKIPPED.search(text):
            yield _planned(text, Command("get_calendar_info", {"start_date": "now"}))
        elif intent in ("date", "next_holiday"):
            yield from _of_day(text, intent)
    for example in _hwu(data):
        if example["intent"] == "datetime_query":
            yield from _of_day(example["text"], "date")
        elif example["intent"] == "weather_query":
            yield from _weather(example)
    for text, place, day in _sgd(data / "agents/sgd.tar.xz"):
        args = {"location": place, "start_date": day or "now"}
        yield _planned(text, Command("get_weather_info", args))


def _planned(text: str, command: Command) -> PlannedQuestion:
    return PlannedQuestion(" ".join(text.split()), "en", (command,))


def search_for(text: str) -> PlannedQuestion:
    """Any text as a question for the library, or the web where that is on."""
    text = " ".join(text.split())
    return _planned(text, Command("search_knowledge", {"text": without_final_mark(text)}))


def _of_day(text: str, intent: str) -> Iterator[PlannedQuestion]:
    spans = question_spans(text, _NOW)
    if spans.count > 1 or _SKIPPED.search(text):
        return
    day = spans.dates[0] if spans.dates and not re.match(r"(?:right )?now$", spans.dates[0]) else ""
    if day and not resolves(day):
        return
    if intent == "next_holiday" or "holiday" in text:
        if speaks_of_holidays(text) and "how many" not in text:
            yield _planned(text, Command("get_holidays_info", {"year": day or "now"}))
    else:
        yield _planned(text, Command("get_calendar_info", {"start_date": day or "now"}))


def _weather(example: dict[str, Any]) -> Iterator[PlannedQuestion]:
    text = str(example["text"])
    places = [e for e in example["entities"] if e["entity"] in _PLACES]
    days = [e for e in example["entities"] if e["entity"] in _DAYS]
    if not places or len(days) > 1 or len(places) > 2:
        return
    place = text[places[0]["start"] : places[-1]["end"]]
    if len(place.split()) > 4 or re.search(r"\b(?:our|my|this|here|home|city|area|place)\b", place):
        return
    day = tight(text[days[0]["start"] : days[0]["end"]]) if days else "now"
    if day == "now" or resolves(day):
        yield _planned(text, Command("get_weather_info", {"location": place, "start_date": day}))


def _sgd(archive: Path) -> Iterator[tuple[str, str, str]]:
    """Users' turns that ask for the weather of a city that they name."""
    with tarfile.open(archive) as tar:
        for member in tar:
            if re.search(r"/(?:train|dev)/dialogues_\d+\.json$", member.name):
                stream = tar.extractfile(member)
                if stream is not None:
                    for dialogue in json.loads(stream.read()):
                        if any(name.startswith("Weather") for name in dialogue["services"]):
                            yield from _sgd_turns(dialogue["turns"])


def _sgd_turns(turns: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for turn in turns:
        for frame in turn["frames"]:
            if turn["speaker"] != "USER" or not frame["service"].startswith("Weather"):
                continue
            text = turn["utterance"]
            said = {s["slot"]: text[s["start"] : s["exclusive_end"]] for s in frame["slots"]}
            if "city" not in said or frame["state"]["active_intent"] != "GetWeather":
                continue
            if not MAYBE_WEATHER.search(text):
                continue
            day = tight(said["date"]) if "date" in said else ""
            if (not day and question_spans(text, _NOW).dates) or (day and not resolves(day)):
                continue
            yield " ".join(text.split()), said["city"], day


def _clinc(data: Path) -> list[tuple[str, str]]:
    content = _member(data / "agents/clinc150.tar.xz", r"data/data_full\.json$")
    return [(text, intent) for text, intent in content["train"] + content["val"]]


def _hwu(data: Path) -> list[dict[str, Any]]:
    content = _member(data / "agents/hwu64.tar.xz", r"KFold_1/merged/.*\.json$")
    return list(content["rasa_nlu_data"]["common_examples"])


def _member(archive: Path, pattern: str) -> Any:
    with tarfile.open(archive) as tar:
        for member in tar:
            stream = tar.extractfile(member) if re.search(pattern, member.name) else None
            if stream is not None:
                return json.loads(stream.read().decode("utf-8", errors="replace"))
    raise ValueError(f"{archive} has no file like {pattern}")
