"""How a model comes here: what a download would fetch and from where, the download, an import."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kagent_tui.controllers.models import ModelRefusedError, Probing, try_installed
from kagent_tui.model_shelf import endpoint_of

if TYPE_CHECKING:
    import threading

    from kagent_tui.config import Config
    from kagent_tui.model_shelf import ModelShelf
    from models.catalog import Entry
    from models.download import Wanted
    from models.download_events import DownloadEvent, Finished
    from models.fetching import FileServers
    from models.installed import Installed, Probe, Record
    from models.machine import Fit


@dataclass(frozen=True, slots=True)
class Plan:
    """What a download would fetch, and from where; `have` bytes of it are here already."""

    entry: Entry
    endpoint: str
    host: str
    fit: Fit
    have: int

    @property
    def source(self) -> str:
        """The repository and the file."""
        return f"{self.entry.repository}/{self.entry.file}"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A model is in its place and was tried; `probe.error` says where it does not work."""

    installed: Installed
    record: Record
    probe: Probe


def already_here(shelf: ModelShelf, entry: Entry) -> Installed | None:
    """The model where there is nothing to fetch any more.

    Raises:
        ModelRefusedError: it is built in.
    """
    if entry.builtin:
        raise ModelRefusedError(f"{entry.name} comes with the program: nothing to download")
    return shelf.folder.find(entry.name)


def plan(shelf: ModelShelf, entry: Entry, environment: Mapping[str, str]) -> Plan:
    """What fetching this model means, with nothing asked of the network yet.

    Raises:
        ModelRefusedError: HF_ENDPOINT is no address.
    """
    from engine.cleaning import clean_line
    from engine.targets import host_of

    endpoint = endpoint_of(environment)
    host = host_of(endpoint)
    if not host:
        raise ModelRefusedError(f"HF_ENDPOINT is no address of a server: {clean_line(endpoint)}")
    fit = shelf.fit(entry.memory_bytes(), entry.kind, entry.bytes_per_token())
    return Plan(entry, endpoint, host, fit, shelf.folder.partial().get(entry.name, 0))


def unsafe_way(planned: Plan) -> str | None:
    """Why this must not be fetched: anybody could change it on the way; None where nobody can."""
    encrypted = planned.endpoint.lower().startswith("https://")
    nearby = planned.host in ("127.0.0.1", "::1", "localhost")
    if planned.entry.sha256 or encrypted or nearby:
        return None
    return (
        f"no hash is published for it and {planned.host} is asked without encryption, so that "
        "anybody on the way could change it; use an https address in HF_ENDPOINT"
    )


def pull(
    planned: Plan,
    shelf: ModelShelf,
    config: Config,
    cancel: threading.Event,
    hosts: Collection[str] = (),
) -> Iterator[DownloadEvent | Probing | Arrived]:
    """Fetch what the user has agreed to, check it and try it; ends with `Arrived`.

    What has arrived stays here when it is cut or cancelled, and the next time goes on with it.
    Redirects may lead to `hosts` beside the hub's own.

    Raises:
        ModelRefusedError: the way is not safe, or HF_ENDPOINT is no address of a server.
        DownloadInterruptedError: `cancel` was set.
        ModelError: it cannot be had, or is not what it should be.
    """
    from models.download import download
    from models.download_events import Finished

    problem = unsafe_way(planned)
    if problem is not None:
        raise ModelRefusedError(problem)
    entry = planned.entry
    files = _files(planned.endpoint, config, hosts)
    target = shelf.folder.path_for(entry.name, entry.suffix)
    for event in download(_wanted(planned, shelf), target, files, cancel=cancel):
        yield event
        if isinstance(event, Finished):
            yield from _tried(shelf, _recorded(planned, shelf, event), cancel)


def take_in(
    path: Path,
    shelf: ModelShelf,
    cancel: threading.Event,
    *,
    name: str | None = None,
    link: bool = False,
) -> Iterator[DownloadEvent | Probing | Arrived]:
    """Import a file that is on the disk already, and try it; ends with `Arrived`.

    Raises:
        DownloadInterruptedError: `cancel` was set; nothing is left behind.
        ModelError: it is no usable model, its name is taken, or there is no room.
    """
    from models.importing import Import

    job = Import(path, shelf.folder, name=name, link=link)
    yield from job.events(cancel)
    yield from _tried(shelf, job.record, cancel)


def _wanted(planned: Plan, shelf: ModelShelf) -> Wanted:
    from models.description import describe
    from models.download import Wanted

    entry = planned.entry
    first = (
        "that of the first download; where its maker has replaced the file, delete the line in "
        f"{shelf.folder.known_hashes_file}"
    )
    return Wanted(
        entry.url(planned.endpoint),
        bytes=None if entry.approximate or not entry.bytes else entry.bytes,
        sha256=entry.sha256 or shelf.folder.known_hash(entry.url()),
        whose="the published one" if entry.sha256 else first,
        check=describe,
    )


def _files(endpoint: str, config: Config, hosts: Collection[str]) -> FileServers:
    """The way to the hub. A mirror that the user named may be anywhere, like a model server."""
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
            raise ModelRefusedError(f"HF_ENDPOINT: {error}") from None
    network = Network("on", trusted_hosts=(*config.allowed_hosts, *named), proxy=config.proxy)
    return GuardedFiles(network, also=hosts)


def _recorded(planned: Plan, shelf: ModelShelf, finished: Finished) -> Record:
    from models.description import describe
    from models.installed import Record

    entry = planned.entry
    verified: str = finished.verified
    if not entry.sha256:
        verified = "first" if shelf.folder.known_hash(entry.url()) else verified
        shelf.folder.remember_hash(entry.url(), finished.sha256)
    record = Record(
        name=entry.name,
        kind=describe(finished.path).kind,
        source=entry.url(planned.endpoint),
        sha256=finished.sha256,
        verified=verified,
        licence=entry.licence,
    )
    shelf.folder.save(record)
    return record


def _tried(
    shelf: ModelShelf, record: Record, cancel: threading.Event
) -> Iterator[Probing | Arrived]:
    from models.description import describe

    yield Probing(record.name)
    installed = shelf.folder.find(record.name)
    if installed is None:
        raise ModelRefusedError(f"{record.name} was taken away while it was tried: fetch it again")
    probe = try_installed(shelf.folder, installed, describe(installed.path).kind, cancel)
    yield Arrived(installed, record, probe)
