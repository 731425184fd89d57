"""A measurement of a model in a process of its own, and the figures that are kept of it."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from models import benchmarking
from models.benchmarking import Benchmark, BenchmarkFolder, benchmark
from models.embedding.loading import builtin_path


def test_a_language_model_is_measured(builtin_model_path: Path) -> None:
    found = benchmark(builtin_model_path, "language", at="2026-11-26T12:00:00")
    assert found.error == ""
    assert found.prompt_tokens > 100
    assert 4 <= found.written_tokens <= 64
    assert min(found.rate, found.prompt_rate, found.first_token_seconds) > 0
    assert found.memory > builtin_model_path.stat().st_size
    assert found.style == "pointer"
    first, whole = found.answer_seconds
    assert 0 < first < whole
    assert found.is_of(builtin_model_path)


def test_an_embedding_model_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    _hurried(monkeypatch, "_EMBEDDING_SECONDS = 0.1")
    found = benchmark(builtin_path(), "embedding")
    assert found.error == ""
    assert found.rate > 0
    assert found.answer_seconds == (0.0, 0.0)


def test_a_slow_model_reads_and_writes_less(
    builtin_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hurried(monkeypatch, "_PROMPT_SECONDS = 0.0; worker._WRITING_SECONDS = 0.0")
    found = benchmark(builtin_model_path, "language")
    assert found.prompt_tokens in (32, 33)  # with the token that begins a text, where there is one
    assert found.written_tokens == 4


def test_a_damaged_file_and_a_cancelled_run_are_one_line(
    builtin_model_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(builtin_model_path.read_bytes()[:100_000])
    found = benchmark(path, "language")
    assert found.error
    assert "\n" not in found.error
    cancel = threading.Event()
    cancel.set()
    assert benchmark(builtin_model_path, "language", cancel).error == "interrupted"


def test_figures_are_kept_for_as_long_as_the_file_is_the_same(tmp_path: Path) -> None:
    model = tmp_path / "mine.gguf"
    model.write_bytes(b"x")
    status = model.stat()
    folder = BenchmarkFolder(tmp_path / "models")
    found = Benchmark(rate=12.5, prompt_rate=80.0, size=status.st_size, changed=status.st_mtime_ns)
    folder.save("Mine", found)
    assert folder.find("mine", model) == found
    model.write_bytes(b"another")
    assert folder.find("mine", model) is None
    folder.remove("mine")
    assert not (tmp_path / "models" / "benchmarks").exists()


@pytest.mark.parametrize("written", ["", "{", "[]", '{"speed": 3}', json.dumps({"rate": "x"})])
def test_what_cannot_be_read_is_as_good_as_none(tmp_path: Path, written: str) -> None:
    model = tmp_path / "mine.gguf"
    model.write_bytes(b"x")
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "mine.json").write_text(written)
    assert BenchmarkFolder(tmp_path).find("mine", model) is None


def _hurried(monkeypatch: pytest.MonkeyPatch, changes: str) -> None:
    """Let the process have less patience."""
    program = (
        "import sys; sys.path[:] = sys.argv[3:]; from models import benchmark_worker as worker; "
        f"worker.{changes}; worker.main()"
    )
    monkeypatch.setattr(benchmarking, "_PROGRAM", program)
