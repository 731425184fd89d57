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
from kagent_tui.cli.models_events import TransferView, probe_text
from kagent_tui.cli.quantities import size_text

if TYPE_CHECKING:
    import threading
    from collections.abc import Collection

    from kagent_tui.config import Config
    from kagent_tui.model_shelf import ModelShelf
    from models.catalog import Entry
    from models.download_events import Finished
    from models.fetching import FileServers
    from models.installed import Record


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

    from kagent_tui.model_shelf import ModelShelf, endpoint_of
    from models.catalog import find
    from models.download_events import DownloadInterruptedError

    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if online else None)
    shelf = ModelShelf(invocation.locations().home, config)
    entry = find(name)
    if entry.builtin:
        raise CommandError(f"{entry.name} comes with the program: nothing to download")
    view = TransferView(as_json=as_json, quiet=quiet)
    here = shelf.folder.find(entry.name)
    if here is not None:
        view.result(
            f"{entry.name} is here already; to fetch it anew: kagent models remove {entry.name}",
            name=entry.name,
            file=str(here.path),
        )
        return ANSWERED
    endpoint = endpoint_of(os.environ)
    _require_consent(entry, endpoint, shelf, config, yes=yes)
    with interruptible() as cancel:
        try:
            finished = _downloaded(
                entry, endpoint, shelf, _files(endpoint, config, hosts), view, cancel
            )
        except DownloadInterruptedError as error:
            return fail(f"{error}; go on with: kagent models pull {name}", INTERRUPTED)
        return _tried(shelf, _recorded(entry, endpoint, shelf, finished), view, cancel)


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
    from kagent_tui.model_shelf import ModelShelf
    from models.download_events import DownloadInterruptedError
    from models.importing import Import

    if name is not None and not name.strip():
        raise click.UsageError("The name is empty.", context)
    invocation = context.ensure_object(Invocation)
    shelf = ModelShelf(invocation.locations().home, invocation.config())
    job = Import(Path(path), shelf.folder, name=name, link=link)
    view = TransferView(as_json=as_json, quiet=quiet)
    with interruptible() as cancel:
        try:
            view.show_all(job.events(cancel))
        except DownloadInterruptedError as error:
            return fail(str(error), INTERRUPTED)
        return _tried(shelf, job.record, view, cancel)


def _require_consent(
    entry: Entry, endpoint: str, shelf: ModelShelf, config: Config, *, yes: bool
) -> None:
    """Say what would be fetched and from where, and ask where the settings ask.

    Raises:
        CommandError: the network is off, nobody can be asked, or the user says no.
    """
    from engine.cleaning import clean_line
    from engine.targets import host_of

    host = host_of(endpoint)
    if not host:
        raise CommandError(f"HF_ENDPOINT is no address of a server: {clean_line(endpoint)}")
    size = f"{'about ' if entry.approximate else ''}{size_text(entry.bytes)}" if entry.bytes else ""
    plan = [f"{entry.title}: {entry.repository}/{entry.file} from {host}"]
    plan += [size] if size else ["of unknown size"]
    plan += [f"licence: {entry.licence}"]
    text = "; ".join(plan)
    if not entry.sha256 and not _is_private_way(endpoint, host):
        raise CommandError(
            f"{text}: no hash is published for it and {host} is asked without encryption, so that "
            "anybody on the way could change it; use an https address in HF_ENDPOINT"
        )
    if config.network == "off":
        raise CommandError(f"the network is off; to fetch {text}: add --online")
    warn(text)
    fit = shelf.fit(entry.memory_bytes(), entry.kind, entry.bytes_per_token())
    if fit == "too big":
        warn(
            f"it needs about {size_text(entry.memory_bytes())} of memory, more than this machine "
            f"can spare of its {size_text(shelf.memory)}"
        )
    elif fit == "slow":
        warn("it will be slow on this machine")
    if yes or config.network == "on":
        return
    answer = confirmed("Download it?")
    if answer is None:
        raise CommandError("nobody can be asked here; to download it, add --yes")
    if not answer:
        raise CommandError("nothing was downloaded")


def _is_private_way(endpoint: str, host: str) -> bool:
    """Whether nobody on the way can change what comes: encrypted, or from this very machine."""
    return endpoint.lower().startswith("https://") or host in ("127.0.0.1", "::1", "localhost")


def _downloaded(
    entry: Entry,
    endpoint: str,
    shelf: ModelShelf,
    files: FileServers,
    view: TransferView,
    cancel: threading.Event,
) -> Finished:
    from models.description import describe
    from models.download import Wanted, download

    wanted = Wanted(
        entry.url(endpoint),
        bytes=None if entry.approximate or not entry.bytes else entry.bytes,
        sha256=entry.sha256 or shelf.folder.known_hash(entry.url()),
        whose="the published one" if entry.sha256 else _first_hash(shelf),
        check=describe,
    )
    target = shelf.folder.path_for(entry.name, entry.suffix)
    finished = view.show_all(download(wanted, target, files, cancel=cancel))
    assert finished is not None
    return finished


def _first_hash(shelf: ModelShelf) -> str:
    """Whose hash it is that was written down."""
    return (
        "that of the first download; where its maker has replaced the file, delete the line in "
        f"{shelf.folder.known_hashes_file}"
    )


def _files(endpoint: str, config: Config, hosts: Collection[str]) -> FileServers:
    """The way to the hub. A mirror that the user named may be anywhere, like a model server.

    Raises:
        CommandError: HF_ENDPOINT is no address of a server.
    """
    from engine.downloading import GuardedFiles
    from engine.network import Network, NetworkError, read_target
    from engine.targets import host_of
    from models.catalog import HUB

    named = []
    if endpoint != HUB:
        host = host_of(endpoint)
        try:
            named.append(f"{host}:{read_target(endpoint, {host}).port}")
        except NetworkError as error:
            raise CommandError(f"HF_ENDPOINT: {error}") from None
    network = Network("on", trusted_hosts=(*config.allowed_hosts, *named), proxy=config.proxy)
    return GuardedFiles(network, also=hosts)


def _recorded(entry: Entry, endpoint: str, shelf: ModelShelf, finished: Finished) -> Record:
    from models.description import describe
    from models.installed import Record

    verified: str = finished.verified
    if not entry.sha256:
        verified = "first" if shelf.folder.known_hash(entry.url()) else verified
        shelf.folder.remember_hash(entry.url(), finished.sha256)
    record = Record(
        name=entry.name,
        kind=describe(finished.path).kind,
        source=entry.url(endpoint),
        sha256=finished.sha256,
        verified=verified,
        licence=entry.licence,
    )
    shelf.folder.save(record)
    return record


def _tried(shelf: ModelShelf, record: Record, view: TransferView, cancel: threading.Event) -> int:
    """Try a model that has come here, and say what it came to."""
    from kagent_tui.cli.models_use import tried

    view.tell("probing", "trying it in a process of its own")
    installed = shelf.folder.find(record.name)
    assert installed is not None
    probe = tried(shelf.folder, installed, record.kind, cancel)
    if probe.error:
        code = INTERRUPTED if cancel.is_set() else ERROR
        view.tell("failed", name=record.name, error=probe.error)
        return fail(f"{record.name} is here, but does not work: {probe.error}", code)
    checked = {
        "published": "its hash is the published one",
        "server": "its hash is the server's",
        "first": "its hash is that of the first download",
    }
    told = checked.get(record.verified, "its hash was written down")
    view.result(
        f"{record.name}: {size_text(installed.bytes)}, {told}; {probe_text(probe, record.kind)}\n"
        f"to use it: kagent models use {record.name}",
        name=record.name,
        file=str(installed.path),
        bytes=installed.bytes,
        sha256=record.sha256,
        verified=record.verified,
        tokens_per_second=probe.rate,
        memory_bytes=probe.memory,
    )
    return ANSWERED
