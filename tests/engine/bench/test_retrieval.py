"""Question sets in SQuAD's format, and how well their passages are found."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.bench.errors import BenchError
from engine.bench.question_sets import Question, article_of, fill, passage_rank, read_squad
from engine.bench.retrieval import (
    SearchSet,
    SetPlaces,
    builtin_set,
    recall,
    reciprocal_rank,
    search_result,
    searched,
)
from engine.bench.system.builtin import LIBRARY, QUESTIONS
from engine.bench.system.questions import read_questions
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel
from store.memory import Models


def squad(path: Path) -> Path:
    paragraphs: list[dict[str, Any]] = [
        {
            "context": "The lighthouse at Orm was lit in 1856 by the keeper Halvard Brekke.",
            "qas": [
                {"id": 1, "question": "When was the lighthouse lit?", "answers": [{"text": "1856"}]}
            ],
        },
        {
            "context": "Herring is salted in barrels of oak, which hold a hundred kilos.",
            "qas": [
                {"id": "b", "question": "What are the barrels of?", "answers": [{"text": "oak"}]},
                {"id": "c", "question": "Who salted it?", "answers": []},
            ],
        },
    ]
    path.write_text(
        json.dumps({"data": [{"title": "Orm_island", "paragraphs": paragraphs}]}), "utf-8"
    )
    return path


def test_a_file_becomes_articles_and_questions_that_have_an_answer(tmp_path: Path) -> None:
    found = read_squad(squad(tmp_path / "s.json"))
    (article,) = found.articles.values()
    assert (article.source, article.title) == ("s.json#0", "Orm island")
    assert article.passages(0, 10) == [0]
    assert article.passages(article.starts[1] - 5, article.starts[1] + 5) == [0, 1]
    assert [(one.id, one.passage, one.fit) for one in found.questions] == [
        ("1", 0, True),
        ("b", 1, True),
    ]
    other = read_squad(tmp_path / "s.json", frozenset({"Another"}))
    assert {one.fit for one in other.questions} == {False}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"data": 5}', '{"data": [{}]}', '{"data": [{"paragraphs": [{}]}]}', "\xff"]
)
def test_another_format_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(text, "latin-1")
    with pytest.raises(BenchError, match="not in SQuAD's format"):
        read_squad(path)
    path.write_text('{"data": []}', "utf-8")
    with pytest.raises(BenchError, match="no question in it has an answer"):
        read_squad(path)


def test_places_are_counted_among_different_passages() -> None:
    question = Question("1", "?", "b", 1, False)
    found = [("a", [0]), ("a", [0]), ("b", [0, 2]), ("b", [1])]
    assert passage_rank(found, question) == 3
    assert passage_rank(found[:3], question) is None
    places = [0, 1, None, 5, 25]
    assert recall(places, 1) == 1 / 5
    assert recall(places, 5) == 2 / 5
    assert reciprocal_rank(places) == pytest.approx((1 + 1 / 2 + 1 / 6) / 5)
    assert recall([], 5) == reciprocal_rank([]) == 0.0


def test_the_figures_are_over_all_sets_and_ways() -> None:
    question = Question("1", "?", "b", 1, False)
    ways = ("keywords", "vectors", "convex", "reranked")
    one = SetPlaces("one", 3, [question] * 2, {way: [0, 4] for way in ways}, {"reranked": 0.1})
    two = SetPlaces("two", 1, [question], {way: [None] for way in ways}, {"reranked": 0.2})
    one.places["vectors"] = [1, None]
    result = search_result([one, two], "search (builtin)", 5, {"peak_mib": 10.0})
    assert (result["kind"], result["questions"], result["articles"]) == ("retrieval", 3, 4)
    assert (result["recall_at_1"], result["recall_at_5"], result["mrr"]) == (33.33, 66.67, 40.0)
    assert (result["vectors_recall_at_1"], result["vectors_mrr"]) == (0.0, 16.67)
    assert result["ms_a_query"] == 100.0
    assert result["usage"] == {"seconds_a_question": 0.1, "peak_mib": 10.0}
    assert result["groups"]["data"]["two"]["recall_at_5"] == 0.0
    assert result["rows"][1] == {
        "id": "1", "data": "one", "question": "?",
        "keywords": 5, "vectors": None, "both": 5, "search": 5,
    }  # fmt: skip


def test_passages_are_found_by_words_and_by_meaning(tmp_path: Path) -> None:
    model = StaticModel.open(builtin_path())
    models = Models(embedder=lambda: model, words=lambda: model)
    found = read_squad(squad(tmp_path / "s.json"))
    with fill(tmp_path / "home", found.articles.values(), models) as bank:
        *_, places = searched(SearchSet("orm", found), bank, models, 1)
        assert places.places["reranked"] == [0, 0]
        assert places.places["vectors"] == [0, 0]
        assert places.seconds["reranked"] > 0
        *_, every_second = searched(SearchSet("orm", found), bank, models, 2)
        assert [one.id for one in every_second.questions] == ["1"]


def test_the_built_in_questions_name_the_paragraph_with_the_answer() -> None:
    questions = read_questions(QUESTIONS, datetime(2026, 11, 27))
    found = builtin_set(questions, LIBRARY)
    assert len(found.articles) == 8
    assert len(found.questions) == 12
    by_id = {one.id: one for one in found.questions}
    dry = by_id["knowledge-en-4"]
    article = found.articles[dry.source]
    start = article.starts[dry.passage]
    assert article.text[start:].startswith("Lamps\nA steady green lamp")
    wrong = [replace(one, answer=(("purple",),)) for one in questions if one.id == "knowledge-en-4"]
    with pytest.raises(BenchError, match="does not hold the answer to knowledge-en-4"):
        builtin_set(wrong, LIBRARY)


def test_an_article_of_one_passage() -> None:
    article = article_of("a", "A", ["alone"], False)
    assert (article.starts, article.text) == ((0,), "alone")
