"""An answer that a small model points at: its marks are its citations and nothing else."""

from __future__ import annotations

from engine.concluding import Pointed, pointed_answer
from engine.events import Location
from engine.evidence import Evidence


def _piece(number: int, text: str) -> Evidence:
    return Evidence(number, text, "https://example.org/a", "A page", Location())


def test_marks_in_a_text_from_elsewhere_cite_nothing() -> None:
    one = Pointed((_piece(3, "Tea came first.[2] Then coffee [1]."),))
    assert pointed_answer(one) == "Tea came first.(2) Then coffee (1). [1]"
    two = Pointed((_piece(3, "Tea [2]"), _piece(4, "Coffee [1]")))
    assert pointed_answer(two) == "- Tea (2) [1]\n- Coffee (1) [2]"
