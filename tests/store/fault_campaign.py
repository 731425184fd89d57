"""Kills processes that work on a memory, hundreds of times, and examines what is left each time.

    python -m tests.store.fault_campaign walk --kills 1000 --seed 1
    python -m tests.store.fault_campaign sweep --scenario restore

`walk` lets one memory live through all the kills; `sweep` kills a short scenario at the first,
second, third ... call of each system call that writes, until it comes through. With strace the
kill falls on a call that writes, renames, deletes or syncs; without it at a random time.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from store import backup
from tests.store.fault_oracle import BrokenError, Planner, State, examine
from tests.store.fault_workload import Operation
from tests.store.schema_1 import STATE, make_schema_1

REPOSITORY = Path(__file__).resolve().parents[2]
STRACE = shutil.which("strace") if sys.platform == "linux" else None
# System calls with how many times a thread does them, about, in 12 operations.
WRITES = {
    "pwrite64": 500,
    "write": 40,
    "fdatasync": 25,
    "fsync": 30,
    "renameat": 8,
    "rename": 4,
    "unlink": 30,
    "unlinkat": 8,
    "ftruncate": 6,
    "mkdir": 2,
    "rmdir": 2,
    "link": 1,
}
_MOST_SECONDS = 100
# First processes of a walk, which wait for work, and how many each of them is forked into.
_AT_ONCE = 12
_PROCESSES = 10
# The first process must not write by itself, for its calls are counted, too.
_QUIET = {"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Kill:
    """When to kill: when a thread does system call `name` for the `call`-th time, or after
    `seconds`."""

    name: str = ""
    call: int = 0
    seconds: float | None = None


@dataclass(frozen=True)
class Ended:
    """How a workload ended: what it acknowledged (-1: it has opened the memory), and its errors."""

    acknowledged: int
    finished: bool
    errors: str


def can_trace() -> bool:
    """Tell whether strace is there and allowed to trace."""
    if STRACE is None:
        return False
    tried = subprocess.run([STRACE, "-o", os.devnull, "true"], capture_output=True, check=False)
    return tried.returncode == 0


class Workers:
    """Processes that do operations and are killed, forked one after the other from a first one."""

    def __init__(self, kill: Kill, tracing: Sequence[str] = ()) -> None:
        self._kill = kill
        self._command = [sys.executable, "-m", "tests.store.fault_workload"]
        if kill.name:
            injected = f"inject={kill.name}:signal=KILL:when={kill.call}"
            tracing = ("-e", f"trace={kill.name}", "-e", injected)
        if tracing:
            assert STRACE is not None
            self._command = [STRACE, "-f", "-qq", "-o", os.devnull, *tracing, *self._command]
        self._directory = tempfile.TemporaryDirectory()
        self._errors = Path(self._directory.name) / "errors"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate(timeout=_MOST_SECONDS)
        self._directory.cleanup()

    def _first(self) -> subprocess.Popen[str]:
        if self._process is None:
            with self._errors.open("a") as errors:
                self._process = subprocess.Popen(
                    self._command,
                    cwd=REPOSITORY,
                    env={**os.environ, "PYTHONPATH": str(REPOSITORY)} | _QUIET,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    text=True,
                )
        return self._process

    def do(self, home: Path, operations: list[Operation]) -> Ended:
        """Let one process do the operations until it is killed or done."""
        first = self._first()
        assert first.stdin is not None
        assert first.stdout is not None
        first.stdin.write(json.dumps({"home": str(home), "operations": operations}) + "\n")
        first.stdin.flush()
        acknowledged, finished = -2, False
        for line in first.stdout:
            said, _, number = line.strip().partition(" ")
            if said == "PID" and self._kill.seconds is not None:
                threading.Timer(self._kill.seconds, _kill, (int(number),)).start()
            if said == "ACK":
                acknowledged = int(number)
            finished = finished or said == "END"
            if said == "GONE":
                break
        else:
            # The first one writes, too: that its child is gone.
            first.communicate(timeout=_MOST_SECONDS)
            self._process = None
            if self._kill.name != "write":
                raise BrokenError(f"the workers are gone: {self._errors.read_text('utf-8')}")
        errors = self._errors.read_text("utf-8")
        self._errors.write_text("")
        return Ended(acknowledged, finished, errors)


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


@dataclass
class Campaign:
    """One memory that lives through kills; raises BrokenError as soon as anything is lost."""

    directory: Path
    seed: int
    state: State = field(default_factory=State)
    backups: dict[str, State] = field(default_factory=dict)
    died_in: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    kills: int = 0

    def __post_init__(self) -> None:
        self.home = self.directory / "home"
        self._planner = Planner(self.seed, self.directory)

    def run(self, kill: Kill, count: int = 12, times: int = 1) -> None:
        """`times` processes, each with a kill and an examination."""
        with Workers(kill) as workers:
            for _ in range(times):
                self.run_one(workers, count)

    def run_one(self, workers: Workers, count: int = 12) -> None:
        """One process that is given `count` operations."""
        self.run_operations(self._planner.plan(self.state, self.backups, count), workers)

    def run_operations(self, operations: list[Operation], workers: Workers) -> Ended:
        """One process that is given the operations."""
        ended = workers.do(self.home, operations)
        if ended.errors or not (ended.finished or ended.acknowledged < len(operations)):
            raise BrokenError(f"the workload said: {ended.errors}")
        for operation in operations[: max(0, ended.acknowledged + 1)]:
            self._acknowledge(operation)
        candidates = [self.state]
        cut = operations[ended.acknowledged + 1 : ended.acknowledged + 2]
        if not ended.finished:
            self.kills += 1
            if ended.acknowledged < -1 or not cut:
                self.died_in["opening" if cut else "closing"] += 1
            else:
                self.died_in[cut[0]["op"]] += 1
                candidates.append(self.state.after(cut[0], self.backups))
                if cut[0]["op"] == "backup":
                    self._settle_backup(cut[0]["file"])
        self.state = examine(self.home, candidates)
        self._tidy()
        return ended

    def _acknowledge(self, operation: Operation) -> None:
        if operation["op"] == "backup":
            self.backups[operation["file"]] = self.state
        self.state = self.state.after(operation, self.backups)
        self.acknowledged += 1

    def _settle_backup(self, file: str) -> None:
        """A backup that was cut short is the one before it, or the new one, or none; never half."""
        known = self.backups.pop(file, None)
        if not Path(file).exists():
            if known is not None:
                raise BrokenError(f"{file} is gone")
            return
        elsewhere = self.directory / "elsewhere"
        shutil.rmtree(elsewhere, ignore_errors=True)
        backup.restore(elsewhere, Path(file))
        candidates = [self.state] if known is None else [self.state, known]
        self.backups[file] = examine(elsewhere, candidates)

    def _tidy(self) -> None:
        for path in self.home.glob("kagent.db.before-restore-*"):
            path.unlink()


def walk(directory: Path, kills: int, seed: int, *, by_time: bool) -> Iterator[Campaign]:
    """A campaign after each of its processes, until so many were killed."""
    chance = random.Random(seed)
    campaign = Campaign(directory, seed)
    while campaign.kills < kills:
        with contextlib.ExitStack() as stack:
            workers = [
                stack.enter_context(Workers(_some_kill(chance, by_time))) for _ in range(_AT_ONCE)
            ]
            for _ in range(_AT_ONCE * _PROCESSES):
                campaign.run_one(chance.choice(workers))
                yield campaign
                if campaign.kills >= kills:
                    return


def _some_kill(chance: random.Random, by_time: bool) -> Kill:
    if by_time:
        return Kill(seconds=chance.uniform(0, 1.0))
    name = chance.choice(list(WRITES))
    # Half of them early, so that what happens once in a process is met often.
    late = chance.randint(1, WRITES[name])
    return Kill(name, chance.choice([late, int(late ** chance.random())]))


SCENARIOS: dict[str, list[Operation]] = {
    "add": [
        {"op": "add", "source": "/new", "word": "w900x", "size": 9000, "segments": 3},
        {"op": "search", "word": "w900x", "kind": "knowledge"},
    ],
    "replace": [
        {"op": "add", "source": "/a", "word": "w901x", "size": 9000, "segments": 2},
        {"op": "reopen"},
    ],
    "remove": [{"op": "remove", "source": "/a"}, {"op": "move", "source": "/b", "to": "/c"}],
    "talk": [
        {"op": "turn", "title": "s", "word": "w902x", "size": 200},
        {"op": "task", "title": "s", "word": "w903x", "size": 200},
        {"op": "forget_session", "title": "s"},
    ],
    "purge": [{"op": "remove", "source": "/a"}, {"op": "purge"}],
    "model": [{"op": "model", "model": "model-2"}],
    "backup": [{"op": "backup", "file": "backup"}],
    "restore": [
        {"op": "restore", "file": "backup"},
        {"op": "search", "word": "w1x", "kind": "knowledge"},
    ],
    "migrate": [{"op": "search", "word": "w1x", "kind": "knowledge"}],
}
_PREPARED: list[Operation] = [
    {"op": "add", "source": "/a", "word": "w1x", "size": 9000, "segments": 3},
    {"op": "add", "source": "/b", "word": "w2x", "size": 0, "segments": 1},
    {"op": "session", "title": "s"},
    {"op": "backup", "file": "backup"},
    {"op": "turn", "title": "s", "word": "w3x", "size": 200},
    {"op": "add", "source": "/d", "word": "w4x", "size": 0, "segments": 2},
]


@dataclass
class Sweep:
    """Kills one scenario again and again, each time from the same beginning."""

    directory: Path
    scenario: str

    def __post_init__(self) -> None:
        self._begun = Campaign(self.directory / "begun", 0)
        self._begun.directory.mkdir()
        if self.scenario == "migrate":
            make_schema_1(self._begun.home)
            self._begun.state = STATE
        else:
            with Workers(Kill()) as workers:
                self._begun.run_operations(self._filed(_PREPARED, self._begun.directory), workers)

    @staticmethod
    def _filed(operations: list[Operation], directory: Path) -> list[Operation]:
        return [
            do | {"file": str(directory / do["file"])} if "file" in do else do for do in operations
        ]

    def begin(self) -> tuple[Campaign, list[Operation]]:
        """A campaign at the beginning, and what the scenario then does."""
        directory = self.directory / "now"
        shutil.rmtree(directory, ignore_errors=True)
        shutil.copytree(self._begun.directory, directory)
        backups = {
            str(directory / Path(file).name): state for file, state in self._begun.backups.items()
        }
        campaign = Campaign(directory, 0, state=self._begun.state, backups=backups)
        return campaign, self._filed(SCENARIOS[self.scenario], directory)

    def kills(self, name: str, calls: Iterable[int]) -> Iterator[Campaign]:
        """A campaign after a kill at each of the `calls` of `name`, until one comes through."""
        for call in calls:
            campaign, operations = self.begin()
            with Workers(Kill(name, call)) as workers:
                if campaign.run_operations(operations, workers).finished:
                    return
            yield campaign


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("form", choices=["walk", "sweep"])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", choices=list(SCENARIOS), action="append")
    parser.add_argument("--at", choices=list(WRITES), action="append", help="only these calls")
    parser.add_argument("--by-time", action="store_true", help="without strace")
    chosen = parser.parse_args()
    begin = time.monotonic()
    if chosen.form == "walk":
        by_time = chosen.by_time or not can_trace()
        with tempfile.TemporaryDirectory() as directory:
            for campaign in walk(Path(directory), chosen.kills, chosen.seed, by_time=by_time):
                _say(campaign.died_in, begin, f"{campaign.acknowledged} acknowledged")
        return
    died_in: Counter[str] = Counter()
    for scenario in chosen.scenario or SCENARIOS:
        with tempfile.TemporaryDirectory() as directory:
            sweep = Sweep(Path(directory), scenario)
            for name in chosen.at or WRITES:
                for campaign in sweep.kills(name, itertools.count(1)):
                    died_in.update(campaign.died_in)
                    _say(died_in, begin, f"{scenario} at {name}")


def _say(died_in: Counter[str], begin: float, more: str) -> None:
    where = ", ".join(f"{name} {count}" for name, count in died_in.most_common())
    sys.stdout.write(f"{died_in.total()} kills, nothing lost, {time.monotonic() - begin:.0f} s; ")
    sys.stdout.write(f"{more}; in {where}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
