"""How long `kagent --help` takes in a fresh process, against `python -c "import click"`.

Usage: python benchmarks/startup.py [RUNS]

The two are run in turn, so that a busy machine slows both; the ratio of the medians must be at
most 2.5.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LIMIT = 2.5
BASELINE = (sys.executable, "-c", "import click")
MODULE = (sys.executable, "-m", "kagent_tui", "--help")
_WARM_UP = 2


def commands() -> dict[str, Sequence[str]]:
    """What is measured; the installed script too, where there is one beside this Python."""
    measured: dict[str, Sequence[str]] = {
        'python -c "import click"': BASELINE,
        "python -m kagent_tui --help": MODULE,
    }
    script = Path(sys.executable).with_name("kagent")
    if script.is_file():
        measured["kagent --help"] = (str(script), "--help")
    return measured


def seconds_of(command: Sequence[str]) -> float:
    """Wall seconds of one run.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    root = Path(__file__).resolve().parent.parent
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=root)  # noqa: S603 - ours
    return time.perf_counter() - begun


def measure(runs: int) -> dict[str, list[float]]:
    """Seconds of each run of each command, interleaved."""
    measured = commands()
    for _ in range(_WARM_UP):
        for command in measured.values():
            seconds_of(command)
    times: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(runs):
        for name, command in measured.items():
            times[name].append(seconds_of(command))
    return times


def report(times: Mapping[str, Sequence[float]]) -> tuple[list[str], bool]:
    """A line for each command, and whether every ratio of medians is within the limit."""
    base = next(iter(times.values()))
    lines, good = [], True
    for name, values in times.items():
        lowest = min(values) / min(base)
        middle = statistics.median(values) / statistics.median(base)
        good = good and middle <= LIMIT
        lines.append(
            f"{name:30} minimum {min(values) * 1000:6.1f} ms (ratio {lowest:.2f})   "
            f"median {statistics.median(values) * 1000:6.1f} ms (ratio {middle:.2f})"
        )
    return lines, good


def main() -> int:
    """Measure and report; 1 where the ratio exceeds the limit."""
    lines, good = report(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
