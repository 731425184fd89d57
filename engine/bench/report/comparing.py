"""Results set against the first of them, with what chance may explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.bench.instances import CATEGORIES
from engine.bench.report.results import BenchResult
from engine.bench.report.statistics import Difference, Figure, paired_bootstrap

# Rounding to 2 digits in a file may shift a mean by this much, in points of percent.
_ROUNDING: Final = 0.02


@dataclass(frozen=True, slots=True)
class Comparison:
    """A result against the first; `note` says why there are no differences, where there are none.

    `instances` is how many both results have.
    """

    label: str
    differences: Mapping[Figure, Difference] = field(default_factory=dict)
    instances: int = 0
    note: str = ""


def compare(results: Sequence[BenchResult], labels: Sequence[str]) -> tuple[Comparison, ...]:
    """Every result but the first against the first."""
    return tuple(
        _compared(results[0], result, label)
        for result, label in zip(results[1:], labels[1:], strict=True)
    )


def _compared(first: BenchResult, second: BenchResult, label: str) -> Comparison:
    note = _hindrance(first, second)
    if note:
        return Comparison(label, note=note)
    ids = {(score.type, score.id) for score in first.instances}
    common = sum((score.type, score.id) in ids for score in second.instances)
    differences = paired_bootstrap(first.instances, second.instances)
    if not differences:
        return Comparison(label, note="the two results share no instance")
    most = max(len(first.instances), len(second.instances))
    partly = f"over the {common} instances that both have" if common < most else ""
    return Comparison(label, differences, common, partly)


def _hindrance(first: BenchResult, second: BenchResult) -> str:
    """Why two results cannot be set against each other; "" where they can."""
    if first.scorer != second.scorer:
        return f"they are by different scorers ({second.scorer} and {first.scorer})"
    for result in (first, second):
        if not result.instances:
            return (
                f"{result.path.name} holds no scores of single instances; "
                "write it with: kagent bench score --out FILE"
            )
        if not _adds_up(result):
            return f"the single scores in {result.path.name} do not add up to its figures"
    return ""


def _adds_up(result: BenchResult) -> bool:
    """Whether each figure is the mean of the single scores."""
    for category in CATEGORIES:
        found = [score.scores[category] for score in result.instances if category in score.scores]
        mean = sum(found) / len(found) if found else 0.0
        if abs(mean - result.figures[category]) > _ROUNDING:
            return False
    return True
