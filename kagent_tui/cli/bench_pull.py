"""`kagent bench pull`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.bench_data import MINI, data_path, warn_of
from kagent_tui.cli.bench_files import checked_out
from kagent_tui.cli.confirmation import confirmed
from kagent_tui.cli.diagnostics import ANSWERED, INTERRUPTED, CommandError, fail, trace
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.library_options import AS_JSON_LINES, ONLINE, QUIET
from kagent_tui.cli.models_events import TransferView

if TYPE_CHECKING:
    import threading
    from collections.abc import Collection, Mapping

    from engine.bench.unpacking import InPlace
    from kagent_tui.config import Config
    from models.fetching import FileServers

_KAGENTBENCH = "kagentbench"


@table_command("bench pull")
@click.argument("name", type=click.Choice([_KAGENTBENCH, MINI]), metavar="kagentbench|mini")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it; compressed where FILE ends in .gz. It must not exist yet.",
)
@click.option("--accept-licence", is_flag=True, help="You have read the licence and agree to it.")
@click.option(
    "--url",
    metavar="URL",
    help="Get it from here: .jsonl, .gz or .zip. Without it, from its makers' page.",
)
@click.option(
    "--from",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Let the download be redirected to this host too; may be given several times.",
)
@ONLINE
@AS_JSON_LINES
@QUIET
@click.pass_context
def pull(context: click.Context, /, name: str, out: Path, **options: Any) -> int:
    """KAgentBench is its makers', KwaiKEG, and under CC BY-NC-SA 4.0: what that means is shown
    first, then you are asked, unless --accept-licence is given. Without --online, or network = "on"
    in the settings, you are asked for the network as well; with network = "off" nothing is fetched
    without --online. The environment's HF_ENDPOINT names a mirror.

    An interrupted download is kept, and the same command goes on with it. KAgentBench-mini is this
    program's own, Apache-2.0, and comes from no network.
    """
    out = checked_out(out)
    if out.exists():
        raise CommandError(f"{out}: there is such a file already; name another")
    view = TransferView(as_json=options["as_json"], quiet=options["quiet"])
    if name == MINI:
        from engine.bench.unpacking import put_in_place

        return _result(view, put_in_place(data_path(MINI), out))
    from models.download_events import DownloadInterruptedError

    config = context.ensure_object(Invocation).config(network="on" if options["online"] else None)
    _agree(context, config, options)
    with interruptible() as cancel:
        try:
            return _pulled(view, out, config, options, cancel)
        except DownloadInterruptedError as error:
            return fail(f"{error}; give the same command to go on", INTERRUPTED)


def _agree(context: click.Context, config: Config, options: Mapping[str, Any]) -> None:
    """Show the licence, and ask what is not agreed to yet.

    Raises:
        click.UsageError: nobody can be asked whether the licence is accepted.
        CommandError: the network is off, nobody can be asked for it, or the user says no.
    """
    from engine.bench.pulling import LICENCE, LICENCE_MEANS, LICENCE_PAGE, MAKER, PAGE
    from engine.cleaning import clean_line

    place = clean_line(options["url"] or PAGE)
    trace(f"KAgentBench, made by {MAKER}: {PAGE}")
    trace(f"licence: {LICENCE}, {LICENCE_PAGE}")
    trace(LICENCE_MEANS)
    if config.network == "off":
        raise CommandError(f"the network is off; to get it from {place}: add --online")
    accepted = options["accept_licence"]
    if accepted and config.network == "on":
        return
    question = "Get it" if accepted else "Do you agree to the licence, and want to get it"
    answer = confirmed(f"{question} from {place}?")
    if answer is None and not accepted:
        raise click.UsageError(
            "nobody can be asked here; to agree to the licence, add --accept-licence", context
        )
    if answer is None:
        raise CommandError("nobody can be asked here; to allow the network, add --online")
    if not answer:
        raise CommandError("nothing was downloaded")


def _pulled(
    view: TransferView,
    out: Path,
    config: Config,
    options: Mapping[str, Any],
    cancel: threading.Event,
) -> int:
    import os

    from engine.bench.pulling import Source, download_path, download_source, published
    from engine.bench.unpacking import put_in_place
    from kagent_tui.model_shelf import endpoint_of

    url = options["url"]
    endpoint = endpoint_of(os.environ)
    servers = _servers(url or endpoint, "--url" if url else "HF_ENDPOINT", config, options["hosts"])
    source = Source(url) if url else published(servers, endpoint, cancel)
    for _ in view.shown(download_source(source, out, servers, cancel)):
        pass
    arrived = download_path(out)
    found = put_in_place(arrived, out)
    arrived.unlink(missing_ok=True)
    return _result(view, found)


def _servers(address: str, named_by: str, config: Config, hosts: Collection[str]) -> FileServers:
    """The way to a place. One that the user named may be anywhere, like a model server.

    Raises:
        CommandError: that is no address of a server.
    """
    from engine.downloading import GuardedFiles
    from engine.network import Network, NetworkError, read_target
    from engine.targets import host_of
    from models.catalog import HUB

    named = []
    if address != HUB:
        host = host_of(address)
        try:
            named.append(f"{host}:{read_target(address, {host}).port}")
        except NetworkError as error:
            raise CommandError(f"{named_by}: {error}") from None
    network = Network("on", trusted_hosts=(*config.allowed_hosts, *named), proxy=config.proxy)
    return GuardedFiles(network, also=hosts)


def _result(view: TransferView, found: InPlace) -> int:
    warn_of(found.problems)
    total = sum(found.by_type.values())
    told = ", ".join(f"{kind} {count:,}" for kind, count in found.by_type.items())
    view.result(
        f"{found.path}: {total:,} instances: {told}",
        file=str(found.path),
        instances=total,
        by_type=dict(found.by_type),
        problems=len(found.problems),
    )
    return ANSWERED
