"""What the reranker is told of passages: right in known cases, well behaved in any."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.feature_names import FEATURES
from store.features import Candidate, FeatureTable
from store.layout import split_sentences
from store.query_view import QueryView
from store.reranking import Reranker
from store.tokens import query_tokens


def view(query: str) -> QueryView:
    """A query all of whose tokens weigh the same."""
    tokens = query_tokens(query)
    known = {token for unit in tokens.units for token in unit.evidence}.union(tokens.tokens)
    return QueryView(query, tokens, dict.fromkeys(known, 1.0))


def candidate(text: str, **changes: object) -> Candidate:
    values: dict[str, object] = {
        "text": text,
        "title": "",
        "heading": "",
        "owner": "/a",
        "keyword_score": 1.0,
        "keyword_rank": 0,
        "similarity": None,
        "vector_rank": None,
    }
    return Candidate(**(values | changes))  # type: ignore[arg-type] # the callers name real fields


def feature(name: str, query: str, *texts: str, **changes: object) -> list[float]:
    table = FeatureTable(view(query), [candidate(text, **changes) for text in texts], None)
    return [round(float(value), 4) for value in table.columns[name]]


def test_coverage_of_passage_sentence_and_title() -> None:
    texts = (
        "The lamp burns. An eel swims in the harbour.",
        "The lamp lights the harbour.",
        "Bees.",
    )
    query = "harbour lamp"
    assert feature("coverage", query, *texts) == [1.0, 1.0, 0.0]
    assert feature("sentence_coverage", query, *texts) == [0.5, 1.0, 0.0]
    assert feature("two_sentence_coverage", query, *texts) == [1.0, 1.0, 0.0]
    assert feature("joint_coverage", query, *texts, title="Lamps") == [1.0, 1.0, 0.5]
    assert feature("title_coverage", query, *texts, heading="The harbour") == [0.5, 0.5, 0.5]
    assert feature("missing_share", query, *texts) == [0.0, 0.0, 1.0]


def test_chinese_characters_count_with_a_neighbour() -> None:
    assert feature("unit_coverage", "反渗透膜", "反渗透膜", "渗透", "膜") == [1.0, 0.5, 0.0]
    assert feature("coverage", "反渗透膜", "反渗透膜", "渗透", "膜") == [1.0, 0.3333, 0.0]
    assert feature("unit_coverage", "猫", "小猫睡", "狗") == [1.0, 0.0]


def test_words_near_each_other() -> None:
    far = "The lamp stands here. " + "It rains. " * 20 + "The harbour sleeps."
    texts = ("The harbour lamp burns.", "The lamp of the harbour burns.", far)
    nearness = feature("nearness", "harbour lamp", *texts)
    assert nearness[0] == 1.0
    assert nearness[0] > nearness[1] > nearness[2] == 0.0
    assert feature("adjacency", "harbour lamp", *texts) == [1.0, 0.0, 0.0]
    assert feature("window_8", "harbour lamp", *texts) == [1.0, 1.0, 0.5]


def test_phrases_count_stop_words_too() -> None:
    texts = ("The keeper of the lamp sleeps.", "The lamp keeper sleeps.")
    pairs = feature("pairs", "the keeper of the lamp", *texts)
    assert pairs[0] == 1.0 > pairs[1]
    assert feature("triples", "the keeper of the lamp", *texts) == [1.0, 0.0]


def test_windows_do_not_reach_into_the_next_passage() -> None:
    assert feature("window_8", "harbour lamp", "The lamp", "harbour") == [0.5, 0.5]
    assert feature("pairs", "lamp harbour", "The lamp", "harbour") == [0.0, 0.0]


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("How many eels?", "holds_number", [1.0, -1.0]),
        ("When did eels come?", "holds_date", [-1.0, -1.0]),
        ("Do eels come?", "holds_number", [0.0, 0.0]),
    ],
)
def test_answers_of_the_right_kind(query: str, name: str, expected: list[float]) -> None:
    assert feature(name, query, "Bees. Twelve eels come.", "Some eels come.") == expected


def test_names_and_numbers_of_the_query() -> None:
    texts = ("Ines came in 1874.", "Tom came in 1874.", "Ines came.")
    assert feature("names_held", "When did Ines come in 1874?", *texts) == [0.5, -0.5, 0.5]
    assert feature("digits_held", "When did Ines come in 1874?", *texts) == [0.5, 0.5, -0.5]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", 3),
        ("Pi is 3.14 or so.", 1),
        ("一。二！三？", 3),
        ('He said "Go." Then he went.', 2),
        ("no end", 1),
        ("", 1),
        ("\n\n", 1),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    found = split_sentences(text)
    assert len(found) == sentences
    assert "".join(found) == text


_TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("lamp harbour. 灯塔在港口。1874 Who?\n")),
    max_size=60,
)
_CANDIDATES = st.lists(
    st.builds(
        Candidate,
        text=_TEXTS,
        title=_TEXTS,
        heading=st.just(""),
        owner=st.sampled_from(["/a", "/b"]),
        keyword_score=st.floats(0, 40),
        keyword_rank=st.none() | st.integers(0, 99),
        similarity=st.none() | st.floats(-1, 1),
        vector_rank=st.none() | st.integers(0, 99),
    ),
    min_size=1,
    max_size=4,
)


@given(_TEXTS, _CANDIDATES)
@settings(max_examples=60)
def test_features_are_finite_and_do_not_depend_on_the_order(
    query: str, candidates: list[Candidate]
) -> None:
    asked = view(query)
    matrix = FeatureTable(asked, candidates, None).matrix(FEATURES)
    assert matrix.shape == (len(candidates), len(FEATURES))
    assert np.isfinite(matrix).all()
    backwards = FeatureTable(asked, candidates[::-1], None).matrix(FEATURES)[::-1]
    assert np.allclose(matrix, backwards, atol=1e-5)


@given(_TEXTS, _CANDIDATES)
@settings(max_examples=30)
def test_verdicts_are_within_bounds(query: str, candidates: list[Candidate]) -> None:
    verdicts = Reranker.builtin().judge(view(query), candidates, None)
    assert len(verdicts) == len(candidates)
    for verdict in verdicts:
        assert 0.0 <= verdict.relevance <= 1.0
        assert 0.0 <= verdict.coverage <= 1.0
        assert np.isfinite(verdict.score)


def test_no_candidates_no_verdicts() -> None:
    assert Reranker.builtin().judge(view("lamp"), [], None) == []
