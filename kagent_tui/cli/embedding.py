"""`kagent library embed`: vectors of the embedding model in the settings, for everything."""

from __future__ import annotations

import time

import click

from kagent_tui.cli.diagnostics import ANSWERED, INTERRUPTED, trace
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output

_REPORT_SECONDS = 2.0


@table_command("library embed")
@click.pass_context
def embed(context: click.Context) -> int:
    """Needed after another embedding model was set: until all is done, searches use the vectors
    that are there. Ctrl+C interrupts; the next run goes on from there.
    """
    with context.ensure_object(Invocation).assembly() as assembly, interruptible() as cancel:
        reembedding = assembly.bank.vectors.reembedding
        began, done_before = time.monotonic(), reembedding.progress()[0]
        while not cancel.is_set() and assembly.embed_for(_REPORT_SECONDS):
            done, total = reembedding.progress()
            rate = (done - done_before) / (time.monotonic() - began)
            left = f", {(total - done) / rate:.0f} s left" if rate > 0 else ""
            trace(f"embedded {done:,} of {total:,} passages, {rate:,.0f} a second{left}")
        done, total = reembedding.progress()
        if done < total:
            trace("interrupted; to go on: kagent library embed")
            return INTERRUPTED
        made = done - done_before
    output.write_line(f"{total:,} passages have vectors; {made:,} of them are new")
    return ANSWERED
