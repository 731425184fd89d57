"""`kagent models list`: what there is, and what fits this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import AS_JSON
from kagent_tui.quantities import size_text
from kagent_tui.render import output

if TYPE_CHECKING:
    from kagent_tui.model_shelf import ShelfRow

_HEADINGS = {
    "language": "Language models, which plan and answer",
    "embedding": "Embedding models, for the search by meaning",
    "speech": "Speech models, which write down what is said in recordings",
}


@table_command("models list")
@click.option("--here", is_flag=True, help="Only those that need no download.")
@click.option(
    "--kind", type=click.Choice(list(_HEADINGS)), help="Only language, embedding or speech models."
)
@AS_JSON
@click.pass_context
def list_models(context: click.Context, here: bool, kind: str | None, as_json: bool) -> int:
    """The one in use has a star. Memory is that of the file and of a context of 4,096 tokens; a
    model is slow where an estimate from this machine's cores says less than 3 tokens a second.
    "window" marks models that forget the middle of long prompts sooner and reuse them less.
    """
    from kagent_tui.model_shelf import ModelShelf
    from models.language.threads import usable_cpus

    invocation = context.ensure_object(Invocation)
    shelf = ModelShelf(invocation.locations().home, invocation.config())
    rows = [row for row in shelf.rows() if (row.is_here or not here) and kind in (None, row.kind)]
    if as_json:
        from kagent_tui.render.encoding import dumps

        machine = {"memory_bytes": shelf.memory, "cores": len(usable_cpus())}
        output.write_line(dumps({"machine": machine, "models": [row.to_json() for row in rows]}))
        return ANSWERED
    memory = size_text(shelf.memory) if shelf.memory else "unknown"
    output.write_line(f"This machine: {memory} of memory, {len(usable_cpus())} cores.")
    for heading, lines in _by_kind(rows):
        output.write_line(f"\n{heading}:")
        for line in lines:
            output.write_line(line)
    return ANSWERED


def _by_kind(rows: list[ShelfRow]) -> list[tuple[str, list[str]]]:
    groups = []
    for kind, heading in _HEADINGS.items():
        lines = [_line(row) for row in rows if row.kind == kind]
        if lines:
            groups.append((heading, lines))
    return groups


def _line(row: ShelfRow) -> str:
    from engine.cleaning import clean_line

    entry = row.entry
    size = size_text(row.bytes) if row.bytes else "?"
    if entry is not None and entry.approximate and row.installed is None:
        size = f"~{size}"
    memory = size_text(row.memory_bytes) if row.memory_bytes else "?"
    data = row.to_json()
    purpose = str(data["purpose"])
    if data["attention"] == "sliding window":
        purpose = f"window; {purpose}"
    if data["trouble"]:
        purpose = f"does not work: {data['trouble']}"
    mark = "*" if row.is_in_use else " "
    return (
        f"{mark} {clean_line(row.name):<27} {row.state:<11} {size:>9}  {memory:>9}  {row.fit:<8} "
        f"{clean_line(str(data['licence'])):<20} {clean_line(purpose)}"
    ).rstrip()
