"""A server on 127.0.0.1 that answers as MediaWiki's API does, over articles of our own."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.services import ToolServices
from engine.web_access import WebAccess
from tests.engine.encyclopedia.made_article import MadeArticle
from tests.engine.encyclopedia.made_articles import ARTICLES
from tests.engine.web_servers import network

NOW = datetime(2026, 3, 4, 12, 0)
# Simplified titles that the wiki's converter finds under traditional ones.
_CONVERTED = {"国立台湾大学": "國立臺灣大學"}


@dataclass
class WikiServer:
    """Where it stands, and the parameters of each request, with the language of its path."""

    services: ToolServices
    requests: list[dict[str, str]] = field(default_factory=list)

    def context(self, language: Language = "en", question: str = "") -> ToolContext:
        """A context whose network may reach this machine."""
        web = WebAccess(network(), question=question)
        return ToolContext(NOW, language, web=web, question=question)


@contextlib.contextmanager
def wiki_server(articles: Sequence[MadeArticle] = ARTICLES) -> Iterator[WikiServer]:
    """Serve the articles, each at /<language>/w/api.php."""
    seen: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            language = parts.path.strip("/").split("/")[0]
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            seen.append({**asked, "language": language})
            wiki = _Wiki([one for one in articles if one.language == language])
            body = json.dumps(wiki.answer(asked)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        base = f"http://127.0.0.1:{server.server_address[1]}/{{language}}"
        yield WikiServer(ToolServices(wikipedia=base), seen)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Wiki:
    """The API's answers, in its format version 2."""

    def __init__(self, articles: Sequence[MadeArticle]) -> None:
        self._articles = {one.title: one for one in articles}
        self._redirects = {other: one.title for one in articles for other in one.redirects}

    def answer(self, asked: dict[str, str]) -> dict[str, Any]:
        assert asked.get("format") == "json"
        assert asked.get("formatversion") == "2"
        if asked["action"] == "parse":
            return self._parsed(asked["page"])
        if asked.get("list") == "search":
            return {"batchcomplete": True, "query": {"search": self._found(asked)}}
        return {"batchcomplete": True, "query": self._query(asked)}

    def _parsed(self, title: str) -> dict[str, Any]:
        if title not in self._articles:
            return {
                "error": {"code": "missingtitle", "info": "The page you specified doesn't exist."}
            }
        html = self._articles[title].skin_html()
        return {"parse": {"title": title, "pageid": 1, "text": html}}

    def _found(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        words = asked["srsearch"].lower().split()
        titles = [*self._articles, *self._redirects]
        hits = [
            self._redirects.get(title, title)
            for title in titles
            if all(word in title.lower() for word in words)
        ]
        limit = int(asked["srlimit"])
        return [{"ns": 0, "title": title} for title in dict.fromkeys(hits)][:limit]

    def _query(self, asked: dict[str, str]) -> dict[str, Any]:
        answer: dict[str, Any] = {"normalized": [], "converted": [], "redirects": [], "pages": []}
        titles = asked["titles"].split("|")
        assert len(titles) <= 50
        for title in titles:
            name = title.replace("_", " ")
            name = name[:1].upper() + name[1:]
            if name != title:
                answer["normalized"].append({"fromencoded": False, "from": title, "to": name})
            if asked.get("converttitles") and name in _CONVERTED:
                answer["converted"].append({"from": name, "to": _CONVERTED[name]})
                name = _CONVERTED[name]
            if asked.get("redirects") and name in self._redirects:
                answer["redirects"].append({"from": name, "to": self._redirects[name]})
                name = self._redirects[name]
            page: dict[str, Any] = {"ns": 0, "title": name}
            if name not in self._articles:
                page["missing"] = True
            elif asked.get("prop") == "extracts":
                page["extract"] = "\n".join(_plain(text) for text in self._articles[name].lead)
            if page not in answer["pages"]:
                answer["pages"].append(page)
        return {name: value for name, value in answer.items() if value}


def _plain(text: str) -> str:
    import re

    return re.sub(r"\[\[([^]|]+\|)?([^]]+)\]\]", r"\2", text)
