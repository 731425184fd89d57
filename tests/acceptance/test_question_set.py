"""The questions of tests/acceptance/questions: complete, checkable, right, and our own."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.bench.system.checking import fold, right_answer, right_arguments, says
from engine.bench.system.questions import Question
from engine.events import Language
from tests.acceptance.questions.question_set import CATEGORIES, LIBRARY, read_questions
from tests.acceptance.questions.scripted_web import read_web, weather_of

QUESTIONS = list(read_questions())
IDS = [one.id for one in QUESTIONS]
EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ZH_DAYS = tuple(f"星期{day}" for day in "一二三四五六日")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|now")
_DAYS = re.compile(r"(\d+)(?: days|天)")
_VALUE = re.compile(r"\*|now|\d{4}-\d\d-\d\d|\d\d:\d\d|\d{4}")
# As long as these, words in common are no accident.
WORDS_IN_COMMON, HAN_IN_COMMON = 8, 12


def squeezed(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))


def test_there_are_enough_of_each_kind() -> None:
    assert len(QUESTIONS) >= 420
    languages = Counter(one.language for one in QUESTIONS)
    assert min(languages.values()) >= 210
    kinds = Counter((one.category, one.language) for one in QUESTIONS)
    assert set(kinds) == {(name, language) for name in CATEGORIES for language in ("en", "zh")}
    assert min(kinds.values()) >= 15


def test_ids_and_questions_are_unique() -> None:
    assert len(set(IDS)) == len(IDS)
    asked = [(squeezed("|".join(one.before)), squeezed(one.question)) for one in QUESTIONS]
    assert [one for one, count in Counter(asked).items() if count > 1] == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_questions_are_complete(category: str) -> None:
    questions = list(read_questions(category))
    assert questions
    for question in questions:
        _check_complete(question)


def _check_complete(question: Question) -> None:
    assert question.question.strip()
    assert question.id.startswith(f"{question.category}-{question.language}-")
    assert len(question.tool) == len(question.args) > 0
    assert len(set(question.tool)) == len(question.tool)
    assert (question.category == "follow_up") <= bool(question.before)
    kinds = [bool(question.answer), question.refuse, question.outcome == "talk"]
    assert kinds.count(True) == 1
    assert all(alternative and all(alternative) for alternative in question.answer)


@pytest.mark.parametrize("category", CATEGORIES)
def test_what_is_expected_counts_as_right(category: str) -> None:
    questions = list(read_questions(category))
    assert questions
    for question in questions:
        _check_judged(question)


def _check_judged(question: Question) -> None:
    for tool, args in zip(question.tool, question.args, strict=True):
        found = {name: one[0] if isinstance(one, list) else one for name, one in args.items()}
        for name, one in found.items():
            asked = " ".join((*question.before, question.question))
            assert _VALUE.fullmatch(one) or one in asked, (name, one)
        assert right_arguments(question, tool, found)
        # "Now" is one day: what else is asked for is not.
        others = dict.fromkeys(found, "1901-02-03")
        is_free = not found or set(found.values()) == {"*"}
        assert right_arguments(question, tool, others) is is_free
    for alternative in question.answer:
        assert right_answer(question, "answered", "\n".join(alternative), question.tool)
    assert not right_answer(question, "failed", "", question.tool)


@pytest.mark.parametrize("category", ["knowledge", "follow_up"])
def test_the_document_says_the_answer(category: str) -> None:
    for question in read_questions(category):
        if question.source:
            written = squeezed((LIBRARY / question.source).read_text(encoding="utf-8"))
            assert any(
                all(squeezed(part) in written for part in parts) for parts in question.answer
            ), question.id


def test_the_library_is_of_the_size_that_was_wanted() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in LIBRARY.iterdir()}
    assert len(texts) >= 25
    assert {Path(name).suffix for name in texts} == {".md", ".txt"}
    assert all(len(squeezed(text)) >= 400 for text in texts.values())
    used = {one.source for one in QUESTIONS}
    assert set(texts) == used - {""}


def test_the_small_internet_says_the_answer() -> None:
    written = fold(json.dumps(read_web(), ensure_ascii=False))
    for question in read_questions("search"):
        assert any(all(says(written, part) for part in parts) for parts in question.answer), (
            question.id
        )


@pytest.mark.parametrize("category", CATEGORIES)
def test_days_and_weekdays_are_counted_right(category: str) -> None:
    questions = list(read_questions(category))
    assert questions
    for question in questions:
        _check_counted(question)


def _check_counted(question: Question) -> None:
    (first, *_), tool = question.args, question.tool[0]
    today = question.now.date().isoformat()

    def day(value: str) -> date:
        return date.fromisoformat(today if value == "now" else value)

    answers = [part for parts in question.answer for part in parts]
    if tool == "time_delta" and all(_DATE.fullmatch(one) for one in first.values()):
        days = (day(first["end_time"]) - day(first["start_time"])).days
        counted = [int(found[1]) for part in answers if (found := _DAYS.fullmatch(part))]
        assert counted in ([], [abs(days)])
    if tool == "get_calendar_info" and "end_date" not in first:
        number = date.fromisoformat(first["start_date"]).weekday()
        named = [part for part in answers if part in (*EN_DAYS, *ZH_DAYS)]
        assert named in ([], [EN_DAYS[number]], [ZH_DAYS[number]])
    if tool == "get_weather_info":
        assert set(answers) & set(_weather_says(first, question)) or answers == []


def _weather_says(args: Mapping[str, Any], question: Question) -> Iterator[str]:
    places = read_web()["places"]
    name = args["location"].casefold()
    place = next(one["en"] for one in places if name in (one["en"].casefold(), one["zh"]))
    found = weather_of(places, place, date.fromisoformat(args["start_date"]))
    yield f"{found['high']} °C"
    yield {61: "rain", 63: "rain", 71: "snow"}.get(found["code"], "0 mm")
    yield {61: "雨", 63: "雨", 71: "雪"}.get(found["code"], "降水0 mm")


def test_solar_terms_are_those_of_an_almanac() -> None:
    from lunar_python import Lunar

    def terms(year: int) -> set[str]:
        table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
        days = {
            f"{one.getYear():04}-{one.getMonth():02}-{one.getDay():02}" for one in table.values()
        }
        return {day for day in days if day.startswith(str(year))}

    years = {str(year): terms(year) for year in (2024, 2025, 2026, 2027)}
    for question in read_questions("solar_terms"):
        for day in dates_in(question):
            assert day in years[day[:4]], question.id


def dates_in(question: Question) -> set[str]:
    """The dates that a right answer says."""
    return {part for parts in question.answer for part in parts if _ISO.fullmatch(part)}


def test_holidays_are_those_of_the_calendars(shared_data: Path) -> None:
    import holidays

    for question in read_questions("holidays"):
        country, _, part = question.row["country"].partition("-")
        for day in dates_in(question):
            if country == "CN":
                path = shared_data / "time" / "holiday-cn" / f"{day[:4]}.json"
                rows = json.loads(path.read_text(encoding="utf-8"))["days"]
                assert day in {row["date"] for row in rows}, question.id
            else:
                calendar = holidays.country_holidays(country, subdiv=part or None)
                assert datetime.fromisoformat(day) in calendar, question.id


def test_no_question_stands_in_another_set() -> None:
    ours = {squeezed(one.question): one.id for one in QUESTIONS}
    for path in sorted((Path(__file__).parents[1] / "data").glob("planning_questions*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert squeezed(json.loads(line)["question"]) not in ours


def runs(text: str) -> set[str]:
    """The runs of words, and of Chinese characters, that are long enough to tell a source."""
    words = re.findall(r"[a-z0-9']+", text.casefold())
    found = {
        " ".join(words[at : at + WORDS_IN_COMMON]) for at in range(len(words) - WORDS_IN_COMMON + 1)
    }
    for run in re.findall(r"[\u3400-\u9fff]+", text):
        found |= {run[at : at + HAN_IN_COMMON] for at in range(len(run) - HAN_IN_COMMON + 1)}
    return found


def asked_in_training(language: Language) -> Iterator[str]:
    """What the users of the generator's conversations say: a sample of every kind."""
    from engine.mat.synthetic.chat import TALK
    from engine.mat.synthetic.conversations import ConversationMaker
    from engine.mat.synthetic.craft import ONLINE, PLANS, WHOLES
    from engine.mat.synthetic.questions_en import question_maker
    from engine.mat.synthetic.web_conversations import WebConversationMaker
    from engine.tools.builtin import builtin_registry

    rng = random.Random(11)
    questions = question_maker(language, rng)
    for kind in sorted({*PLANS, *WHOLES, "holidays_there"}):
        for _ in range(400):
            yield getattr(questions, kind)().text
    for kind in TALK[language]:
        for _ in range(200):
            yield questions.talk_text(kind)
    maker = ConversationMaker(language, builtin_registry(), rng, ["Atom", "Harbour", "Moon"])
    online = WebConversationMaker(maker)
    for kind in ONLINE:
        for _ in range(200):
            for message in getattr(online, kind)() or ():
                if message["role"] == "user":
                    yield from message["content"].splitlines()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_question_comes_from_the_generator(language: Language) -> None:
    verbatim = {squeezed(one.question): one.id for one in QUESTIONS}
    wanted = {run: one.id for one in QUESTIONS for run in runs(one.question)}
    found = set()
    for line in asked_in_training(language):
        if squeezed(line) in verbatim:
            found.add(verbatim[squeezed(line)])
        found |= {wanted[run] for run in runs(line) & wanted.keys()}
    assert found == set()
