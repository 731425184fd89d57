"""`kagent models use` and `remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.confirmation import confirmed
from kagent_tui.cli.diagnostics import (
    ANSWERED,
    ERROR,
    INTERRUPTED,
    NOT_FOUND,
    CommandError,
    fail,
    trace,
    warn,
)
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import AS_JSON
from kagent_tui.quantities import size_text
from kagent_tui.render import output

if TYPE_CHECKING:
    from pathlib import Path

    from kagent_tui.controllers.models import Chosen
    from kagent_tui.model_shelf import ModelShelf


@table_command("models use")
@click.argument("name")
@AS_JSON
@click.pass_context
def use(context: click.Context, name: str, as_json: bool) -> int:
    """NAME is one that `kagent models list --here` shows, or the path of a GGUF file, or of one of
    whisper.cpp. It is written into config.toml, where everything else stays as it is; "builtin" and
    "builtin-embedding" go back to what comes with the program. A model that has not been tried is
    tried first. Of the speech models that are here, the best is in use without being named.
    """
    from engine.cleaning import clean_line
    from kagent_tui.controllers.models import write_choice
    from kagent_tui.model_shelf import ModelShelf

    invocation = context.ensure_object(Invocation)
    locations = invocation.locations()
    shelf = ModelShelf(locations.home, invocation.config())
    chosen = _chosen(shelf, name, locations.config_file)
    write_choice(chosen, locations.config_file)
    if as_json:
        from kagent_tui.render.encoding import dumps

        said = {"setting": chosen.setting, "value": chosen.value, "kind": chosen.kind}
        output.write_line(dumps(said))
    else:
        written = f'{chosen.setting} = "{chosen.value}" is written into {locations.config_file}'
        output.write_line(clean_line(written))
    if chosen.kind == "embedding":
        warn("the library keeps its old vectors until: kagent library embed")
    return ANSWERED


@table_command("models remove")
@click.argument("name")
@click.option("-y", "--yes", is_flag=True, help="Do not ask first.")
@click.pass_context
def remove(context: click.Context, name: str, yes: bool) -> int:
    """Its file is deleted, an interrupted download too; of an imported model that was linked, only
    the link. The one in use is not removed: use another first.
    """
    from engine.cleaning import clean_line
    from kagent_tui.controllers import models
    from kagent_tui.model_shelf import ModelShelf

    invocation = context.ensure_object(Invocation)
    shelf = ModelShelf(invocation.locations().home, invocation.config())
    try:
        removing = models.removal(shelf, name)
    except models.ModelNotHereError as error:
        return fail(str(error), NOT_FOUND)
    called = removing.row.name
    if not yes and not _agreed(f"remove {called} and free {size_text(removing.frees)}"):
        return ERROR
    freed = models.remove(shelf, removing)
    output.write_line(clean_line(f"removed {called}; {size_text(freed)} are free again"))
    return ANSWERED


def _chosen(shelf: ModelShelf, name: str, config_file: Path) -> Chosen:
    """The model that is meant, tried where it has to be; raises CommandError when interrupted."""
    from kagent_tui.controllers.models import Chosen, ModelUnusableError, Probing, choose
    from kagent_tui.model_words import probe_words

    with interruptible() as cancel:
        try:
            for event in choose(shelf, name, config_file, cancel):
                if isinstance(event, Chosen):
                    return event
                if isinstance(event, Probing):
                    trace("trying it in a process of its own")
                else:
                    trace(probe_words(event.probe, event.kind))
        except ModelUnusableError as error:
            raise CommandError(str(error), INTERRUPTED if cancel.is_set() else ERROR) from None
    raise AssertionError(name)  # it ends with a choice, or raises


def _agreed(what: str) -> bool:
    answer = confirmed(f"This will {what}. Do it?")
    if answer is None:
        fail(f"this would {what}; to do it, add --yes")
    elif not answer:
        fail("nothing was removed")
    return bool(answer)
