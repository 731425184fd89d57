"""The score of an answer by what can be checked of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from engine.bench.system.checking import right_answer
from engine.bench.system.questions import Question
from engine.bench.system.rubric import PASSED, checked_score

FEE = Question(
    "x",
    "en",
    "knowledge",
    datetime(2026, 11, 27),
    "what is the fee and when is it due",
    answer=(("184 pounds", "15 February"),),
    source="club.md",
)
GONE = replace(FEE, answer=(), source="", refuse=True)
TALK = replace(FEE, answer=(), source="", outcome="talk")
SEARCH = ("search_knowledge", "task_complete")


@pytest.mark.parametrize(
    ("question", "outcome", "text", "sources", "score"),
    [
        (FEE, "answered", "It is 184 pounds, due 15 February [1]", ["/home/a/club.md"], 5),
        (FEE, "answered", "It is 184 pounds, due 15 February [1]", ["/home/a/myclub.md"], 4),
        (FEE, "answered", "It is 184 pounds, due 15 February", [], 4),
        (FEE, "answered", "It is 184 pounds.", ["/home/a/club.md"], 3),
        (FEE, "not_found", "I found nothing.", [], 2),
        (FEE, "failed", "the server is gone", [], 2),
        (FEE, "answered", "It is 92 pounds.", ["/home/a/club.md"], 1),
        (replace(FEE, source=""), "answered", "184 pounds, 15 February", [], 5),
        (GONE, "not_found", "I found nothing.", [], 5),
        (GONE, "answered", "It is blue.", ["/home/a/club.md"], 1),
        (GONE, "failed", "the server is gone", [], 2),
        (TALK, "not_found", "I found nothing.", [], 2),
    ],
)
def test_each_level(
    question: Question, outcome: str, text: str, sources: list[str], score: int
) -> None:
    assert checked_score(question, outcome, text, SEARCH, sources) == score
    assert (score >= PASSED) == right_answer(question, outcome, text, SEARCH)


def test_small_talk_passes_without_a_tool_alone() -> None:
    assert checked_score(TALK, "answered", "Good morning!", ["do_nothing"], []) == 5
    assert checked_score(TALK, "answered", "Good morning!", SEARCH, []) == 3
    assert checked_score(TALK, "answered", " ", ["do_nothing"], []) == 1


def test_a_source_in_a_folder_and_one_with_an_escaped_address() -> None:
    question = replace(FEE, source="notes/the club.md")
    said = "184 pounds, 15 February"
    assert checked_score(question, "answered", said, SEARCH, ["file:///a/notes/the%20club.md"]) == 5
    assert checked_score(question, "answered", said, SEARCH, ["/a/other/the club.md"]) == 4
