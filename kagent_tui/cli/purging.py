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


def purge_small(bank: MemoryBank) -> None:
    """After something was removed: purge, where that takes seconds, and say what remains."""
    from kagent_tui.controllers.memories import LARGEST_PURGED_AT_ONCE

    _say_remains(bank.purge(largest=LARGEST_PURGED_AT_ONCE))


def purge_all(bank: MemoryBank) -> None:
    """After something was forgotten: purge, however long it takes, and say what remains."""
    from kagent_tui.controllers.memories import LARGEST_PURGED_AT_ONCE

    large = bank.statistics().segments > LARGEST_PURGED_AT_ONCE
    _say_remains(bank.purge(progress=trace if large else None))
    _clear_attachments(bank)


def _clear_attachments(bank: MemoryBank) -> None:
    from engine.attachment_upkeep import forget_unused

    if forget_unused(bank) is None:
        warn(
            "a question is being asked with an attachment; to clear up what was attached before: "
            "kagent memory purge"
        )


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
    its log and the search index, and forgets deleted sessions for good. Small memories are purged
    whenever something is removed. Backups keep what they hold.
    """
    with context.ensure_object(Invocation).assembly() as assembly:
        gone = assembly.bank.sessions_store.empty_trash()
        report = assembly.bank.purge(progress=trace)
        _clear_attachments(assembly.bank)
    if gone:
        trace("forgot 1 deleted session" if gone == 1 else f"forgot {gone} deleted sessions")
    _say_copies(report)
    if report.remains is not None:
        return fail(report.remains, ERROR)
    output.write_line("nothing of what was removed is left in the files")
    return ANSWERED
