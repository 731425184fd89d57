"""One prompt and the model in this process: what fits, and what does not."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.bench.answering import Answering
from engine.bench.instances import PLAIN, Instance
from engine.bench.running import RunSettings
from engine.bench.selection import Prompt
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
