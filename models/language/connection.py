"""How a model server is reached: not from here, but through whoever opens the connections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Literal, Protocol

Trouble = Literal["off", "bad_address", "unreachable", "timed_out", "broken"]


class ServerTroubleError(Exception):
    """The server could not be asked or broke off; the message is one line, or empty."""

    def __init__(self, kind: Trouble, message: str = "") -> None:
        super().__init__(message)
        self.kind = kind


class ServerReply(Protocol):
    """The beginning of an answer."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def media_type(self) -> str:
        """The Content-Type, in lower case."""
        ...

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives; raises ServerTroubleError."""
        ...


class ServerRequest(Protocol):
    """One request, made when it is entered; leaving it ends the connection."""

    def __enter__(self) -> ServerReply:
        """Send it and wait for the beginning of the answer; raises ServerTroubleError."""
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


class ServerConnection(Protocol):
    """Makes requests to the model server that the settings name."""

    def request(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        seconds: float,
    ) -> ServerRequest:
        """A GET request, or a POST request of a `body`.

        Nothing is sent yet. Redirects are not followed; after `seconds` without a sign of life the
        server counts as stuck.
        """
        ...


class NoConnection:
    """Reaches no server: for where nobody opens connections."""

    def request(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        seconds: float,
    ) -> ServerRequest:
        """Raises ServerTroubleError."""
        raise ServerTroubleError("off")
