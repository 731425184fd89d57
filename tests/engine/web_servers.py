"""Real HTTP servers on 127.0.0.1 that behave well or badly."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from engine.connections import find_addresses
from engine.network import Limits, Network, NetworkError

LOOPBACK = "127.0.0.1"
Answer = Callable[[socket.socket, str], None]


@contextlib.contextmanager
def raw_server(answer: Answer) -> Iterator[tuple[int, list[str]]]:
    """A server that lets `answer(connection, path)` write whatever it likes; port and requests."""
    requests: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    ended = threading.Event()

    def serve_one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(4096)
                if not more:
                    return
                head += more
            while len(head) < _whole_length(head):
                head += connection.recv(4096) or bytes(_whole_length(head))
            requests.append(head.decode("latin-1"))
            answer(connection, head.split(b" ")[1].decode("latin-1"))

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=serve_one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], requests
    finally:
        ended.set()
        thread.join()
        listener.close()


def _whole_length(request: bytes) -> int:
    """The length of a request with its body, which follows the head."""
    head = request.partition(b"\r\n\r\n")[0]
    found = re.search(rb"\r\nContent-Length: *(\d+)", head, re.IGNORECASE)
    return len(head) + 4 + (int(found[1]) if found else 0)


def page(
    body: bytes = b"<p>hello</p>",
    status: str = "200 OK",
    content_type: str | None = "text/html; charset=utf-8",
    **headers: str,
) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return page(b"", status, None, Location=location)


def network(**limits: float) -> Network:
    """A door that may reach this machine."""
    known = {"localhost.": [LOOPBACK]}

    def resolve(host: str, port: int) -> list[str]:
        return known.get(host) or find_addresses(host, port)

    settings = Limits(
        int(limits.get("sent", 10_000_000)),
        int(limits.get("unpacked", 10_000_000)),
        limits.get("seconds", 20.0),
        limits.get("retry_seconds", 0.01),
    )
    return Network("on", trusted_hosts={LOOPBACK}, limits=settings, resolve=resolve)


@contextlib.contextmanager
def serving(answer: bytes | Callable[[str], bytes]) -> Iterator[str]:
    """A server that gives the same answer to all, or one by path; its address."""

    def write(connection: socket.socket, path: str) -> None:
        connection.sendall(answer(path) if callable(answer) else answer)

    with raw_server(write) as (port, _):
        yield f"http://{LOOPBACK}:{port}"


def trouble(url: str, door: Network | None = None, **limits: float) -> NetworkError:
    """What keeps the page at `url` from being had."""
    with pytest.raises(NetworkError) as caught:
        (door or network(**limits)).fetch(url)
    assert "\n" not in str(caught.value)
    return caught.value
