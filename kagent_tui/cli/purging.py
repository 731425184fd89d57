"""Taking what was removed out of the bytes of the files, and saying what is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, fail, trace, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output

if TYPE_CHECKING:
    from store.forgetting import PurgeReport
    from store.memory import MemoryBank

# Segments that are purged within some seconds.
_LARGEST = 10_000


def purge_small(bank: MemoryBank) -> None:
    """After something was removed: purge, where that takes seconds, and say what remains."""
    _say_remains(bank.purge(largest=_LARGEST))


def purge_all(bank: MemoryBank) -> None:
    """After something was forgotten: purge, however long it takes, and say what remains."""
    large = bank.statistics().segments > _LARGEST
    _say_remains(bank.purge(progress=trace if large else None))


def _say_remains(report: PurgeReport) -> None:
    if report.remains is not None:
        warn(f"{report.remains}; to do it: kagent memory purge")
    _say_copies(report)


def _say_copies(report: PurgeReport) -> None:
    if report.copies:
        names = ", ".join(str(path) for path in report.copies)
        warn(f"older copies hold what they held, until you delete them: {names}")


@table_command("memory purge")
@click.pass_context
def purge(context: click.Context) -> int:
    """What was removed is found no more at once; this takes its last traces out of the database,
    its log and the search index. Small memories are purged whenever something is removed. Backups
    keep what they hold.
    """
    with context.ensure_object(Invocation).assembly() as assembly:
        report = assembly.bank.purge(progress=trace)
    _say_copies(report)
    if report.remains is not None:
        return fail(report.remains, ERROR)
    output.write_line("nothing of what was removed is left in the files")
    return ANSWERED
