"""Several answers of the real built-in model, written side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.builtin import language_model_path
from models.language.base import (
    Constraint,
    ConstraintError,
    ContextOverflowError,
    Message,
    ModelError,
)
from models.language.batching import BatchedModel
from models.language.loading import ModelSpec, load_model
from models.language.local import LocalModel

ONE = Constraint('root ::= "one" | "eleven"')
TWO = Constraint('root ::= "two" | "二"')


def asked(text: str) -> list[Message]:
    return [Message("user", text)]


# Of different lengths, so that prompts are read while other answers are written.
PROMPTS = [
    asked(text * times)
    for text, times in (
        ("When is Christmas? ", 1),
        ("今年中秋节是几月几号？", 30),
        ("How many days are there until Easter? ", 40),
        ("hello", 1),
        ("冬至是哪一天", 2),
        ("What weekday is 3 March 2027? ", 9),
    )
]


@pytest.fixture
def model() -> Iterator[BatchedModel]:
    opened = BatchedModel(language_model_path(), 3, context_tokens=1024)
    try:
        yield opened
    finally:
        opened.close()


def answers(model: BatchedModel, prompts: Sequence[Sequence[Message]]) -> list[str]:
    with ThreadPoolExecutor(len(prompts)) as threads:
        return list(threads.map(lambda p: "".join(model.generate(p, max_tokens=24)), prompts))


def test_each_answer_is_what_it_would_be_alone(model: BatchedModel) -> None:
    alone = LocalModel(language_model_path(), context_tokens=1024)
    try:
        expected = ["".join(alone.generate(prompt, max_tokens=24)) for prompt in PROMPTS]
    finally:
        alone.close()
    assert model.answers == 3
    assert answers(model, PROMPTS) == expected
    # A sequence that was used before knows nothing of it.
    assert answers(model, PROMPTS[::-1]) == expected[::-1]


def test_grammars_and_limits_are_each_answer_s_own(model: BatchedModel) -> None:
    one = model.generate(PROMPTS[0], max_tokens=8, constraint=ONE)
    two = model.generate(PROMPTS[1], max_tokens=8, constraint=TWO)
    short = model.generate(PROMPTS[5], max_tokens=2)
    assert "".join(two) in {"two", "二"}
    assert "".join(one) in {"one", "eleven"}
    assert len("".join(short)) > 0
    assert (one.finish, two.finish, short.finish) == ("stop", "stop", "length")
    assert short.usage.generated_tokens == 2
    assert short.usage.prompt_tokens == short.usage.evaluated_tokens > 9
    assert short.usage.seconds > 0


def test_a_cancelled_answer_ends_and_the_others_go_on(model: BatchedModel) -> None:
    expected = "".join(model.generate(PROMPTS[2], max_tokens=24))
    cancel = threading.Event()
    ended = model.generate(PROMPTS[1], max_tokens=500, cancel=cancel)
    other = model.generate(PROMPTS[2], max_tokens=24)
    next(ended)
    cancel.set()
    "".join(ended)
    assert ended.finish == "cancelled"
    assert ended.usage.generated_tokens < 500
    assert "".join(other) == expected
    begun = model.generate(PROMPTS[0], max_tokens=24)
    begun.close()
    "".join(begun)
    assert "".join(model.generate(PROMPTS[2], max_tokens=24)) == expected


def test_what_cannot_be_answered_is_refused_at_once(model: BatchedModel) -> None:
    with pytest.raises(ContextOverflowError, match="has room for 1024"):
        model.generate(asked("day " * 2000), max_tokens=8)
    with pytest.raises(ModelError, match="at least 1"):
        model.generate(PROMPTS[0], max_tokens=0)
    with pytest.raises(ConstraintError):
        model.generate(PROMPTS[0], max_tokens=8, constraint=Constraint("root ::= nothing"))


def test_closing_ends_what_is_being_written() -> None:
    model = BatchedModel(language_model_path(), 2, context_tokens=1024)
    running = [model.generate(prompt, max_tokens=500) for prompt in PROMPTS[:3]]
    next(running[0])
    began = time.monotonic()
    model.close()
    for generation in running:
        "".join(generation)
        assert generation.finish == "cancelled"
        assert generation.usage.generated_tokens < 500
    assert time.monotonic() - began < 20
    with pytest.raises(ModelError, match="is closed: load it again"):
        model.generate(PROMPTS[0], max_tokens=8)
    with pytest.raises(ModelError, match="is closed"):
        model.count_tokens("x")
    model.close()


def test_a_failure_reaches_everybody_who_waits(
    model: BatchedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ModelError("llama.cpp failed with code -3 (no reason given): try again")

    monkeypatch.setattr(model._runtime, "evaluate_rows", broken)
    running = [model.generate(prompt, max_tokens=8) for prompt in PROMPTS]
    for generation in running:
        with pytest.raises(ModelError, match="code -3"):
            "".join(generation)
    monkeypatch.undo()
    assert "".join(model.generate(PROMPTS[0], max_tokens=8, constraint=ONE)) in {"one", "eleven"}


def test_it_is_loaded_where_several_answers_are_wanted() -> None:
    model = load_model(ModelSpec("builtin", context_tokens=512, answers=4))
    try:
        assert isinstance(model, BatchedModel)
        assert (model.answers, model.context_tokens, model.style) == (4, 512, "pointer")
        assert model.count_tokens("days") >= 1
        assert model.name == "kagent-nano"
    finally:
        model.close()
