"""How a model's file is fetched: not from here, but through whoever opens the connections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Literal, Protocol

FetchTrouble = Literal["off", "refused", "bad_address", "unreachable", "timed_out", "broken"]


class FetchError(Exception):
    """A file could not be asked for, or broke off; the message is one line that names it."""

    def __init__(self, kind: FetchTrouble, message: str) -> None:
        super().__init__(message)
        self.kind: FetchTrouble = kind


class FileReply(Protocol):
    """The beginning of an answer."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, their names in lower case; those named x-linked- of redirects too."""
        ...

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives, as it is; raises FetchError."""
        ...


class FileRequest(Protocol):
    """One request, made when it is entered; leaving it ends the connection."""

    def __enter__(self) -> FileReply:
        """Send it, follow redirects, wait for the beginning of the answer; raises FetchError."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the connection."""
        ...

    def abort(self) -> None:
        """End it from any thread, at any moment: what waits on it ends at once."""
        ...


class FileServers(Protocol):
    """Makes requests for files."""

    def request(self, url: str, headers: Mapping[str, str]) -> FileRequest:
        """A GET request that is not sent yet."""
        ...
