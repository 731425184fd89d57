"""`kagent kuaipedia link` and `unlink`: by the machine for all documents, by hand for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, INTERRUPTED, trace
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.kuaipedia_items import found_items
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.wording import count_text
from kagent_tui.render import output

if TYPE_CHECKING:
    import threading

    from engine.kuaipedia.building import LinkingFinished
    from store.memory import MemoryBank

_ASPECT = click.option("--aspect", metavar="ASPECT", help="Of this aspect of the item.")


@table_command("kuaipedia link")
@click.argument("item", required=False)
@click.argument("source", required=False)
@_ASPECT
@click.option("--quiet", is_flag=True, help="Say nothing of the progress.")
@click.pass_context
def link(
    context: click.Context, item: str | None, source: str | None, aspect: str | None, quiet: bool
) -> int:
    """Without ITEM and SOURCE, makes items of what new and changed documents name, and looks where
    they are spoken of; `kagent add` and `kagent library sync` do that by themselves. Ctrl+C
    interrupts; the next run goes on from there.

    With both, the document SOURCE is about the item, whatever the machine finds. A new aspect is
    made; "ABOVE > NAME" names one below another.
    """
    if (item is None) != (source is None) or (item is None and aspect is not None):
        raise click.UsageError("Name an ITEM and a SOURCE, or neither.", context)
    with context.ensure_object(Invocation).assembly() as assembly:
        if item is None or source is None:
            with interruptible() as cancel:
                return _link_all(assembly.bank, cancel, quiet=quiet)
        from engine.kuaipedia import editing

        with found_items():
            record = editing.the_item(assembly.bank, item)
            editing.link(assembly.bank, record, source, aspect)
    output.write_line(f"linked: {source} to {record.full_title}")
    return ANSWERED


def _link_all(bank: MemoryBank, cancel: threading.Event, *, quiet: bool) -> int:
    from engine.encyclopedia.registering import opened_archives
    from engine.kuaipedia.building import LinkingFinished, LinkingProgressed, build
    from kagent_tui.cli.progress_line import ProgressLine

    progress = ProgressLine(quiet=quiet)
    code = ANSWERED
    try:
        for event in build(bank, archives=opened_archives(bank), cancel=cancel):
            match event:
                case LinkingProgressed():
                    progress.show(f"linked {event.done:,} of {event.whole:,} documents")
                case LinkingFinished():
                    progress.wipe()
                    code = _finish(event)
    finally:
        progress.wipe()
    return code


def _finish(event: LinkingFinished) -> int:
    output.write_line(
        f"{count_text(event.items, 'new item')}, {count_text(event.evidence, 'piece')} of evidence "
        f"in {count_text(event.documents, 'document')}"
    )
    if event.cut_short:
        trace("interrupted; to go on: kagent kuaipedia link")
        return INTERRUPTED
    return ANSWERED


@table_command("kuaipedia unlink")
@click.argument("item")
@click.argument("source")
@_ASPECT
@click.pass_context
def unlink(context: click.Context, item: str, source: str, aspect: str | None) -> int:
    """What the machine finds of the item in the document SOURCE counts no longer, also when the
    document is read again. With --aspect, it only is not about that.
    """
    from engine.kuaipedia import editing

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        record = editing.the_item(assembly.bank, item)
        editing.unlink(assembly.bank, record, source, aspect)
    output.write_line(f"unlinked: {source} from {record.full_title}")
    return ANSWERED
