"""What fits a machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import machine
from models.machine import fit_of, tokens_per_second, total_memory, usable_memory

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
