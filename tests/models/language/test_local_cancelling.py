"""Stopping a slow model: during the prompt, while decoding, by Ctrl-C; and what is left then."""

from __future__ import annotations

import _thread
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.language.base import Message
from models.language.local import LocalModel

LONG = [Message("user", "How many days are there between the two of them? " * 14)]
LIMIT_SECONDS = 0.3


@pytest.fixture(scope="module")
def slow_model(slow_path: Path) -> Iterator[LocalModel]:
    model = LocalModel(slow_path, threads=1)
    list(model.generate([Message("user", "page the weights in")], max_tokens=1))
    yield model
    model.close()


@pytest.fixture(scope="module")
def expected(slow_path: Path) -> str:
    """What a context that was never cancelled answers."""
    model = LocalModel(slow_path, threads=1)
    text = "".join(model.generate(LONG, max_tokens=4))
    model.close()
    return text


def _later(seconds: float, cancel: threading.Event) -> list[float]:
    """Set `cancel` after a while; the list then holds the moment."""
    moments: list[float] = []

    def fire() -> None:
        moments.append(time.monotonic())
        cancel.set()

    threading.Timer(seconds, fire).start()
    return moments


def test_cancel_during_the_prompt(slow_model: LocalModel, expected: str) -> None:
    cancel = threading.Event()
    moments = _later(0.25, cancel)
    generation = slow_model.generate(LONG, max_tokens=4, cancel=cancel)
    assert list(generation) == []
    assert time.monotonic() - moments[0] < LIMIT_SECONDS
    assert generation.finish == "cancelled"
    assert generation.usage.evaluated_tokens < generation.usage.prompt_tokens
    # The same context goes on as if nothing had happened.
    assert "".join(slow_model.generate(LONG, max_tokens=4)) == expected


def test_cancel_while_decoding(slow_model: LocalModel, expected: str) -> None:
    cancel = threading.Event()
    short = [Message("user", "hello")]
    generation = slow_model.generate(short, max_tokens=1000, cancel=cancel)
    next(generation)
    moments = _later(0.2, cancel)
    list(generation)
    assert time.monotonic() - moments[0] < LIMIT_SECONDS
    assert generation.finish == "cancelled"
    assert 1 <= generation.usage.generated_tokens < 1000
    assert "".join(slow_model.generate(LONG, max_tokens=4)) == expected


def test_cancelled_before_it_began(slow_model: LocalModel) -> None:
    cancel = threading.Event()
    cancel.set()
    generation = slow_model.generate(LONG, max_tokens=4, cancel=cancel)
    started = time.monotonic()
    assert list(generation) == []
    assert time.monotonic() - started < LIMIT_SECONDS
    assert generation.usage.evaluated_tokens == 0


@pytest.fixture
def interrupts_are_heard() -> Iterator[None]:
    """A shell's background jobs ignore SIGINT, and so would a test run among them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts_are_heard")
def test_interrupt_during_the_prompt(slow_model: LocalModel, expected: str) -> None:
    moments: list[float] = []

    def interrupt() -> None:
        moments.append(time.monotonic())
        _thread.interrupt_main()

    # A beginning of its own, so that the prompt is not found in the cache.
    other = [Message("user", "Interrupted. " + LONG[0].content)]
    generation = slow_model.generate(other, max_tokens=4)
    threading.Timer(0.25, interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        list(generation)
    assert time.monotonic() - moments[0] < LIMIT_SECONDS
    assert "".join(slow_model.generate(LONG, max_tokens=4)) == expected


def test_closed_generator_keeps_the_cache(slow_model: LocalModel, expected: str) -> None:
    generation = slow_model.generate(LONG, max_tokens=4)
    first = next(generation)
    generation.close()
    again = slow_model.generate(LONG, max_tokens=4)
    text = "".join(again)
    assert again.usage.evaluated_tokens == 1
    assert text.startswith(first)
    assert text == expected
