"""KAgentBench-mini: a benchmark of our own in KAgentBench's format; see DATA_CARD.md."""

from __future__ import annotations

from pathlib import Path


def mini_path() -> Path:
    """The built-in benchmark: JSON lines, compressed with gzip."""
    return Path(__file__).with_name("kagentbench-mini.jsonl.gz")
