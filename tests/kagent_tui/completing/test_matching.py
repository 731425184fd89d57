"""How names are ranked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.completing.matching import best, match


def ranked(query: str, *names: str) -> list[str]:
    return best(query, names, lambda name: (name,), 10)


def test_beginnings_come_first_then_words_then_pieces_then_scattered_letters() -> None:
    names = ["a-r-e-p", "prepare", "my report", "report", "rep"]
    assert ranked("rep", *names) == ["rep", "report", "my report", "prepare", "a-r-e-p"]


def test_letters_must_come_in_order_and_case_does_not_matter() -> None:
    assert ranked("QN", "quarterly-notes.md", "nq.md") == ["quarterly-notes.md"]
    assert match("x", "report") is None


def test_near_letters_are_better_than_far_ones() -> None:
    assert ranked("qn", "quick-note", "q-note") == ["q-note", "quick-note"]


def test_nothing_typed_keeps_the_order() -> None:
    assert ranked("", "bb", "aa") == ["bb", "aa"]


@given(st.text(max_size=12), st.text(max_size=30))
def test_a_name_fits_exactly_when_its_letters_hold_the_query_in_order(
    query: str, name: str
) -> None:
    letters = iter(name.casefold())
    fits = all(letter in letters for letter in query.casefold())
    assert (match(query, name) is not None) == fits
