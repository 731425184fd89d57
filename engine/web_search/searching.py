"""Asks whatever the settings name for results and videos, one engine after another."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from engine.events import Language
from engine.network import NetworkError, NetworkTrouble
from engine.network_wording import kind_of, network_text
from engine.tools.observation import ErrorKind
from engine.tools.services import ToolServices
from engine.web_access import WebAccess
from engine.web_search.parallel import Outcome, run_beside
from engine.web_search.results import SearchFailedError, WebResult, WebVideo

KEEP_SECONDS = 300.0
# An engine that has not answered by then is passed over.
PATIENCE_SECONDS = 12.0
_MOST_KEPT = 100
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30fa]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_NONE: Mapping[Language, str] = {
    "en": 'the web search found nothing about "{text}"',
    "zh": "网上没有找到关于“{text}”的内容",
}
_NONE_REACHED: Mapping[Language, str] = {
    "en": "no search engine can be reached; check the connection",
    "zh": "无法连接任何搜索引擎；请检查网络连接",
}
_NO_ENGINE: Mapping[Language, str] = {
    "en": "no search engine answered: {reasons}",
    "zh": "没有搜索引擎作出回答：{reasons}",
}
_LATE: Mapping[Language, str] = {
    "en": "{engine}: no answer within {seconds:g} seconds",
    "zh": "{engine}：{seconds:g} 秒内没有回答",
}
_NOT_ASKED: Mapping[Language, str] = {"en": "no search engine is set", "zh": "没有设置搜索引擎"}
# Of several engines' troubles, the one that tells most about what to do.
_TELLING: tuple[ErrorKind, ...] = ("rate_limited", "timed_out", "offline", "refused")
# Where these keep an engine from being asked, they keep all others too.
_FINAL: frozenset[NetworkTrouble] = frozenset({"off", "declined", "cancelled"})
_LANGUAGES: tuple[Language, ...] = ("en", "zh")
Result = TypeVar("Result", WebResult, WebVideo)
Ask = Callable[[], list[Result]]


def language_of(text: str, asked_in: Language) -> str:
    """The language in which pages are wanted, by the script of the words."""
    return next((code for code, script in _SCRIPTS if script.search(text)), asked_in)


class WebSearch:
    """Search by a SearXNG instance, or by the engines in their order until one answers.

    What was found is kept for some minutes, so that asking again asks nobody.
    """

    def __init__(
        self, services: ToolServices, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._searxng = services.searxng
        self._names = services.search_engines
        self._results: _Kept[WebResult] = _Kept(clock)
        self._videos: _Kept[WebVideo] = _Kept(clock)

    def hosts(self, text: str, asked_in: Language, *, videos: bool = False) -> list[str]:
        """The hosts that may be asked for these words."""
        if self._searxng:
            return [urlsplit(self._searxng).hostname or self._searxng]
        from engine.web_search.result_pages import engine_hosts

        return engine_hosts(self._names, language_of(text, asked_in), videos=videos)

    def results(self, web: WebAccess, text: str, asked_in: Language, tool: str) -> list[WebResult]:
        """Pages about the text.

        Raises:
            SearchFailedError: there are none, or no engine answered.
            NetworkError: it was not allowed.
        """
        language = language_of(text, asked_in)
        kept = self._results.get(text, language)
        if kept is not None:
            return kept
        if self._searxng:
            from engine.web_search.searxng import SearxNG

            asks = {"SearXNG": partial(SearxNG(self._searxng).results, web, text, language, tool)}
        else:
            from engine.web_search.result_pages import engine_results

            asks = {
                name: partial(engine_results, name, web, text, language, tool)
                for name in self._names
            }
        return self._results.keep(text, language, _first_answer(asks, web, text))

    def videos(self, web: WebAccess, text: str, asked_in: Language, tool: str) -> list[WebVideo]:
        """Videos about the text; raises as `results` does."""
        language = language_of(text, asked_in)
        kept = self._videos.get(text, language)
        if kept is not None:
            return kept
        if self._searxng:
            from engine.web_search.searxng import SearxNG

            asks = {"SearXNG": partial(SearxNG(self._searxng).videos, web, text, language, tool)}
        else:
            from engine.web_search.result_pages import engine_videos

            asks = {"duckduckgo": partial(engine_videos, web, text, language, tool)}
        return self._videos.keep(text, language, _first_answer(asks, web, text))


class _Kept(Generic[Result]):
    """Results of the last minutes, by words and language."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[tuple[str, str], tuple[float, list[Result]]] = {}

    def get(self, text: str, language: str) -> list[Result] | None:
        with self._lock:
            entry = self._entries.get((text, language))
        if entry is None or self._clock() - entry[0] > KEEP_SECONDS:
            return None
        return entry[1]

    def keep(self, text: str, language: str, found: list[Result]) -> list[Result]:
        with self._lock:
            self._entries.pop((text, language), None)
            self._entries[text, language] = self._clock(), found
            while len(self._entries) > _MOST_KEPT:
                del self._entries[next(iter(self._entries))]
        return found


def _first_answer(asks: Mapping[str, Ask[Result]], web: WebAccess, text: str) -> list[Result]:
    """What the first engine finds that finds anything."""
    troubles: list[SearchFailedError] = []
    for name, ask in asks.items():
        outcome = run_beside({name: ask}, PATIENCE_SECONDS, paused=lambda: web.waits_for_user)[name]
        if isinstance(outcome.error, NetworkError) and outcome.error.kind in _FINAL:
            raise outcome.error
        trouble = _trouble(name, outcome)
        if trouble is not None:
            troubles.append(trouble)
        elif outcome.value:
            found: list[Result] = outcome.value
            return found
    if len(troubles) < len(asks):
        raise SearchFailedError(
            "not_found", {language: said.format(text=text) for language, said in _NONE.items()}
        )
    if not troubles:
        raise SearchFailedError("failed", _NOT_ASKED)
    raise _all_failed(troubles)


def _trouble(name: str, outcome: Outcome) -> SearchFailedError | None:
    """Why an engine gave no answer; None where it gave one."""
    error = outcome.error
    if outcome.late:
        values = {"engine": name, "seconds": PATIENCE_SECONDS}
        return SearchFailedError(
            "timed_out", {language: said.format(**values) for language, said in _LATE.items()}
        )
    if isinstance(error, NetworkError):
        said = {language: network_text(error, name, language) for language in _LANGUAGES}
        return SearchFailedError(kind_of(error), said)
    if isinstance(error, SearchFailedError):
        return error
    return None


def _all_failed(troubles: list[SearchFailedError]) -> SearchFailedError:
    if len(troubles) == 1:
        return troubles[0]
    kinds = [trouble.kind for trouble in troubles]
    if set(kinds) == {"offline"}:
        return SearchFailedError("offline", _NONE_REACHED)
    kind: ErrorKind = next((kind for kind in _TELLING if kind in kinds), "failed")
    messages = {
        language: said.format(reasons="; ".join(one.messages[language] for one in troubles))
        for language, said in _NO_ENGINE.items()
    }
    return SearchFailedError(kind, messages)
