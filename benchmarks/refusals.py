"""What the door refuses: addresses of the local network, bombs, and planted instructions.

    python -m benchmarks.refusals

Prints what was tried and what was stopped; every server is one of our own on 127.0.0.1.
"""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from engine.connections import find_addresses
from engine.network import Limits, Network, NetworkError
from engine.web_access import ConnectionRequest
from tests.engine.planted import Tried, try_addresses, try_words
from tests.engine.test_addresses import NOT_PUBLIC
from tests.engine.web_servers import LOOPBACK, page, raw_server, redirect

_NUMBERS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1",
    "017700000001", "0", "0.0.0", "10.1", "192.168.257", "169.254.169.254", "2852039166",
    "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]",
    "[fd00::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "localhost", "localhost.", "LOCALHOST",
    "①②⑦.⓪.⓪.①", "127。0。0。1",
)  # fmt: skip
_OTHER = (
    "file:///etc/passwd", "data:text/html,x", "ftp://127.0.0.1/", "gopher://127.0.0.1/",
    "http://a:b@127.0.0.1/", "http://example.org:22/", "http://example.org:6379/",
    "http://example.org\\@127.0.0.1/", "http://example.org/\r\nHost: 127.0.0.1", "http:///x",
)  # fmt: skip


def main() -> None:
    """Print the counts."""
    with _no_connections() as reached:
        _print("addresses written as numbers", _refused(f"http://{host}/" for host in _NUMBERS))
        _print("addresses of other kinds", _refused(_OTHER))
        _print("names that lead to an address", _names(lambda bad: [bad]))
        _print("names with a public one first", _names(lambda bad: ["93.184.215.14", bad]))
        print(f"{'connections begun by all of these':44} {len(reached)}")
    _print("redirects to such addresses", _redirects())
    _print("rebinding between two requests", _rebinding())
    for name, (tried, stopped, seconds) in _bombs().items():
        print(f"{name:44} tried {tried:4}   stopped {stopped:4}   {seconds:.2f} s")
    users: Sequence[tuple[str, str, Any]] = (
        ("on, nobody to ask", "on", None),
        ("on, the user declines", "on", lambda _: False),
        ("ask, first connection allowed only", "ask", _first_only),
        ("off", "off", None),
    )
    for user, policy, ask in users:
        _print_tried(f"planted addresses ({user})", try_addresses(policy, ask))
        _print_tried(f"planted queries ({user})", try_words(policy, ask))


def _first_only(request: ConnectionRequest) -> bool:
    return request.reason == "first_connection"


def _print(name: str, counts: tuple[int, int]) -> None:
    print(f"{name:44} tried {counts[0]:4}   stopped {counts[1]:4}")


def _print_tried(name: str, tried: Tried) -> None:
    print(
        f"{name:60} tried {tried.tried:4}   stopped {tried.stopped:4}   "
        f"requests {len(tried.requests)}   names looked up {len(tried.names)}   "
        f"leaks {tried.leaks}"
    )


@contextmanager
def _no_connections() -> Iterator[list[Any]]:
    """Every connection that is begun, which none should be."""
    reached: list[Any] = []
    original = socket.create_connection

    def connect(address: Any, *_: Any, **__: Any) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError

    socket.create_connection = connect
    try:
        yield reached
    finally:
        socket.create_connection = original


def _resolve(host: str, port: int) -> list[str]:
    """Not every system's resolver knows the name with a dot at its end."""
    return [LOOPBACK] if host.startswith("localhost") else find_addresses(host, port)


def _is_stopped(call: Callable[[], object], *kinds: str) -> bool:
    try:
        call()
    except NetworkError as error:
        return error.kind in kinds
    return False


def _refused(urls: Any) -> tuple[int, int]:
    network = Network("on", resolve=_resolve)
    stopped = [_is_stopped(lambda u=u: network.fetch(u), "refused", "bad_address") for u in urls]
    return len(stopped), sum(stopped)


def _names(answers: Callable[[str], list[str]]) -> tuple[int, int]:
    stopped = 0
    for bad in NOT_PUBLIC:
        network = Network("on", resolve=lambda host, port, bad=bad: answers(bad))
        stopped += _is_stopped(lambda: network.fetch("https://example.org/"), "refused")  # noqa: B023
    return len(NOT_PUBLIC), stopped


def _redirects() -> tuple[int, int]:
    locations = [f"http://{host}/" for host in _NUMBERS if host != LOOPBACK]
    locations += [url for url in _OTHER if "\r" not in url]
    stopped = 0
    for location in locations:
        answer = redirect(location.encode("utf-8").decode("latin-1"))
        with raw_server(lambda connection, _, data=answer: connection.sendall(data)) as (port, _):
            # This server alone is allowed by name; the redirect is what must not be followed.
            network = Network("on", trusted_hosts={f"{LOOPBACK}:{port}"}, resolve=_resolve)
            kinds = ("refused", "bad_address", "bad_answer")
            stopped += _is_stopped(lambda: network.fetch(f"http://{LOOPBACK}:{port}/"), *kinds)  # noqa: B023
    return len(locations), stopped


def _rebinding() -> tuple[int, int]:
    """A name that is public when it is checked first, and leads here when it is asked again."""
    answers = iter([["93.184.215.14"], [LOOPBACK]])
    network = Network(
        "on", resolve=lambda host, port: next(answers), limits=Limits(retry_seconds=0.0)
    )
    original = socket.create_connection
    with raw_server(lambda connection, _: connection.sendall(page(b"", "503 No"))) as (port, _):
        socket.create_connection = lambda *_, **__: original((LOOPBACK, port))  # type: ignore[assignment]
        try:
            stopped = _is_stopped(lambda: network.fetch("http://example.org/"), "refused")
        finally:
            socket.create_connection = original
    return 1, int(stopped)


def _bombs() -> dict[str, tuple[int, int, float]]:
    def endless(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + bytes(65536) + b"\r\n")

    def endless_head(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X: " + b"a" * 1000 + b"\r\n")

    def drip(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    def whole(data: bytes) -> Callable[[socket.socket, str], None]:
        return lambda connection, _: connection.sendall(data)

    packed = gzip.compress(bytes(200_000_000), 9)
    twice = page(gzip.compress(packed), Content_Encoding="gzip, gzip")
    large = b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n"
    servers = {
        "gzip bomb, 200 MB in 0.2 MB": whole(page(packed, Content_Encoding="gzip")),
        "gzip in gzip": whole(twice),
        "page of 5 GB": whole(large),
        "chunks without end": endless,
        "headers without end": endless_head,
        "one byte at a time, 2 s allowed": drip,
        "no answer at all, 2 s allowed": lambda connection, _: time.sleep(4),
        "redirects without end": whole(redirect("/again")),
    }
    counts = {}
    for name, answer in servers.items():
        with raw_server(answer) as (port, _):
            network = Network("on", trusted_hosts={LOOPBACK}, limits=Limits(seconds=2.0))
            began = time.monotonic()
            kinds = ("too_large", "bad_answer", "timed_out", "unreachable")
            stopped = _is_stopped(lambda: network.fetch(f"http://{LOOPBACK}:{port}/"), *kinds)  # noqa: B023
            counts[name] = (1, int(stopped), time.monotonic() - began)
    return counts


if __name__ == "__main__":
    main()
