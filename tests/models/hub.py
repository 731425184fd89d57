"""A model hub on 127.0.0.1: serves one file as Hugging Face does, and misbehaves on demand."""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engine.downloading import GuardedFiles
from engine.network import Network
from tests.engine.web_servers import LOOPBACK, page, raw_server, redirect

Act = Callable[["Hub", socket.socket, "Asked"], None]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    head: str

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: *(.*?)\r?$", self.head, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""

    @property
    def start(self) -> int | None:
        """The first byte that is asked for, None where it is no range."""
        found = re.fullmatch(r"bytes=(\d+)-", self.header("Range"))
        return int(found[1]) if found else None


@dataclass
class Hub:
    """Serves `data`; each request is answered by the next of `acts`, then well."""

    data: bytes
    etag: str = '"one"'
    acts: list[Act] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    port: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def replace(self, data: bytes, etag: str) -> None:
        """Another file is there from now on."""
        self.data, self.etag = data, etag

    def head(self, asked: Asked, **more: str) -> tuple[bytes, bytes]:
        """The head and the body of a good answer."""
        start = asked.start
        wanted = asked.header("If-Range") in ("", self.etag)
        more = {"ETag": self.etag, **more} if self.etag else more
        if start is None or not wanted or start >= len(self.data):
            return _head("200 OK", len(self.data), more), self.data
        body = self.data[start:]
        end = len(self.data)
        more["Content_Range"] = f"bytes {start}-{end - 1}/{end}"
        return _head("206 Partial Content", len(body), more), body


def _head(status: str, length: int, more: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def well(hub: Hub, connection: socket.socket, asked: Asked) -> None:
    """As it should be."""
    head, body = hub.head(asked)
    connection.sendall(head + body)


def cut(after: int) -> Act:
    """The connection ends after so many bytes of the body."""

    def act(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        head, body = hub.head(asked)
        connection.sendall(head + body[:after])

    return act


def stall(after: int) -> Act:
    """Nothing comes after so many bytes, and the connection stays open."""

    def act(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        head, body = hub.head(asked)
        connection.sendall(head + body[:after])
        hub.released.wait(20)

    return act


def status(line: str, **headers: str) -> Act:
    """An error."""

    def act(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        connection.sendall(page(b"no", line, **headers))

    return act


def whole(hub: Hub, connection: socket.socket, asked: Asked) -> None:
    """The whole file, whatever range was asked for."""
    well(hub, connection, Asked(asked.path, ""))


def sends(data: bytes, **headers: str) -> Act:
    """Other bytes."""

    def act(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        connection.sendall(_head("200 OK", len(data), headers) + data)

    return act


def leads_to(url: str) -> Act:
    """A redirect, as the hub's to its store of large files."""

    def act(hub: Hub, connection: socket.socket, asked: Asked) -> None:
        connection.sendall(redirect(url))

    return act


@contextlib.contextmanager
def hub_of(data: bytes, *acts: Act, etag: str = '"one"') -> Iterator[Hub]:
    """A running hub."""
    hub = Hub(data, etag, list(acts))
    heads: list[str] = []

    def answer(connection: socket.socket, path: str) -> None:
        asked = Asked(path, heads[-1])
        hub.asked.append(asked)
        act = hub.acts.pop(0) if hub.acts else well
        act(hub, connection, asked)

    with raw_server(answer) as (port, requests):
        heads = requests
        hub.port, hub.url = port, f"http://{LOOPBACK}:{port}"
        try:
            yield hub
        finally:
            hub.released.set()


def files(*, stall_seconds: float = 10.0, **settings: object) -> GuardedFiles:
    """The door, which may reach this machine."""
    network = Network("on", trusted_hosts={LOOPBACK}, **settings)  # type: ignore[arg-type]
    return GuardedFiles(network, stall_seconds=stall_seconds)
