"""Fusion of two rankings: what must hold whatever the scores are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.fusion import convex, reciprocal_ranks


def _rankings(low: float, high: float) -> st.SearchStrategy[list[tuple[int, float]]]:
    scores = st.dictionaries(st.integers(1, 30), st.floats(low, high), max_size=15)
    return scores.map(lambda held: sorted(held.items(), key=lambda pair: -pair[1]))


_KEYWORDS = _rankings(0.01, 50.0)
_VECTORS = _rankings(-1.0, 1.0)
_SHARES = st.floats(0.0, 1.0)


@given(_KEYWORDS, _VECTORS, _SHARES)
def test_convex_holds_every_id_once_in_order_between_0_and_1(
    keywords: list[tuple[int, float]], vectors: list[tuple[int, float]], share: float
) -> None:
    fused = convex(keywords, vectors, share)
    assert {key for key, _ in fused} == {key for key, _ in (*keywords, *vectors)}
    assert len(fused) == len(dict(fused))
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in scores)


@given(_KEYWORDS, _VECTORS, _SHARES)
def test_what_is_first_in_both_is_first(
    keywords: list[tuple[int, float]], vectors: list[tuple[int, float]], share: float
) -> None:
    fused = convex([(99, 60.0), *keywords], [(99, 1.0), *vectors], share)
    assert dict(fused)[99] == pytest.approx(1.0)
    assert fused[0][1] == pytest.approx(1.0)


@given(_KEYWORDS, _VECTORS, st.floats(0.1, 10.0))
def test_the_scale_of_bm25_does_not_matter(
    keywords: list[tuple[int, float]], vectors: list[tuple[int, float]], factor: float
) -> None:
    scaled = [(key, factor * score) for key, score in keywords]
    assert dict(convex(scaled, vectors)) == pytest.approx(dict(convex(keywords, vectors)))


@given(_KEYWORDS)
def test_keywords_alone_keep_their_order(keywords: list[tuple[int, float]]) -> None:
    scores = dict(keywords)
    fused = [scores[key] for key, _ in convex(keywords, [])]
    assert fused == pytest.approx(sorted(fused, reverse=True))


@given(_KEYWORDS, _VECTORS)
def test_reciprocal_ranks_go_by_rank_alone(
    keywords: list[tuple[int, float]], vectors: list[tuple[int, float]]
) -> None:
    ranks = [[(key, 0.0) for key, _ in ranking] for ranking in (keywords, vectors)]
    assert reciprocal_ranks(keywords, vectors) == reciprocal_ranks(*ranks)


def test_reciprocal_ranks() -> None:
    fused = dict(reciprocal_ranks([(1, 9.0), (2, 8.0)], [(2, 0.5)]))
    assert fused == pytest.approx({1: 1 / 61, 2: 1 / 62 + 1 / 61})
