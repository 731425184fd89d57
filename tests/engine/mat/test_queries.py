"""Seed queries are read from what people have, and grouped by what they are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.mat.clustering import cluster, default_number
from engine.mat.errors import MatError
from engine.mat.queries import Gathered, gather, query_from_json
from models.embedding.base import EmbeddingModel

SPORT = ("Who won the football match?", "When does the basketball game begin?", "Best goal scorer?")
FOOD = ("How do I bake bread?", "A recipe for tomato soup?", "How long must rice cook?")


def test_lines_and_json_lines_are_read_each_once(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_text(
        "\ufeffHow are you?\n\n"
        '{"question": "今天星期几？", "passage": "p", "answer": "a"}\n'
        '{"instruction": "how are you ?"}\n'
        '{"other": 1}\n{broken\nx\n',
        encoding="utf-8",
    )
    gathered = gather([path], 0, 1)
    assert [(q.text, q.language, q.source) for q in gathered.queries] == [
        ("How are you?", "en", "mixed.jsonl"),
        ("今天星期几？", "zh", "mixed.jsonl"),
    ]
    assert (gathered.queries[1].knowledge, gathered.queries[1].answer) == ("p", "a")
    assert gathered.left_out == {
        "there already": 1,
        "no query in the JSON": 2,
        "empty or too short": 1,
    }


def test_the_synthetic_generator_is_a_source_in_both_languages() -> None:
    gathered = gather([], 6, 1)
    assert {query.language for query in gathered.queries} == {"en", "zh"}
    assert {query.source for query in gathered.queries} == {"synthetic"}
    assert gathered.queries == gather([], 6, 1).queries
    assert gathered.queries != gather([], 6, 2).queries


def test_control_characters_do_not_get_in() -> None:
    gathered = Gathered()
    gathered.add("What\x1b[31m is\u202e this?", "test")
    assert gathered.queries[0].text == "What is this?"


def test_no_query_at_all_and_no_text_are_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("\n", encoding="utf-8")
    with pytest.raises(MatError, match="no query to begin with"):
        gather([empty], 0, 1)
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(MatError, match="not UTF-8"):
        gather([binary], 0, 1)


def test_a_query_survives_its_file() -> None:
    gathered = Gathered()
    gathered.add("Who?", "test", {"knowledge": "k"})
    assert query_from_json(gathered.queries[0].to_json()) == gathered.queries[0]


def test_topics_are_found(embedding: EmbeddingModel) -> None:
    gathered = Gathered()
    for text in (*SPORT, *FOOD):
        gathered.add(text, "test")
    found = {query.text: query.clusters for query in cluster(gathered.queries, 2, embedding, 1)}
    sport, food = ({found[text][0] for text in texts} for texts in (SPORT, FOOD))
    assert len(sport) == len(food) == 1
    assert sport != food


def test_every_query_has_a_cluster_and_the_same_one_every_time(embedding: EmbeddingModel) -> None:
    gathered = Gathered()
    for number in range(40):
        gathered.add(f"What is the number {number} good for in list {number % 7}?", "test")
    first = cluster(gathered.queries, 6, embedding, 3)
    assert first == cluster(gathered.queries, 6, embedding, 3)
    assert {query.clusters[0] for query in first} == set(range(6))
    assert all(1 <= len(query.clusters) <= 2 for query in first)


def test_clusters_are_never_more_than_the_queries(embedding: EmbeddingModel) -> None:
    gathered = Gathered()
    gathered.add("Who?", "test")
    gathered.add("who, then, was it?", "test")
    assert len(cluster(gathered.queries, 9, embedding, 1)) == 2
    assert default_number(2) == 1
