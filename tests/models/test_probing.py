"""A trial in a process of its own: whatever kills that process is a line here."""

from __future__ import annotations

import dataclasses
import struct
import threading
from pathlib import Path

import pytest

from models import probing
from models.probing import probe

WHISPER = b"lmgg" + struct.pack("<11i", 51865, 1500, 512, 8, 6, 448, 512, 8, 6, 80, 9) + bytes(64)


def _dies(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the process run this instead."""
    monkeypatch.setattr(probing, "_PROGRAM", f"import os, signal, sys, time; {code}")


def test_a_good_model_is_measured(builtin_model_path: Path) -> None:
    found = probe(builtin_model_path, "language")
    assert found.error == ""
    assert found.rate is not None
    assert found.rate > 0
    assert found.prompt_rate is not None
    assert found.memory > builtin_model_path.stat().st_size
    assert found.is_of(builtin_model_path)
    assert not dataclasses.replace(found, size=1).is_of(builtin_model_path)


def test_a_damaged_file_is_one_line(builtin_model_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(builtin_model_path.read_bytes()[:100_000])
    found = probe(path, "language")
    assert "no usable model file" in found.error
    assert "\n" not in found.error


def test_a_file_that_would_crash_the_library_is_one_line(tmp_path: Path) -> None:
    """whisper.cpp would read past the end of a file that stops after its header."""
    path = tmp_path / "speech.bin"
    path.write_bytes(WHISPER)
    found = probe(path, "speech")
    assert found.error
    assert "\n" not in found.error


def test_one_that_is_larger_than_the_memory_is_not_tried(
    builtin_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "total_memory", lambda: 1_000_000)
    assert "choose a smaller model" in probe(builtin_model_path, "language").error


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "want of memory"),
        ("os.kill(os.getpid(), signal.SIGILL)", "instructions that the processor lacks"),
        ("os.abort()", "SIGABRT"),
        ("print('ggml.c:9: GGML_ASSERT(n > 0) failed', file=sys.stderr); os.abort()",
         "GGML_ASSERT(n > 0) failed"),
        ("sys.exit(7)", "ended with code 7"),
        ("raise SystemError('odd')", "SystemError: odd"),
    ],
)  # fmt: skip
def test_every_way_to_die_is_one_line(
    builtin_model_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, says: str
) -> None:
    _dies(monkeypatch, code)
    found = probe(builtin_model_path, "language")
    assert says in found.error
    assert "\n" not in found.error


def test_one_that_takes_too_long_is_ended(
    builtin_model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _dies(monkeypatch, "time.sleep(60)")
    assert "was not ready within" in probe(builtin_model_path, "language", seconds=0.2).error
    cancel = threading.Event()
    cancel.set()
    assert probe(builtin_model_path, "language", cancel).error == "interrupted"
