"""The benchmark that a command of `kagent bench` names: a file, or the built-in one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import warn

if TYPE_CHECKING:
    from engine.bench.loading import Loaded

MINI = "mini"
_PROBLEMS_SHOWN = 5

Function = Callable[..., Any]


def data_option(function: Function) -> Function:
    """The option that names a benchmark."""
    return click.option(
        "--data",
        required=True,
        metavar="FILE|mini",
        help='A benchmark file, .jsonl or .jsonl.gz; "mini" is the built-in one.',
    )(function)


def data_path(named: str) -> Path:
    """Where the benchmark is that was named."""
    if named == MINI:
        from engine.bench.mini import mini_path

        return mini_path()
    from models.paths import expanded

    return expanded(named)


def load_data(named: str) -> Loaded:
    """The benchmark's instances; what is wrong with its lines is said.

    Raises:
        BenchError: it cannot be read, or has no instances.
    """
    from engine.bench.loading import load_instances

    loaded = load_instances(data_path(named))
    warn_of(loaded.problems)
    return loaded


def warn_of(problems: Sequence[str]) -> None:
    """Say the first of some problems, and how many more there are."""
    for problem in problems[:_PROBLEMS_SHOWN]:
        warn(problem)
    if len(problems) > _PROBLEMS_SHOWN:
        warn(f"and {len(problems) - _PROBLEMS_SHOWN:,} more such lines")
