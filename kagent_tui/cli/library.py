"""`kagent library`: what has been added."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, fail, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON
from kagent_tui.render import output

if TYPE_CHECKING:
    from store.memory import MemoryBank


@table_command("library list")
@AS_JSON
@click.pass_context
def list_documents(context: click.Context, as_json: bool) -> int:
    """A line has the document's number of passages, its title and where it was read from."""
    from engine.cleaning import clean_line

    with context.ensure_object(Invocation).assembly() as assembly:
        records = assembly.bank.documents()
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(
            dumps(
                [
                    {
                        "source": record.source,
                        "title": record.title,
                        "passages": record.segments,
                        "characters": record.characters,
                        "created_at": record.created_at,
                        "updated_at": record.updated_at,
                    }
                    for record in records
                ]
            )
        )
        return ANSWERED
    if not records:
        warn("the library is empty; add something with: kagent add PATH")
    for record in records:
        output.write_line(
            f"{record.segments:5}  {clean_line(record.title)} — {clean_line(record.source)}"
        )
    return ANSWERED


@table_command("library remove")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.pass_context
def remove(context: click.Context, sources: tuple[str, ...]) -> int:
    """A SOURCE is a path, as it was given to `kagent add` or as `kagent library list` shows it."""
    failed = False
    with context.ensure_object(Invocation).assembly() as assembly:
        for source in sources:
            if _remove(assembly.bank, source):
                output.write_line(f"removed: {source}")
            else:
                failed = True
                fail(f"{source}: is not in the library; see: kagent library list")
    return ERROR if failed else ANSWERED


def _remove(bank: MemoryBank, source: str) -> bool:
    """Remove by the source as written, or by the path that it stands for."""
    if bank.remove_document(source):
        return True
    path = Path(source).expanduser()
    return any(bank.remove_document(str(form)) for form in (path.absolute(), path.resolve()))


command = table_group(
    "library",
    "Documents come in by: kagent add PATH",
    (list_documents, remove),
)
