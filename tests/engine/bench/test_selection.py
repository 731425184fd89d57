"""Which prompts are asked, and which instances are scored by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.bench.errors import BenchError
from engine.bench.instances import PLAIN, Instance, Prediction
from engine.bench.selection import Selection, digest_of, only_predicted, selected, spread


def _instances() -> list[Instance]:
    plans = [
        Instance(f"p{n}", "q", "plantooluse", (), {"ReACT": f"r{n}", "AutoGPT": f"a{n}"})
        for n in range(6)
    ]
    return [*plans, *(Instance(f"s{n}", "q", "profile", (), {PLAIN: f"s{n}"}) for n in range(3))]


@pytest.mark.parametrize(
    ("selection", "keys"),
    [
        (Selection(types=("profile",)), ["s0/plain", "s1/plain", "s2/plain"]),
        (Selection(limit=3), ["p0/ReACT", "p0/AutoGPT", "p3/ReACT", "p3/AutoGPT", "s0/plain"]),
        (Selection(templates=("AutoGPT",), limit=2), ["p0/AutoGPT", "p4/AutoGPT"]),
        (Selection(templates=("AutoGPT",), types=("profile",), limit=1), ["s0/plain"]),
    ],
)
def test_what_is_selected(selection: Selection, keys: list[str]) -> None:
    assert [prompt.key for prompt in selected(_instances(), selection)] == keys


def test_everything_is_selected_by_default_and_nothing_is_an_error() -> None:
    assert len(selected(_instances(), Selection(limit=99))) == 15
    with pytest.raises(BenchError, match="of the type reflextion and the template ToolLlama"):
        selected(_instances(), Selection(("reflextion",), ("ToolLlama",)))
    with pytest.raises(BenchError, match="the data has no prompts"):
        selected([], Selection())


def test_a_limit_takes_items_from_all_over_the_file() -> None:
    assert spread(range(10), 3) == [0, 3, 6]
    assert spread(range(3), 5) == [0, 1, 2]
    assert spread(range(3), None) == [0, 1, 2]


def test_a_limit_takes_every_type_of_a_file_that_goes_through_them_twice() -> None:
    plans, profiles = _instances()[:6], _instances()[6:]
    twice = [*plans[:3], profiles[0], *plans[3:], *profiles[1:]]
    chosen = [prompt.instance.id for prompt in selected(twice, Selection(limit=3))]
    assert list(dict.fromkeys(chosen)) == ["p0", "s0", "p3"]


def test_only_what_was_predicted_is_left() -> None:
    first, *_, last = _instances()
    predictions = [Prediction("p0", {"AutoGPT": ""}), Prediction("s2", {}), Prediction("x", {})]
    kept = only_predicted([first, last], predictions)
    assert kept == (replace(first, prompts={"AutoGPT": "a0"}),)


def test_the_digest_is_of_what_is_asked_and_not_of_what_is_right() -> None:
    first, *rest = _instances()
    other = replace(first, prompts={"ReACT": "other", "AutoGPT": "a0"})
    same = replace(first, query="?", row={"x": 1})
    assert digest_of([first, *rest]) == digest_of([same, *rest]) != digest_of([other, *rest])
