"""What this machine can carry: its memory, its cores, and how well a model fits."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import sys
from pathlib import Path
from typing import Final, Literal

from models.language.threads import usable_cpus

Fit = Literal["fits", "slow", "too big", "unknown"]
# Left to the system and to other programs: a fifth, and not less than this.
_LEAST_LEFT: Final = 1_000_000_000
# A rule of thumb for memory read per second and core, up to four cores; laptops of the last years
# have one to three times that.
_BYTES_PER_CORE: Final = 5e9
_CORES_THAT_HELP: Final = 4
# Below so many tokens a second an answer of a paragraph takes half a minute.
SLOW_BELOW: Final = 3.0
_LIMITS: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
_USED: Final = (
    Path("/sys/fs/cgroup/memory.current"),
    Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)
_MEMORY_TABLE: Final = Path("/proc/meminfo")
_OWN_STATUS: Final = Path("/proc/self/status")


def total_memory() -> int:
    """Bytes of memory that this process may use at all; 0 where the system does not say."""
    physical = _windows_memory() if sys.platform == "win32" else _posix_memory()
    limits = [limit for path in _LIMITS if (limit := _limit(path)) is not None]
    return min([physical, *limits]) if physical else min(limits, default=0)


def available_memory() -> int:
    """Bytes of memory that can be had right now without swapping; 0 where the system does not say.

    What Linux counts as available includes the pages of files that are mapped: the weights of a
    model that is loaded already. A control group counts cached files as used, and so says less than
    could be had.
    """
    free = _windows_memory("available") if sys.platform == "win32" else _linux_available()
    limits = [
        max(0, limit - used)
        for path, usage in zip(_LIMITS, _USED, strict=True)
        if (limit := _limit(path)) is not None and (used := _limit(usage)) is not None
    ]
    return max(1, min([free, *limits])) if free else 0


def peak_memory() -> int:
    """The most bytes of memory that this process held; 0 where the system does not say."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        # Not getrusage: what it gives begins with what the parent held.
        status = _OWN_STATUS.read_text("ascii", "replace")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    with contextlib.suppress(ImportError, OSError):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return int(peak if sys.platform == "darwin" else peak * 1024)
    return 0


def machine_text() -> str:
    """The machine in a few words: "x86_64, 2 cores, 8.2 GB of memory, Linux"."""
    cores = len(usable_cpus())
    parts = [platform.machine() or "unknown processor", f"{cores} core{'s' * (cores != 1)}"]
    memory = total_memory()
    parts += [f"{memory / 1e9:.1f} GB of memory"] if memory else []
    return ", ".join([*parts, platform.system() or sys.platform])


def usable_memory(total: int) -> int:
    """What of so much memory a model may take, with the rest left to everything else."""
    return max(0, total - max(_LEAST_LEFT, total // 5))


def tokens_per_second(bytes_per_token: float, cores: int | None = None) -> float:
    """An estimate: every token reads its weights from memory once."""
    if bytes_per_token <= 0:
        return 0.0
    count = len(usable_cpus()) if cores is None else cores
    return min(count, _CORES_THAT_HELP) * _BYTES_PER_CORE / bytes_per_token


def fit_of(memory_bytes: int, speed: float, total: int) -> Fit:
    """How a model that needs so much memory, and writes so many tokens a second, fits."""
    if not memory_bytes or not total:
        return "unknown"
    if memory_bytes > usable_memory(total):
        return "too big"
    return "slow" if 0 < speed < SLOW_BELOW else "fits"


def _posix_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 0


def _linux_available() -> int:
    try:
        table = _MEMORY_TABLE.read_text("ascii", "replace")
        return int(table.partition("MemAvailable:")[2].split()[0]) * 1024
    except (OSError, ValueError, IndexError):
        return 0


def _windows_memory(which: Literal["physical", "available"] = "physical") -> int:
    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("physical", ctypes.c_ulonglong),
            ("available", ctypes.c_ulonglong),
            ("rest", ctypes.c_ulonglong * 5),
        )

    status = Status(length=ctypes.sizeof(Status))
    # Absent in what mypy sees on other systems.
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    return int(getattr(status, which)) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else 0


def _limit(path: Path) -> int | None:
    """A control group's limit; version 1 writes a number near 2**63 for none."""
    try:
        written = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return int(written) if written.isdigit() and 0 < int(written) < 1 << 60 else None
