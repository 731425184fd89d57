"""Equation 1 of the paper, by hand; and what is made of a judge's answer."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.mat.errors import MalformedError
from engine.mat.scoring import Scores, both_orders, read_scores, sigma, template_score

# (s_c, s_j, min(floor((11 + s_c - s_j) / 2), 5)), worked out on paper.
BY_HAND = [
    (10, 1, 5),  # floor(10) = 10, and no more than 5
    (7, 7, 5),  # floor(5.5)
    (6, 7, 5),  # floor(5)
    (5, 7, 4),  # floor(4.5)
    (5, 8, 4),  # floor(4)
    (4, 8, 3),  # floor(3.5)
    (3, 8, 3),  # floor(3)
    (2, 8, 2),  # floor(2.5)
    (2, 9, 2),  # floor(2)
    (2, 10, 1),  # floor(1.5)
    (1, 10, 1),  # floor(1)
    (7.5, 8.5, 5),  # means of two orders: floor(5)
    (7, 8.5, 4),  # floor(4.75)
]


@pytest.mark.parametrize(("candidate", "other", "expected"), BY_HAND)
def test_sigma_is_equation_8(candidate: float, other: float, expected: int) -> None:
    assert sigma(candidate, other) == expected


@given(st.floats(1, 10), st.floats(1, 10))
def test_sigma_is_one_of_five_and_grows_with_the_candidate(candidate: float, other: float) -> None:
    found = sigma(candidate, other)
    assert found in {1, 2, 3, 4, 5}
    assert found <= sigma(10, other)
    assert found >= sigma(1, other)
    assert (found == 5) == (math.floor(11 + candidate - other) >= 10)


@pytest.mark.parametrize("score", [0, 0.5, 11, float("nan")])
def test_a_score_outside_the_scale_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="between 1 and 10"):
        sigma(score, 5)


def test_the_score_is_the_mean_over_queries_of_the_best_sigma() -> None:
    # Three queries against two open templates: maxima 5, 4, 3; their mean is 4.
    assert template_score([[5, 2], [4, 4], [1, 3]]) == 4.0
    assert template_score([[5], [5, 1]]) == 5.0
    assert template_score([[5], [4]]) == 4.5


def test_a_query_to_which_nothing_could_be_compared_does_not_count() -> None:
    assert template_score([[4], []]) == 4.0
    assert template_score([[], []]) is None


def test_both_orders_are_averaged_so_that_a_liking_for_the_first_place_cancels_out() -> None:
    # The judge adds 2 to whoever stands first; both are worth 6.
    fair = both_orders(Scores(candidate=8, open=6), Scores(candidate=6, open=8))
    assert fair == Scores(7, 7)
    assert sigma(fair.candidate, fair.open) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 7\nThe first is better.", (8, 7)),
        ("\n  9, 10\n", (9, 10)),
        ("**7 6**\nreasons 1 2", (7, 6)),
        ("8/10 7/10", (8, 7)),
        ("8.5 6", (8.5, 6)),
        ("Assistant 1: 8, Assistant 2: 5", (8, 5)),
        ("助手 1：9 助手 2：4", (9, 4)),
        ("评分：6 8", (6, 8)),
    ],
)
def test_two_scores_are_read(text: str, expected: tuple[float, float]) -> None:
    assert read_scores(text) == expected


@pytest.mark.parametrize("text", ["", "both are good", "8", "0 7", "11 3", "8 7 6 5 apples", "-1"])
def test_anything_else_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError):
        read_scores(text)


@given(st.text())
def test_any_text_gives_scores_on_the_scale_or_is_malformed(text: str) -> None:
    try:
        scores = read_scores(text)
    except MalformedError:
        return
    assert all(1 <= score <= 10 for score in scores)


@given(st.integers(1, 10), st.integers(1, 10), st.text())
def test_the_asked_form_is_always_read(first: int, second: int, reason: str) -> None:
    assert read_scores(f"{first} {second}\n{reason}") == (first, second)
