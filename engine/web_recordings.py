"""Recordings on the web: fetched to a file through the guarded door, then read like any other.

What has arrived of one is kept under HOME/reading/downloads, so that the next try goes on there;
the file goes when it has been read.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import threading
from collections.abc import Generator, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from engine.cleaning import clean_line
from engine.library_events import Downloading
from engine.reading.formats import kind_of
from engine.reading.media_journal import FOLDER as READING
from engine.scanning import FoundFile, Trouble

if TYPE_CHECKING:
    from engine.network import Network
    from models.download import Pace

FOLDER: Final = "downloads"
MOST_BYTES: Final = 8 * 1000**3
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 80
# Pages of these hosts, and of hosts below them, show a recording in a player of their own.
_PLAYERS: Final = (
    ("youtube.com", re.compile(r"/(?:watch|shorts/|live/|embed/|playlist)")),
    ("youtu.be", re.compile(r"/\w")),
    ("vimeo.com", re.compile(r"/(?:video/)?\d")),
    ("dailymotion.com", re.compile(r"/video/")),
    ("bilibili.com", re.compile(r"/(?:video|bangumi)/")),
    ("b23.tv", re.compile(r"/\w")),
    ("tiktok.com", re.compile(r"/@[^/]+/video/")),
    ("douyin.com", re.compile(r"/video/")),
    ("twitch.tv", re.compile(r"/videos/")),
    ("v.qq.com", re.compile(r"/x/")),
    ("v.youku.com", re.compile(r"/v_show/")),
)
PLAYER_PAGE: Final = (
    "its recording plays in a browser only and cannot be read from the page; download the "
    "recording, then add the file"
)


def is_recording(address: str) -> bool:
    """Whether an address names a file that is a recording."""
    return kind_of(_file_name(address)) == "recording"


def is_player_page(address: str) -> bool:
    """Whether an address is a page of a well-known host that shows a recording in a player."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    return any(
        (host == known or host.endswith(f".{known}")) and path.match(parts.path) is not None
        for known, path in _PLAYERS
    )


class WebRecordings:
    """Fetches recordings under a home; those that were fetched whole go with `close`.

    Larger ones than `most` bytes are not fetched.
    """

    def __init__(
        self,
        home: Path,
        cancel: threading.Event | None = None,
        *,
        most: int = MOST_BYTES,
        pace: Pace | None = None,
    ) -> None:
        self._folder = home / READING / FOLDER
        self._cancel = cancel or threading.Event()
        self._most = most
        self._pace = pace
        self._fetched: list[Path] = []

    def found(self, address: str, network: Network) -> Iterator[Downloading | FoundFile | Trouble]:
        """How far it is, a few times a second, and then the file, or why there is none."""
        from engine.downloading import GuardedFiles
        from models.download import Wanted, download
        from models.download_events import DownloadError, Finished, Progressed, Started

        target = self._target(address)
        if target.is_file():
            # It was fetched by a run that was stopped while it was read.
            yield self._file(target, address)
            return
        servers = GuardedFiles(network, anywhere=True)
        events = download(Wanted(address), target, servers, cancel=self._cancel, pace=self._pace)
        try:
            for event in events:
                if isinstance(event, Finished):
                    yield self._file(target, address)
                elif isinstance(event, Progressed | Started):
                    whole = event.total
                    have = event.bytes if isinstance(event, Progressed) else event.have
                    if max(have, whole or 0) > self._most:
                        if isinstance(events, Generator):
                            events.close()
                        shutil.rmtree(target.parent, ignore_errors=True)
                        yield self._too_large(address)
                        return
                    left = event.seconds_left if isinstance(event, Progressed) else None
                    yield Downloading(address, have, whole, left)
        except DownloadError as error:
            reason = _of_recordings(str(error).removeprefix(f"{address}: "))
            yield Trouble(Path(address), clean_line(reason), address=address)

    def close(self) -> None:
        """Drop what was fetched whole, but where the run was stopped: then it is read next time."""
        if not self._cancel.is_set():
            for path in self._fetched:
                shutil.rmtree(path.parent, ignore_errors=True)

    def _file(self, path: Path, address: str) -> FoundFile:
        self._fetched.append(path)
        return FoundFile(path, address, path.stat().st_size, None, address)

    def _too_large(self, address: str) -> Trouble:
        size = self._most / 1000**3
        reason = (
            f"it is larger than {size:g} GB, which is not fetched; download it yourself, then add "
            "the file"
        )
        return Trouble(Path(address), reason, address=address)

    def _target(self, address: str) -> Path:
        """A place of its own for each address, with a name that may serve as the title."""
        own = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        name = _NOT_IN_NAMES.sub(" ", clean_line(_file_name(address)))
        stem, suffix = PurePosixPath(name).stem[:_LONGEST_NAME].strip(" ."), Path(name).suffix
        return self._folder / own / f"{stem or 'recording'}{suffix}"


def _of_recordings(reason: str) -> str:
    """What a download says of its trouble, with advice for recordings rather than for models."""
    from models.download_replies import BY_HAND, NOT_THERE

    advised = reason.replace(BY_HAND, "download it in a browser, then add the file")
    return advised.replace(NOT_THERE, "it was moved or deleted")


def forget_downloads(home: Path, older_than: float) -> None:
    """Drop what has arrived of recordings and was not gone on with since, in seconds of 1970."""
    with contextlib.suppress(OSError):
        for folder in (home / READING / FOLDER).iterdir():
            if folder.stat().st_mtime < older_than:
                shutil.rmtree(folder, ignore_errors=True)


def _file_name(address: str) -> str:
    try:
        return unquote(PurePosixPath(urlsplit(address).path).name)
    except ValueError:
        return ""
