"""`kagent backup`: the memory into one file."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, trace
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output

if TYPE_CHECKING:
    from store.backup import BackupReport

_SECONDS_BETWEEN_LINES = 2.0


@table_command("backup")
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE when it is there already.")
@click.pass_context
def command(context: click.Context, file: str, force: bool) -> int:
    """The copy is of one moment and is checked before it appears under its name. It holds the
    library and the sessions; the settings in config.toml are not in it.
    """
    from models.paths import expanded
    from store.backup import back_up

    if not file.strip():
        raise click.UsageError("FILE is empty.", context)
    home = context.ensure_object(Invocation).locations().home
    report = back_up(home, expanded(file), overwrite=force, progress=say_progress("copied"))
    output.write_line(f"backed up to {report.path}: {summary(report)}")
    return ANSWERED


def say_progress(verb: str) -> Callable[[float], None]:
    """A line of progress every few seconds; what is done sooner needs none."""
    last = time.monotonic()

    def say(share: float) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            trace(f"{verb} {share:.0%}")

    return say


def summary(report: BackupReport) -> str:
    """What a backup holds, and its size."""
    return (
        f"{report.documents} documents, {report.segments} segments, {report.turns} questions, "
        f"{report.tasks} tasks, {report.bytes / 1e6:.1f} MB"
    )
