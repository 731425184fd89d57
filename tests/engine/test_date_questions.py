"""Questions about time whose dates only documents say: what they ask, and of which days."""

from __future__ import annotations

import pytest

from engine.date_questions import direction, read_date_question


@pytest.mark.parametrize(
    ("question", "words", "cues"),
    [
        (
            "How many days until the boiler warranty runs out?",
            ["boiler warranty runs out"],
            ["ends"],
        ),
        ("how long since the kitchen was painted", ["kitchen was painted"], [None]),
        ("离保修到期还有几天", ["保修到期"], ["ends"]),
        ("装修开工到现在多少天了", ["装修开工"], ["begins"]),
    ],
)
def test_a_length_to_or_from_now_describes_one_day(
    question: str, words: list[str], cues: list[str | None]
) -> None:
    found = read_date_question(question)
    assert found is not None
    assert found.asks == "length"
    assert len(found.days) == 1
    assert found.days[0].cue == cues[0]
    for word in words[0].replace("was ", "").split():
        assert word in found.days[0].words


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("how many days between the inspection and the hearing", "inspection", "hearing"),
        ("How long after the audit was the report due?", "audit", "report due"),
        ("从签约到交房多少天", "签约", "交房"),
        ("初试和复试相差几天", "初试", "复试"),
    ],
)
def test_a_length_between_two_days(question: str, first: str, second: str) -> None:
    found = read_date_question(question)
    assert found is not None
    assert len(found.days) == 2
    assert first in found.days[0].words
    assert second in found.days[1].words


def test_lives_and_ages() -> None:
    for question in ("how old was Ada Byron when she died", "外公活了多少岁"):
        found = read_date_question(question)
        assert found is not None
        assert [day.cue for day in found.days] == ["born", "died"]
    compared = read_date_question("Who is older, Mia Falk or Jan Roth?")
    assert compared is not None
    assert [(day.words, day.cue) for day in compared.days] == [
        ("Mia Falk", "born"),
        ("Jan Roth", "born"),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "How long before the exam must I register?",
        "how many days can I keep a DVD",
        "退货最多几天",
        "退房要提前几天说",
        "How long does the battery last?",
        "What is the deposit?",
        "What day is it today?",
    ],
)
def test_rules_and_other_questions_describe_no_day(question: str) -> None:
    assert read_date_question(question) is None


@pytest.mark.parametrize("question", ["What weekday is the hearing?", "体检那天是星期几"])
def test_a_weekday_is_asked_of_a_described_day(question: str) -> None:
    found = read_date_question(question)
    assert found is not None
    assert found.asks == "weekday"


def test_which_way_a_length_goes() -> None:
    assert direction("how many days until Friday") == "until"
    assert direction("how long since Friday") == "since"
    assert direction("离周五还有几天") == "until"
    assert direction("how many days from Monday to Friday") == ""
