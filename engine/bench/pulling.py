"""Gets KAgentBench from where its makers publish it; nothing here opens a connection.

The data is not this program's: it is CC BY-NC-SA 4.0, made by KwaiKEG (Pan et al. 2023,
"KwaiAgents"), and stays where the user puts it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from engine.bench.errors import BenchError
from engine.bench.unpacking import MOST_BYTES, benchmark_among

if TYPE_CHECKING:
    from models.download_events import DownloadEvent
    from models.fetching import FileServers

REPOSITORY: Final = "kwaikeg/KAgentBench"
PAGE: Final = f"https://huggingface.co/datasets/{REPOSITORY}"
MAKER: Final = "KwaiKEG"
LICENCE: Final = "CC BY-NC-SA 4.0"
LICENCE_PAGE: Final = "https://creativecommons.org/licenses/by-nc-sa/4.0/"
LICENCE_MEANS: Final = (
    "You may use, change and share it, but not for commercial purposes. Whoever shares it, or what "
    "they have made of it, names its makers and passes it on under the same licence."
)
_MOST_LISTED: Final = 4 << 20
_ELSEWHERE: Final = "name its place with --url"


@dataclass(frozen=True, slots=True)
class Source:
    """A file with the benchmark; `bytes` and `sha256` where the host tells them."""

    url: str
    bytes: int | None = None
    sha256: str = ""


def download_path(out: Path) -> Path:
    """Where the file arrives before it is unpacked to `out`; an interrupted one goes on there."""
    return out.with_name(f"{out.name}.download")


def published(servers: FileServers, endpoint: str, cancel: threading.Event) -> Source:
    """Where the benchmark's file is, by the listing of its repository on a hub.

    Raises:
        BenchError: the hub cannot be asked, or has no such file.
        DownloadInterruptedError: `cancel` was set.
    """
    url = f"{endpoint}/api/datasets/{REPOSITORY}?blobs=true"
    problem = unsafe_way(url)
    if problem is not None:
        raise BenchError(problem)
    listing = _listing(servers, url, cancel)
    siblings = listing.get("siblings")
    files = {
        str(one["rfilename"]): one
        for one in (siblings if isinstance(siblings, list) else [])
        if isinstance(one, dict) and "rfilename" in one
    }
    name = benchmark_among(files)
    if name is None:
        told = ", ".join(sorted(files)[:8]) or "nothing"
        raise BenchError(f"{url}: no benchmark among its files ({told}); {_ELSEWHERE}")
    revision = str(listing.get("sha") or "main")
    path = f"datasets/{REPOSITORY}/resolve/{quote(revision, safe='')}/{quote(name)}"
    large = files[name].get("lfs")
    large = large if isinstance(large, dict) else {}
    size = large.get("size", files[name].get("size"))
    return Source(
        f"{endpoint}/{path}", size if isinstance(size, int) else None, str(large.get("sha256", ""))
    )


def unsafe_way(url: str) -> str | None:
    """Why this must not be fetched: anybody could change it on the way; None where nobody can.

    A hash does not help, for it would come the same way.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname in ("127.0.0.1", "::1", "localhost"):
        return None
    return (
        f"{url}: is asked for without encryption, so that anybody on the way could change it; use "
        "an https address"
    )


def download_source(
    source: Source, out: Path, servers: FileServers, cancel: threading.Event
) -> Iterator[DownloadEvent]:
    """Fetch the file to `download_path(out)`, or go on with fetching it.

    Raises:
        DownloadInterruptedError: `cancel` was set; what has arrived is kept.
        BenchError: it cannot be had, or is not what it should be.
        OSError: it cannot be written.
    """
    from models.download import Wanted, download
    from models.download_events import DownloadError, DownloadInterruptedError, Progressed
    from models.download_replies import BY_HAND, NOT_THERE

    problem = unsafe_way(source.url)
    if problem is not None:
        raise BenchError(problem)
    wanted = Wanted(source.url, source.bytes, source.sha256)
    try:
        for event in download(wanted, download_path(out), servers, cancel=cancel):
            if isinstance(event, Progressed) and event.bytes > MOST_BYTES:
                # A server need not say how much it sends, and may never end.
                raise BenchError(f"{source.url}: larger than 512 MiB: no benchmark")
            yield event
    except DownloadInterruptedError:
        raise
    except DownloadError as error:
        by_hand = "download it in a browser and give the file to --data"
        advised = str(error).replace(BY_HAND, by_hand).replace(NOT_THERE, _ELSEWHERE)
        raise BenchError(advised) from error


def _listing(servers: FileServers, url: str, cancel: threading.Event) -> Mapping[str, Any]:
    from models.download_events import DownloadInterruptedError
    from models.fetching import FetchError

    data = b""
    try:
        with servers.request(url, {}) as reply:
            if reply.status != 200:
                raise BenchError(f"{url}: the server answers {reply.status}; {_ELSEWHERE}")
            for piece in reply.pieces():
                data += piece
                if cancel.is_set():
                    raise DownloadInterruptedError("interrupted")
                if len(data) > _MOST_LISTED:
                    raise BenchError(f"{url}: the listing is too long; {_ELSEWHERE}")
    except FetchError as error:
        raise BenchError(f"{error}; try again, or {_ELSEWHERE}") from error
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BenchError(f"{url}: answers with no listing of files; {_ELSEWHERE}")
    return found
