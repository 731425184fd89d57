"""What the results of `kagent bench` say, each read from its file and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

from engine.bench.instances import Category

OtherKind = Literal["system", "retrieval", "plan"]
Dimension = Literal["language", "memory", "relation"]

OTHER_KINDS: Final[tuple[OtherKind, ...]] = get_args(OtherKind)
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)


@dataclass(frozen=True, slots=True)
class Failure:
    """A prediction that scored low: what was asked, what came and what was wanted.

    `score` is in percent; `predicted` and `gold` are texts, or a step as JSON.
    """

    id: str
    category: str
    template: str
    query: str
    predicted: str
    gold: str
    score: float | None
    problem: str


@dataclass(frozen=True, slots=True)
class InstanceFigures:
    """What one instance scored, in percent, in each category that its type counts for."""

    id: str
    type: str
    scores: Mapping[Category, float]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the instances, such as those in Chinese; `scores` are in percent."""

    name: str
    instances: int | None
    scores: Mapping[Category, float]


@dataclass(frozen=True, slots=True)
class BenchResult:
    """A result of `kagent bench score`; figures are in percent."""

    path: Path
    model: str
    data: str
    scorer: str
    figures: Mapping[Category, float]
    overall: float
    counts: Mapping[str, Any] = field(default_factory=dict)
    usage: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[Dimension, Sequence[Group]] = field(default_factory=dict)
    templates: Mapping[Category, Mapping[str, float]] = field(default_factory=dict)
    failures: Sequence[Failure] = ()
    instances: Sequence[InstanceFigures] = ()


@dataclass(frozen=True, slots=True)
class OtherResult:
    """A result of `kagent bench system`, `retrieval` or `plan`.

    `figures` are the numbers that stand directly in it, under their own names.
    """

    path: Path
    kind: OtherKind
    model: str
    questions: int | None
    figures: Mapping[str, float]
    usage: Mapping[str, Any] = field(default_factory=dict)


Result = BenchResult | OtherResult
