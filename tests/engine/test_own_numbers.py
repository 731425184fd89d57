"""Numbers that stand next to the names of a tool's arguments are theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.own_numbers import located_numbers, named_numbers


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "A flat with 3 baths that allows pets, a two bed room one in Concord.",
            {"number_of_beds": "2", "number_of_baths": "3"},
        ),
        (
            "an initial velocity of 5 m/s, a final velocity of 9.5 m/s",
            {"initialVelocity": "5", "finalVelocity": "9.5"},
        ),
        ("a box of length 3, width 4", {"length": "3", "width": "4"}),
        ("a box of 3 length and 4 width", {"length": "3", "width": "4"}),
        ("roots for b = -2, c = 7", {"b": "-2", "c": "7"}),
        ("calculate it for 3,400 and 12", {}),
    ],
)
def test_numbers_by_name(question: str, found: dict[str, str]) -> None:
    names = ("number_of_beds", "number_of_baths", "initialVelocity", "finalVelocity")
    kinds = dict.fromkeys((*names, "length", "width", "b", "c"), "number")
    assert named_numbers({k: v for k, v in kinds.items() if k in found}, question) == found


def test_what_is_no_whole_number_is_not_for_an_integer() -> None:
    assert named_numbers({"weight": "integer"}, "a weight of 2.5 kg") == {}
    assert named_numbers({"weight": "number"}, "a weight of 2.5 kg") == {"weight": "2.5"}


@given(st.text(max_size=80), st.lists(st.text(max_size=12), max_size=9))
def test_no_number_is_given_twice(question: str, names: list[str]) -> None:
    said = [number.text for number in located_numbers(question, whole=False)]
    for number in named_numbers(dict.fromkeys(names, "number"), question).values():
        assert number in said
        said.remove(number)
