"""What the command line and the models screen share: plans, choices, servers, reasons."""

from __future__ import annotations

import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kagent_tui.config import Config
from kagent_tui.controllers.model_arrivals import Arrived, plan, pull, take_in, unsafe_way
from kagent_tui.controllers.model_settings import write_context, write_server
from kagent_tui.controllers.models import (
    Chosen,
    ModelRefusedError,
    Probing,
    choose,
    removal,
    remove,
    write_choice,
)
from kagent_tui.model_shelf import ModelShelf
from kagent_tui.model_words import fit_lines
from models.catalog import find
from models.download_events import DownloadInterruptedError, Progressed
from tests.models.hub import hub_of

NAME = "maker/tiny-GGUF/tiny-model.gguf"


def _shelf(home: Path, **settings: Any) -> ModelShelf:
    return ModelShelf(home, Config(**settings))


def test_a_pull_ends_with_a_model_that_was_tried(tmp_path: Path, builtin_model_path: Path) -> None:
    shelf = _shelf(tmp_path)
    with hub_of(builtin_model_path.read_bytes()) as hub:
        planned = plan(shelf, find(NAME), {"HF_ENDPOINT": hub.url})
        assert (planned.host, planned.have) == ("127.0.0.1", 0)
        assert planned.source == NAME
        events = list(pull(planned, shelf, Config(), threading.Event()))
    assert isinstance(events[-2], Probing)
    arrived = events[-1]
    assert isinstance(arrived, Arrived)
    assert arrived.probe.error == ""
    row = shelf.row("tiny-model")
    assert row is not None
    assert row.is_here


def test_a_pull_that_was_stopped_is_planned_as_going_on(
    tmp_path: Path, builtin_model_path: Path
) -> None:
    shelf, cancel = _shelf(tmp_path), threading.Event()
    with hub_of(builtin_model_path.read_bytes()) as hub:
        environment = {"HF_ENDPOINT": hub.url}
        events = pull(plan(shelf, find(NAME), environment), shelf, Config(), cancel)
        next(event for event in events if isinstance(event, Progressed))
        cancel.set()
        with pytest.raises(DownloadInterruptedError, match="are kept"):
            list(events)
        assert 0 < plan(shelf, find(NAME), environment).have < len(hub.data)


def test_a_mirror_without_encryption_and_a_file_without_a_hash_do_not_go_together(
    tmp_path: Path,
) -> None:
    shelf = _shelf(tmp_path)
    mirror = {"HF_ENDPOINT": "http://mirror.example"}
    problem = unsafe_way(plan(shelf, find(NAME), mirror))
    assert problem is not None
    assert "without encryption" in problem
    assert unsafe_way(plan(shelf, find("qwen3-0.6b"), mirror)) is None
    assert unsafe_way(plan(shelf, find(NAME), {})) is None
    with pytest.raises(ModelRefusedError, match="without encryption"):
        next(pull(plan(shelf, find(NAME), mirror), shelf, Config(), threading.Event()))


def test_a_choice_is_written_relative_where_the_file_moves_along(
    tmp_path: Path, builtin_model_path: Path
) -> None:
    shelf, config = _shelf(tmp_path), tmp_path / "config.toml"
    config.write_text('# mine\nlanguage = "zh" # always\n', encoding="utf-8")
    list(take_in(builtin_model_path, shelf, threading.Event(), name="mine"))
    *_, chosen = choose(shelf, "mine", config, threading.Event())
    assert isinstance(chosen, Chosen)
    assert chosen.source == str(tmp_path / "models" / "mine.gguf")
    write_choice(chosen, config)
    text = config.read_text(encoding="utf-8")
    assert '# mine\nlanguage = "zh" # always\n' in text
    assert tomllib.loads(text)["model"] == "models/mine.gguf"
    with pytest.raises(ModelRefusedError, match="is in use"):
        removal(_shelf(tmp_path, model=chosen.source), "mine")
    removing = removal(shelf, "mine")
    assert remove(shelf, removing) == removing.frees == builtin_model_path.stat().st_size


def test_a_server_and_its_model_are_written_together(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    assert write_server(config, "http://localhost:11434/", "qwen3:8b") == (
        "http://localhost:11434/v1"
    )
    assert tomllib.loads(config.read_text()) == {
        "model": "http://localhost:11434/v1",
        "remote_name": "qwen3:8b",
    }
    write_server(config, "http://localhost:8080/v1", None)
    assert tomllib.loads(config.read_text()) == {"model": "http://localhost:8080/v1"}


@pytest.mark.parametrize(
    ("typed", "tokens"), [("8192", 8192), (" 16,384 ", 16384), ("", None), ("512", 512)]
)
def test_a_context_that_was_typed(tmp_path: Path, typed: str, tokens: int | None) -> None:
    config = tmp_path / "config.toml"
    config.write_text("context_tokens = 2048\n")
    assert write_context(config, typed) == tokens
    assert tomllib.loads(config.read_text()).get("context_tokens") == tokens


@pytest.mark.parametrize("typed", ["511", "many", "-4096", "٣٠٠٠", "4e3", "99999999999"])
def test_a_context_that_is_none(tmp_path: Path, typed: str) -> None:
    config = tmp_path / "config.toml"
    with pytest.raises(ModelRefusedError, match="number of tokens"):
        write_context(config, typed)
    assert not config.exists()


@pytest.mark.parametrize(
    ("gigabytes", "name", "says"),
    [
        (4, "qwen3-8b", ["needs 6.0 GB of 4.3 GB of memory, of which 3.3 GB can be spared"]),
        (32, "qwen3-8b", ["needs 6.0 GB of 34.4 GB of memory", "about 4 tokens/s on 4 cores"]),
        (0, "bge-m3", ["needs 754.6 MB of memory"]),
    ],
)
def test_why_a_model_fits_or_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gigabytes: int, name: str, says: list[str]
) -> None:
    monkeypatch.setattr("kagent_tui.model_shelf.total_memory", lambda: gigabytes * 2**30)
    monkeypatch.setattr("kagent_tui.model_shelf.usable_cpus", lambda: [0, 1, 2, 3])
    monkeypatch.setattr("models.machine.usable_cpus", lambda: [0, 1, 2, 3])
    shelf = _shelf(tmp_path)
    row = shelf.row(name)
    assert row is not None
    assert fit_lines(shelf.reasons(row))[: len(says)] == says
