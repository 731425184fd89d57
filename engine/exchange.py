"""One HTTP request and its answer, through a connection to a checked address."""

from __future__ import annotations

import contextlib
import importlib.metadata
import re
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import httpcore
import httpx

from engine.connections import Door, Resolver
from engine.network_errors import DroppedError, NetworkError, NetworkTrouble
from engine.proxies import Proxy
from engine.replies import Reply
from engine.targets import Target
from engine.web_requests import Limits, WebRequest

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 15.0
_STEP = 64 * 1024
# What httpcore says of a connection that is closed before an answer.
_NOTHING_CAME = "without sending a response"
_GZIP = 16 + zlib.MAX_WBITS
# A packed answer that grows more than so many times, past so many bytes, is no honest page: deflate
# itself ends at 1032, and text of any kind stays below 30.
_MOST_RATIO = 100
_RATIO_COUNTS_FROM = 4 * 1024 * 1024
# What is kept of the answer that comes with an error.
_MOST_OF_ERROR = 4096
# These frame the request and are the door's own; cookies are never sent.
_OWN_HEADERS = frozenset(
    ("accept-encoding", "connection", "content-length", "cookie", "expect", "host", "keep-alive")
) | frozenset(("proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding"))
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?|")


@dataclass(frozen=True, slots=True)
class Way:
    """How a host is reached: who knows its addresses, or the proxy that stands between."""

    resolve: Resolver
    proxy: Proxy | None = None


def user_agent() -> str:
    """What the door calls itself."""
    try:
        version = importlib.metadata.version("kagent-tui")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    return f"KAgent/{version} (personal assistant; fetches single pages for its user)"


def connection_pool(target: Target, door: Door, proxy: Proxy | None) -> httpcore.ConnectionPool:
    """One connection through a door; certificates are always checked for https."""
    secure = target.scheme == "https"
    context = httpx.create_ssl_context(trust_env=False) if secure else None
    if proxy is None:
        return httpcore.ConnectionPool(ssl_context=context, max_connections=1, network_backend=door)
    return httpcore.HTTPProxy(
        proxy.url,
        proxy_auth=proxy.user,
        ssl_context=context,
        max_connections=1,
        network_backend=door,
    )


class Exchange:
    """Runs in a thread of its own; `reply` or `error` is there when it ends."""

    def __init__(
        self, request: WebRequest, target: Target, limits: Limits, deadline: float, way: Way
    ) -> None:
        self._request = request
        self._target = target
        self._limits = limits
        self._deadline = deadline
        self._proxy = way.proxy
        # The proxy was named in the settings; the target's own addresses are then its business.
        reached = target if way.proxy is None else replace(target, trusted=True)
        self._door = Door(reached, way.resolve, deadline)
        self._aborted = threading.Event()
        self._sent = 0
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
        except httpcore.ReadError as error:
            self.error = DroppedError("unreachable", f"{self._target.url}: {reason_of(error)}")
        except httpcore.NetworkError as error:
            self.error = self._trouble("unreachable", reason_of(error))
        except httpcore.ProxyError:
            self.error = self._trouble("unreachable", "the proxy does not let it through")
        except (httpcore.ProtocolError, zlib.error, ValueError) as error:
            what = f"{self._target.url}: the server's answer is damaged or incomplete"
            kind = DroppedError if _NOTHING_CAME in str(error) else NetworkError
            self.error = kind("bad_answer", what)
        except OSError as error:
            self.error = self._trouble("unreachable", reason_of(error))

    def _trouble(self, kind: NetworkTrouble, what: str) -> NetworkError:
        return NetworkError(kind, f"{self._target.url}: {what}")

    def _ask(self) -> Reply:
        target, body = self._target, self._request.body
        request = httpcore.Request(
            "GET" if body is None else "POST",
            httpcore.URL(
                scheme=target.scheme, host=target.host, port=target.other_port, target=target.path
            ),
            headers=self._headers(),
            content=body,
            extensions={"timeout": self._timeouts()},
        )
        with connection_pool(target, self._door, self._proxy) as pool:
            response = pool.handle_request(request)
            try:
                headers = header_map(response.headers)
                assert isinstance(response.stream, Iterable)
                return Reply(
                    response.status, headers, self._body(response.status, headers, response.stream)
                )
            finally:
                response.close()

    def _headers(self) -> list[tuple[bytes | str, bytes | str]]:
        body = self._request.body
        headers = {"User-Agent": user_agent(), "Accept": self._request.accept}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        names = {name.lower(): name for name in headers}
        for name, value in self._request.headers.items():
            if name.lower() not in _OWN_HEADERS:
                if not (_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value)):
                    raise self._trouble("refused", f"the header {name} cannot be sent as it is")
                headers[names.get(name.lower(), name)] = value
        own = {"Host": self._target.authority, "Accept-Encoding": "gzip", "Connection": "close"}
        if body is not None:
            own["Content-Length"] = str(len(body))
        return [*own.items(), *headers.items()]

    def _timeouts(self) -> dict[str, float]:
        left = max(0.1, self._deadline - time.monotonic())
        return {
            "connect": min(_CONNECT_SECONDS, left),
            "read": min(_READ_SECONDS, left),
            "write": min(_READ_SECONDS, left),
            "pool": left,
        }

    def _body(self, status: int, headers: dict[str, str], pieces: Iterable[bytes]) -> bytes:
        """The body, unpacked; of an answer that is no page only the beginning."""
        if not 200 <= status < 300:
            return self._beginning(headers, pieces)
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._limits.sent:
            raise self._trouble("too_large", f"it has {int(declared):,} bytes; {self._most()}")
        coding = headers.get("content-encoding", "").strip().lower()
        if coding in {"", "identity"}:
            return b"".join(self._counted(pieces))
        if coding not in {"gzip", "x-gzip"}:
            raise self._trouble("bad_answer", f"it is packed as {coding}, which was not asked for")
        return self._unpacked(self._counted(pieces))

    def _beginning(self, headers: dict[str, str], pieces: Iterable[bytes]) -> bytes:
        """What a server says along with an error, when it says it readily."""
        if "location" in headers:
            return b""
        data = b""
        for piece in self._counted(pieces):
            data += piece
            if len(data) >= _MOST_OF_ERROR:
                break
        if "gzip" in headers.get("content-encoding", "").lower():
            with contextlib.suppress(zlib.error):
                return zlib.decompressobj(_GZIP).decompress(data, _MOST_OF_ERROR)
            return b""
        return data[:_MOST_OF_ERROR]

    def _most(self) -> str:
        return f"at most {self._limits.sent // (1024 * 1024)} MB are fetched"

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._sent += len(piece)
            if self._sent > self._limits.sent:
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
                if total > max(_RATIO_COUNTS_FROM, _MOST_RATIO * self._sent):
                    raise self._trouble(
                        "too_large", f"unpacked it is over {_MOST_RATIO} times what was sent"
                    )
                parts.append(part)
                waiting = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        if not unpacker.eof:
            raise self._trouble("bad_answer", "the server's answer is damaged or incomplete")
        return b"".join(parts)


def header_map(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by their names in lower case."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        # Of several, all count (RFC 9111, section 5.2).
        kept = headers.get(name) if name == "cache-control" else None
        headers[name] = f"{kept}, {value}" if kept else value
    return headers


def reason_of(error: Exception) -> str:
    """Why there is no connection, in a few words."""
    cause = error.__cause__ or error.__context__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the server's certificate is not valid ({cause.verify_message})"
    if isinstance(cause, ssl.SSLError):
        return "the secure connection failed"
    strerror = getattr(cause, "strerror", None)
    return f"cannot connect ({strerror or type(cause).__name__})"
