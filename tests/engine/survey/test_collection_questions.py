"""Which questions are about the whole library, and what they ask for; which ones are not."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.survey.question import CollectionQuestion
from engine.survey.reading import read_collection_question
from engine.tools.context import ToolContext
from engine.tools.wording import alternatives

DATA = Path(__file__).parents[2] / "data"
CONTEXT = ToolContext(now=datetime(2026, 11, 20, 10, 0))


def rows(name: str) -> list[dict[str, Any]]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


TABLE = rows("collection_questions.jsonl")


def described(question: CollectionQuestion | None) -> dict[str, Any]:
    """A query as the table writes it: only what it says."""
    if question is None:
        return {"want": None}
    period = question.period
    days = [str(day) if day else None for day in (period.first, period.last)] if period else None
    said = {
        "want": question.want,
        "kind": question.kind.words[0],
        "files": question.files.words[0] if question.files else None,
        "words": question.words,
        "period": days,
        "dated_by": question.dated_by if question.dated_by != "own" else None,
        "person": question.person,
        "collection": question.collection,
    }
    return {key: value for key, value in said.items() if value}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["question"]))
def test_a_question_is_read_as_the_table_says(row: dict[str, Any]) -> None:
    expected = {key: value for key, value in row.items() if key != "question"}
    assert described(read_collection_question(row["question"], CONTEXT)) == expected


def test_the_table_holds_both_languages_and_both_kinds_of_question() -> None:
    asked = [row["question"] for row in TABLE if row["want"]]
    others = [row["question"] for row in TABLE if not row["want"]]
    for questions in (asked, others):
        chinese = sum(not question.isascii() for question in questions)
        assert chinese >= 30
        assert len(questions) - chinese >= 40


@pytest.mark.parametrize(
    "name", ["planning_questions.jsonl", "planning_questions_b.jsonl", "example_questions.jsonl"]
)
def test_no_question_of_another_set_is_taken_for_one(name: str) -> None:
    taken = [
        row["question"] for row in rows(name) if read_collection_question(row["question"], CONTEXT)
    ]
    assert taken == []


def test_questions_to_texts_are_not_taken_for_ones_to_the_library(shared_data: Path) -> None:
    """Of the public sets, whose questions all have their answer in one passage."""
    taken, total = [], 0
    for name in ("squad-v1.1-dev-32-articles.json", "cmrc2018_dev.json", "DRCD_dev.json"):
        data = json.loads((shared_data / "document-qa" / name).read_text(encoding="utf-8"))
        for article in data["data"]:
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    total += 1
                    if read_collection_question(asked["question"], CONTEXT):
                        taken.append(asked["question"])
    assert total > 10_000
    assert len(taken) <= total // 5000


@given(st.text(max_size=120))
def test_any_text_is_read_without_trouble(text: str) -> None:
    assert described(read_collection_question(text, CONTEXT))["want"] in {None, "count", "list"}


_PIECES = st.sampled_from(
    sorted(
        alternatives(
            "how many|which|list all|documents|contracts|meetings|do i have|in my library|mention"
            "|from|in|may|since|between|and|this week|did i add|collection|the|work|about|9999|0"
            "|last 99 years|有多少|份|合同|会议|列出|所有|的|哪些|提到|五月|最近|三天|集合|里"
            "|来自|写|从|到|以前|把"
        )
    )
)


@given(st.lists(_PIECES, max_size=12))
def test_any_order_of_its_own_words_is_read_without_trouble(words: list[str]) -> None:
    for joined in (" ".join(words), "".join(words)):
        asked = read_collection_question(joined, CONTEXT)
        assert asked is None or asked.want in {"count", "list"}


def test_reading_takes_no_time_for_a_hostile_text() -> None:
    for text in ("how many " * 25, "列出" + "提到的" * 60, "which documents mention " + "a " * 90):
        assert read_collection_question(text[:200], CONTEXT) is None or len(text) < 300
