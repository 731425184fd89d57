"""Results of `kagent bench` made by hand, small enough to count with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.bench.report.reading import read_result
from engine.bench.report.results import BenchResult

# What must never reach a page or a terminal as it is.
HOSTILE = "<script>alert(1)</script>&\"'|`*_[x](http://evil.example)\x1b[31m\u202e\x00"
_COUNTS = {
    "instances": 6,
    "predictions": 6,
    "scored": 6,
    "missing": 0,
    "missing_templates": 0,
    "unparsed": 1,
    "absent_types": [],
    "tokenizer": "punkt",
    "by_type": {"plantooluse": 2, "reflextion": 1, "conclusion": 2, "profile": 1},
}


def instances(shift: float = 0.0) -> list[dict[str, Any]]:
    """Six instances whose means are 30, 40, 10, 50 and 20, all higher by `shift`."""
    return (
        [
            {"id": "p1", "type": "plantooluse", "scores": {"planning": 20, "tool_use": 30}},
            {"id": "p2", "type": "plantooluse", "scores": {"planning": 40, "tool_use": 50}},
            {"id": "r1", "type": "reflextion", "scores": {"reflection": 10}},
            {"id": "c1", "type": "conclusion", "scores": {"concluding": 40}},
            {"id": "c2", "type": "conclusion", "scores": {"concluding": 60}},
            {"id": "f1", "type": "profile", "scores": {"profile": 20}},
        ]
        if not shift
        else [
            {**row, "scores": {name: value + shift for name, value in row["scores"].items()}}
            for row in instances()
        ]
    )


def scores(model: str = "builtin", shift: float = 0.0, **changed: Any) -> dict[str, Any]:
    """A result of `bench score --out`. Overall: 7.5 + 14 + 1 + 10 + 2 = 34.5, and `shift`."""
    return {
        "kind": "kagentbench",
        "model": model,
        "data": "mini",
        "scorer": "corrected",
        "planning": 30 + shift,
        "tool_use": 40 + shift,
        "reflection": 10 + shift,
        "concluding": 50 + shift,
        "profile": 20 + shift,
        "overall": 34.5 + shift,
        "counts": _COUNTS,
        "usage": {"seconds": 90.0, "seconds_a_prompt": 2.5, "peak_mib": 1500, "overflows": 0},
        "groups": {
            "language": {
                "en": {"instances": 4, "planning": 35.0, "concluding": 55.0},
                "zh": {"instances": 2, "planning": 25.0, "concluding": 45.0},
            },
            "relation": {},
        },
        "categories": {
            "planning": {
                "instances": 2,
                "score": 30,
                "templates": {"ReACT": 28.0, "AutoGPT": 32.0},
            },
            "profile": {"instances": 1, "score": 20, "templates": {"plain": 20.0}},
        },
        "failures": [failure()],
        "instances": instances(shift),
        **changed,
    }


def failure(**changed: Any) -> dict[str, Any]:
    """A failure as a result holds it."""
    return {
        "id": "p1",
        "type": "plantooluse",
        "category": "planning",
        "template": "ReACT",
        "query": "How many days until the ferry leaves?",
        "predicted": "Action: get_calender",
        "gold": '{"thought": "Count the days", "tool_name": "time_delta"}',
        "score": 0.0,
        "problem": "another tool than the right ones: get_calender",
        **changed,
    }


def system(model: str = "builtin", **changed: Any) -> dict[str, Any]:
    """A result of `bench system`."""
    return {
        "kind": "system",
        "model": model,
        "questions": 40,
        "pass_rate": 62.5,
        "score": 3.75,
        "usage": {"seconds_a_question": 41.25, "tokens_a_question": 3100, "peak_mib": 1800},
        "rows": [],
        **changed,
    }


def written(folder: Path, name: str, values: Mapping[str, Any]) -> Path:
    """The result as a file."""
    path = folder / name
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def read(folder: Path, name: str, values: Mapping[str, Any]) -> BenchResult:
    """The result written and read again."""
    found = read_result(written(folder, name, values))
    assert isinstance(found, BenchResult)
    return found


def hostile_scores() -> dict[str, Any]:
    """A result whose every text is hostile."""
    return scores(
        model=HOSTILE,
        data=HOSTILE,
        scorer=HOSTILE,
        counts={**_COUNTS, "tokenizer": HOSTILE, "absent_types": [HOSTILE], HOSTILE: 3},
        usage={"machine": HOSTILE, "date": HOSTILE, "overflows": 2, HOSTILE: HOSTILE},
        groups={"language": {HOSTILE: {"instances": 1, "planning": 1.0}}},
        categories={"planning": {"templates": {HOSTILE: 3.0}}},
        failures=[
            failure(
                id=HOSTILE,
                category=HOSTILE,
                template=HOSTILE,
                query=HOSTILE,
                predicted=f"```\n</pre>{HOSTILE}\n````",
                gold={"thought": HOSTILE, HOSTILE: [HOSTILE]},
                problem=HOSTILE,
            )
        ],
    )
