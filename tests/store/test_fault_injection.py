"""Processes killed at many points, and disks that refuse: nothing acknowledged is ever lost.

The long form, with as many kills as wanted, is `python -m tests.store.fault_campaign`.
"""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store.memory import MemoryBank
from tests.store.fault_campaign import (
    REPOSITORY,
    WRITES,
    Campaign,
    Ended,
    Kill,
    Sweep,
    Workers,
    can_trace,
)
from tests.store.fault_oracle import BrokenError, State, examine
from tests.store.fault_workload import MODELS, Operation, open_bank

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX systems")
traced = pytest.mark.skipif(not can_trace(), reason="strace is absent or may not trace here")

ADD: Operation = {"op": "add", "source": "/x", "word": "w1x", "size": 9000, "segments": 2}


def run(campaign: Campaign, *operations: Operation) -> Ended:
    with Workers(Kill()) as workers:
        return campaign.run_operations(list(operations), workers)


@traced
@pytest.mark.parametrize("seed", [1, 2])
def test_a_memory_lives_through_kills_at_system_calls(tmp_path: Path, seed: int) -> None:
    campaign = Campaign(tmp_path, seed)
    chance = random.Random(seed)
    while campaign.kills < 8:
        name = chance.choice(list(WRITES))
        campaign.run(Kill(name, 1 + int(WRITES[name] ** chance.random() / 2)), times=2)
    assert campaign.acknowledged > 8


def test_a_memory_lives_through_kills_at_random_times(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, 3)
    chance = random.Random(3)
    while campaign.kills < 8:
        campaign.run(Kill(seconds=chance.uniform(0.0, 0.5)), times=2)
    assert campaign.acknowledged > 8


@traced
@pytest.mark.parametrize(
    ("scenario", "name", "calls"),
    [
        ("restore", "rename", (1,)),
        ("restore", "link", (1,)),
        ("restore", "unlink", (2, 4)),
        ("backup", "rename", (1,)),
        ("backup", "fsync", (1, 2)),
        ("purge", "ftruncate", (1,)),
        ("purge", "rename", (1, 2)),
        ("purge", "pwrite64", (20,)),
        ("migrate", "rename", (1,)),
        ("migrate", "fdatasync", (1, 2)),
        ("migrate", "pwrite64", (4, 30)),
    ],
)
def test_what_is_done_seldom_is_killed_on_purpose(
    tmp_path: Path, scenario: str, name: str, calls: tuple[int, ...]
) -> None:
    assert len(list(Sweep(tmp_path, scenario).kills(name, calls))) == len(calls)


def test_the_oracle_sees_what_is_missing(tmp_path: Path) -> None:
    """Without this, an oracle that sees nothing would pass everything."""
    campaign = Campaign(tmp_path, 0)
    run(campaign, ADD)
    held = campaign.state
    assert examine(campaign.home, [held]) == held
    with pytest.raises(BrokenError, match="none of"):
        examine(campaign.home, [State(documents={"/x": ("w1x", 3)})])
    (campaign.home / "index.new").mkdir()
    (campaign.home / "half.tmp").touch()
    with pytest.raises(BrokenError, match="left over"):
        examine(campaign.home, [held])
    (campaign.home / "half.tmp").unlink()
    with MemoryBank.open(campaign.home) as bank, bank._database.transaction():
        bank._database.execute("DELETE FROM segments WHERE id = 1")
        bank._database.execute("DELETE FROM outbox")
    with pytest.raises(BrokenError):
        examine(campaign.home, [held])


@traced
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize(
    ("scenario", "name", "call"),
    [
        ("add", "pwrite64", 12),
        ("add", "fdatasync", 1),
        ("add", "fsync", 2),
        ("backup", "pwrite64", 25),
        ("restore", "fsync", 3),
        ("restore", "rename", 1),
        ("migrate", "pwrite64", 25),
        ("model", "fsync", 3),
    ],
)
def test_a_disk_that_refuses_is_said_and_nothing_is_lost(
    tmp_path: Path, scenario: str, name: str, call: int, error: str
) -> None:
    campaign, operations = Sweep(tmp_path, scenario).begin()
    tracing = ("-e", f"trace={name}", "-e", f"inject={name}:error={error}:when={call}+")
    with Workers(Kill(), tracing) as workers:
        ended = workers.do(campaign.home, operations)
    assert not ended.finished
    said = ended.errors.strip().splitlines()[-1]
    assert "StoreError: " in said
    assert str(campaign.directory) in said
    assert "damaged" not in said
    states = [campaign.state, campaign.state.after(operations[0], campaign.backups)]
    campaign.state = examine(campaign.home, states)
    # With room again, it goes on; a schema of old has no vectors yet.
    assert run(campaign, {"op": "model", "model": MODELS[0]}, ADD).finished


_LIMITED = """
import resource, sys
from pathlib import Path
from store.errors import StoreError
from store.memory import MemoryBank
from tests.store.fault_workload import Workload

home, word = Path(sys.argv[1]), 0
work = Workload(home)
size = sum(path.stat().st_size for path in home.glob("kagent.db*"))
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 250_000, resource.RLIM_INFINITY))
try:
    while True:
        word += 1
        add = {"op": "add", "source": f"/{word}", "word": f"w{word}x", "size": 5000, "segments": 1}
        work.do(add)
        print(f"ACK {word}", flush=True)
except StoreError as error:
    print(error, flush=True)
    assert work._bank.search("w1x"), "reading goes on"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
work.do(add)
work.close()
"""


def test_files_that_may_not_grow_are_said_and_it_goes_on_afterwards(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(home)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *acknowledged, said = done.stdout.splitlines()
    assert str(home) in said
    count = len(acknowledged) + 1
    assert count > 1
    examine(home, [State({f"/{n}": (f"w{n}x", 1) for n in range(1, count + 1)})])


def test_an_emptied_or_damaged_index_is_made_again(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, 0)
    run(campaign, ADD)
    index = campaign.home / "index"
    names = [path.name for path in index.iterdir() if path.suffix != ".lock"]
    for number in range(len(names)):
        # Made again, it has files of other names.
        path = sorted(index.iterdir())[number]
        kept = path.read_bytes()
        path.write_bytes([b"", kept[: len(kept) // 2], os.urandom(len(kept))][number % 3])
        examine(campaign.home, [campaign.state])
    shutil.rmtree(index)
    examine(campaign.home, [campaign.state])
    with open_bank(campaign.home) as bank:
        assert {hit.source for hit in bank.search("w1x")} == {"/x"}
        assert bank.problems() == []
