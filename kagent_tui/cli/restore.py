"""`kagent restore`: the memory out of a backup."""

from __future__ import annotations

import click

from kagent_tui.cli.backup import say_progress, summary
from kagent_tui.cli.diagnostics import ANSWERED, trace
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output


@table_command("restore")
@click.argument("file", metavar="FILE")
@click.pass_context
def command(context: click.Context, file: str) -> int:
    """FILE is checked first. No other KAgent may be running with this memory. The database that
    was there gets a name with today's date, and the search index is made again.
    """
    from models.paths import expanded
    from store.backup import restore

    if not file.strip():
        raise click.UsageError("FILE is empty.", context)
    invocation = context.ensure_object(Invocation)
    home = invocation.locations().home
    report = restore(home, expanded(file), progress=say_progress("copied"))
    output.write_line(f"restored from {file}: {summary(report)}")
    if report.kept is not None:
        output.write_line(f"the memory before it is kept in {report.kept}")
    trace("making the search index again")
    with invocation.assembly() as assembly:
        # Any search brings the index up to date.
        assembly.bank.search("KAgent", limit=1)
    return ANSWERED
