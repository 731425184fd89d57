"""What a question asks for, and which sentences hold something of the kind."""

import pytest

from store.answer_types import holds, types_of
from store.folding import fold
from store.tokens import forms


@pytest.mark.parametrize(
    ("question", "types"),
    [
        ("How many ferries cross?", ["number"]),
        ("When was the tower built?", ["date"]),
        ("In which year did it burn?", ["date"]),
        ("Who lights the lamp?", ["person"]),
        ("Where do the eels go?", ["place"]),
        ("Why is it closed?", ["reason"]),
        ("What is a lamp made of?", []),
        ("灯塔有多高？", ["number"]),
        ("哪一年建成？", ["date"]),
        ("誰負責？", ["person"]),
        ("位於哪裡？", ["place"]),
        ("为什么关闭？", ["reason"]),
    ],
)
def test_types(question: str, types: list[str]) -> None:
    assert types_of(fold(question)) == types


@pytest.mark.parametrize(
    ("answer_type", "sentence", "held"),
    [
        ("number", "Twelve ferries cross.", True),
        ("number", "The ferries cross.", False),
        ("number", "共有三座桥。", True),
        ("date", "It was built in 1874.", True),
        ("date", "It was built of stone.", False),
        ("date", "建于民國三年。", True),
        ("person", "At night Ines climbs up.", True),
        ("person", "The keeper climbs up.", False),
        ("place", "They swim to Lisbon.", True),
        ("place", "They swim far.", False),
        ("reason", "It is closed because of the storm.", True),
        ("reason", "由於風暴而關閉。", True),
        ("reason", "It is closed.", False),
    ],
)
def test_holds(answer_type: str, sentence: str, held: bool) -> None:
    assert holds(answer_type, sentence, frozenset()) is held


def test_what_the_question_says_itself_is_no_answer() -> None:
    asked = frozenset(forms(fold("Who was with Ines in 1874?")))
    assert not holds("person", "Ines was there.", asked)
    assert holds("person", "Ines was there with Tom.", asked)
    assert not holds("date", "In 1874 it burnt.", asked)
