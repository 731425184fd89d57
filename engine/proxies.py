"""An HTTP proxy, where the settings name one; those of the environment do not count.

The proxy is trusted because it was configured. It resolves the names of the hosts, so that their
addresses cannot be checked here: what is written as a private address or is a name of the local
network is still refused, and the rest is the proxy's to refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from engine.addresses import is_public
from engine.network_errors import NetworkError
from engine.targets import Target

# RFC 6761, RFC 6762, RFC 8375 and the name that ICANN set aside for private networks.
_LOCAL_NAMES = re.compile(r"(?:.+\.)?(?:localhost|local|internal|home\.arpa|lan)")


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where the proxy listens; `user` are its name and password."""

    host: str
    port: int
    user: tuple[str, str] | None = None

    @property
    def url(self) -> str:
        """The address without the password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def read_proxy(url: str) -> Proxy:
    """The proxy that a setting names, such as http://proxy.example:3128.

    Raises:
        NetworkError: it is no address of an HTTP proxy.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme != "http" or parts.path not in ("", "/") or parts.query:
        raise NetworkError(
            "bad_address",
            "the proxy of the settings is no address of an HTTP proxy: write it like "
            "http://proxy.example:3128",
        )
    user = None
    if parts.username is not None:
        user = (unquote(parts.username), unquote(parts.password or ""))
    return Proxy(host, port or 80, user)


def goes_around(target: Target) -> bool:
    """Whether a host that is allowed by name is one of the local network, asked without a proxy."""
    return target.trusted and _is_local(target.host)


def check_behind_proxy(target: Target) -> None:
    """Refuse what only the local network knows.

    Raises:
        NetworkError: the host is a private address or a local name.
    """
    if not target.trusted and _is_local(target.host):
        raise NetworkError(
            "refused",
            f"{target.url}: not fetched, for {target.host} is not on the public internet",
        )


def _is_local(host: str) -> bool:
    from engine.connections import find_addresses, is_number

    if is_number(host):
        try:
            return not all(map(is_public, find_addresses(host, 0)))
        except OSError:
            return True
    name = host.removesuffix(".")
    return "." not in name or _LOCAL_NAMES.fullmatch(name) is not None
