"""`kagent models bench`: how fast a model is on this machine."""

from __future__ import annotations

import dataclasses

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, INTERRUPTED, CommandError, trace
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import AS_JSON
from kagent_tui.render import output


@table_command("models bench")
@click.argument("name", required=False, metavar="[NAME|PATH]")
@AS_JSON
@click.pass_context
def bench(context: click.Context, name: str | None, as_json: bool) -> int:
    """Without NAME, the language model in use. It is loaded in a process of its own, reads a fixed
    text and writes some tokens: half a minute at most, its loading apart. What other programs do
    meanwhile shows in the figures, which are kept and shown by `kagent models info`.
    """
    from kagent_tui.controllers.model_benchmarks import benchable, measured
    from kagent_tui.controllers.models import ModelUnusableError
    from kagent_tui.model_shelf import ModelShelf

    invocation = context.ensure_object(Invocation)
    shelf = ModelShelf(invocation.locations().home, invocation.config())
    model = benchable(shelf, name)
    with interruptible() as cancel:
        trace(f"measuring {model.name}")
        try:
            found = measured(shelf, model, cancel, invocation.now)
        except ModelUnusableError as error:
            raise CommandError(str(error), INTERRUPTED if cancel.is_set() else ERROR) from None
    if as_json:
        from kagent_tui.render.encoding import dumps

        values = dataclasses.asdict(found)
        figures = {key: values[key] for key in values if key not in ("error", "size", "changed")}
        output.write_line(
            dumps({"name": model.name, "kind": model.kind, "file": str(model.path), **figures})
        )
        return ANSWERED
    from kagent_tui.model_words import benchmark_lines

    for line in benchmark_lines(found, model.kind):
        output.write_line(line)
    return ANSWERED
