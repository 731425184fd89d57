"""One question's access to the internet: asks the user, and lets nothing private out unasked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.network import Fetched, Network, NetworkError

Reason = Literal["first_connection", "foreign_address", "private_words"]


@dataclass(frozen=True, slots=True)
class ConnectionRequest:
    """What the user is asked before a connection is made.

    `hosts` are those to be reached; `sends` is what leaves the machine, in the user's words: the
    address, or the words that are searched for; `tool` is what wants it; `private` are the words
    of the library that would be sent, empty unless that is the reason to ask.
    """

    hosts: tuple[str, ...]
    sends: str
    tool: str
    reason: Reason = "first_connection"
    private: str = ""


# True allows it: a first connection for all of the question, the others for this one time.
Ask = Callable[[ConnectionRequest], bool]


class WebAccess:
    """The only way of a tool to the internet; made anew for each question."""

    def __init__(
        self,
        network: Network,
        *,
        question: str = "",
        ask: Ask | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self._network = network
        self._question = question
        self._ask = ask
        self._cancel = cancel

    def page(self, url: str, *, tool: str) -> Fetched:
        """Fetch a page whose address the user, a search or the model named.

        Raises:
            NetworkError: declined, not allowed, or it cannot be had.
        """
        return self._network.fetch(url, cancel=self._cancel)

    def service(
        self,
        url: str,
        *,
        tool: str,
        sends: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        keep_seconds: float = 0.0,
    ) -> Fetched:
        """Ask a service that the settings name, such as a search engine.

        `sends` are the words of the question in it; a `body` is posted; an answer is taken from
        the cache when it is not older than `keep_seconds`.

        Raises:
            NetworkError: declined, or no good answer came.
        """
        if body is not None or headers:
            raise NetworkError("bad_address", f"{url}: cannot be posted to yet")
        return self._network.fetch(url, cancel=self._cancel)

    def announce(self, hosts: Iterable[str], *, tool: str, sends: str) -> None:
        """Ask once for several connections that are about to be made beside each other.

        Raises:
            NetworkError: declined.
        """

    def returned(self, urls: Iterable[str]) -> None:
        """Addresses that a search returned: they may be fetched in this question."""

    def read_private(self, text: str) -> None:
        """Text of the user's own library is in the context from now on."""

    def read_untrusted(self, text: str) -> None:
        """Text from outside is in the context from now on."""
