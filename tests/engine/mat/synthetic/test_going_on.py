"""What goes on from a question keeps its tool, with what it names anew; alone it is searched."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from engine.events import Command, Language
from engine.mat.synthetic import chat
from engine.mat.synthetic.going_on import going_on, unmarked
from engine.mat.synthetic.phrasings import en_tails, zh_tails
from engine.mat.synthetic.questions import PlannedQuestion
from engine.mat.synthetic.questions_en import question_maker
from engine.offering import SEARCH_LIBRARY

LANGUAGES: tuple[Language, ...] = ("en", "zh")


def _asked(text: str, language: Language, name: str, **args: str) -> Callable[[], PlannedQuestion]:
    return lambda: PlannedQuestion(text, language, (Command(name, args),))


@pytest.mark.parametrize(
    ("first", "tail", "values", "expected"),
    [
        (
            _asked("will it rain in Rome today?", "en", "get_weather_info",
                   location="Rome", start_date="today"),
            "and in {place2}", {"place2": "Oslo"}, {"location": "Oslo", "start_date": "today"},
        ),
        (
            _asked("从今天到春节还有几天？", "zh", "time_delta",
                   start_time="今天", end_time="春节"),
            "到{future2}呢", {"future2": "元宵节"}, {"start_time": "今天", "end_time": "元宵节"},
        ),
        (
            _asked("how long since 3 May 2020?", "en", "time_delta",
                   start_time="3 May 2020", end_time="now"),
            "and since {past2}", {"past2": "2021-04-01"},
            {"start_time": "2021-04-01", "end_time": "now"},
        ),
        (
            _asked("2026年春节放几天？", "zh", "get_holidays_info", year="2026年"),
            "{holiday2}呢", {"holiday2": "国庆"}, {"year": "2026年"},
        ),
        (
            _asked("公共假期有哪些？", "zh", "get_holidays_info", year="2026年"),
            "那{year2}的呢", {"year2": "明年"}, {"year": "明年"},
        ),
    ],
)  # fmt: skip
def test_what_is_named_anew_takes_the_place_of_what_was_named(
    first: Callable[[], PlannedQuestion],
    tail: str,
    values: dict[str, str],
    expected: dict[str, str],
) -> None:
    kinds = {"until", "since", "between", *zh_tails.TAILS}
    for seed in range(20):
        asked = going_on(first, dict.fromkeys(kinds, (tail,)), lambda: values, random.Random(seed))
        assert asked is not None
        (command,) = asked.commands
        written = {key: value.lower() for key, value in expected.items()}
        assert {key: str(value).lower() for key, value in command.args.items()} == written
        assert command.name == first().commands[0].name
        assert asked.text.startswith(first().text.rstrip("?？"))


def test_a_stretch_of_days_has_nothing_to_be_asked_anew() -> None:
    draw = _asked("3 to 5 May?", "en", "get_calendar_info", start_date="3", end_date="5 May")
    assert going_on(draw, en_tails.TAILS, dict, random.Random(1)) is None


def test_the_mark_between_two_questions_may_be_missing() -> None:
    rng = random.Random(2)
    made = {unmarked("When is {event}? And {event2}?", rng) for _ in range(30)}
    assert made == {"When is {event}? And {event2}?", "When is {event} And {event2}?"}
    made = {unmarked("{day}是周末吗？ 那{day2}呢？", rng) for _ in range(30)}
    assert made == {"{day}是周末吗？ 那{day2}呢？", "{day}是周末吗 那{day2}呢？"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_question_has_tails(language: Language) -> None:
    tails = {"en": en_tails.TAILS, "zh": zh_tails.TAILS}[language]
    assert set(tails) == {
        "get_weather_info", "get_calendar_info", "get_holidays_info", "get_solar_terms_info",
        "until", "since", "between",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_alone_it_is_searched_for(language: Language) -> None:
    maker = question_maker(language, random.Random(3))
    asked = [maker.bare() for _ in range(200)]
    assert {one.commands[0].name for one in asked} == {SEARCH_LIBRARY}
    assert len({one.text for one in asked}) > 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_template_is_left_in_a_text(language: Language) -> None:
    maker = question_maker(language, random.Random(4))
    assert set(chat.NEAR_TALK[language]) <= set(chat.TALK[language])
    texts = [maker.talk_text(kind) for kind in chat.TALK[language] for _ in range(100)]
    for kind in ("weather", "library", "bare", "holidays", "delta", "calendar"):
        texts += [getattr(maker, kind)().text for _ in range(150)]
    texts += [maker.follow_up(online=True).text for _ in range(300)]
    assert not [text for text in texts if any(mark in text for mark in "{}|\ue000\ue001")]
