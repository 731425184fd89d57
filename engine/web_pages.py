"""Web pages as files: each is fetched into a file of its own, which is read like any other."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from engine.page_files import marked_data, name_of, suffix_of
from engine.scanning import FoundFile, Trouble
from engine.web_recordings import PLAYER_PAGE, WebRecordings, is_player_page, is_recording

if TYPE_CHECKING:
    from engine.library_events import Downloading
    from engine.network import Fetched, Network, Policy

_OFFLINE = (
    "the network is off; allow it this once with --online, or always with "
    'network = "on" in config.toml'
)


class Pages(Protocol):
    """What fetches pages: engine.network.Network, or a question's own access to it."""

    @property
    def policy(self) -> Policy:
        """Nothing is fetched unless it is "on"."""
        ...

    def fetch(self, wanted: str, /, cancel: threading.Event | None = None) -> Fetched:
        """The page at an address; raises NetworkError."""
        ...

    def for_file(self, wanted: str, /) -> Network:
        """The network through which a large file may be fetched; raises NetworkError."""
        ...


class WebPages:
    """Fetches pages into a temporary folder, which goes with this object, and recordings under
    `home`, where they are gone on with after an interruption."""

    def __init__(
        self,
        network: Pages | None = None,
        cancel: threading.Event | None = None,
        home: Path | None = None,
    ) -> None:
        self._network = network
        self._cancel = cancel
        self._recordings = None if home is None else WebRecordings(home, cancel)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._pages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._recordings is not None:
            self._recordings.close()
        if self._folder is not None:
            self._folder.cleanup()

    def found(self, address: str) -> Iterator[Downloading | FoundFile | Trouble]:
        """A page or a recording as a file, or why it cannot be had; before that, of a recording,
        how far it is."""
        if is_player_page(address):
            yield Trouble(Path(address), PLAYER_PAGE, address=address)
        elif self._recordings is None or self._is_off() or not is_recording(address):
            yield self.page(address)
        else:
            yield from self._recording(address, self._recordings)

    def _is_off(self) -> bool:
        return self._network is None or self._network.policy != "on"

    def _recording(
        self, address: str, recordings: WebRecordings
    ) -> Iterator[Downloading | FoundFile | Trouble]:
        from engine.network import NetworkError

        assert self._network is not None
        try:
            network = self._network.for_file(address)
        except NetworkError as error:
            reason = str(error).removeprefix(f"{address}: ")
            yield Trouble(Path(address), reason, address=address)
            return
        yield from recordings.found(address, network)

    def page(self, address: str) -> FoundFile | Trouble:
        """Fetch a page; a Trouble where there is no permission, or it cannot be had."""
        if self._network is None or self._network.policy != "on":
            return Trouble(Path(address), _OFFLINE, address=address)
        from engine.network import NetworkError

        try:
            fetched = self._network.fetch(address, cancel=self._cancel)
        except NetworkError as error:
            reason = str(error).removeprefix(f"{address}: ")
            return Trouble(Path(address), reason, address=address)
        suffix = suffix_of(fetched)
        if suffix is None:
            kind = fetched.media_type or "what its server names no kind of"
            return Trouble(Path(address), f"{kind} cannot be read", address=address)
        path = self._write(fetched, suffix)
        return FoundFile(path, address, len(fetched.data), None, address)

    def _write(self, fetched: Fetched, suffix: str) -> Path:
        """The page in a file whose name may serve as its title."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="kagent-", ignore_cleanup_errors=True)
        self._pages += 1
        folder = Path(self._folder.name, str(self._pages))
        folder.mkdir()
        path = folder / f"{name_of(fetched)}{suffix}"
        path.write_bytes(marked_data(fetched, suffix))
        return path
