"""The questions and documents that come with the program."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from engine.bench.system.builtin import LIBRARY, QUESTIONS
from engine.bench.system.checking import fold, right_answer, right_arguments, says
from engine.bench.system.questions import Question, read_questions
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext

FOUND = read_questions(QUESTIONS, datetime(2026, 11, 27))
OF_DATES = ("time_delta", "get_calendar_info", "get_holidays_info", "get_solar_terms_info")
COMPUTED = [one for one in FOUND if not one.before and one.tool[0] in OF_DATES]
# The countries that these questions name; the arguments that are wanted leave them open.
COUNTRIES = {"holidays-en-1": {"country": "GB"}, "holidays-en-2": {"country": "US"}}


def test_there_are_enough_of_each_kind_in_both_languages() -> None:
    assert Counter(one.language for one in FOUND) == {"en": 20, "zh": 20}
    kinds = Counter((one.category, one.language) for one in FOUND)
    assert {kinds[name, "en"] == kinds[name, "zh"] for name, _ in kinds} == {True}
    assert {name for name, _ in kinds} == {
        "calendar", "holidays", "time_delta", "solar_terms", "knowledge", "follow_up",
        "multi_step", "not_found", "no_tool",
    }  # fmt: skip
    assert len({fold(" ".join((*one.before, one.question))) for one in FOUND}) == len(FOUND)


def test_every_question_can_be_checked_and_planned() -> None:
    for one in FOUND:
        assert one.is_checkable, one.id
        assert not one.online, one.id
        kinds = [bool(one.answer), one.refuse, one.outcome == "talk"]
        assert kinds.count(True) == 1, one.id
        for tool, args in zip(one.tool, one.args, strict=True):
            assert right_arguments(one, tool, args), one.id
        for parts in one.answer:
            assert right_answer(one, "answered", " / ".join(parts), one.tool), one.id


def test_the_documents_hold_the_answers_and_each_is_asked_about() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in LIBRARY.iterdir()}
    assert len(texts) == 8
    assert set(texts) == {one.source for one in FOUND} - {""}
    for one in FOUND:
        if one.source and one.category != "multi_step":
            written = fold(texts[one.source])
            assert any(all(says(written, part) for part in parts) for parts in one.answer), one.id


@pytest.mark.parametrize("question", COMPUTED, ids=lambda one: one.id)
def test_what_the_tools_compute_is_the_answer(question: Question) -> None:
    context = ToolContext(question.now, question.language)
    args = {**question.args[0], **COUNTRIES.get(question.id, {})}
    said = fold(builtin_registry().run(question.tool[0], args, context).text)
    assert any(all(says(said, part) for part in parts) for parts in question.answer), said


def test_days_until_dates_in_documents_are_counted_right() -> None:
    by_id = {one.id: one for one in FOUND}
    today = date(2026, 11, 27)
    regatta, show = date(2026, 12, 19), date(2027, 1, 16)
    assert by_id["multi_step-en-1"].answer == ((f"{(regatta - today).days} days",),)
    assert by_id["multi_step-zh-1"].answer == ((f"{(show - today).days}天",),)
    assert date(2027, 8, 31).strftime("%A") == by_id["multi_step-en-2"].answer[0][0]
    assert (date(2026, 12, 27).weekday(), by_id["multi_step-zh-2"].answer[0][0]) == (6, "星期日")
