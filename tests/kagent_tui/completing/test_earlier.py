"""Earlier questions by their words."""

from __future__ import annotations

from pathlib import Path

from kagent_tui.completing.earlier import earlier_questions, questions_of
from store.memory import MemoryBank


def test_every_word_must_be_there_and_the_newest_stay_first() -> None:
    entries = ["When is Easter?", "What is due in March?", "Is Easter in March?"]
    assert [row.text for row in earlier_questions(entries, "EASTER in")] == ["Is Easter in March?"]
    assert [row.text for row in earlier_questions(entries, "march")] == entries[1:]
    assert len(earlier_questions(entries, "")) == 3


def test_the_questions_of_every_session_the_newest_first(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as bank:
        for number, session in enumerate([bank.create_session("a"), bank.create_session("b")]):
            bank.append_turn(session, f"Question {number}?", "Answer.", "{}")
        assert questions_of(bank) == ["Question 1?", "Question 0?"]
