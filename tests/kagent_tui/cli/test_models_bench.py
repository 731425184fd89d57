"""`kagent models bench`: what is measured, said and kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.benchmarking import Benchmark
from tests.kagent_tui.cli.model_commands import Models

FOUND = Benchmark(
    rate=8.0,
    prompt_rate=60.0,
    first_token_seconds=8.5,
    prompt_tokens=512,
    written_tokens=64,
    style="prose",
    load_seconds=3.25,
    memory=2_900_000_000,
)


def test_the_model_in_use_is_measured_and_its_figures_are_kept(models: Models) -> None:
    done = models("bench", "--json")
    assert done.code == 0, done.err
    assert (done.json["name"], done.json["kind"]) == ("builtin", "language")
    assert done.json["rate"] > 0
    assert "error" not in done.json
    kept = json.loads((models.folder / "benchmarks" / "builtin.json").read_text())
    assert kept["rate"] == done.json["rate"]
    info = models("info", "builtin", "--json").json
    assert info["benchmark_writing"] == done.json["rate"]
    assert info["benchmark_at"] == done.json["at"]


def test_what_the_figures_mean_is_said_in_words(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.benchmarking.benchmark", lambda *_, **__: FOUND)
    done = models("bench", "builtin")
    assert done.out.splitlines() == [
        "an answer: about 50 s, its first word after 25 s (1,500 tokens read, 200 written)",
        "reading: 60 tokens a second",
        "writing: 8 tokens a second",
        "first token: after 8.5 s for a prompt of 512 tokens",
        "loaded in 3.2 s",
        "memory: 2.9 GB at most",
    ]
    assert done.err == "measuring builtin\n"


def test_a_file_of_the_user_is_measured_and_nothing_is_written(
    models: Models, builtin_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.benchmarking.benchmark", lambda *_, **__: FOUND)
    done = models("bench", builtin_model_path, "--json")
    assert done.json["file"] == str(builtin_model_path)
    assert not models.home.exists()


def test_figures_go_with_the_model(models: Models, builtin_model_path: Path) -> None:
    models("import", builtin_model_path, "--name", "mine", "-q")
    assert models("bench", "mine").code == 0
    assert (models.folder / "benchmarks" / "mine.json").is_file()
    assert models("remove", "mine", "--yes").code == 0
    assert list(models.folder.iterdir()) == []


def test_what_cannot_be_measured_is_one_line(models: Models, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(b"GGUF")
    for name, says in (
        ("qwen3-4b", "kagent models pull qwen3-4b"),
        ("qwen3-5b", "did you mean"),
        (str(damaged), "damaged.gguf"),
    ):
        done = models("bench", name)
        assert done.code == 1
        assert says in done.err
        assert done.err.count("\n") == 1
    models.write_config('model = "http://127.0.0.1:9/v1"\n')
    assert "answers from a server" in models("bench").err
