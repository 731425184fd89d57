"""Intervals of differences: where they can be counted by hand, they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.bench.report.comparing import compare
from engine.bench.report.results import InstanceFigures
from engine.bench.report.statistics import FIGURES, Difference, paired_bootstrap
from tests.engine.bench.report.sample_results import instances, read, scores


def _scores(shift: float = 0.0) -> list[InstanceFigures]:
    return [InstanceFigures(row["id"], row["type"], row["scores"]) for row in instances(shift)]


def test_equal_models_differ_by_nothing() -> None:
    found = paired_bootstrap(_scores(), _scores())
    assert tuple(found) == FIGURES
    assert set(found.values()) == {Difference(0.0, 0.0, 0.0)}
    assert not any(one.is_told_apart for one in found.values())


def test_a_model_that_is_better_everywhere_is_told_apart() -> None:
    found = paired_bootstrap(_scores(), _scores(5.0))
    assert set(found.values()) == {Difference(5.0, 5.0, 5.0)}
    assert all(one.is_told_apart for one in found.values())
    behind = paired_bootstrap(_scores(5.0), _scores())
    assert set(behind.values()) == {Difference(-5.0, -5.0, -5.0)}
    assert behind["overall"].is_told_apart


def test_two_instances_of_which_one_is_better_are_not_enough() -> None:
    first = [InstanceFigures(name, "conclusion", {"concluding": 40}) for name in "ab"]
    second = [
        InstanceFigures("a", "conclusion", {"concluding": 40}),
        InstanceFigures("b", "conclusion", {"concluding": 50}),
    ]
    # A quarter of the resamples draws a twice, a quarter b twice: 0, 5 and 10 are the means.
    found = paired_bootstrap(first, second)
    assert found["concluding"] == Difference(5.0, 0.0, 10.0)
    assert not found["concluding"].is_told_apart
    # The weight of concluding is 0.2.
    assert found["overall"] == Difference(1.0, 0.0, 2.0)
    assert set(found) == {"concluding", "overall"}


def test_pairs_are_by_id_and_not_by_place() -> None:
    found = paired_bootstrap(_scores(), list(reversed(_scores(5.0))))
    assert set(found.values()) == {Difference(5.0, 5.0, 5.0)}
    only = paired_bootstrap(_scores(), [one for one in _scores(5.0) if one.type == "profile"])
    assert set(only) == {"profile", "overall"}
    assert paired_bootstrap(_scores(), []) == {}


def test_the_same_numbers_come_again() -> None:
    first = [
        InstanceFigures(str(number), "profile", {"profile": float(number * 7 % 31)})
        for number in range(40)
    ]
    second = [
        InstanceFigures(str(number), "profile", {"profile": float(number * 11 % 37)})
        for number in range(40)
    ]
    found = paired_bootstrap(first, second)
    assert found == paired_bootstrap(first, second)
    assert found["profile"].low < found["profile"].value < found["profile"].high
    assert found != paired_bootstrap(first, second, seed=1)


def test_results_are_set_against_the_first(tmp_path: Path) -> None:
    first = read(tmp_path, "a.json", scores())
    second = read(tmp_path, "b.json", scores("large", 5.0))
    (found,) = compare((first, second), ("builtin", "large"))
    assert (found.label, found.instances, found.note) == ("large", 6, "")
    assert found.differences["overall"] == Difference(5.0, 5.0, 5.0)


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"scorer": "faithful"}, "they are by different scorers (faithful and corrected)"),
        ({"instances": []}, "b.json holds no scores of single instances"),
        ({"planning": 31.0}, "the single scores in b.json do not add up to its figures"),
        (
            {"instances": [{**row, "id": f"other-{row['id']}"} for row in instances()]},
            "the two results share no instance",
        ),
    ],
)
def test_why_no_difference_is_told(tmp_path: Path, changed: dict[str, Any], note: str) -> None:
    first = read(tmp_path, "a.json", scores())
    second = read(tmp_path, "b.json", scores("large", **changed))
    (found,) = compare((first, second), ("builtin", "large"))
    assert not found.differences
    assert note in found.note


def test_a_smaller_result_is_compared_over_what_both_have(tmp_path: Path) -> None:
    first = read(tmp_path, "a.json", scores())
    kept = [row for row in instances() if row["id"] != "p2"]
    second = read(tmp_path, "b.json", scores("large", instances=kept, planning=20, tool_use=30))
    (found,) = compare((first, second), ("builtin", "large"))
    assert found.note == "over the 5 instances that both have"
    assert found.differences["planning"] == Difference(0.0, 0.0, 0.0)
