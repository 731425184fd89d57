"""What fits a machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models import machine
from models.machine import (
    available_memory,
    fit_of,
    machine_text,
    peak_memory,
    tokens_per_second,
    total_memory,
    usable_memory,
)

GB = 10**9


def test_this_machine_has_memory() -> None:
    assert total_memory() > 100_000_000


@pytest.mark.parametrize(
    ("written", "limited"),
    [("3000000000", 3 * GB), ("max", None), ("9223372036854771712", None), ("x", None)],
)
def test_a_control_groups_limit_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, limited: int | None
) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(f"{written}\n")
    monkeypatch.setattr(machine, "_LIMITS", (limit, tmp_path / "absent"))
    monkeypatch.setattr(machine, "_posix_memory", lambda: 16 * GB)
    assert total_memory() == (limited or 16 * GB)


@pytest.mark.parametrize(
    ("needed", "speed", "total", "fit"),
    [
        (3 * GB, 8.0, 8 * GB, "fits"),
        (3 * GB, 2.0, 8 * GB, "slow"),
        (7 * GB, 8.0, 8 * GB, "too big"),
        (3 * GB, 0.0, 8 * GB, "fits"),
        (0, 8.0, 8 * GB, "unknown"),
        (3 * GB, 8.0, 0, "unknown"),
    ],
)
def test_how_a_model_fits(needed: int, speed: float, total: int, fit: str) -> None:
    assert fit_of(needed, speed, total) == fit


def test_something_is_left_to_everything_else() -> None:
    assert usable_memory(2 * GB) == GB
    assert usable_memory(20 * GB) == 16 * GB
    assert usable_memory(GB // 2) == 0


def test_speed_grows_with_cores_up_to_what_memory_gives() -> None:
    assert tokens_per_second(1e9, 2) == 2 * tokens_per_second(1e9, 1)
    assert tokens_per_second(1e9, 64) == tokens_per_second(1e9, 4)
    assert tokens_per_second(0.0, 4) == 0.0


@pytest.mark.parametrize(
    ("limit", "used", "available"),
    [("max", "1", 4 * GB), ("3000000000", "1000000000", 2 * GB), ("3000000000", "4000000000", 1)],
)
def test_what_is_available_now_is_what_the_control_group_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, used: str, available: int
) -> None:
    for name, written in (("max", limit), ("current", used)):
        (tmp_path / name).write_text(written)
    (tmp_path / "meminfo").write_text("MemTotal: 8000000 kB\nMemAvailable:    3906250 kB\n")
    monkeypatch.setattr(machine, "_MEMORY_TABLE", tmp_path / "meminfo")
    monkeypatch.setattr(machine, "_LIMITS", (tmp_path / "max", tmp_path / "absent"))
    monkeypatch.setattr(machine, "_USED", (tmp_path / "current", tmp_path / "absent"))
    monkeypatch.setattr("models.machine.sys.platform", "linux")
    assert available_memory() == available


def test_where_the_system_does_not_say_nothing_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_MEMORY_TABLE", tmp_path / "absent")
    monkeypatch.setattr("models.machine.sys.platform", "darwin")
    assert available_memory() == 0


def test_the_machine_in_words_and_what_this_process_held_at_most() -> None:
    assert re.fullmatch(r"\S.*, \d+ cores?, [\d.]+ GB of memory, \w+", machine_text())
    before = peak_memory()
    held = bytearray(50_000_000)
    assert peak_memory() >= max(before, len(held))
