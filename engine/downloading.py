"""Files that are too large for a page, as they arrive: a part of the door. See models.fetching.

A model hub redirects to hosts of its own for large files, so redirects are followed, but only to
the host that was asked and hosts below it, to Hugging Face's own, and to those that the user named;
never from https to http. Every host is resolved and checked as for a page. Nothing but the request
is sent: no cookies, no credentials of the environment.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Final

from engine.network_errors import NetworkError
from engine.targets import joined
from models.fetching import FetchError, FetchTrouble

if TYPE_CHECKING:
    import httpcore

    from engine.connections import Door
    from engine.network import Network, NetworkTrouble
    from engine.targets import Target

# Where huggingface.co, and mirrors of it, keep the large files.
HUB_DOMAINS: Final = ("huggingface.co", "hf.co")
_CONNECT_SECONDS: Final = 15.0
_STALL_SECONDS: Final = 30.0
_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_KINDS: Final[Mapping[NetworkTrouble, FetchTrouble]] = {
    "off": "off",
    "declined": "off",
    "bad_address": "bad_address",
    "refused": "refused",
    "unreachable": "unreachable",
    "timed_out": "timed_out",
}


class GuardedFiles:
    """Asks for files through a network that is on.

    `also` are hosts that redirects may lead to beside the usual ones; with `anywhere` they may lead
    to any host of the internet, as those of a page. After `stall_seconds`
    without a byte a connection counts as dead.
    """

    def __init__(
        self,
        network: Network,
        *,
        also: Collection[str] = (),
        anywhere: bool = False,
        stall_seconds: float = _STALL_SECONDS,
    ) -> None:
        self._network = network
        self._also = None if anywhere else frozenset(host.lower() for host in also)
        self._stall_seconds = stall_seconds

    def request(self, url: str, headers: Mapping[str, str]) -> _Request:
        """A request to be entered; see models.fetching."""
        return _Request(self._network, url, headers, self._also, self._stall_seconds)


class _Request:
    """One request with its redirects; see models.fetching.FileRequest."""

    def __init__(
        self,
        network: Network,
        url: str,
        headers: Mapping[str, str],
        also: frozenset[str] | None,
        stall_seconds: float,
    ) -> None:
        self._network = network
        self._url = url
        self._headers = dict(headers)
        self._also = also
        self._stall_seconds = stall_seconds
        self._door: Door | None = None
        self._is_aborted = False
        self._open = contextlib.ExitStack()

    def __enter__(self) -> _Reply:
        with _told(self._url):
            return self._followed()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(FetchError), _told(self._url):
            self._open.close()

    def abort(self) -> None:
        """End it; a read that waits ends at once."""
        self._is_aborted = True
        if self._door is not None:
            self._door.shut()

    def _followed(self) -> _Reply:
        first = target = self._network.server(self._url)
        linked: dict[str, str] = {}
        for _ in range(_MOST_REDIRECTS + 1):
            with contextlib.ExitStack() as opening:
                response, headers = self._sent(target, opening)
                location = headers.get("location")
                if response.status not in _REDIRECTS or location is None:
                    self._open = opening.pop_all()
                    return _Reply(response, linked | headers, self._url)
            linked |= {key: value for key, value in headers.items() if key.startswith("x-linked-")}
            target = self._next(first, target, location)
        raise NetworkError(
            "refused", f"{self._url}: it redirects more than {_MOST_REDIRECTS} times"
        )

    def _next(self, first: Target, target: Target, location: str) -> Target:
        following = self._network.server(joined(target.url, location))
        if (target.scheme, following.scheme) == ("https", "http"):
            raise NetworkError(
                "refused", f"{self._url}: it redirects to {following.host} without encryption"
            )
        if not self._may_lead_to(first.host, following.host):
            raise NetworkError(
                "refused",
                f"{self._url}: it redirects to {following.host}, which was not agreed to; where "
                f"that is right, add --from {following.host}",
            )
        if (
            following.host != target.host
            and following.trusted
            and following.host not in (self._also or ())
        ):
            # What is allowed in the local network by name is not a server's to choose.
            return replace(following, trusted=False)
        return following

    def _may_lead_to(self, first: str, host: str) -> bool:
        own = host == first or host.endswith(f".{first}")
        if self._also is None:
            return True
        hub = any(host == domain or host.endswith(f".{domain}") for domain in HUB_DOMAINS)
        return own or hub or host in self._also

    def _sent(
        self, target: Target, opening: contextlib.ExitStack
    ) -> tuple[httpcore.Response, dict[str, str]]:
        import httpcore

        from engine.connections import Door
        from engine.exchange import connection_pool, header_map, user_agent

        way = self._network.way(target)
        reached = target if way.proxy is None else replace(target, trusted=True)
        self._door = Door(reached, way.resolve, math.inf)
        if self._is_aborted:
            self._door.shut()
        pool = opening.enter_context(connection_pool(target, self._door, way.proxy))
        own = {
            "Host": target.authority,
            "User-Agent": user_agent(),
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        stall = self._stall_seconds
        connect = min(_CONNECT_SECONDS, stall)
        request = httpcore.Request(
            "GET",
            httpcore.URL(
                scheme=target.scheme, host=target.host, port=target.other_port, target=target.path
            ),
            headers=[*own.items(), *self._headers.items()],
            extensions={
                "timeout": {"connect": connect, "read": stall, "write": stall, "pool": connect}
            },
        )
        response = pool.handle_request(request)
        opening.callback(response.close)
        return response, header_map(response.headers)


class _Reply:
    """The beginning of an answer; see models.fetching.FileReply."""

    def __init__(self, response: httpcore.Response, headers: dict[str, str], url: str) -> None:
        self._response = response
        self._url = url
        self.status = response.status
        self.headers = headers

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives; raises FetchError."""
        assert isinstance(self._response.stream, Iterable)
        with _told(self._url):
            yield from self._response.stream


@contextlib.contextmanager
def _told(url: str) -> Iterator[None]:
    """Trouble of the connection in the words of models.fetching."""
    import httpcore

    from engine.exchange import reason_of

    try:
        yield
    except NetworkError as error:
        raise FetchError(_KINDS.get(error.kind, "broken"), str(error)) from error
    except httpcore.TimeoutException as error:
        raise FetchError("timed_out", f"{url}: the server does not answer any more") from error
    except httpcore.ProxyError as error:
        raise FetchError("unreachable", f"{url}: the proxy does not let it through") from error
    except (httpcore.ProtocolError, ValueError) as error:
        raise FetchError("broken", f"{url}: the connection was cut") from error
    except (httpcore.NetworkError, OSError) as error:
        raise FetchError("unreachable", f"{url}: {reason_of(error)}") from error
