"""Made-up documents of a household, and the questions about them."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from engine.events import Language
from engine.mat.synthetic.conversations import ConversationMaker
from engine.mat.synthetic.reading_household import (
    Kind,
    filled,
    household_searches,
    kinds,
    written,
)
from engine.mat.synthetic.reading_household_slots import Slots
from engine.mat.synthetic.readings import ReadingMaker
from engine.tools.builtin import builtin_registry

LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_forty_kinds_and_every_fact_can_be_told_and_asked(language: Language) -> None:
    known = kinds(language)
    assert len(known) >= 40
    assert len({kind.name for kind in known}) == len(known)
    assert any(kind.is_held_out for kind in known)
    for kind in known:
        assert kind.titles
        for fact in kind.facts:
            assert fact.statements, (kind.name, fact.labels)
            assert fact.questions, (kind.name, fact.labels)


@pytest.mark.parametrize("kind", [*kinds("en"), *kinds("zh")], ids=lambda kind: kind.name)
def test_every_answer_stands_where_the_document_says(kind: Kind) -> None:
    rng = random.Random(5)
    for _ in range(12):
        document = written(kind, rng)
        assert "{" not in document.text
        assert "<" not in document.text
        for _, place, answer in document.told:
            assert document.text[place:].startswith(answer)
        for passage in document.passages:
            assert document.text[passage.start : passage.end] == passage.text


def test_a_slot_keeps_its_value_and_words_change() -> None:
    slots = Slots("en", random.Random(1))
    assert filled("{q1} {q1}", slots) == " ".join([slots.value("q1")] * 2)
    assert {filled("<a|b>", slots) for _ in range(40)} == {"a", "b"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_some_questions_are_answered_and_some_are_not(language: Language) -> None:
    rng = random.Random(3)
    maker = ConversationMaker(language, builtin_registry(), rng, [f"Title {n}" for n in range(40)])
    reading = ReadingMaker(maker, least_shared=0.0)
    concluded = [
        str(conversation[-1]["content"])
        for searched in islice(household_searches(language, rng), 150)
        if (conversation := reading.reading(searched)) is not None
    ]
    none = concluded.count("none")
    assert 0.1 < none / len(concluded) < 0.5
    assert sum(" " in text for text in concluded) > len(concluded) / 3
    assert len(set(concluded)) > 20
