"""Instances and predictions written out in a test, and their scores by both scorers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from engine.bench.instances import CATEGORIES, Call, Gold, Instance, InstanceType, Prediction
from engine.bench.results import percent
from engine.bench.rouge import RougeL
from engine.bench.scoring import BenchScores, ScorerName, score


@cache
def rouge() -> RougeL:
    return RougeL()


def gold(thought: str | None, tool: str, **arguments: Any) -> Gold:
    return Gold(thought, Call(tool, arguments))


def plans(
    name: str,
    *golds: Gold,
    templates: tuple[str, ...] = ("KuaiAgent",),
    last: Call | None = None,
    kind: InstanceType = "plantooluse",
) -> Instance:
    """An instance of planning and tool use."""
    prompts = dict.fromkeys(templates, "the prompt")
    return Instance(name, "the query", kind, golds, prompts, last_task=last)


def reflects(name: str, *golds: Gold, last: Call | None = None, **options: Any) -> Instance:
    return plans(name, *golds, last=last, kind="reflextion", **options)


def texts(kind: InstanceType, name: str, *golds: str, templates: tuple[str, ...] = ()) -> Instance:
    """An instance whose right answers are texts."""
    prompts = dict.fromkeys(templates or ("plain",), "the prompt")
    return Instance(name, "the query", kind, tuple(Gold(text=text) for text in golds), prompts)


def kuaiagent(thought: str, tool: str, **arguments: Any) -> str:
    """A step in the form of the paper's appendix A.3."""
    return json.dumps({"task_name": thought, "command": {"name": tool, "args": arguments}})


def react(thought: str, tool: str, **arguments: Any) -> str:
    return f"Thought: {thought}\nAction: {tool}\nAction Input: {json.dumps(arguments)}"


def predicted(name: str, text: str | Mapping[str, str]) -> Prediction:
    """A prediction; a text alone is for KuaiAgent."""
    return Prediction(name, {"KuaiAgent": text} if isinstance(text, str) else text)


def scores_of(
    scorer: ScorerName, instances: list[Instance], predictions: list[Prediction]
) -> BenchScores:
    return score(instances, predictions, scorer, rouge())


def figures(
    scorer: ScorerName, instances: list[Instance], predictions: list[Prediction]
) -> dict[str, float]:
    """The figures that are not 0, in percent with two digits."""
    found = scores_of(scorer, instances, predictions)
    values = {category: percent(found.values[category]) for category in CATEGORIES}
    return {category: value for category, value in values.items() if value}
