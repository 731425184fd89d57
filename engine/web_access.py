"""One question's access to the internet: asks the user, and lets nothing private out unasked.

What leaves is an address, or the words that a service is asked for. An address is the user's own
when it was typed, and harmless when a search of this question returned it, for then no private
text can be in it. Any other one was made up by the model or stood on a page, and once there is
private or untrusted text in the context it may carry that text away: it needs consent. The words
for a service are compared with the private text itself (engine.provenance).

A redirect is followed wherever a public server leads: it comes from the server, which knows
nothing but the request that was allowed, so that it can carry nothing else away; where it leads is
checked like any address (engine.network).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote_plus

from engine.network import Fetched, Network, NetworkError, WebRequest
from engine.provenance import Vocabulary, carried, quoted
from engine.targets import host_of, same_address, without_user
from engine.typed_addresses import typed_addresses

Reason = Literal["first_connection", "foreign_address", "private_words"]
# What services answer with.
SERVICE_TYPES = "application/json, text/html, application/xml;q=0.9, */*;q=0.5"
# Of one text from the web so much counts as shown: a page must not vouch for every word there is.
_SHOWN_CHARACTERS = 20_000
# JSON that is kept to ASCII.
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SEPARATORS = re.compile(r"[/?&=#:;,]+")


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
    """The only way of a tool to the internet; made anew for each question.

    `question` is what the user typed, with the earlier questions that it goes on from; nothing
    else may be in it, for its words and addresses may be sent.

    Tools may use it from several threads: the user is asked one thing at a time.
    """

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
        # The one is held while the user is asked, the other never for long.
        self._asking = threading.Lock()
        self._reading = threading.Lock()
        self._opened = network if network.policy == "on" else None
        self._declined = False
        self._ended = False
        self._waits = False
        self._answers: dict[tuple[str, str], bool] = {}
        self._typed: frozenset[str] | None = None
        self._returned: set[str] = set()
        self._known = Vocabulary()
        self._private = Vocabulary()
        self._guarded = False
        self._known.add(question)

    @property
    def waits_for_user(self) -> bool:
        """Whether the user is being asked right now: that time is not the tool's."""
        return self._waits

    def page(self, url: str, *, tool: str) -> Fetched:
        """Fetch a page whose address the user, a search or the model named.

        Raises:
            NetworkError: declined, not allowed, or it cannot be had.
        """
        with self._asking:
            network = self._network_for_page(url, tool)
        return network.fetch(url, cancel=self._cancel)

    def for_file(self, url: str, *, tool: str) -> Network:
        """The open network, for a large file whose address the user, a search or the model named.

        Raises:
            NetworkError: declined, or not allowed.
        """
        with self._asking:
            return self._network_for_page(url, tool)

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

        `sends` are the words of the question in it, and the URL, the body and the headers must
        hold no other words than those and fixed ones of the tool; a `body` is posted; an answer is
        taken from the cache when it is not older than `keep_seconds`.

        Raises:
            NetworkError: declined, or no good answer came, or private text beside `sends` was
                about to leave, to which the user could not have agreed.
        """
        host = host_of(url) or url
        with self._asking:
            self._require_said(host, f"{_words_of(url)} {_written(body)}", sends)
            network = self._network_for_words((host,), sends, tool)
        request = WebRequest(url, body, headers or {}, SERVICE_TYPES, keep_seconds)
        return network.fetch(request, cancel=self._cancel)

    def announce(self, hosts: Iterable[str], *, tool: str, sends: str) -> None:
        """Ask once for several connections that are about to be made beside each other.

        Raises:
            NetworkError: declined.
        """
        with self._asking:
            self._network_for_words(tuple(dict.fromkeys(hosts)), sends, tool)

    def connect(self, host: str, *, tool: str, sends: str) -> Network:
        """The open network, for a library that makes its own requests (engine.guarded_client).

        Raises:
            NetworkError: declined.
        """
        with self._asking:
            return self._network_for_words((host,), sends, tool)

    def returned(self, urls: Iterable[str]) -> None:
        """Addresses that a search returned: they may be fetched in this question."""
        addresses = set(map(same_address, urls)) - {""}
        with self._reading:
            self._returned |= addresses

    def worked_out(self, words: str, found: str) -> None:
        """`found` follows from `words` by the clock alone: it is no more private than they are."""
        with self._reading:
            if not quoted(words, self._known, self._private):
                self._known.add(found)

    def read_private(self, text: str) -> None:
        """Text of the user's own library is in the context from now on."""
        with self._reading:
            self._guarded = True
            self._private.add(text)

    def read_untrusted(self, text: str) -> None:
        """Text from outside is in the context from now on."""
        with self._reading:
            self._guarded = True
            self._known.add(text[:_SHOWN_CHARACTERS])

    def end(self) -> None:
        """The question is over: a tool that was left behind reaches nothing any more."""
        self._ended = True

    def _network_for_page(self, url: str, tool: str) -> Network:
        shown = without_user(url)
        with self._reading:
            allowed = not self._guarded or self._is_own(url)
            private = "" if allowed else quoted(_words_of(url), self._known, self._private)
        if allowed:
            return self._connected((host_of(url) or shown,), shown, tool)
        self._require_possible(shown)
        if self._ask is None:
            raise NetworkError(
                "refused",
                f"{shown}: not fetched, for it was neither typed in the question nor returned by "
                "a search, and could carry away what was read; put it into the question to allow "
                "it",
            )
        request = ConnectionRequest((host_of(url) or url,), shown, tool, "foreign_address", private)
        if not self._consents(request):
            raise NetworkError("declined", f"{shown}: not fetched, for it was declined")
        return self._network.opened()

    def _require_said(self, host: str, request: str, sends: str) -> None:
        with self._reading:
            private = carried(request, sends, self._known, self._private)
        if private:
            raise NetworkError(
                "refused", f"{host}: not asked, for more than was said would be sent ({private})"
            )

    def _network_for_words(self, hosts: tuple[str, ...], sends: str, tool: str) -> Network:
        with self._reading:
            private = quoted(sends, self._known, self._private)
        if not private:
            return self._connected(hosts, sends, tool)
        where = ", ".join(hosts)
        self._require_possible(where)
        if self._ask is None:
            raise NetworkError(
                "refused",
                f"{where}: not asked, for the words would quote your documents ({private}); put "
                "them into the question to allow it",
            )
        # Several hosts are asked for the same words, one after the other or together.
        unanswered = tuple(host for host in hosts if (host, sends) not in self._answers)
        if unanswered:
            request = ConnectionRequest(unanswered, sends, tool, "private_words", private)
            allowed = self._consents(request)
            self._answers.update({(host, sends): allowed for host in unanswered})
        if not all(self._answers[host, sends] for host in hosts):
            raise NetworkError("declined", f"{where}: not asked, for it was declined")
        return self._network.opened()

    def _connected(self, hosts: tuple[str, ...], sends: str, tool: str) -> Network:
        """The open network, after the question's first connection was agreed to."""
        where = without_user(sends if sends.startswith(("http:", "https:")) else ", ".join(hosts))
        self._require_possible(where)
        if self._opened is not None:
            return self._opened
        if not self._declined:
            self._declined = not self._consents(ConnectionRequest(hosts, sends, tool))
        if self._declined:
            raise NetworkError("declined", f"{where}: not reached, for it was declined")
        self._opened = self._network.opened()
        return self._opened

    def _require_possible(self, where: str) -> None:
        """Raise where no consent would help."""
        if self._network.policy == "off":
            raise NetworkError("off", f"{where}: not reached, for the network is off")
        if self._ask is None and self._network.policy == "ask":
            raise NetworkError(
                "off",
                f"{where}: not reached, for nobody can be asked; allow it with --online, or with "
                'network = "on" in config.toml',
            )
        if self._ended or (self._cancel is not None and self._cancel.is_set()):
            raise NetworkError("cancelled", f"{where}: not reached, for it was cancelled")
        if self._declined:
            raise NetworkError("declined", f"{where}: not reached, for it was declined")

    def _consents(self, request: ConnectionRequest) -> bool:
        assert self._ask is not None
        self._waits = True
        try:
            return self._ask(request)
        finally:
            self._waits = False

    def _is_own(self, url: str) -> bool:
        """Whether the user typed this address or a search of this question returned it."""
        if self._typed is None:
            self._typed = typed_addresses(self._question)
        address = same_address(url)
        return bool(address) and (address in self._typed or address in self._returned)


def _words_of(url: str) -> str:
    """What an address says, as words."""
    return _SEPARATORS.sub(" ", unquote_plus(url))


def _written(body: bytes | None) -> str:
    """What is posted, as words: of a form or of JSON."""
    text = unquote_plus((body or b"").decode("utf-8", "replace"))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
