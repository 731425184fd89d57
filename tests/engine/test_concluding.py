"""An answer that a small model points at: its marks are its citations and nothing else."""

from __future__ import annotations

from engine.concluding import Pointed, pointed_answer, pointer_constraint
from engine.events import Location
from engine.evidence import Evidence


def _piece(number: int, text: str) -> Evidence:
    return Evidence(number, text, "https://example.org/a", "A page", Location())


def test_marks_in_a_text_from_elsewhere_cite_nothing() -> None:
    one = Pointed((_piece(3, "Tea came first.[2] Then coffee [1]."),))
    assert pointed_answer(one) == "Tea came first.(2) Then coffee (1). [1]"
    two = Pointed((_piece(3, "Tea [2]"), _piece(4, "Coffee [1]")))
    assert pointed_answer(two) == "- Tea (2) [1]\n- Coffee (1) [2]"


def test_of_what_answers_as_a_whole_no_words_are_taken() -> None:
    slide = _piece(1, "Irrigation schedule\nSandy soil: every 3 days")
    part = pointer_constraint([slide], lambda one: one.text, everything=False, certain=True)
    whole = pointer_constraint(
        [slide], lambda one: one.text, everything=False, whole=True, certain=True
    )
    assert "Sandy" in part.gbnf
    assert whole.gbnf.strip() == r'root ::= "[1]"'
