"""One HTTP request and its answer, through a connection to a checked address."""

from __future__ import annotations

import importlib.metadata
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from engine.connections import Door, Resolver
from engine.network import Limits, NetworkError, Target

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 15.0
_STEP = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, text/plain, text/markdown, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer; the names of headers are lower-case, the last of a kind counts."""

    status: int
    headers: dict[str, str]
    data: bytes


def _user_agent() -> str:
    try:
        version = importlib.metadata.version("kagent-tui")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    return f"KAgent/{version} (personal assistant; fetches single pages for its user)"


class Exchange:
    """Runs in a thread of its own; `reply` or `error` is there when it ends."""

    def __init__(self, target: Target, limits: Limits, deadline: float, resolve: Resolver) -> None:
        self._target = target
        self._limits = limits
        self._deadline = deadline
        self._door = Door(target, resolve, deadline)
        self._aborted = threading.Event()
        self.reply: Reply | None = None
        self.error: NetworkError | None = None

    def abort(self) -> None:
        """Let go of the connection: a read that waits on it ends at once."""
        self._aborted.set()
        self._door.shut()

    def run(self) -> None:
        """Make the request; trouble of any expected kind ends up in `error`."""
        try:
            self.reply = self._ask()
        except NetworkError as error:
            self.error = error
        except httpcore.TimeoutException:
            self.error = self._trouble("timed_out", "the server does not answer")
        except httpcore.NetworkError as error:
            self.error = self._trouble("unreachable", _reason(error))
        except (httpcore.ProtocolError, zlib.error, ValueError):
            self.error = self._trouble("bad_answer", "the server's answer is damaged or incomplete")
        except OSError as error:
            self.error = self._trouble("unreachable", _reason(error))

    def _trouble(self, kind: Any, what: str) -> NetworkError:
        return NetworkError(kind, f"{self._target.url}: {what}")

    def _ask(self) -> Reply:
        target = self._target
        request = httpcore.Request(
            "GET",
            httpcore.URL(
                scheme=target.scheme, host=target.host, port=target.port, target=target.path
            ),
            headers={
                "Host": target.authority,
                "User-Agent": _user_agent(),
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip",
                "Connection": "close",
            },
            extensions={"timeout": self._timeouts()},
        )
        context = httpx.create_ssl_context(trust_env=False) if target.scheme == "https" else None
        with httpcore.ConnectionPool(
            ssl_context=context, max_connections=1, network_backend=self._door
        ) as pool:
            response = pool.handle_request(request)
            try:
                headers = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                assert isinstance(response.stream, Iterable)
                return Reply(
                    response.status, headers, self._body(response.status, headers, response.stream)
                )
            finally:
                response.close()

    def _timeouts(self) -> dict[str, float]:
        left = max(0.1, self._deadline - time.monotonic())
        return {
            "connect": min(_CONNECT_SECONDS, left),
            "read": min(_READ_SECONDS, left),
            "write": min(_READ_SECONDS, left),
            "pool": left,
        }

    def _body(self, status: int, headers: dict[str, str], pieces: Iterable[bytes]) -> bytes:
        """The body, unpacked; nothing of an answer that is no page."""
        if not 200 <= status < 300:
            return b""
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._limits.sent:
            raise self._trouble("too_large", f"it has {int(declared):,} bytes; {self._most()}")
        coding = headers.get("content-encoding", "").strip().lower()
        if coding in {"", "identity"}:
            return b"".join(self._counted(pieces))
        if coding not in {"gzip", "x-gzip"}:
            raise self._trouble("bad_answer", f"it is packed as {coding}, which was not asked for")
        return self._unpacked(self._counted(pieces))

    def _most(self) -> str:
        return f"at most {self._limits.sent // (1024 * 1024)} MB are fetched"

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        total = 0
        for piece in pieces:
            total += len(piece)
            if total > self._limits.sent:
                raise self._trouble("too_large", f"it is larger than that: {self._most()}")
            if self._aborted.is_set() or time.monotonic() > self._deadline:
                raise self._trouble("timed_out", "it did not arrive in time")
            yield piece

    def _unpacked(self, pieces: Iterable[bytes]) -> bytes:
        """Several gzip members may follow each other; each must be whole."""
        unpacker = zlib.decompressobj(_GZIP)
        parts: list[bytes] = []
        total = 0
        for piece in pieces:
            waiting, part = piece, b""
            # A full part may leave output behind in the unpacker, even when no input is left.
            while waiting or (len(part) == _STEP and not unpacker.eof):
                if unpacker.eof:
                    unpacker = zlib.decompressobj(_GZIP)
                part = unpacker.decompress(waiting, _STEP)
                total += len(part)
                if total > self._limits.unpacked:
                    most = self._limits.unpacked // (1024 * 1024)
                    raise self._trouble("too_large", f"unpacked it has more than {most} MB")
                parts.append(part)
                waiting = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        if not unpacker.eof:
            raise self._trouble("bad_answer", "the server's answer is damaged or incomplete")
        return b"".join(parts)


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error.__context__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the server's certificate is not valid ({cause.verify_message})"
    if isinstance(cause, ssl.SSLError):
        return "the secure connection failed"
    strerror = getattr(cause, "strerror", None)
    return f"cannot connect ({strerror or type(cause).__name__})"
