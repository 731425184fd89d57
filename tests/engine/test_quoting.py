"""Quote mode: which sentences are quoted, and when none is."""

from __future__ import annotations

import math

import pytest

from engine.events import Location
from engine.evidence import Evidence
from engine.quoting import QuoteSettings, options_for, weigh

SETTINGS = QuoteSettings(refuse_at=0.5, second_below=0.8, most_sentences=2)


def _piece(number: int, source: str = "/d/a.md") -> Evidence:
    return Evidence(number, f"Sentence {number}.", source, "A", Location())


PIECES = [_piece(4), _piece(5), _piece(6)]


def _chosen(shares: list[float], settings: QuoteSettings = SETTINGS) -> list[int]:
    """What is quoted at these probabilities of the three pieces and of none."""
    options = options_for(PIECES, everything=False)
    weighed = weigh(PIECES, options, [math.log(share) for share in shares], trained=False)
    return [piece.id for piece in weighed.chosen(settings)]


def test_the_likeliest_is_quoted_and_a_second_where_that_is_unsure() -> None:
    assert _chosen([0.05, 0.85, 0.05, 0.05]) == [5]
    assert _chosen([0.3, 0.5, 0.1, 0.1]) == [5, 4]
    assert _chosen([0.3, 0.5, 0.1, 0.1], QuoteSettings(most_sentences=1)) == [5]


def test_nothing_is_quoted_where_it_is_likelier_that_nothing_answers() -> None:
    assert _chosen([0.2, 0.2, 0.05, 0.55]) == []
    assert _chosen([0.2, 0.2, 0.05, 0.55], QuoteSettings(refuse_at=0.6)) != []


def test_computed_lines_always_answer_and_stand_alone() -> None:
    lines = [_piece(1, "tool:time_delta"), _piece(2, "tool:time_delta")]
    options = options_for(lines, everything=True)
    assert options == ["[1]", "[2]", "all"]
    weighed = weigh(lines, options, [-0.9, -0.8, -2.0])
    assert [piece.id for piece in weighed.chosen(SETTINGS)] == [2]
    assert weighed.nothing == 0.0
    assert not weighed.wants_everything
    assert weigh(lines, options, [-2.0, -2.0, -0.5]).wants_everything


def test_what_a_service_said_for_the_question_always_answers() -> None:
    assert "none" in options_for(PIECES, everything=False)
    assert options_for(PIECES, everything=True, certain=True) == ["[4]", "[5]", "[6]", "all"]


def test_probabilities_are_of_the_options_alone() -> None:
    options = options_for(PIECES, everything=False)
    weighed = weigh(PIECES, options, [-50.0, -51.0, -52.0, -50.5])
    total = sum(share for _, share in weighed.pieces) + weighed.nothing
    assert total == pytest.approx(1.0)
    assert weighed.pieces[0][0].id == 4


def test_the_trained_model_is_trusted_less_than_it_is_sure_and_the_first_piece_more() -> None:
    options = options_for(PIECES, everything=False)
    scores = [-6.0, -6.0, -6.0, -0.01]
    sure, trusted = (weigh(PIECES, options, scores, trained=how) for how in (False, True))
    assert trusted.nothing < sure.nothing
    assert trusted.pieces[0][0].id == 4
    assert trusted.pieces[0][1] == pytest.approx(2 * trusted.pieces[1][1])
    assert sure.pieces[0][1] == pytest.approx(sure.pieces[1][1])


def test_nothing_is_likelier_the_fewer_of_the_questions_words_are_held() -> None:
    options = options_for(PIECES, everything=False)
    scores = [-9.0, -9.0, -9.0, -0.01]
    held = weigh(PIECES, options, scores, question=PIECES[0].text)
    strange = weigh(PIECES, options, scores, question="zebra crossing quarrel")
    assert held.nothing < 0.05
    assert strange.nothing > 0.5
    total = sum(share for _, share in strange.pieces) + strange.nothing
    assert total == pytest.approx(1.0)
