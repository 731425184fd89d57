"""What results are called beside each other: by the model, and by as much more as is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from engine.bench.report.results import BenchResult

_MORE: Final[tuple[Callable[[BenchResult], str], ...]] = (
    lambda result: result.scorer,
    lambda result: result.data,
    lambda result: result.path.name,
)


def labels(results: Sequence[BenchResult]) -> tuple[str, ...]:
    """A name for each result: the model, with the scorer, the data and the file in brackets as far
    as these tell results of one model apart.
    """
    found = [result.model for result in results]
    details: list[list[str]] = [[] for _ in results]
    for more in _MORE:
        counted = Counter(zip(found, map(tuple, details), strict=True))
        same = [
            counted[name, tuple(detail)] > 1 for name, detail in zip(found, details, strict=True)
        ]
        values: dict[str, set[str]] = {}
        for name, result, is_same in zip(found, results, same, strict=True):
            if is_same:
                values.setdefault(name, set()).add(more(result))
        for place, result in enumerate(results):
            if same[place] and len(values[found[place]]) > 1:
                details[place].append(more(result))
    return tuple(
        f"{name} ({', '.join(detail)})" if detail else name
        for name, detail in zip(found, details, strict=True)
    )
