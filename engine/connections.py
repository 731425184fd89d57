"""Connections to the hosts of checked addresses, which end when their time is over."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from engine.addresses import is_public
from engine.network_errors import NetworkError
from engine.targets import Target

# The numeric addresses of a host at a port.
Resolver = Callable[[str, int], list[str]]
_NUMBERS = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}")


def find_addresses(host: str, port: int) -> list[str]:
    """What the system's resolver knows of a host; a number, however written, is its own address.

    Raises:
        OSError: it knows none.
    """
    if _NUMBERS.fullmatch(host):
        # As the C library reads 127.1, 0x7f.1 and 2130706433.
        return [socket.inet_ntoa(socket.inet_aton(host))]
    if ":" in host:
        return [host]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_number(host: str) -> bool:
    """Whether the host is written as a number and not by a name."""
    return ":" in host or _NUMBERS.fullmatch(host) is not None


def checked_addresses(target: Target, resolve: Resolver, host: str, port: int) -> list[str]:
    """The addresses of the host that `target` is asked at, all of which may be reached.

    Raises:
        NetworkError: the host is not found, or an address of it is not public.
    """
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError):
        raise NetworkError(
            "unreachable",
            f"{target.url}: the host {host} is not found; check its spelling and the connection",
        ) from None
    for address in () if target.trusted else addresses:
        if not is_public(address):
            raise NetworkError(
                "refused",
                f"{target.url}: not fetched, for {host} leads to {address}, which is not on the "
                "public internet",
            )
    return addresses


class Door(httpcore.NetworkBackend):
    """Connects to the addresses of one host, when all of them may be reached.

    After `deadline` (of time.monotonic), or once it is shut, nothing is read any more.
    """

    def __init__(self, target: Target, resolve: Resolver, deadline: float) -> None:
        self._target = target
        self._resolve = resolve
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_shut = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's addresses; the first that answers.

        Raises:
            NetworkError: the host is not found, or an address of it may not be reached.
            httpcore.ConnectError, httpcore.ConnectTimeout: none of them answers.
        """
        last: Exception | None = None
        for address in checked_addresses(self._target, self._resolve, host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
                continue
            return _Watched(stream, self)
        raise last or httpcore.ConnectError(f"{host} has no address")

    def left(self, timeout: float | None) -> float:
        """The seconds that a step may take.

        Raises:
            httpcore.ReadTimeout: there are none left.
        """
        seconds = self._deadline - time.monotonic()
        if self._is_shut or seconds <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return seconds if timeout is None else min(timeout, seconds)

    def keep(self, connection: socket.socket) -> None:
        """Know the socket in use, to be able to end it."""
        with self._lock:
            self._socket = connection
        if self._is_shut:
            self.shut()

    def shut(self) -> None:
        """End the connection: a read that waits on it ends at once."""
        with self._lock:
            self._is_shut = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)


class _Watched(httpcore.NetworkStream):
    """A stream whose steps all end by the door's deadline."""

    def __init__(self, stream: httpcore.NetworkStream, door: Door) -> None:
        self._stream = stream
        self._door = door
        door.keep(stream.get_extra_info("socket"))

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._door.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._door.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._door.left(timeout)
        return _Watched(self._stream.start_tls(ssl_context, server_hostname, left), self._door)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
