"""Who may speak to the interface in the browser: the one who has the token, by one name only.

Every program and every user of this machine can reach a port of it, and every web page can make the
browser try. So each request needs the cookie that the token is exchanged for, and a Host and an
Origin of this server: a name that an attacker lets point here (DNS rebinding) is none.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_BYTES: Final = 32


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass
class Access:
    """The secrets of one run of the server, and what they are compared with."""

    host: str
    port: int = 0
    token: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES))

    @property
    def authority(self) -> str:
        """The host and port as a browser writes them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What the user opens first."""
        return f"http://{self.authority}/?token={self.token}"

    @property
    def cookie_name(self) -> str:
        """With the port, for cookies are shared by all ports of a host."""
        return f"kagent-{self.port}"

    def is_addressed(self, headers: Mapping[str, str]) -> bool:
        """Whether the request names this server, and comes from no other site's page."""
        own = self._authorities()
        host, origin = headers.get("Host", ""), headers.get("Origin")
        return host in own and (origin is None or origin == f"http://{host}")

    def is_token(self, given: str) -> bool:
        """Whether this is the token; how long the answer takes says nothing."""
        return _same(given, self.token)

    def is_cookie(self, given: str | None) -> bool:
        """Whether this is what the token was exchanged for."""
        return given is not None and _same(given, self.cookie)

    def _authorities(self) -> frozenset[str]:
        """Names of this server; a host that is "localhost" has no other."""
        names = {self.authority}
        if self.host == "127.0.0.1":
            names.add(f"localhost:{self.port}")
        return frozenset(names)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("ascii"))
