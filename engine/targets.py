"""Web addresses, checked and taken apart."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.network_errors import NetworkError

if TYPE_CHECKING:
    import httpx

_LONGEST_ADDRESS = 4096
_PORTS = {"http": 80, "https": 443}
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_ESCAPED = re.compile("%[0-9a-fA-F]{2}")
# RFC 3986, section 2.3: these mean the same written out and escaped.
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


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
    def other_port(self) -> int | None:
        """The port, None where it is the usual one, which is not written."""
        return None if self.port == _PORTS[self.scheme] else self.port

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.other_port is None else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What two addresses of the same server have in common."""
        return self.scheme, self.host, self.port


def read_target(url: str, trusted: Collection[str] = ()) -> Target:
    """Check a URL and take it apart; a trusted host is written "host", or "host:port".

    Raises:
        NetworkError: it is not http or https, has no host, carries a password, or names a port
            that is not the usual one.
    """
    parsed = _parsed(url)
    host = _host(parsed)
    if parsed.scheme not in _PORTS:
        raise NetworkError("bad_address", f"{url}: only http and https addresses can be fetched")
    if not host:
        raise NetworkError("bad_address", f"{url}: it names no host")
    if parsed.userinfo:
        raise NetworkError("bad_address", f"{without_user(url)}: it carries a name or a password")
    usual = _PORTS[parsed.scheme]
    port = usual if parsed.port is None else parsed.port
    is_trusted = host in trusted or f"{host}:{port}" in trusted
    if not is_trusted and port not in _PORTS.values():
        raise NetworkError("refused", f"{url}: only the ports 80 and 443 are asked, not {port}")
    bare = str(parsed.copy_with(fragment=None))
    return Target(bare, parsed.scheme, host, port, parsed.raw_path, is_trusted)


def joined(base: str, location: str) -> str:
    """Where a redirect leads.

    Raises:
        NetworkError: to no web address.
    """
    import httpx

    try:
        return str(httpx.URL(base).join(location.strip()))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise NetworkError("bad_answer", f"{base}: it redirects to no web address") from None


def same_address(url: str) -> str:
    """The one spelling of all that mean the same address; empty where it is no web address.

    Only what a server cannot tell apart is made the same: the case of scheme and host, the usual
    port, a dot at the end of the host, the part after "#" (which is not sent), and characters that
    need no escape. Path and query stay as they are, so that nothing can be added to an address
    without making it another one.
    """
    try:
        parsed = _parsed(url)
    except NetworkError:
        return ""
    host = _host(parsed).removesuffix(".")
    if parsed.scheme not in _PORTS or not host or parsed.userinfo:
        return ""
    port = parsed.port if parsed.port is not None else _PORTS[parsed.scheme]
    path = _ESCAPED.sub(_plain, parsed.raw_path.decode("ascii"))
    return f"{parsed.scheme}://{host}:{port}{path}"


def host_of(url: str) -> str:
    """The host as it is shown to the user; empty where the URL names none."""
    try:
        return _host(_parsed(url))
    except NetworkError:
        return ""


def without_user(url: str) -> str:
    """The address without a name and password in it."""
    return re.sub(r"//[^/@]*@", "//", url)


def _parsed(url: str) -> httpx.URL:
    import httpx

    written = url.strip()
    if not written or len(written) > _LONGEST_ADDRESS or _NOT_IN_ADDRESSES.search(written):
        raise NetworkError("bad_address", f"{without_user(url[:200])}: it is no web address")
    try:
        parsed = httpx.URL(written)
        parsed.raw_host.decode("ascii")
        return parsed
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise NetworkError("bad_address", f"{without_user(url)}: it is no web address") from None


def _host(parsed: httpx.URL) -> str:
    return parsed.raw_host.decode("ascii").strip("[]").lower()


def _plain(match: re.Match[str]) -> str:
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()
