"""`kagent kuaipedia export` and `import`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, INTERRUPTED, CommandError, trace, warn
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.wording import count_text
from kagent_tui.render import output

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

    from engine.kuaipedia.interchange import Format, Imported, ImportEvent
    from store.memory import MemoryBank

# So many broken lines are named one by one.
_BROKEN_NAMED = 10


@table_command("kuaipedia export")
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["kagent", "kuaipedia"]),
    default="kagent",
    show_default=True,
    help="KAgent's own, or Kuaipedia's published one, which has items only.",
)
@click.option("--quiet", is_flag=True, help="Say nothing of the progress.")
@click.pass_context
def export(context: click.Context, file: str, form: Format, quiet: bool) -> int:
    """A line of JSON for each item, name, aspect, piece of evidence and decision of yours. Where
    FILE ends in .gz it is packed; it must not exist yet. The texts of the documents are not in it,
    but their places and names are.
    """
    from engine.kuaipedia.interchange import export_file
    from kagent_tui.cli.progress_line import ProgressLine
    from models.paths import expanded

    if not file.strip():
        raise click.UsageError("FILE is empty.", context)
    path = expanded(file).absolute()
    progress = ProgressLine(quiet=quiet)
    with context.ensure_object(Invocation).assembly() as assembly:
        try:
            items = export_file(
                assembly.bank,
                path,
                form=form,
                progress=lambda lines: progress.show(f"written: {lines:,} lines"),
            )
        except FileExistsError:
            raise CommandError(f"{file}: there is such a file already; name another") from None
        finally:
            progress.wipe()
    output.write_line(f"exported: {file} ({count_text(items, 'item')})")
    return ANSWERED


@table_command("kuaipedia import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--collection", metavar="NAME", help="Put the videos into this collection.")
@click.option("--quiet", is_flag=True, help="Say nothing of the progress.")
@click.pass_context
def import_files(
    context: click.Context, files: tuple[str, ...], collection: str | None, quiet: bool
) -> int:
    """A FILE is an export of KAgent's, or has items or videos as Kuaipedia publishes them, a line
    of JSON each; it may be packed by gzip. Items of the same title and subtitle become one, and
    what you have changed or deleted here stays so. A video becomes a document of the library.
    Ctrl+C interrupts; the same command goes on.
    """
    from models.paths import expanded

    collections = () if collection is None else (collection,)
    paths = [expanded(file).absolute() for file in files]
    code = ANSWERED
    with context.ensure_object(Invocation).assembly() as assembly, interruptible() as cancel:
        for path in paths:
            code = max(code, _import(assembly.bank, path, collections, cancel, quiet=quiet))
            if cancel.is_set():
                break
    return code


def _import(
    bank: MemoryBank,
    path: Path,
    collections: tuple[str, ...],
    cancel: threading.Event,
    *,
    quiet: bool,
) -> int:
    from engine.kuaipedia.interchange import import_file

    done = _show(path, import_file(bank, path, collections=collections, cancel=cancel), quiet=quiet)
    if done.broken > _BROKEN_NAMED:
        warn(f"{path}: {done.broken:,} lines were left out, of which the first are named above")
    if done.missing:
        warn(
            f"{path}: {count_text(done.missing, 'piece')} of evidence left out, for its documents "
            "are not in this library; add them and import again"
        )
    if done.published:
        from engine.kuaipedia.published import LICENCE

        warn(f"Kuaipedia's data is under {LICENCE}: name its source, and not for commercial use")
    items, videos = count_text(done.items, "new item"), count_text(done.videos, "new video")
    evidence = f"{count_text(done.evidence, 'new piece')} of evidence"
    output.write_line(
        f"imported: {items}, {videos}, {evidence} from {count_text(done.lines, 'line')}"
    )
    if done.cut_short:
        trace("interrupted; the same command goes on")
        return INTERRUPTED
    return ERROR if done.broken and done.broken == done.lines else ANSWERED


def _show(path: Path, events: Iterator[ImportEvent], *, quiet: bool) -> Imported:
    """Show what an import tells, to its end."""
    from engine.kuaipedia.interchange import Imported, Importing
    from engine.kuaipedia.json_lines import BrokenLine
    from kagent_tui.cli.progress_line import ProgressLine

    progress = ProgressLine(quiet=quiet)
    named = 0
    done = Imported()
    try:
        for event in events:
            match event:
                case Importing():
                    progress.show(f"imported {event.lines:,} lines, {event.share:.0%}")
                case BrokenLine():
                    named += 1
                    if named <= _BROKEN_NAMED:
                        progress.wipe()
                        warn(f"{path}:{event.number}: left out: {event.reason}")
                case Imported():
                    done = event
    finally:
        progress.wipe()
    return done
