"""One prompt and the model in this process: what fits, and what does not."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.bench.answering import Answering
from engine.bench.errors import BenchError
from engine.bench.instances import PLAIN, Instance
from engine.bench.running import RunSettings
from engine.bench.selection import Prompt, Selection, digest_of, selected
from engine.mat.asking import Asking
from models.language.local import LocalModel

CONTEXT = 512


@pytest.mark.parametrize(
    ("words", "overflows"),
    [(40, False), (380, False), (3000, True)],
    ids=["fits", "the answer gets the room that is left", "does not fit"],
)
def test_what_does_not_fit_is_an_empty_answer(
    builtin_model_path: Path, words: int, overflows: bool
) -> None:
    model = LocalModel(builtin_model_path, context_tokens=CONTEXT)
    text = "the " * words + "How warm is it in Leeds?"
    assert (model.count_tokens(text) > CONTEXT) is overflows
    instance = Instance("a", "q", "profile", (), {PLAIN: text})
    asking = Asking(threading.Event())
    do = Answering(model, RunSettings("builtin", max_tokens=300)).work(Prompt(instance, PLAIN))
    value = do(asking)
    model.close()
    assert value.get("overflows", 0) == int(overflows)
    assert (value["text"] == "") is overflows
    assert (asking.spent.tokens_out == 0) is overflows


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


def test_the_digest_is_of_what_is_asked() -> None:
    first, second = _instances(), _instances()
    assert digest_of(first) == digest_of(second)
    second[0] = Instance("p0", "q", "plantooluse", (), {"ReACT": "other", "AutoGPT": "a0"})
    assert digest_of(first) != digest_of(second)
