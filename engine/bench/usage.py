"""What a measurement takes of this process's memory."""

from __future__ import annotations

import contextlib
from pathlib import Path

from models.machine import peak_memory

_CLEAR = Path("/proc/self/clear_refs")


def forget_peak() -> None:
    """Let the peak of memory begin anew, where the system can: only what comes now is measured."""
    with contextlib.suppress(OSError):
        _CLEAR.write_text("5", encoding="ascii")


def peak_mib() -> float | None:
    """The most memory that was held since then, in MiB; None where the system does not say."""
    peak = peak_memory()
    return round(peak / (1 << 20), 1) if peak else None
