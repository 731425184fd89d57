"""The result of scoring as one JSON object: five figures and the whole in percent, and counts.

The full form also has groups, categories by template, examples of failures, and a line for each
instance, from which `kagent bench report` and `kagent bench compare` are made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.bench.failures import failures
from engine.bench.instances import CATEGORIES, TYPES, Category
from engine.bench.loading import Loaded, LoadedPredictions
from engine.bench.scoring import CATEGORIES_OF, BenchScores, InstanceScore, mean_of
from engine.language import detect_language

KIND: Final = "kagentbench"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was scored: the model's and the data's names, and what the run took, if known."""

    model: str
    data: str
    usage: Mapping[str, Any] | None = None


def percent(value: float) -> float:
    """0..1 as percent with two digits."""
    return round(100.0 * value, 2)


def summary(
    scores: BenchScores, loaded: Loaded, predicted: LoadedPredictions, measured: Measured
) -> dict[str, Any]:
    """The result without details, as `--json` prints it."""
    return {
        "kind": KIND,
        "model": measured.model,
        "data": measured.data,
        "scorer": scores.scorer,
        **{category: percent(scores.values[category]) for category in CATEGORIES},
        "overall": percent(scores.overall),
        "counts": _counts(scores, loaded, predicted),
        "usage": None if measured.usage is None else dict(measured.usage),
    }


def full_result(
    scores: BenchScores, loaded: Loaded, predicted: LoadedPredictions, measured: Measured
) -> dict[str, Any]:
    """The result with all details, as `--out` writes it."""
    return {
        **summary(scores, loaded, predicted, measured),
        "groups": _groups(scores),
        "categories": _categories(scores),
        "failures": failures(scores),
        "instances": [
            {
                "id": each.instance.id,
                "type": each.instance.type,
                "scores": {category: percent(value) for category, value in each.values.items()},
            }
            for each in scores.instances
        ],
    }


def _counts(scores: BenchScores, loaded: Loaded, predicted: LoadedPredictions) -> dict[str, Any]:
    types = Counter(each.instance.type for each in scores.instances)
    answered = sum(
        any(template.text is not None for template in each.templates) for each in scores.instances
    )
    templates = [template for each in scores.instances for template in each.templates]
    return {
        "instances": len(scores.instances),
        "prompts": len(templates),
        "predictions": scores.predictions,
        "scored": answered,
        "missing": len(scores.instances) - answered,
        "missing_templates": sum(template.text is None for template in templates),
        "duplicate_ids": len(loaded.duplicates) + len(predicted.duplicates),
        "unknown_ids": len(scores.unknown_ids),
        "bad_lines": loaded.bad_lines + predicted.bad_lines,
        "unparsed": sum(
            template.step is not None and not template.step.call.tool_name for template in templates
        ),
        "absent_types": [kind for kind in TYPES if not types[kind]],
        "tokenizer": scores.tokenizer,
        "by_type": {kind: types[kind] for kind in TYPES},
    }


def _language(each: InstanceScore) -> str:
    named = each.instance.row.get("language")
    return named if isinstance(named, str) and named else detect_language(each.instance.query)


def _relation(each: InstanceScore) -> str:
    """How the memory bears on the query; only some files say so."""
    row = each.instance.row
    named = row.get("memory_relation", row.get("relation"))
    return named if isinstance(named, str) else ""


_GROUPINGS: Final[Mapping[str, Callable[[InstanceScore], str]]] = {
    "language": _language,
    "memory": lambda each: each.instance.memory_type,
    "relation": _relation,
}


def _groups(scores: BenchScores) -> dict[str, Any]:
    """Means within the groups of each grouping; a grouping that no line speaks of is empty."""
    groups: dict[str, Any] = {}
    for grouping, name_of in _GROUPINGS.items():
        members: dict[str, list[InstanceScore]] = {}
        for each in scores.instances:
            if name := name_of(each):
                members.setdefault(name, []).append(each)
        groups[grouping] = {name: _means(members[name]) for name in sorted(members)}
    groups["template"] = {}
    for category, templates in _by_template(scores).items():
        for name, values in templates.items():
            group = groups["template"].setdefault(name, {"instances": 0})
            group[category] = percent(sum(values) / len(values))
            if category != "tool_use":  # measured on the instances of planning
                group["instances"] += len(values)
    return groups


def _means(members: list[InstanceScore]) -> dict[str, Any]:
    measured = [name for name in CATEGORIES if any(name in each.values for each in members)]
    return {
        "instances": len(members),
        **{category: percent(mean_of(members, category)) for category in measured},
    }


def _categories(scores: BenchScores) -> dict[str, Any]:
    by_template = _by_template(scores)
    return {
        category: {
            "instances": sum(category in each.values for each in scores.instances),
            "score": percent(scores.values[category]),
            "templates": {
                name: percent(sum(values) / len(values))
                for name, values in by_template.get(category, {}).items()
            },
        }
        for category in CATEGORIES
    }


def _by_template(scores: BenchScores) -> dict[Category, dict[str, list[float]]]:
    found: dict[Category, dict[str, list[float]]] = {}
    for category, template, value in _values(scores):
        found.setdefault(category, {}).setdefault(template, []).append(value)
    return found


def _values(scores: BenchScores) -> Iterator[tuple[Category, str, float]]:
    for each in scores.instances:
        for template in each.templates:
            for category in CATEGORIES_OF[each.instance.type]:
                yield category, template.template, template.values[category]
