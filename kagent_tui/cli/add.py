"""`kagent add`: files and folders into the library."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, fail, trace
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output


@table_command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.pass_context
def command(context: click.Context, paths: tuple[str, ...]) -> int:
    """A folder is read with everything below it. Text (.txt) and Markdown (.md) files are
    understood. A file that has not changed since it was added is not read again.
    """
    if any(not path.strip() for path in paths):
        raise click.UsageError("A PATH is empty.", context)
    invocation = context.ensure_object(Invocation)
    with invocation.assembly() as assembly:
        from engine.library import Library

        counts: Counter[str] = Counter()
        for report in Library(assembly.bank).add(Path(path).expanduser() for path in paths):
            counts[report.outcome] += 1
            if report.error is None:
                trace(f"{report.outcome}: {report.path} ({report.segments} passages)")
            else:
                fail(report.error)
    summary = [f"{counts[kind]} {kind}" for kind in ("added", "updated", "unchanged", "failed")]
    if counts.total() > counts["failed"]:
        output.write_line(", ".join(entry for entry in summary if not entry.startswith("0 ")))
    return ERROR if counts["failed"] else ANSWERED
