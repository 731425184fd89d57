"""A SearXNG instance, asked by its search API (docs.searxng.org, "Search API")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode

from engine.cleaning import clean_line
from engine.events import Language
from engine.network import NetworkError
from engine.web_access import WebAccess
from engine.web_search.results import (
    SearchFailedError,
    WebResult,
    WebVideo,
    web_result,
    web_video,
)

KEEP_SECONDS = 300.0
_ENGINE = "searxng"
_NO_JSON: Mapping[Language, str] = {
    "en": "{base}: SearXNG answers with no JSON; allow the format json in its settings.yml "
    "(search: formats), or check the address",
    "zh": "{base}：SearXNG 没有返回 JSON；请在其 settings.yml 的 search: formats 中启用 json，"
    "或检查地址",
}
_FORBIDDEN: Mapping[Language, str] = {
    "en": "{base}: SearXNG refuses (403); allow the format json in its settings.yml "
    "(search: formats), or it takes this program for a robot",
    "zh": "{base}：SearXNG 拒绝访问（403）；请在其 settings.yml 的 search: formats 中启用 json，"
    "或它把本程序当成了机器人",
}
_SILENT: Mapping[Language, str] = {
    "en": "{base}: none of SearXNG's engines answered ({engines}); try again later",
    "zh": "{base}：SearXNG 的搜索引擎都没有回答（{engines}）；请稍后再试",
}


class SearxNG:
    """One instance, by its base address."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")

    def results(self, web: WebAccess, text: str, language: str, tool: str) -> list[WebResult]:
        """Pages about the text; empty where its engines honestly found none.

        Raises:
            SearchFailedError: it or its engines refuse, or its answer is of no use.
            NetworkError: there is no answer, or it was not allowed.
        """
        return [
            found
            for entry in self._ask(web, text, language, tool, "general")
            if (
                found := web_result(
                    entry.get("title"), entry.get("url"), entry.get("content"), _ENGINE
                )
            )
        ]

    def videos(self, web: WebAccess, text: str, language: str, tool: str) -> list[WebVideo]:
        """Videos about the text; raises as `results` does."""
        return [
            found
            for entry in self._ask(web, text, language, tool, "videos")
            if (
                found := web_video(
                    entry.get("title"),
                    entry.get("url"),
                    entry.get("content"),
                    _ENGINE,
                    duration=entry.get("length"),
                    publisher=entry.get("author"),
                )
            )
        ]

    def _ask(
        self,
        web: WebAccess,
        text: str,
        language: str,
        tool: str,
        category: Literal["general", "videos"],
    ) -> list[Mapping[str, Any]]:
        asked = {"q": text, "format": "json", "language": language, "categories": category}
        url = f"{self._base}/search?{urlencode(asked)}"
        try:
            fetched = web.service(url, tool=tool, sends=text, keep_seconds=KEEP_SECONDS)
        except NetworkError as error:
            if error.status == 403:
                raise self._failed("failed", _FORBIDDEN) from error
            raise
        try:
            answer = json.loads(fetched.data)
            entries = answer["results"]
        except (ValueError, RecursionError, LookupError, TypeError):
            raise self._failed("failed", _NO_JSON) from None
        results = [
            entry
            for entry in (entries if isinstance(entries, list) else [])
            if isinstance(entry, Mapping)
        ]
        silent = _silent_engines(answer)
        if not results and silent:
            raise self._failed("rate_limited", _SILENT, engines=silent)
        return results

    def _failed(
        self,
        kind: Literal["failed", "rate_limited"],
        messages: Mapping[Language, str],
        **further: str,
    ) -> SearchFailedError:
        said = {
            language: text.format(base=self._base, **further) for language, text in messages.items()
        }
        return SearchFailedError(kind, said)


def _silent_engines(answer: Mapping[str, Any]) -> str:
    """The engines that gave SearXNG no answer, with their reasons."""
    engines = answer.get("unresponsive_engines")
    said = [
        ": ".join(map(clean_line, entry))
        for entry in (engines if isinstance(engines, list) else [])
        if isinstance(entry, list) and all(isinstance(part, str) for part in entry)
    ]
    return ", ".join(said)[:200]
