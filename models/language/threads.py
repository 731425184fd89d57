"""How many threads a model may use: the CPUs that this process really has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_CGROUPS: Final = Path("/sys/fs/cgroup")
_MEMBERSHIP: Final = Path("/proc/self/cgroup")
_TOPOLOGY: Final = Path("/sys/devices/system/cpu")
# Threads meet at a barrier after every one of some hundred operations of a token. Where a token is
# less work than this, a second thread gains a fifth on an idle machine and costs a factor of ten
# to a hundred on a busy one (measured on two cores, 0.6 ms against 1 to 60 ms a token).
_BYTES_PER_THREAD: Final = 48 << 20


def usable_cpus() -> list[int]:
    """Numbers of the CPUs that the process may run on; at least one.

    On systems without affinity they are simply counted from 0.
    """
    if hasattr(os, "sched_getaffinity"):
        cpus = sorted(os.sched_getaffinity(0))
    else:
        cpus = list(range(os.cpu_count() or 1))
    # PYTHON_CPU_COUNT and -X cpu_count (Python 3.13) are a user's explicit wish.
    wished = getattr(os, "process_cpu_count", lambda: None)()
    return cpus[:wished] if wished else cpus


def cgroup_limit(membership: Path = _MEMBERSHIP, root: Path = _CGROUPS) -> float | None:
    """CPUs' worth of time that the control groups (version 1 or 2) allow, None without a limit."""
    limits = []
    for line in _read(membership).splitlines():
        hierarchy, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if hierarchy == "0" and not controllers:
            bases = [root, root / "unified"]
            limits += [_version_2(folder) for base in bases for folder in _upwards(base, path)]
        elif "cpu" in controllers.split(","):
            bases = [root / controllers, root / "cpu"]
            limits += [_version_1(folder) for base in bases for folder in _upwards(base, path)]
    return min((limit for limit in limits if limit is not None), default=None)


def physical_cores(cpus: list[int], topology: Path = _TOPOLOGY) -> int:
    """Number of different cores among `cpus`; their number itself where the system does not say."""
    cores = set()
    for cpu in cpus:
        siblings = _read(topology / f"cpu{cpu}" / "topology" / "thread_siblings_list").strip()
        cores.add(siblings or str(cpu))
    return len(cores)


def thread_counts(model_bytes: int, wished: int | None = None) -> tuple[int, int]:
    """Threads for decoding one token at a time and for evaluating a prompt.

    Args:
        model_bytes: Size of the weights; small ones are fastest on one thread.
        wished: The user's setting, which is taken as it is.
    """
    if wished is not None:
        return max(1, wished), max(1, wished)
    cpus = usable_cpus()
    limit = cgroup_limit()
    # A rounded-up share would be throttled in the middle of every period.
    allowed = len(cpus) if limit is None else max(1, min(len(cpus), int(limit)))
    busy = max(1, model_bytes // _BYTES_PER_THREAD)
    return min(physical_cores(cpus), allowed, busy), min(allowed, busy)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _upwards(base: Path, path: str) -> list[Path]:
    """The group's folder and its parents up to `base`: the tightest of their limits holds."""
    parts = [part for part in path.split("/") if part and part != ".."]
    return [base.joinpath(*parts[:count]) for count in range(len(parts), -1, -1)]


def _version_2(folder: Path) -> float | None:
    quota, _, period = _read(folder / "cpu.max").strip().partition(" ")
    return _share(quota, period)


def _version_1(folder: Path) -> float | None:
    quota = _read(folder / "cpu.cfs_quota_us").strip()
    return _share(quota, _read(folder / "cpu.cfs_period_us").strip())


def _share(quota: str, period: str) -> float | None:
    if quota.isdigit() and period.isdigit() and int(period) > 0 and int(quota) > 0:
        return int(quota) / int(period)
    return None
