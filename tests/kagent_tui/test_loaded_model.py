"""Another model takes the place of the one in use, with two real files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kagent_tui import loaded_model
from kagent_tui.assembly import Assembly
from kagent_tui.config import Config
from kagent_tui.loaded_model import fit_together
from models.language.base import Message, ModelError

MESSAGES = [Message("user", "How many days lie between Monday and Friday?")]


@pytest.fixture
def other(builtin_model_path: Path, tmp_path: Path) -> Path:
    path = tmp_path / "other.gguf"
    path.write_bytes(builtin_model_path.read_bytes())
    return path


@pytest.fixture
def assembly(tmp_path: Path) -> Iterator[Assembly]:
    with Assembly(tmp_path / "home", Config()) as opened:
        yield opened


def _loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is loaded from now on, in order."""
    loads: list[str] = []
    real = loaded_model.load

    def load(config: Config, progress: object = None) -> object:
        loads.append(config.model)
        return real(config)

    monkeypatch.setattr(loaded_model, "load", load)
    return loads


def test_the_new_model_answers_from_then_on(assembly: Assembly, other: Path) -> None:
    before = assembly.load_model()
    assert assembly.use_model(str(other)).name == "other"
    assert assembly.load_model().name == "other"
    with pytest.raises(ModelError, match="is closed"):
        before.count_tokens("x")
    assert "".join(assembly.load_model().generate(MESSAGES, max_tokens=8)) != ""
    assert assembly.use_model("builtin").name == "kagent-nano"


@pytest.mark.parametrize("together", [True, False])
def test_one_that_cannot_be_loaded_leaves_the_one_before(
    assembly: Assembly, other: Path, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    monkeypatch.setattr(loaded_model, "fit_together", lambda *_: together)
    assembly.load_model()
    loads = _loads(monkeypatch)
    other.write_bytes(other.read_bytes()[:100_000])
    with pytest.raises(ModelError) as caught:
        assembly.use_model(str(other))
    assert "\n" not in str(caught.value)
    assert loads == ([str(other)] if together else [str(other), "builtin"])
    assert "".join(assembly.load_model().generate(MESSAGES, max_tokens=8)) != ""
    assert assembly.load_model().name == "kagent-nano"


def test_before_anything_was_loaded_the_new_one_is_loaded_alone(
    assembly: Assembly, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = _loads(monkeypatch)
    assembly.use_model(str(other))
    assembly.load_model()
    assert loads == [str(other)]


def test_an_answer_that_is_being_written_ends_and_nothing_crashes(
    assembly: Assembly, other: Path
) -> None:
    writing = assembly.load_model().generate(MESSAGES, max_tokens=64)
    next(writing)
    assembly.use_model(str(other))
    assert len(list(writing)) < 64
    assert writing.finish == "cancelled"


def test_a_session_asks_the_new_model_next(assembly: Assembly, other: Path) -> None:
    from engine.events import Concluded

    session = assembly.session()
    question = "How many days are there from 2024-01-01 to 2024-03-01?"
    models = []
    for source in ("builtin", str(other)):
        assembly.use_model(source)
        ended = [event for event in session.ask(question) if isinstance(event, Concluded)]
        assert "60" in ended[0].answer.text
        models.append(ended[0].answer.model)
    assert models == ["kagent-nano", "other"]


def test_a_servers_model_is_called_by_the_name_that_was_chosen(assembly: Assembly) -> None:
    assembly.set_model_options(remote_name="qwen3:8b", context_tokens=16_384)
    model = assembly.use_model("http://127.0.0.1:9/v1")
    assert (model.name, model.context_tokens) == ("qwen3:8b", 16_384)


def test_options_that_are_set_while_a_model_is_loaded_are_for_the_next_one(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = loaded_model.load

    def load(config: Config, progress: object = None) -> object:
        if config.remote_name is None:
            # The screen's thread does this, while the engine's loads.
            assembly.set_model_options(remote_name="qwen3:8b", context_tokens=16_384)
        return real(config)

    monkeypatch.setattr(loaded_model, "load", load)
    assert assembly.use_model("http://127.0.0.1:9/v1").name != "qwen3:8b"
    model = assembly.use_model("http://127.0.0.1:9/v1")
    assert (model.name, model.context_tokens) == ("qwen3:8b", 16_384)


@pytest.mark.parametrize(
    ("available", "total", "fits"),
    [(10**10, 10**10, True), (400_000_000, 10**10, False), (0, 10**10, True), (0, 0, True)],
)
def test_two_models_fit_by_what_memory_is_left(
    other: Path, monkeypatch: pytest.MonkeyPatch, available: int, total: int, fits: bool
) -> None:
    monkeypatch.setattr("models.machine.available_memory", lambda: available)
    monkeypatch.setattr("models.machine.total_memory", lambda: total)
    assert fit_together(Config(model=str(other)), Config(model=str(other))) is fits
    assert fit_together(Config(), Config(model="http://127.0.0.1:9")) is (available != 400_000_000)
