"""The only door to the internet: fetches a page when the user allows it, and only public ones.

Each address of a host is checked when the connection is made, and the connection goes to the one
that was checked, so that no name can point elsewhere in between (DNS rebinding). Redirects go
through the same checks. What arrives is counted as it comes, compressed and unpacked.

The parts of the door, which nothing else of the program may do without: connections.py (sockets),
exchange.py (one request), server_connection.py (the model's server), guarded_client.py (clients of
other libraries), downloading.py (files that are too large for a page).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

from engine.network_errors import DroppedError, NetworkError, NetworkTrouble
from engine.replies import page_of, redirected
from engine.targets import Target, joined, read_target
from engine.web_requests import Fetched, Limits, WebRequest

if TYPE_CHECKING:
    from engine.connections import Resolver
    from engine.exchange import Exchange, Way
    from engine.proxies import Proxy
    from engine.replies import Reply
    from engine.web_cache import WebCache

__all__ = [
    "Fetched",
    "Limits",
    "Network",
    "NetworkError",
    "NetworkTrouble",
    "Policy",
    "Target",
    "WebRequest",
    "read_target",
]

Policy = Literal["off", "ask", "on"]
MOST_REDIRECTS = 5
_POLL_SECONDS = 0.05


class Network:
    """Fetches pages; unless the policy is "on" no socket is ever opened.

    `trusted_hosts` ("host", or "host:port" for one port alone) may have any address and be asked
    at any port; nothing that a user or a page writes reaches this argument. `resolve` gives the
    numeric addresses of a host. `proxy` is the URL of an HTTP proxy (see engine.proxies for what
    that means); one of the environment does not count.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        trusted_hosts: Collection[str] = (),
        resolve: Resolver | None = None,
        limits: Limits | None = None,
        proxy: str | None = None,
        cache: WebCache | None = None,
    ) -> None:
        self.policy: Policy = policy
        self.limits = limits or Limits()
        self._trusted = frozenset(host.lower() for host in trusted_hosts)
        self._resolve = resolve
        self._proxy = proxy
        self._cache = cache

    def opened(self) -> Network:
        """The same network when the user has agreed.

        Raises:
            NetworkError: it is off, and no consent changes that.
        """
        if self.policy == "off":
            raise NetworkError("off", "the network is off")
        return Network(
            "on",
            trusted_hosts=self._trusted,
            resolve=self._resolve,
            limits=self.limits,
            proxy=self._proxy,
            cache=self._cache,
        )

    def fetch(self, wanted: str | WebRequest, cancel: threading.Event | None = None) -> Fetched:
        """The page at a URL, or what a service answers, after at most five redirects.

        What is lost on the way (a dropped connection, 502, 503, 504) is asked for once more, and
        so is a server that asks for a few seconds' patience.

        Raises:
            NetworkError: the network is off, the address is not allowed or no answer, no good one
                or too large a one came in time, or `cancel` was set.
        """
        request = WebRequest(wanted) if isinstance(wanted, str) else wanted
        self._require_on(request.url)
        target = read_target(request.url, self._trusted)
        kept = self._kept(request)
        if kept is not None:
            return kept
        deadline = time.monotonic() + self.limits.seconds
        fetched, reply = self._followed(request, target, deadline, cancel)
        self._keep(request, fetched, reply)
        return fetched

    def server(self, url: str) -> Target:
        """A server that another library is to ask, for `engine.guarded_client`.

        Raises:
            NetworkError: the network is not on, or this is no address of a server.
        """
        self._require_on(url)
        return read_target(url, self._trusted)

    def for_file(self, wanted: str) -> Network:
        """The network through which a large file may be fetched (engine.downloading).

        Raises:
            NetworkError: it is not on.
        """
        self._require_on(wanted)
        return self

    def addresses(self, target: Target) -> list[str]:
        """The numeric addresses of a host, all checked; asks the resolver anew each time.

        Raises:
            NetworkError: it has none, or one that may not be reached.
        """
        from engine.connections import checked_addresses

        self._require_on(target.url)
        return checked_addresses(target, self._resolver, target.host, target.port)

    def way(self, target: Target) -> Way:
        """How the other parts of the door reach a host.

        Raises:
            NetworkError: the proxy of the settings cannot be used, or must not be for this host.
        """
        from engine.exchange import Way

        return Way(self._resolver, self._proxy_for(target))

    @property
    def _resolver(self) -> Resolver:
        from engine.connections import find_addresses

        return self._resolve or find_addresses

    def _require_on(self, url: str) -> None:
        if self.policy != "on":
            raise NetworkError("off", f"{url}: not fetched, for the network is off")

    def _kept(self, request: WebRequest) -> Fetched | None:
        """What the cache has."""
        key = request.cache_key
        if self._cache is None or key is None:
            return None
        page = self._cache.get(key, request.keep_seconds)
        if page is None:
            return None
        return Fetched(
            request.url,
            page.final_url or read_target(request.url, self._trusted).url,
            page.media_type,
            page.charset,
            page.data,
            page.title_hint,
        )

    def _keep(self, request: WebRequest, fetched: Fetched, reply: Reply) -> None:
        key = request.cache_key
        if self._cache is None or key is None or not reply.may_be_kept or fetched.downgraded:
            return
        from engine.web_cache import CachedPage

        # An address may carry the key of an account: it is not written where it can be left out.
        same = fetched.final_url == read_target(request.url, self._trusted).url
        final_url = "" if same else fetched.final_url
        page = CachedPage(
            final_url, fetched.media_type, fetched.charset, fetched.title_hint, fetched.data
        )
        self._cache.put(key, page)

    def _followed(
        self,
        request: WebRequest,
        target: Target,
        deadline: float,
        cancel: threading.Event | None,
    ) -> tuple[Fetched, Reply]:
        asked, downgraded = request, False
        for _ in range(MOST_REDIRECTS + 1):
            reply = self._politely(asked, target, deadline, cancel)
            if reply.location is None:
                return page_of(request.url, target, reply, downgraded=downgraded), reply
            following = self._next(target, reply.location)
            asked = redirected(asked, reply.status, target, following)
            downgraded = downgraded or (target.scheme, following.scheme) == ("https", "http")
            target = following
        raise NetworkError(
            "bad_answer", f"{request.url}: it redirects more than {MOST_REDIRECTS} times"
        )

    def _next(self, target: Target, location: str) -> Target:
        """Where a redirect leads. No server can lead to a host that is allowed by name but its own:
        that would let a page of the internet reach into the local network."""
        url = joined(target.url, location)
        following = read_target(url, self._trusted)
        return following if following.host == target.host else read_target(url)

    def _politely(
        self,
        request: WebRequest,
        target: Target,
        deadline: float,
        cancel: threading.Event | None,
    ) -> Reply:
        """An answer, asked for once more where that may help."""
        try:
            reply = self._exchange(request, target, deadline, cancel)
        except DroppedError:
            wait = self.limits.retry_seconds
            if request.body is not None or time.monotonic() + wait >= deadline:
                raise
        else:
            patience = reply.patience(request, self.limits.retry_seconds)
            if patience is None or time.monotonic() + patience >= deadline:
                return reply
            wait = patience
        _wait(wait, target.url, cancel)
        return self._exchange(request, target, deadline, cancel)

    def _exchange(
        self,
        request: WebRequest,
        target: Target,
        deadline: float,
        cancel: threading.Event | None,
    ) -> Reply:
        """One request and its answer, made in a thread so that nothing in it can hold us up."""
        from engine.exchange import Exchange

        exchange = Exchange(request, target, self.limits, deadline, self.way(target))
        worker = threading.Thread(target=exchange.run, name="kagent-fetch", daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(_POLL_SECONDS)
            if cancel is not None and cancel.is_set():
                exchange.abort()
                raise NetworkError("cancelled", f"{target.url}: not fetched, for it was cancelled")
            if time.monotonic() > deadline and worker.is_alive():
                exchange.abort()
                seconds = f"{self.limits.seconds:g}"
                raise NetworkError(
                    "timed_out", f"{target.url}: it did not arrive within {seconds} seconds"
                )
        return _outcome(exchange)

    def _proxy_for(self, target: Target) -> Proxy | None:
        if self._proxy is None:
            return None
        from engine.proxies import check_behind_proxy, goes_around, read_proxy

        if goes_around(target):
            return None
        check_behind_proxy(target)
        return read_proxy(self._proxy)


def _wait(seconds: float, url: str, cancel: threading.Event | None) -> None:
    if cancel is None:
        time.sleep(seconds)
    elif cancel.wait(seconds):
        raise NetworkError("cancelled", f"{url}: not fetched, for it was cancelled")


def _outcome(exchange: Exchange) -> Reply:
    if exchange.error is not None:
        raise exchange.error
    assert exchange.reply is not None
    return exchange.reply
