"""What the commands of `kagent bench` offer, without the engine, is what the engine knows."""

from __future__ import annotations

from engine.bench import instances, scoring
from engine.bench.system import setups
from kagent_tui.cli import bench_run, bench_score, bench_system


def test_what_is_offered_is_what_is_known() -> None:
    assert bench_run.TYPES == instances.TYPES
    assert bench_run.TEMPLATES == instances.TEMPLATES
    assert bench_score.SCORERS == scoring.SCORERS
    assert bench_system.PARTS == setups.PARTS
    assert bench_system.LAYOUTS == setups.LAYOUTS
