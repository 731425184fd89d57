"""The client for libraries with requests of their own: it reaches one server only."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Awaitable, Callable

import pytest

from engine.network import Limits, Network, NetworkError
from tests.engine.web_servers import LOOPBACK, page, raw_server, redirect, serving

pytest.importorskip("httpx2", reason="comes with the extra mcp")
anyio = pytest.importorskip("anyio")


def _get(network: Network, server: str, url: str | None = None, **settings: object) -> object:
    import httpx2

    from engine.guarded_client import guarded_async_client

    async def get() -> httpx2.Response:
        async with guarded_async_client(network, server, **settings) as client:  # type: ignore[arg-type]
            return await client.get(url or server)

    asked: Callable[[], Awaitable[httpx2.Response]] = get
    return anyio.run(asked)


def _door(**settings: object) -> Network:
    return Network("on", trusted_hosts={LOOPBACK}, **settings)  # type: ignore[arg-type]


def test_a_server_that_is_allowed_by_name_is_reached() -> None:
    def answer(connection: socket.socket, _: str) -> None:
        connection.sendall(page(b"{}"))

    with raw_server(answer) as (port, requests):
        response = _get(_door(), f"http://{LOOPBACK}:{port}/mcp", headers={"X-Key": "abc"})
    assert response.content == b"{}"  # type: ignore[attr-defined]
    assert requests[0].startswith("GET /mcp HTTP/1.1\r\n")
    assert "x-key: abc" in requests[0].lower()
    assert "accept-encoding: identity" in requests[0].lower()


@pytest.mark.parametrize("policy", ["off", "ask"])
def test_a_network_that_is_not_open_gives_no_client(policy: str) -> None:
    with pytest.raises(NetworkError) as caught:
        _get(Network(policy), "http://example.org/mcp")  # type: ignore[arg-type]
    assert caught.value.kind == "off"


def test_it_reaches_no_other_host_and_port() -> None:
    import httpx2

    def answer(connection: socket.socket, _: str) -> None:
        connection.sendall(page())

    with raw_server(answer) as (port, requests), serving(page()) as url:
        for other in (f"http://{LOOPBACK}:{port}/", "http://example.org/", "https://127.0.0.1/"):
            with pytest.raises(httpx2.ConnectError):
                _get(_door(), url, other)
        assert requests == []


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["10.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::1"]]
)
def test_a_name_that_leads_into_the_local_network_is_refused(addresses: list[str]) -> None:
    import httpx2

    network = Network("on", resolve=lambda host, port: addresses)
    with pytest.raises(httpx2.ConnectError, match="not on the public internet"):
        _get(network, "http://example.org/mcp")


def test_redirects_are_not_followed_and_proxies_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serving(redirect("http://example.org/")) as url:
        assert _get(_door(), url).status_code == 302  # type: ignore[attr-defined]


def test_what_is_packed_or_too_large_is_not_taken() -> None:
    import httpx2

    bomb = gzip.compress(bytes(5_000_000))
    with serving(page(bomb, Content_Encoding="gzip")) as url, pytest.raises(httpx2.ProtocolError):
        _get(_door(), url)
    door = _door(limits=Limits(sent=1000))
    with serving(page(bytes(2000))) as url, pytest.raises(httpx2.ReadError):
        _get(door, url)
