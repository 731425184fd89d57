"""The sample documents and the questions about them agree with each other."""

import json
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent
EXAMPLES = TESTS.parent / "examples"
ARGUMENTS = {
    "get_calendar_info": ({"start_date"}, {"start_date", "end_date"}),
    "get_holidays_info": ({"year"},),
    "get_solar_terms_info": ({"year"},),
    "time_delta": ({"start_time", "end_time"},),
    "search_knowledge": ({"text"},),
    "do_nothing": (set(),),
}


def rows(name: str) -> list[dict[str, Any]]:
    lines = (TESTS / "data" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    "row", rows("example_questions.jsonl"), ids=lambda row: str(row["question"])
)
def test_the_answer_stands_in_the_named_document(row: dict[str, Any]) -> None:
    if row["source"] is None:
        assert row["answer_contains"] is None
        return
    text = " ".join((EXAMPLES / row["source"]).read_text("utf-8").split())
    assert text.count(row["answer_contains"]) >= 1


def test_every_document_has_two_questions() -> None:
    sources = [row["source"] for row in rows("example_questions.jsonl")]
    assert {path.name for path in EXAMPLES.iterdir()} == set(sources) - {None}
    assert all(sources.count(name) == 2 for name in set(sources) - {None})


def test_planning_questions_name_known_tools_and_copy_their_arguments() -> None:
    questions = rows("planning_questions.jsonl")
    assert len({row["question"] for row in questions}) == len(questions) == 240
    for row in questions:
        assert set(row["args"]) in ARGUMENTS[row["tool"]], row
        for value in row["args"].values():
            assert value in {"now", "*"} or value in row["question"], row
