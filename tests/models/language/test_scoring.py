"""How likely a local model finds given answers."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from models.language.base import (
    Constraint,
    ContextOverflowError,
    Message,
    ModelError,
    OptionScorer,
)
from models.language.local import LocalModel
from models.language.scoring import OptionTree

ASKED = [Message("system", "Point."), Message("user", "Which one? 哪一个？")]
END = 9


class _Fake:
    """Logits that depend on the tokens before, and how often they were asked for."""

    def __init__(self) -> None:
        self.paths: list[tuple[int, ...]] = []

    def __call__(self, path: Sequence[int]) -> npt.NDArray[np.float32]:
        self.paths.append(tuple(path))
        seed = sum((place + 1) * token for place, token in enumerate(path)) + len(path)
        return np.random.default_rng(seed).normal(size=10).astype(np.float32)


def _probability(path: Sequence[int], token: int) -> float:
    logits = _Fake()(path).astype(float)
    return float(np.exp(logits[token]) / np.exp(logits).sum())


def test_options_count_as_far_as_they_differ() -> None:
    fake = _Fake()
    found = OptionTree([(1, 2, 4), (1, 3, 4), (5, 6, 7, 8)], END).log_probabilities(fake)
    assert fake.paths == [(), (1,)]
    first = _probability((), 1)
    expected = [first * _probability((1,), 2), first * _probability((1,), 3), _probability((), 5)]
    assert [math.exp(one) for one in found] == pytest.approx(expected, rel=1e-5)


def test_an_option_that_begins_another_is_told_from_it_by_its_end() -> None:
    fake = _Fake()
    short, long = OptionTree([(1,), (1, 2)], END).log_probabilities(fake)
    assert fake.paths == [(), (1,)]
    assert math.exp(short) == pytest.approx(_probability((), 1) * _probability((1,), END), rel=1e-5)
    assert math.exp(long) == pytest.approx(_probability((), 1) * _probability((1,), 2), rel=1e-5)


def test_the_likeliest_option_is_what_a_grammar_of_them_writes(tiny_model: LocalModel) -> None:
    options = ["the", "in", "on", "我"]
    scores = tiny_model.score(ASKED, options)
    assert isinstance(tiny_model, OptionScorer)
    best = options[max(range(4), key=scores.log_probabilities.__getitem__)]
    choices = Constraint("root ::= " + " | ".join(f'"{option}"' for option in options) + "\n")
    assert "".join(tiny_model.generate(ASKED, max_tokens=8, constraint=choices)) == best
    assert sum(map(math.exp, scores.log_probabilities)) <= 1.0


def test_the_prompt_is_evaluated_once(tiny_path: Path) -> None:
    model = LocalModel(tiny_path)
    options = [f"[{number}]" for number in range(1, 9)] + ["none"]
    first = model.score(ASKED, options)
    assert first.usage.evaluated_tokens <= first.usage.prompt_tokens + 3
    again = model.score(ASKED, options)
    assert again.log_probabilities == pytest.approx(first.log_probabilities, abs=1e-3)
    assert again.usage.evaluated_tokens <= 4
    after = model.generate(ASKED, max_tokens=1)
    list(after)
    assert after.usage.evaluated_tokens == 1
    model.close()


def test_scoring_can_be_cancelled_and_refused(tiny_path: Path) -> None:
    model = LocalModel(tiny_path)
    cancel = threading.Event()
    cancel.set()
    assert model.score(ASKED, ["the", "in"], cancel=cancel).log_probabilities == ()
    with pytest.raises(ModelError, match="empty"):
        model.score(ASKED, ["the", ""])
    with pytest.raises(ContextOverflowError):
        model.score([Message("user", "the in " * 2000)], ["the", "in"])
    model.close()
    with pytest.raises(ModelError, match="closed"):
        model.score(ASKED, ["the", "in"])
