"""What the object of a result says: figures, counts, groups and failures."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from engine.bench.instances import Call, Instance, Prediction
from engine.bench.loading import Loaded, LoadedPredictions
from engine.bench.results import Measured, full_result, summary
from tests.engine.bench.scored_cases import (
    gold,
    kuaiagent,
    plans,
    predicted,
    reflects,
    scores_of,
    texts,
)

TEMPLATES = ("KuaiAgent", "ReACT")


def with_row(instance: Instance, memory: str = "none", **row: str) -> Instance:
    return replace(instance, memory_type=memory, row=row)


def result_of(
    instances: list[Instance],
    predictions: list[Prediction],
    *,
    whole: bool = True,
    measured: Measured | None = None,
) -> dict[str, Any]:
    found = scores_of("corrected", instances, predictions)
    make = full_result if whole else summary
    return make(
        found,
        Loaded(tuple(instances), ("problem",), ("twice",), 2),
        LoadedPredictions(tuple(predictions), (), ("a", "a"), 1),
        measured or Measured("the model", "data.jsonl"),
    )


@pytest.fixture
def result() -> dict[str, Any]:
    """Four instances; the second plan is not predicted, one id is unknown."""
    instances = [
        with_row(
            plans("p", gold("go out", "search", text="fox"), templates=TEMPLATES),
            "task",
            memory_relation="related",
        ),
        with_row(
            plans("q", gold("go", "search", text="fox")),
            "knowledge",
            memory_relation="unrelated",
            language="zh",
        ),
        with_row(
            reflects("r", gold("go", "search", text="fox"), last=Call("search", {"text": "den"})),
            "task",
            memory_relation="conflicting",
        ),
        with_row(
            replace(texts("conclusion", "c", "灰色", templates=TEMPLATES), query="狐狸是什么颜色")
        ),
    ]
    predictions = [
        # thoughts 2/3; the text of ReACT can't be read
        predicted("p", {"KuaiAgent": kuaiagent("go", "search", text="fox"), "ReACT": "?"}),
        predicted("r", kuaiagent("go", "search", text="den")),
        # 灰色 and 灰: 2/3; for ReACT nothing
        predicted("c", {"KuaiAgent": "灰"}),
        predicted("x", kuaiagent("go", "search")),
    ]
    return result_of(instances, predictions)


def test_figures_are_percent_with_two_digits(result: dict[str, Any]) -> None:
    # planning: "p" (2/3 + 0) / 2 = 1/3, "q" 0; tool use: "p" 1/2, "q" 0; the repeated task is 0.
    # overall: 0.25 / 6 + 0.35 / 4 + 0 + 0.2 / 3 = 0.195833
    assert {key: result[key] for key in list(result)[:10]} == {
        "kind": "kagentbench",
        "model": "the model",
        "data": "data.jsonl",
        "scorer": "corrected",
        "planning": 16.67,
        "tool_use": 25.0,
        "reflection": 0.0,
        "concluding": 33.33,
        "profile": 0.0,
        "overall": 19.58,
    }
    assert json.loads(json.dumps(result)) == result


def test_everything_is_counted(result: dict[str, Any]) -> None:
    counts = result["counts"]
    assert counts.pop("tokenizer")
    assert counts == {
        "instances": 4,
        "prompts": 6,
        "predictions": 4,
        "scored": 3,
        "missing": 1,
        "missing_templates": 2,
        "duplicate_ids": 3,
        "unknown_ids": 1,
        "bad_lines": 3,
        "unparsed": 1,
        "absent_types": ["profile"],
        "by_type": {"plantooluse": 2, "reflextion": 1, "conclusion": 1, "profile": 0},
    }


def test_groups_have_their_own_means(result: dict[str, Any]) -> None:
    plan = {"planning": 33.33, "tool_use": 50.0}
    nothing = {"planning": 0.0, "tool_use": 0.0}
    assert result["groups"] == {
        "language": {
            "en": {"instances": 2, **plan, "reflection": 0.0},
            "zh": {"instances": 2, **nothing, "concluding": 33.33},
        },
        "memory": {
            "knowledge": {"instances": 1, **nothing},
            "none": {"instances": 1, "concluding": 33.33},
            "task": {"instances": 2, **plan, "reflection": 0.0},
        },
        "relation": {
            "conflicting": {"instances": 1, "reflection": 0.0},
            "related": {"instances": 1, **plan},
            "unrelated": {"instances": 1, **nothing},
        },
        # KuaiAgent has all four: planning (2/3 + 0) / 2, tool use 1/2; ReACT "p" and "c".
        "template": {
            "KuaiAgent": {"instances": 4, **plan, "reflection": 0.0, "concluding": 66.67},
            "ReACT": {"instances": 2, **nothing, "concluding": 0.0},
        },
    }


def test_categories_have_their_templates(result: dict[str, Any]) -> None:
    assert result["categories"] == {
        "planning": {
            "instances": 2,
            "score": 16.67,
            "templates": {"KuaiAgent": 33.33, "ReACT": 0.0},
        },
        "tool_use": {
            "instances": 2,
            "score": 25.0,
            "templates": {"KuaiAgent": 50.0, "ReACT": 0.0},
        },
        "reflection": {"instances": 1, "score": 0.0, "templates": {"KuaiAgent": 0.0}},
        "concluding": {
            "instances": 1,
            "score": 33.33,
            "templates": {"KuaiAgent": 66.67, "ReACT": 0.0},
        },
        "profile": {"instances": 0, "score": 0.0, "templates": {}},
    }


def test_each_instance_has_its_scores(result: dict[str, Any]) -> None:
    assert result["instances"] == [
        {"id": "p", "type": "plantooluse", "scores": {"planning": 33.33, "tool_use": 50.0}},
        {"id": "q", "type": "plantooluse", "scores": {"planning": 0.0, "tool_use": 0.0}},
        {"id": "r", "type": "reflextion", "scores": {"reflection": 0.0}},
        {"id": "c", "type": "conclusion", "scores": {"concluding": 33.33}},
    ]


def test_failures_say_what_is_wrong(result: dict[str, Any]) -> None:
    said = [
        (each["category"], each["id"], each["template"], each["problem"])
        for each in result["failures"]
    ]
    unread = said[1][3]
    assert unread
    assert said == [
        ("planning", "q", "KuaiAgent", "nothing was predicted"),
        ("planning", "p", "ReACT", unread),
        ("tool_use", "q", "KuaiAgent", "nothing was predicted"),
        ("tool_use", "p", "ReACT", unread),
        ("reflection", "r", "KuaiAgent", "repeats the last task"),
        ("concluding", "c", "ReACT", "nothing was predicted"),
    ]
    assert result["failures"][4] == {
        "id": "r",
        "type": "reflextion",
        "category": "reflection",
        "template": "KuaiAgent",
        "query": "the query",
        "predicted": kuaiagent("go", "search", text="den"),
        "gold": '{"thought": "go", "tool_name": "search", "tool_args": {"text": "fox"}}',
        "score": 0.0,
        "problem": "repeats the last task",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "an empty text"),
        (kuaiagent("go", "browse", text="fox"), "another tool than the right ones: browse"),
        (kuaiagent("go", "search", k=1), "lacks arguments: text"),
        (kuaiagent("go", "search", text="hen"), "other words than the right answers"),
    ],
)
def test_a_failure_has_its_reason(text: str, problem: str) -> None:
    found = result_of([plans("p", gold("go", "search", text="fox"))], [predicted("p", text)])
    assert found["failures"][-1]["problem"] == problem


def test_what_cannot_be_read_has_the_reason_of_its_form() -> None:
    found = result_of([plans("p", gold("go", "search"))], [predicted("p", "no step at all")])
    assert found["failures"][0]["problem"]
    assert found["failures"][0]["predicted"] == "no step at all"


def test_failures_are_few_cleaned_and_from_many_instances() -> None:
    hostile = "\x1b[2J\u202e\ud800" + "长" * 100_000
    cases = [plans(f"p{k}", gold("go", "search"), templates=TEMPLATES) for k in range(30)]
    wrote = [predicted(f"p{k}", {"KuaiAgent": hostile, "ReACT": hostile}) for k in range(30)]
    found = result_of(cases, wrote)["failures"]
    assert [each["id"] for each in found] == [f"p{k}" for k in range(6)] * 2
    assert [each["template"] for each in found[:4]] == list(TEMPLATES * 2)
    for each in found:
        assert len(each["predicted"]) == 1200
        assert each["predicted"].startswith("\ufffd长")
        each["predicted"].encode()


def test_what_is_good_is_no_failure() -> None:
    found = result_of(
        [plans("p", gold("go", "search"))], [predicted("p", kuaiagent("go", "search"))]
    )
    assert found["failures"] == []


def test_the_summary_has_no_details() -> None:
    measured = Measured("m", "mini", {"seconds": 1.5})
    found = result_of(
        [texts("profile", "f", "a b")],
        [predicted("f", {"plain": "a b"})],
        whole=False,
        measured=measured,
    )
    assert list(found)[-2:] == ["counts", "usage"]
    assert (found["profile"], found["overall"], found["usage"]) == (100.0, 10.0, {"seconds": 1.5})
