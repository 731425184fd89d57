"""An HTTP client for a library that brings its own requests: MCP servers named in the settings.

A part of the door. The client reaches one server, at one host and port, and nothing else. Names
are resolved and checked as for a page; a server that the user named in the settings may be at a
private address when `Network.trusted_hosts` has it. No proxies or credentials of the environment
are used, redirects are left to the caller, cookies are forgotten, and nothing packed is taken.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

import anyio
import anyio.to_thread
import httpcore2
import httpx2

from engine.network import Network, NetworkError, Target

# A server may hold a stream of events open for minutes between two of them.
_SECONDS = 30.0
_STREAM_SECONDS = 300.0
_EVENTS = "text/event-stream"


def guarded_async_client(
    network: Network,
    server: str,
    *,
    headers: Mapping[str, str] | None = None,
    timeout: httpx2.Timeout | None = None,
    auth: httpx2.Auth | None = None,
) -> httpx2.AsyncClient:
    """A client for `mcp.client.streamable_http.streamable_http_client(server, http_client=...)`.

    `server` is the URL that the settings name. With the policy "ask", pass `Network.opened()` once
    the user has agreed. An attempt to reach any other host or port raises httpx2.ConnectError, and
    so does an address that may not be reached.

    Raises:
        NetworkError: the network is not open, or `server` is no address of a server.
    """
    target = network.server(server)
    return httpx2.AsyncClient(
        transport=_Transport(network, target),
        headers={"Accept-Encoding": "identity", **(headers or {})},
        timeout=timeout or httpx2.Timeout(_SECONDS, read=_STREAM_SECONDS),
        auth=auth,
        trust_env=False,
        follow_redirects=False,
    )


class _Transport(httpx2.AsyncBaseTransport):
    """Sends requests to one server only."""

    def __init__(self, network: Network, target: Target) -> None:
        self._target = target
        self._most = network.limits.sent
        secure = target.scheme == "https"
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False) if secure else None,
            network_backend=_Backend(network, target),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; httpx2.TransportError tells what went wrong."""
        self._check(request.url)
        assert isinstance(request.stream, httpx2.AsyncByteStream)
        request.headers.pop("cookie", None)
        sent = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool.handle_async_request(sent)
        except _TROUBLE as error:
            raise _translated(error) from error
        headers = httpx2.Headers(answer.headers)
        if headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            await answer.aclose()
            raise httpx2.ProtocolError("the server packs its answer, which was not asked for")
        streams = headers.get("content-type", "").strip().lower().startswith(_EVENTS)
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer, None if streams else self._most),
            extensions=answer.extensions,
        )

    def _check(self, url: httpx2.URL) -> None:
        target = self._target
        usual = 443 if url.scheme == "https" else 80
        host = url.raw_host.decode("ascii").strip("[]").lower()
        if (url.scheme, host, url.port or usual) != (target.scheme, target.host, target.port):
            raise httpx2.ConnectError(f"only {target.url} may be reached, not {url.host}")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._pool.aclose()


class _Body(httpx2.AsyncByteStream):
    """The body of an answer, up to `most` bytes; None for a stream of events, which goes on."""

    def __init__(self, answer: httpcore2.Response, most: int | None) -> None:
        self._answer = answer
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        total = 0
        try:
            async for piece in self._answer.aiter_stream():
                total += len(piece)
                if self._most is not None and total > self._most:
                    raise httpx2.ReadError("the server's answer is too large")
                yield piece
        except _TROUBLE as error:
            raise _translated(error) from error

    async def aclose(self) -> None:
        await self._answer.aclose()


class _Backend(httpcore2.AsyncNetworkBackend):
    """Connects to the checked addresses of the server."""

    def __init__(self, network: Network, target: Target) -> None:
        self._network = network
        self._target = target
        self._plain = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to one of the host's addresses, all of which were checked."""
        last: Exception | None = None
        for address in await self._addresses(timeout):
            try:
                return await self._plain.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
        raise last or httpcore2.ConnectError(f"{host} has no address")

    async def _addresses(self, timeout: float | None) -> list[str]:
        try:
            with anyio.fail_after(timeout):
                return await anyio.to_thread.run_sync(
                    self._network.addresses, self._target, abandon_on_cancel=True
                )
        except TimeoutError:
            raise httpcore2.ConnectTimeout("the host's name is not resolved in time") from None


_TROUBLE = (
    NetworkError,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
)


def _translated(error: Exception) -> httpx2.TransportError:
    """The error as the client's users know it; the two libraries name them alike."""
    if isinstance(error, NetworkError):
        return httpx2.ConnectError(str(error))
    kind = getattr(httpx2, type(error).__name__, httpx2.TransportError)
    assert issubclass(kind, httpx2.TransportError)
    return kind(str(error) or type(error).__name__)
