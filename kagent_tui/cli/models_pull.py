"""`kagent models pull` and `import`: a model's file comes here, and is tried before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagent_tui.cli.confirmation import confirmed
from kagent_tui.cli.diagnostics import ANSWERED, ERROR, INTERRUPTED, CommandError, fail, warn
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.library_options import AS_JSON_LINES, ONLINE, QUIET
from kagent_tui.cli.models_events import TransferView
from kagent_tui.quantities import size_text

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable

    from kagent_tui.config import Config
    from kagent_tui.controllers.model_arrivals import Arrived, Plan
    from kagent_tui.controllers.models import Probing
    from kagent_tui.model_shelf import ModelShelf
    from models.download_events import DownloadEvent


@table_command("models pull")
@click.argument("name")
@ONLINE
@click.option("-y", "--yes", is_flag=True, help="Do not ask before the download.")
@click.option(
    "--from",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Let the download be redirected to this host too; may be given several times.",
)
@AS_JSON_LINES
@QUIET
@click.pass_context
def pull(
    context: click.Context,
    /,
    name: str,
    online: bool,
    yes: bool,
    hosts: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> int:
    """NAME is one of the catalogue (kagent models list), or OWNER/REPOSITORY/FILE.gguf on Hugging
    Face, with @REVISION where wanted. The environment's HF_ENDPOINT names a mirror.

    What would be fetched, and from where, is said first; then you are asked, unless --yes or
    --online is given or the settings have network = "on". With network = "off" nothing is fetched
    without --online. Nothing but the request for the file is sent.

    An interrupted download is kept, and the same command goes on with it. The file is compared with
    its published hash; where none is known, its structure is checked and its hash written down, to
    be the one that counts from then on. Then the model is tried in a process of its own.
    """
    import os

    from kagent_tui.controllers.model_arrivals import already_here, plan
    from kagent_tui.controllers.model_arrivals import pull as arrivals
    from kagent_tui.model_shelf import ModelShelf
    from models.catalog import find
    from models.download_events import DownloadInterruptedError

    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if online else None)
    shelf = ModelShelf(invocation.locations().home, config)
    entry = find(name)
    here = already_here(shelf, entry)
    view = TransferView(as_json=as_json, quiet=quiet)
    if here is not None:
        view.result(
            f"{entry.name} is here already; to fetch it anew: kagent models remove {entry.name}",
            name=entry.name,
            file=str(here.path),
        )
        return ANSWERED
    planned = plan(shelf, entry, os.environ)
    _require_consent(planned, shelf, config, yes=yes)
    with interruptible() as cancel:
        try:
            return _shown(view, arrivals(planned, shelf, config, cancel, hosts), cancel)
        except DownloadInterruptedError as error:
            return fail(f"{error}; go on with: kagent models pull {name}", INTERRUPTED)


@table_command("models import")
@click.argument("path")
@click.option("--name", metavar="NAME", help="Call it this; without it, what the file says.")
@click.option("--link", is_flag=True, help="Leave the file where it is, and link to it.")
@AS_JSON_LINES
@QUIET
@click.pass_context
def import_model(
    context: click.Context,
    path: str,
    name: str | None,
    link: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """PATH is a GGUF file, or one of whisper.cpp. It is checked, copied to the other models and
    tried in a process of its own. Of a model in parts, name the first; all must be there.
    """
    from kagent_tui.controllers.model_arrivals import take_in
    from kagent_tui.model_shelf import ModelShelf
    from models.download_events import DownloadInterruptedError

    if name is not None and not name.strip():
        raise click.UsageError("The name is empty.", context)
    invocation = context.ensure_object(Invocation)
    shelf = ModelShelf(invocation.locations().home, invocation.config())
    view = TransferView(as_json=as_json, quiet=quiet)
    with interruptible() as cancel:
        try:
            events = take_in(Path(path), shelf, cancel, name=name, link=link)
            return _shown(view, events, cancel)
        except DownloadInterruptedError as error:
            return fail(str(error), INTERRUPTED)


def _require_consent(planned: Plan, shelf: ModelShelf, config: Config, *, yes: bool) -> None:
    """Say what would be fetched and from where, and ask where the settings ask.

    Raises:
        CommandError: the network is off, nobody can be asked, or the user says no.
    """
    from kagent_tui.controllers.model_arrivals import unsafe_way

    entry = planned.entry
    size = f"{'about ' if entry.approximate else ''}{size_text(entry.bytes)}" if entry.bytes else ""
    parts = [f"{entry.title}: {planned.source} from {planned.host}"]
    parts += [size] if size else ["of unknown size"]
    parts += [f"licence: {entry.licence}"]
    text = "; ".join(parts)
    problem = unsafe_way(planned)
    if problem is not None:
        raise CommandError(f"{text}: {problem}")
    if config.network == "off":
        raise CommandError(f"the network is off; to fetch {text}: add --online")
    warn(text)
    if planned.fit == "too big":
        warn(
            f"it needs about {size_text(entry.memory_bytes())} of memory, more than this machine "
            f"can spare of its {size_text(shelf.memory)}"
        )
    elif planned.fit == "slow":
        warn("it will be slow on this machine")
    if yes or config.network == "on":
        return
    answer = confirmed("Download it?")
    if answer is None:
        raise CommandError("nobody can be asked here; to download it, add --yes")
    if not answer:
        raise CommandError("nothing was downloaded")


# Recordings that are in the library already have not been heard.
_READ_AGAIN = (
    "\nto hear with it the recordings that are in the library already: kagent library sync"
)


def _shown(
    view: TransferView,
    events: Iterable[DownloadEvent | Probing | Arrived],
    cancel: threading.Event,
) -> int:
    """Show how a model comes here and is tried, and say what it came to."""
    from kagent_tui.controllers.model_arrivals import Arrived
    from kagent_tui.model_words import probe_words, verified_words

    arrived = next((one for one in view.shown(events) if isinstance(one, Arrived)), None)
    assert arrived is not None  # what ends otherwise, raises
    record, probe = arrived.record, arrived.probe
    if probe.error:
        code = INTERRUPTED if cancel.is_set() else ERROR
        view.tell("failed", name=record.name, error=probe.error)
        return fail(f"{record.name} is here, but does not work: {probe.error}", code)
    again = _READ_AGAIN if record.kind == "speech" else ""
    view.result(
        f"{record.name}: {size_text(arrived.installed.bytes)}, "
        f"{verified_words(record.verified)}; {probe_words(probe, record.kind)}\n"
        f"to use it: kagent models use {record.name}{again}",
        name=record.name,
        file=str(arrived.installed.path),
        bytes=arrived.installed.bytes,
        sha256=record.sha256,
        verified=record.verified,
        tokens_per_second=probe.rate,
        memory_bytes=probe.memory,
    )
    return ANSWERED
