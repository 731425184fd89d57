"""The only door to the internet: fetches a page when the user allows it, and only public ones.

Each address of a host is checked when the connection is made, and the connection goes to the one
that was checked, so that no name can point elsewhere in between (DNS rebinding). Redirects go
through the same checks. What arrives is counted as it comes, compressed and unpacked.
"""

from __future__ import annotations

import codecs
import re
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from engine.cleaning import clean_line

if TYPE_CHECKING:
    from engine.connections import Resolver
    from engine.exchange import Exchange, Reply

Policy = Literal["off", "ask", "on"]
NetworkTrouble = Literal[
    "off",
    "declined",
    "bad_address",
    "refused",
    "unreachable",
    "timed_out",
    "too_large",
    "status",
    "rate_limited",
    "bad_answer",
    "cancelled",
]
MOST_REDIRECTS = 5
# Bytes of one answer, as sent and as unpacked.
MOST_SENT = 32 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
TOTAL_SECONDS = 30.0
_LONGEST_ADDRESS = 4096
_PORTS = {"http": 80, "https": 443}
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_POLL_SECONDS = 0.05
_RETRY_LATER = frozenset({429, 503})


class NetworkError(Exception):
    """Why a page cannot be had, in one line that names it; `status` is the server's, if any."""

    def __init__(self, kind: NetworkTrouble, message: str, status: int | None = None) -> None:
        super().__init__(clean_line(message))
        self.kind = kind
        self.status = status


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: `data` unpacked but not decoded.

    `media_type` is lower-case without parameters, empty where the server named none; `charset` is
    Python's name of the encoding that the server named, None where it named none that is known;
    `title_hint` is the file name that the server proposed, or empty.
    """

    url: str
    final_url: str
    media_type: str
    charset: str | None
    data: bytes
    title_hint: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take: bytes as sent and unpacked, and seconds altogether."""

    sent: int = MOST_SENT
    unpacked: int = MOST_UNPACKED
    seconds: float = TOTAL_SECONDS


@dataclass(frozen=True, slots=True)
class Target:
    """A checked URL, in the parts that a request is made of; `trusted` hosts may be anywhere."""

    url: str
    scheme: str
    host: str
    port: int
    path: bytes
    trusted: bool

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class Network:
    """Fetches pages; with the policy "off" no socket is ever opened.

    `trusted_hosts` may have any address and be asked at any port; nothing that a user or a page
    writes reaches this argument. `resolve` gives the numeric addresses of a host.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        trusted_hosts: Collection[str] = (),
        resolve: Resolver | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.policy: Policy = policy
        self._trusted = frozenset(trusted_hosts)
        self._resolve = resolve
        self._limits = limits or Limits()

    def fetch(self, url: str, cancel: threading.Event | None = None) -> Fetched:
        """The page at `url`, after at most five redirects.

        Raises:
            NetworkError: the network is off, the address is not allowed or no answer, no good one
                or too large a one came in time, or `cancel` was set.
        """
        if self.policy != "on":
            raise NetworkError("off", f"{url}: not fetched, for the network is off")
        deadline = time.monotonic() + self._limits.seconds
        target = read_target(url, self._trusted)
        for _ in range(MOST_REDIRECTS + 1):
            reply = self._exchange(target, deadline, cancel)
            location = reply.headers.get("location")
            if reply.status not in _REDIRECTS or location is None:
                return _fetched(url, target, reply)
            target = read_target(_joined(target.url, location), self._trusted)
        raise NetworkError("bad_answer", f"{url}: it redirects more than {MOST_REDIRECTS} times")

    def _exchange(self, target: Target, deadline: float, cancel: threading.Event | None) -> Reply:
        """One request and its answer, made in a thread so that nothing in it can hold us up."""
        from engine.connections import find_addresses
        from engine.exchange import Exchange

        exchange = Exchange(target, self._limits, deadline, self._resolve or find_addresses)
        worker = threading.Thread(target=exchange.run, name="kagent-fetch", daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(_POLL_SECONDS)
            if cancel is not None and cancel.is_set():
                exchange.abort()
                raise NetworkError("cancelled", f"{target.url}: not fetched, for it was cancelled")
            if time.monotonic() > deadline and worker.is_alive():
                exchange.abort()
                seconds = f"{self._limits.seconds:g}"
                raise NetworkError(
                    "timed_out", f"{target.url}: it did not arrive within {seconds} seconds"
                )
        return _outcome(exchange)


def _outcome(exchange: Exchange) -> Reply:
    if exchange.error is not None:
        raise exchange.error
    assert exchange.reply is not None
    return exchange.reply


def read_target(url: str, trusted: Collection[str] = ()) -> Target:
    """Check a URL and take it apart.

    Raises:
        NetworkError: it is not http or https, has no host, carries a password, or names a port
            that is not the usual one.
    """
    import httpx

    written = url.strip()
    if not written or len(written) > _LONGEST_ADDRESS or _NOT_IN_ADDRESSES.search(written):
        raise NetworkError("bad_address", f"{url[:200]}: it is no web address")
    try:
        parsed = httpx.URL(written)
        host = parsed.raw_host.decode("ascii").strip("[]").lower()
        port = parsed.port
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise NetworkError("bad_address", f"{url}: it is no web address") from None
    if parsed.scheme not in _PORTS:
        raise NetworkError("bad_address", f"{url}: only http and https addresses can be fetched")
    if not host:
        raise NetworkError("bad_address", f"{url}: it names no host")
    if parsed.userinfo:
        raise NetworkError("bad_address", f"{_without_user(url)}: it carries a name or a password")
    usual = _PORTS[parsed.scheme]
    if host not in trusted and port not in (None, *_PORTS.values()):
        raise NetworkError("refused", f"{url}: only the ports 80 and 443 are asked, not {port}")
    bare = str(parsed.copy_with(fragment=None))
    return Target(bare, parsed.scheme, host, port or usual, parsed.raw_path, host in trusted)


def _joined(base: str, location: str) -> str:
    """Where a redirect leads."""
    import httpx

    try:
        return str(httpx.URL(base).join(location.strip()))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise NetworkError("bad_answer", f"{base}: it redirects to no web address") from None


def _without_user(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url)


def _fetched(url: str, target: Target, reply: Reply) -> Fetched:
    status = reply.status
    if status in _RETRY_LATER and (status == 429 or "retry-after" in reply.headers):
        wait = reply.headers.get("retry-after", "")
        later = f"in {wait} seconds" if wait.isdigit() else "later"
        raise NetworkError("rate_limited", f"{target.url}: the server asks to try {later}", status)
    if not 200 <= status < 300:
        raise NetworkError("status", f"{target.url}: {_status_text(status)}", status)
    media_type, charset, name = _content(reply.headers)
    return Fetched(url, target.url, media_type, charset, reply.data, name)


def _status_text(status: int) -> str:
    from http import HTTPStatus

    try:
        return f"the server answers {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"the server answers {status}"


def _content(headers: Mapping[str, str]) -> tuple[str, str | None, str]:
    """Media type, encoding and proposed file name."""
    message = Message()
    media_type = ""
    if "content-type" in headers:
        message["Content-Type"] = headers["content-type"]
        # An unreadable one is given as text/plain, which would be a guess.
        written = headers["content-type"].partition(";")[0].strip().lower()
        media_type = written if written == message.get_content_type() else ""
    if "content-disposition" in headers:
        message["Content-Disposition"] = headers["content-disposition"]
    charset = message.get_param("charset")
    name = clean_line(unquote(message.get_filename() or ""))
    return (
        clean_line(media_type),
        _known_charset(charset),
        name.replace("\\", "/").rpartition("/")[2],
    )


def _known_charset(name: object) -> str | None:
    if not isinstance(name, str):
        return None
    try:
        found = codecs.lookup(name.strip().strip("'\""))
    except (LookupError, ValueError):
        return None
    # codecs such as "hex" and "zip" turn bytes into bytes.
    return found.name if getattr(found, "_is_text_encoding", True) else None
