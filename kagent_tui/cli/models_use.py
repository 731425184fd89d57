"""`kagent models use` and `remove`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from kagent_tui.cli.models_events import probe_text
from kagent_tui.cli.options import AS_JSON
from kagent_tui.cli.quantities import size_text
from kagent_tui.render import output

if TYPE_CHECKING:
    import threading

    from kagent_tui.locations import Locations
    from kagent_tui.model_shelf import ModelShelf
    from models.catalog import Kind
    from models.installed import Installed, ModelFolder, Probe


@table_command("models use")
@click.argument("name")
@AS_JSON
@click.pass_context
def use(context: click.Context, name: str, as_json: bool) -> int:
    """NAME is one that `kagent models list --here` shows, or the path of a GGUF file. It is written
    into config.toml, where everything else stays as it is; "builtin" and "builtin-embedding" go
    back to what comes with the program. A model that has not been tried is tried first.
    """
    from engine.cleaning import clean_line
    from kagent_tui.config_writing import set_text
    from kagent_tui.model_shelf import SETTINGS, ModelShelf

    invocation = context.ensure_object(Invocation)
    locations = invocation.locations()
    shelf = ModelShelf(locations.home, invocation.config())
    with interruptible() as cancel:
        kind, value = _chosen(shelf, name, locations, cancel)
    key = SETTINGS.get(kind)
    if key is None:
        raise CommandError(f"{name} is a speech model, and nothing uses those yet")
    set_text(locations.config_file, key, value)
    said = f'{key} = "{value}" is written into {locations.config_file}'
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps({"setting": key, "value": value, "kind": kind}))
    else:
        output.write_line(clean_line(said))
    if kind == "embedding":
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
    from kagent_tui.model_shelf import ModelShelf

    invocation = context.ensure_object(Invocation)
    shelf = ModelShelf(invocation.locations().home, invocation.config())
    row = shelf.row(name)
    if row is not None and row.entry is not None and row.entry.builtin:
        raise CommandError(f"{row.name} comes with the program and stays")
    if row is None or (row.installed is None and not row.partial_bytes):
        return fail(f"{name} is not here; see: kagent models list --here", NOT_FOUND)
    if row.is_in_use:
        raise CommandError(
            f"{row.name} is in use; before it is removed: kagent models use "
            f"{'builtin-embedding' if row.kind == 'embedding' else 'builtin'}"
        )
    installed = row.installed
    frees = (installed.own_bytes if installed is not None else 0) + row.partial_bytes
    if not yes and not _agreed(f"remove {row.name} and free {size_text(frees)}"):
        return ERROR
    freed = shelf.folder.remove(installed) if installed is not None else 0
    freed += shelf.folder.remove_partial(row.name)
    output.write_line(clean_line(f"removed {row.name}; {size_text(freed)} are free again"))
    return ANSWERED


def tried(
    folder: ModelFolder, installed: Installed, kind: str, cancel: threading.Event | None
) -> Probe:
    """Try an installed model, and keep what came of it."""
    from models.installed import Record
    from models.probing import probe

    record = installed.record or Record(installed.name, kind, str(installed.path))
    found = probe(installed.path, _kind(kind), cancel)
    if cancel is None or not cancel.is_set():
        folder.save(dataclasses.replace(record, probe=found))
    return found


def _kind(kind: str) -> Any:
    return kind


def _chosen(
    shelf: ModelShelf, name: str, locations: Locations, cancel: threading.Event
) -> tuple[Kind, str]:
    """The kind of the model that is meant and what the settings are to say; it has been tried."""
    from kagent_tui.model_shelf import BUILTIN

    row = shelf.row(name)
    if row is not None and row.installed is not None:
        _require_works(shelf.folder, row.installed, row.kind, cancel)
        return row.kind, _written(row.installed.path, locations)
    if row is not None and row.entry is not None:
        if row.entry.builtin:
            return row.kind, BUILTIN
        raise CommandError(f"{row.name} is not here yet; to get it: kagent models pull {row.name}")
    path = Path(name).expanduser()
    if not path.is_file():
        from models.catalog import find

        find(name)
        raise CommandError(f"{name} is not here yet; to get it: kagent models pull {name}")
    return _path_tried(path.absolute(), cancel)


def _path_tried(path: Path, cancel: threading.Event) -> tuple[Kind, str]:
    from models.description import describe
    from models.probing import probe

    kind = describe(path).kind
    trace("trying it in a process of its own")
    _require_good(path.name, probe(path, kind, cancel), kind, cancel)
    return kind, str(path)


def _require_works(
    folder: ModelFolder, installed: Installed, kind: Kind, cancel: threading.Event
) -> None:
    known = installed.record.probe if installed.record is not None else None
    if known is not None and not known.error and known.is_of(installed.path):
        return
    from models.description import describe

    # Damage that is seen in the header never reaches llama.cpp.
    describe(installed.path)
    trace("trying it in a process of its own")
    _require_good(installed.name, tried(folder, installed, kind, cancel), kind, cancel)


def _require_good(name: str, probe: Probe, kind: str, cancel: threading.Event) -> None:
    if probe.error:
        code = INTERRUPTED if cancel.is_set() else ERROR
        raise CommandError(f"{name} does not work here, and is not used: {probe.error}", code)
    trace(probe_text(probe, kind))


def _written(path: Path, locations: Locations) -> str:
    """The path as the settings have it: relative where the file moves with them."""
    folder = locations.config_file.parent
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _agreed(what: str) -> bool:
    answer = confirmed(f"This will {what}. Do it?")
    if answer is None:
        fail(f"this would {what}; to do it, add --yes")
    elif not answer:
        fail("nothing was removed")
    return bool(answer)
