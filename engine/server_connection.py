"""Connections to the model server that the user named in the settings: a part of the door.

The server is trusted by name and may be anywhere, most of all on the user's own machine. Nothing
else is reached: redirects are not followed, and proxies of the environment could carry private
text elsewhere, so they do not count. Implements models.language.connection.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from models.language.connection import ServerRequest, ServerTroubleError

if TYPE_CHECKING:
    import httpcore

    from engine.connections import Resolver
    from engine.network import Policy
    from engine.targets import Target

_CONNECT_SECONDS = 5.0


class ModelServers:
    """Asks model servers, unless the network is off.

    With the policy "ask" too: the user named the server, and it is asked for every answer.
    """

    def __init__(self, policy: Policy, *, resolve: Resolver | None = None) -> None:
        self._policy = policy
        self._resolve = resolve

    def request(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        seconds: float,
    ) -> ServerRequest:
        """A request to be entered.

        Raises:
            ServerTroubleError: the network is off, or the URL is no server's.
        """
        from engine.connections import find_addresses
        from engine.network_errors import NetworkError
        from engine.targets import host_of, read_target

        if self._policy == "off":
            raise ServerTroubleError("off")
        try:
            target = read_target(url, {host_of(url)})
        except NetworkError as error:
            raise ServerTroubleError("bad_address", str(error)) from None
        return _Request(target, headers, body, seconds, self._resolve or find_addresses)


class _Request:
    """One request; see models.language.connection.ServerRequest."""

    def __init__(
        self,
        target: Target,
        headers: Mapping[str, str],
        body: bytes | None,
        seconds: float,
        resolve: Resolver,
    ) -> None:
        from engine.connections import Door

        self._target = target
        self._headers = dict(headers)
        self._body = body
        self._seconds = seconds
        self._door = Door(target, resolve, math.inf)
        self._open = contextlib.ExitStack()

    def __enter__(self) -> _Reply:
        with _told(), contextlib.ExitStack() as opening:
            reply = self._sent(opening)
            self._open = opening.pop_all()
            return reply

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with _told():
            self._open.close()

    def abort(self) -> None:
        """End the connection: a read that waits on it ends at once."""
        self._door.shut()

    def _sent(self, opening: contextlib.ExitStack) -> _Reply:
        import httpcore

        target = self._target
        pool = opening.enter_context(
            httpcore.ConnectionPool(
                ssl_context=_context(target), max_connections=1, network_backend=self._door
            )
        )
        own = {"Host": target.authority, "Accept-Encoding": "identity", "Connection": "close"}
        if self._body is not None:
            own |= {"Content-Type": "application/json", "Content-Length": str(len(self._body))}
        request = httpcore.Request(
            "GET" if self._body is None else "POST",
            httpcore.URL(
                scheme=target.scheme, host=target.host, port=target.port, target=target.path
            ),
            headers=[*own.items(), *self._headers.items()],
            content=self._body,
            extensions={"timeout": self._timeouts()},
        )
        response = pool.handle_request(request)
        opening.callback(response.close)
        return _Reply(response)

    def _timeouts(self) -> dict[str, float]:
        connect = min(_CONNECT_SECONDS, self._seconds)
        return {"connect": connect, "read": self._seconds, "write": self._seconds, "pool": connect}


class _Reply:
    """The beginning of an answer; see models.language.connection.ServerReply."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response
        self.status = response.status
        headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        self.media_type = headers.get(b"content-type", "").lower()
        packed = headers.get(b"content-encoding", "identity").strip().lower()
        if packed not in ("", "identity"):
            raise ServerTroubleError("broken", "it packs its answer, which was not asked for")

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives; raises ServerTroubleError."""
        assert isinstance(self._response.stream, Iterable)
        with _told():
            yield from self._response.stream


def _context(target: Target) -> Any:
    """The certificates, which take 50 ms to load; they are always checked for https."""
    if target.scheme != "https":
        return None
    import httpx

    return httpx.create_ssl_context(trust_env=False)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Trouble of the connection in the words of models.language.connection."""
    import httpcore

    from engine.network_errors import NetworkError

    try:
        yield
    except (httpcore.ConnectError, httpcore.ConnectTimeout, NetworkError) as error:
        raise ServerTroubleError("unreachable", str(error)) from error
    except httpcore.TimeoutException as error:
        raise ServerTroubleError("timed_out", str(error)) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
        raise ServerTroubleError("broken", str(error)) from error
