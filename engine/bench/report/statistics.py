"""How sure a difference between two models is: a paired bootstrap over the instances.

Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13: percentile intervals.
Instances are drawn within their type, since every figure is a mean over one type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from engine.bench.instances import CATEGORIES, WEIGHTS, Category
from engine.bench.report.results import InstanceFigures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Figure = Category | Literal["overall"]

FIGURES: Final[tuple[Figure, ...]] = (*CATEGORIES, "overall")
RESAMPLES: Final = 1_000
_SEED: Final = 20231208
# The ends of an interval of 95 %, in percent.
_ENDS: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher the second model's figure is, in points of percent, and its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_told_apart(self) -> bool:
        """Whether the interval leaves out 0, so that chance alone hardly explains it."""
        return self.low > 0 or self.high < 0


def paired_bootstrap(
    first: Sequence[InstanceFigures],
    second: Sequence[InstanceFigures],
    resamples: int = RESAMPLES,
    seed: int = _SEED,
) -> dict[Figure, Difference]:
    """The difference of each figure, second minus first, over the instances that both have.

    A category without such instances is absent. The overall weights those that are there as
    equation 7 does; it is absent where none is.
    """
    import numpy as np

    drawing = np.random.default_rng(seed)
    drawn: dict[Category, NDArray[np.float64]] = {}
    values: dict[Category, float] = {}
    for pairs in _by_type(first, second):
        picks = drawing.integers(0, len(pairs), size=(resamples, len(pairs)))
        for category in CATEGORIES:
            differences = np.array(
                [
                    after[category] - before[category]
                    for before, after in pairs
                    if category in before and category in after
                ]
            )
            if len(differences) == len(pairs):
                drawn[category] = differences[picks].mean(axis=1)
                values[category] = float(differences.mean())
    if not drawn:
        return {}
    found: dict[Figure, Difference] = {
        category: _difference(values[category], drawn[category])
        for category in CATEGORIES
        if category in drawn
    }
    overall = sum(WEIGHTS[category] * drawn[category] for category in drawn)
    value = sum(WEIGHTS[category] * values[category] for category in drawn)
    return {**found, "overall": _difference(value, np.asarray(overall))}


def _difference(value: float, drawn: NDArray[np.float64]) -> Difference:
    import numpy as np

    low, high = (float(end) for end in np.percentile(drawn, _ENDS))
    return Difference(round(value, 2), round(low, 2), round(high, 2))


Scores = Mapping[Category, float]


def _by_type(
    first: Sequence[InstanceFigures], second: Sequence[InstanceFigures]
) -> list[list[tuple[Scores, Scores]]]:
    """The pairs of both models' scores for the same instance, type by type, in a fixed order."""
    others = {(score.type, score.id): score.scores for score in second}
    found: dict[str, list[tuple[Scores, Scores]]] = {}
    for score in sorted(first, key=lambda one: (one.type, one.id)):
        other = others.get((score.type, score.id))
        if other is not None:
            found.setdefault(score.type, []).append((score.scores, other))
    return list(found.values())
