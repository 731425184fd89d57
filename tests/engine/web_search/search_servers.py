"""A server on 127.0.0.1 that answers as SearXNG and as the pages of search engines do."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from engine.network import Fetched
from engine.web_access import WebAccess
from tests.engine.web_servers import network


@dataclass(frozen=True)
class Asked:
    """A request: method, path, parameters of the query or the form, headers in lower case."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """An answer; one that is `held` comes only when the server ends."""

    body: str
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    held: bool = False


@dataclass
class SearchServer:
    """Its address, what it says by path (and host, where it stands for several), what was asked."""

    base: str
    answers: dict[str, Said]
    asked: list[Asked] = field(default_factory=list)
    turns: dict[str, list[str]] = field(default_factory=dict)
    by_category: Mapping[str, Said] = field(default_factory=dict)

    def said_in_turn(self, path: str, *bodies: str) -> None:
        """Answer a path with these, one after the other."""
        self.turns[path] = list(bodies)

    def say(self, path: str, parameters: Mapping[str, str]) -> Said:
        """The answer to the next request of a path."""
        if parameters.get("categories") in self.by_category:
            return self.by_category[parameters["categories"]]
        if self.turns.get(path):
            return Said(self.turns[path].pop(0), kind="application/json")
        return self.answers.get(path, Said("<p>nothing here</p>", 404))

    def web(self, **further: Any) -> WebAccess:
        """An access to the web that finds every search engine on this server."""
        return _Rerouted(self.base, **further)


class _Rerouted(WebAccess):
    """Sends what is asked of a host of the internet to this machine, under the host's name."""

    def __init__(self, base: str, **further: Any) -> None:
        super().__init__(network(), **further)
        self._base = base
        self.announced: list[tuple[tuple[str, ...], str]] = []
        self.back: list[str] = []

    def service(self, url: str, **further: Any) -> Fetched:
        parts = urlsplit(url)
        if parts.hostname != "127.0.0.1":
            url = f"{self._base}/{parts.hostname}{parts.path}?{parts.query}"
        return super().service(url, **further)

    def announce(self, hosts: Any, *, tool: str, sends: str) -> None:
        hosts = tuple(hosts)
        self.announced.append((hosts, sends))
        super().announce(hosts, tool=tool, sends=sends)

    def returned(self, urls: Any) -> None:
        urls = list(urls)
        self.back += urls
        super().returned(urls)


@contextlib.contextmanager
def search_server(answers: Mapping[str, Said | str]) -> Iterator[SearchServer]:
    """Serve the answers by their paths; everything else is not found."""
    ended = threading.Event()
    known = {path: said if isinstance(said, Said) else Said(said) for path, said in answers.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self._answer(self.rfile.read(length).decode())

        def _answer(self, written: str) -> None:
            path = urlsplit(self.path).path
            parameters = {name: values[0] for name, values in parse_qs(written).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.asked.append(Asked(self.command, path, parameters, headers))
            said = server.say(path, parameters)
            if said.held:
                ended.wait(20)
                return
            body = said.body.encode()
            self.send_response(said.status)
            self.send_header("Content-Type", said.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = SearchServer(f"http://127.0.0.1:{httpd.server_address[1]}", known)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        ended.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def searxng_answer(*results: Mapping[str, Any], silent: Any = ()) -> Said:
    """What SearXNG says with format=json."""
    answer = {
        "query": "q",
        "number_of_results": 0,
        "results": [{"engine": "made", "score": 1.0, **result} for result in results],
        "answers": [],
        "infoboxes": [],
        "suggestions": [],
        "unresponsive_engines": silent,
    }
    return Said(json.dumps(answer), kind="application/json")


def duckduckgo_page(*results: tuple[str, str, str]) -> str:
    """Title, address and summary as html.duckduckgo.com lays them out."""
    rows = "".join(
        f'<div class="result results_links web-result"><div class="links_main result__body">'
        f'<h2 class="result__title"><a class="result__a" href="{url}">{title}</a></h2>'
        f'<a class="result__snippet" href="{url}">{summary}</a></div></div>'
        for title, url, summary in results
    )
    return f'<html><body><div id="links" class="results">{rows}</div></body></html>'


def mojeek_page(*results: tuple[str, str, str]) -> str:
    """Title, address and summary as mojeek.com lays them out."""
    rows = "".join(
        f'<li class="r{i}"><a class="ob" href="{url}"></a><h2><a class="title" href="{url}">'
        f'{title}</a></h2><p class="i">{url}</p><p class="s">{summary}</p></li>'
        for i, (title, url, summary) in enumerate(results)
    )
    return f'<html><body><ul class="results-standard">{rows}</ul></body></html>'


NO_DUCKDUCKGO_RESULTS = (
    '<html><body><div id="links" class="results"><div class="no-results">No results.</div>'
    "</div></body></html>"
)
NO_MOJEEK_RESULTS = "<html><body><p>No pages found matching: <b>zxq</b></p></body></html>"
DUCKDUCKGO_CHALLENGE = (
    '<html><body><form id="challenge-form" action="//duckduckgo.com/anomaly.js?sv=html">'
    "<p>Unfortunately, bots use DuckDuckGo too.</p></form></body></html>"
)
HTML_DDG = "/html.duckduckgo.com/html/"
MOJEEK = "/www.mojeek.com/search"
