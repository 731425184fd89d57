"""Result pages of search engines, read by ddgs and fetched through the door.

ddgs knows how each engine is asked and how its pages read; its own HTTP client is never made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode, urlsplit

from engine.events import Language
from engine.network import NetworkError
from engine.tools.observation import ErrorKind
from engine.web_access import WebAccess
from engine.web_search.results import (
    SearchFailedError,
    WebResult,
    WebVideo,
    web_result,
    web_video,
)

if TYPE_CHECKING:
    from ddgs.base import BaseSearchEngine

KEEP_SECONDS = 300.0
# A page without results is one of these, or it could not be read.
_CHALLENGE = re.compile(
    r"anomaly[-.](?:js|modal)|challenge-form|(?:g-re|h-|pow-|id=[\"'])captcha|cf-chl"
    r"|unusual traffic|automated (?:queries|requests|traffic)|(?:not|are you) a robot"
    r"|verify (?:that )?you are (?:a )?human",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"no[-\s]+(?:more\s+)?results|(?:did not|didn.t) (?:find|match)|no pages found"
    r"|not many great matches|没有找到|未找到|找不到|没有结果|沒有找到|沒有結果",
    re.IGNORECASE,
)
# What ddgs raises at a page that reads otherwise than it expects.
_UNEXPECTED = (ValueError, LookupError, TypeError, AttributeError, StopIteration)
# These statuses of a search engine mean that it takes us for a robot.
_REFUSALS = frozenset({403, 418, 999})
_REGIONS = {"zh": "cn-zh", "ja": "jp-ja", "ko": "kr-ko", "ru": "ru-ru"}
_LIMITED: Mapping[Language, str] = {
    "en": "{engine} takes this program for a robot or limits its requests; try again later",
    "zh": "{engine}限制了请求或把本程序当成机器人；请稍后再试",
}
_UNREADABLE: Mapping[Language, str] = {
    "en": "{engine}: its result page could not be read",
    "zh": "{engine}：无法读取其结果页",
}
_UNKNOWN: Mapping[Language, str] = {
    "en": "there is no search engine named {engine}; known: {known}",
    "zh": "没有名为{engine}的搜索引擎；可用：{known}",
}


@dataclass
class _Found:
    """A result as a page has it: ddgs' own class would undo the escapes of its address."""

    title: str = ""
    href: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """What an engine of ddgs reads of an answer."""

    status_code: int
    content: bytes
    text: str


class _PageClient:
    """In place of ddgs' HttpClient: every request is a `WebAccess.service`."""

    def __init__(self, web: WebAccess, tool: str, sends: str, language: str) -> None:
        self._web = web
        self._tool = tool
        self._sends = sends
        self._language = language
        self.last = ""

    @property
    def client(self) -> _PageClient:
        """Where engines set cookies."""
        return self

    def set_cookies(self, url: str, cookies: Mapping[str, str]) -> None:
        """Nothing: the door sends no cookies. They would say the language, as a header does too."""

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> _Page:
        """A page that an engine wants.

        Raises:
            NetworkError: there is none, or it was not allowed.
        """
        if params:
            url = f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(params)}"
        languages = dict.fromkeys((self._language, "en"))
        headers = {"Accept-Language": ", ".join(languages)}
        body = None
        if method == "POST":
            body = urlencode(data or {}).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        fetched = self._web.service(
            url,
            tool=self._tool,
            sends=self._sends,
            body=body,
            headers=headers,
            keep_seconds=KEEP_SECONDS,
        )
        self.last = fetched.data.decode(fetched.charset or "utf-8", "replace")
        return _Page(200, fetched.data, self.last)


def engine_hosts(names: tuple[str, ...], language: str, *, videos: bool) -> list[str]:
    """The hosts that may be asked for results, and for videos."""
    kinds = _engines()
    found = []
    for name in names:
        known = kinds["text"].get(name)
        if known is not None:
            address = known.search_url.replace("{lang}", language).replace("{query}", "")
            found.append(urlsplit(address).hostname or "")
    if videos:
        found.append(urlsplit(kinds["videos"]["duckduckgo"].search_url).hostname or "")
    return list(dict.fromkeys(filter(None, found)))


def engine_results(
    name: str, web: WebAccess, text: str, language: str, tool: str
) -> list[WebResult]:
    """Pages that an engine finds; empty where it says that there are none.

    Raises:
        SearchFailedError: there is no such engine, it takes us for a robot, or its page could not
            be read.
        NetworkError: there is no answer, or it was not allowed.
    """
    rows = _search("text", name, _PageClient(web, tool, text, language), text, language)
    return [found for row in rows if (found := web_result(row.title, row.href, row.body, name))]


def engine_videos(web: WebAccess, text: str, language: str, tool: str) -> list[WebVideo]:
    """Videos that DuckDuckGo finds; raises as `engine_results` does."""
    name = "duckduckgo"
    rows = _search("videos", name, _PageClient(web, tool, text, language), text, language)
    return [
        found
        for row in rows
        if (
            found := web_video(
                row.title,
                row.content,
                row.description,
                name,
                duration=row.duration,
                publisher=row.publisher,
            )
        )
    ]


def _search(category: str, name: str, client: _PageClient, text: str, language: str) -> list[Any]:
    from ddgs.exceptions import DDGSException
    from lxml.etree import LxmlError

    engine = _engine(category, name, client)
    rows: list[Any] | None
    try:
        rows = engine.search(text, region=_REGIONS.get(language, "us-en"))
    except NetworkError as error:
        said = error.data.decode("utf-8", "replace")
        if error.status in _REFUSALS or _CHALLENGE.search(said):
            raise _failed("rate_limited", _LIMITED, name) from error
        raise
    except (DDGSException, LxmlError, *_UNEXPECTED):
        rows = None
    if not rows and _CHALLENGE.search(client.last):
        raise _failed("rate_limited", _LIMITED, name)
    if not rows and (rows is None or not _says_nothing_found(client.last)):
        raise _failed("failed", _UNREADABLE, name)
    return list(rows or [])


def _says_nothing_found(answer: str) -> bool:
    """Whether an answer without results means that there are none."""
    return answer.lstrip()[:1] in ("[", "{") or _NOTHING.search(answer) is not None


def _engines() -> dict[str, dict[str, type[BaseSearchEngine[Any]]]]:
    from ddgs.engines import ENGINES

    return ENGINES


def _engine(category: str, name: str, client: _PageClient) -> BaseSearchEngine[Any]:
    """An engine of ddgs that asks by our client.

    Raises:
        SearchFailedError: there is none of that name.
    """
    kinds = _engines()[category]
    if name not in kinds:
        raise _failed("invalid_argument", _UNKNOWN, name, known=", ".join(kinds))
    own = kinds[name]
    # Its __init__ would make a client of its own.
    further = {"result_type": _Found} if category == "text" else {}
    engine = type(own.__name__, (own,), {"__init__": lambda _: None, **further})()
    engine.http_client = client
    engine.results = []
    return cast("BaseSearchEngine[Any]", engine)


def _failed(
    kind: ErrorKind, messages: Mapping[Language, str], engine: str, **further: str
) -> SearchFailedError:
    said = {language: text.format(engine=engine, **further) for language, text in messages.items()}
    return SearchFailedError(kind, said)
