"""The questions of this folder; engine.bench.system says what a line holds and how it is judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from engine.bench.system.questions import Question, question_of

FOLDER = Path(__file__).parent
LIBRARY = FOLDER / "library"
CATEGORIES = (
    "time_delta",
    "calendar",
    "holidays",
    "solar_terms",
    "weather",
    "search",
    "knowledge",
    "multi_step",
    "no_tool",
    "not_found",
    "follow_up",
)


def read_questions(category: str | None = None) -> Iterator[Question]:
    """The questions of a category, or all of them."""
    for name in CATEGORIES if category is None else (category,):
        lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            yield question_of(row, number, datetime.fromisoformat(row["now"]))
