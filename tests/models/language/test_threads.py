"""How many CPUs there really are: affinity, control groups and cores."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.language import threads


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_version_2_takes_the_tightest_of_the_parents(tmp_path: Path) -> None:
    membership = tmp_path / "cgroup"
    membership.write_text("0::/outer/inner\n")
    _write(tmp_path / "fs/outer/inner/cpu.max", "max 100000\n")
    _write(tmp_path / "fs/outer/cpu.max", "150000 100000\n")
    assert threads.cgroup_limit(membership, tmp_path / "fs") == 1.5


def test_version_1(tmp_path: Path) -> None:
    membership = tmp_path / "cgroup"
    membership.write_text("3:cpuset:/\n2:cpu,cpuacct:/box\n0::/\n")
    _write(tmp_path / "fs/cpu,cpuacct/box/cpu.cfs_quota_us", "400000\n")
    _write(tmp_path / "fs/cpu,cpuacct/box/cpu.cfs_period_us", "100000\n")
    _write(tmp_path / "fs/cpu,cpuacct/cpu.cfs_quota_us", "-1\n")
    assert threads.cgroup_limit(membership, tmp_path / "fs") == 4.0


def test_no_limit_and_nonsense(tmp_path: Path) -> None:
    membership = tmp_path / "cgroup"
    assert threads.cgroup_limit(membership, tmp_path) is None
    membership.write_text("0::/../x\nnonsense\n")
    for text in ("max 100000", "", "5", "0 0", "x y"):
        _write(tmp_path / "fs/cpu.max", text)
        assert threads.cgroup_limit(membership, tmp_path / "fs") is None


def test_siblings_are_one_core(tmp_path: Path) -> None:
    for cpu in range(4):
        path = tmp_path / f"cpu{cpu}/topology/thread_siblings_list"
        _write(path, f"{cpu % 2},{cpu % 2 + 2}\n")
    assert threads.physical_cores([0, 1, 2, 3], tmp_path) == 2
    assert threads.physical_cores([0, 1], tmp_path / "absent") == 2


def test_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "usable_cpus", lambda: list(range(8)))
    monkeypatch.setattr(threads, "physical_cores", lambda cpus: len(cpus) // 2)
    monkeypatch.setattr(threads, "cgroup_limit", lambda: None)
    large = 1 << 30
    assert threads.thread_counts(large) == (4, 8)
    assert threads.thread_counts(large, 3) == (3, 3)
    assert threads.thread_counts(large, 0) == (1, 1)
    assert threads.thread_counts(20 << 20) == (1, 1)
    monkeypatch.setattr(threads, "cgroup_limit", lambda: 2.5)
    assert threads.thread_counts(large) == (2, 2)
    monkeypatch.setattr(threads, "cgroup_limit", lambda: 0.5)
    assert threads.thread_counts(large) == (1, 1)


def test_this_machine_has_at_least_one() -> None:
    assert threads.usable_cpus()
    decoding, prompt = threads.thread_counts(1 << 40)
    assert 1 <= decoding <= prompt
