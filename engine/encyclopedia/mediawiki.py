"""Wikipedia online, by the API of MediaWiki (https://www.mediawiki.org/wiki/API:Main_page)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from engine.cleaning import clean_line
from engine.encyclopedia.addresses import article_url, site_of
from engine.encyclopedia.article import Article, Origin, read_article
from engine.encyclopedia.source import NEAR_TITLES, ArticleMissingError, EncyclopediaError
from engine.reading.extracted import ReadingError
from store.folding import fold

if TYPE_CHECKING:
    from engine.web_access import WebAccess

# An article changes seldom: its text is kept so long.
KEEP_SECONDS = 3600.0
# The API takes so many titles at once, and gives so many beginnings of articles.
_MOST_TITLES = 50
_MOST_EXTRACTS = 20
# Characters of the titles in one address, percent-encoded: the whole must stay below 4,096.
_LONGEST_TITLES = 3400
_BUSY = frozenset({"ratelimited", "maxlag", "readonly"})


class MediaWiki:
    """One language's Wikipedia; `base` is its address as the settings give it.

    `variant` is the Chinese script to be answered in. `tool` is what the user is told asks.
    """

    archive = ""

    def __init__(
        self, web: WebAccess, base: str, language: str, *, tool: str, variant: str | None = None
    ) -> None:
        self._web = web
        self._base = base.replace("{language}", language).rstrip("/")
        self.language = language
        self._tool = tool
        self._variant = variant if language == "zh" else None

    def article(self, title: str) -> Article:
        """The article of a title, through redirects, or one whose title is written a little
        otherwise.

        Raises:
            ArticleMissingError: there is none.
            EncyclopediaError: the server's answer is of no use.
            NetworkError: there is no answer, or it was not allowed.
        """
        own = self.lookup([title]).get(title)
        if own is None:
            near = self.search(title)
            own = next((one for one in near if fold(one) == fold(title)), None)
            if own is None:
                raise ArticleMissingError(title, near)
        answer = self._ask(
            own, action="parse", page=own, prop="text", disableeditsection="1", disabletoc="1"
        )
        parsed = answer.get("parse")
        html = parsed.get("text") if isinstance(parsed, Mapping) else None
        if not isinstance(html, str):
            raise ArticleMissingError(title)
        site = site_of(self.language)
        origin = Origin(own, site, self.language, article_url(site, own), title)
        try:
            found = read_article(html, origin)
        except ReadingError:
            raise ArticleMissingError(title) from None
        self._knows(meaning.title for meaning in found.meanings)
        return found

    def lookup(self, titles: Sequence[str]) -> dict[str, str]:
        """Of these titles those that lead to an article, with that article's own title.

        Raises:
            EncyclopediaError: the server's answer is of no use.
            NetworkError: there is no answer, or it was not allowed.
        """
        found: dict[str, str] = {}
        for batch in _batches(titles, _MOST_TITLES):
            query = self._query(batch, redirects="1", converttitles="1")
            moved = _moves(query)
            there = {
                page["title"]
                for page in _records(query, "pages")
                if not page.get("missing") and not page.get("invalid") and page.get("ns", 0) == 0
            }
            for title in batch:
                own = title
                for _ in range(4):  # normalised, converted, redirected, and converted again
                    own = moved.get(own, own)
                if own in there:
                    found[title] = clean_line(own)
        self._knows(found.values())
        return found

    def search(self, words: str, limit: int = NEAR_TITLES) -> list[str]:
        """Titles that are like the words, or whose articles are about them, best first.

        Raises:
            EncyclopediaError: the server's answer is of no use.
            NetworkError: there is no answer, or it was not allowed.
        """
        answer = self._ask(
            words,
            action="query",
            list="search",
            srsearch=words,
            srlimit=str(limit),
            srprop="",
            srnamespace="0",
        )
        query = answer.get("query", {})
        titles = [clean_line(str(entry["title"])) for entry in _records(query, "search")][:limit]
        self._knows(titles)
        return titles

    def _knows(self, titles: Iterable[str]) -> None:
        """What Wikipedia said itself may be asked of it again, whatever the library holds."""
        self._web.read_untrusted("\n".join(titles))

    def leads(self, titles: Sequence[str]) -> dict[str, str]:
        """The beginnings of articles, by their titles.

        Raises:
            EncyclopediaError: the server's answer is of no use.
            NetworkError: there is no answer, or it was not allowed.
        """
        found: dict[str, str] = {}
        for batch in _batches(titles, _MOST_EXTRACTS):
            query = self._query(
                batch, prop="extracts", exintro="1", explaintext="1", exlimit="max", exchars="1000"
            )
            for page in _records(query, "pages"):
                found[page["title"]] = clean_line(str(page.get("extract", "")))
        return found

    def _query(self, titles: Sequence[str], **parameters: str) -> Mapping[str, Any]:
        answer = self._ask(", ".join(titles), action="query", titles="|".join(titles), **parameters)
        query = answer.get("query", {})
        return query if isinstance(query, Mapping) else {}

    def _ask(self, sends: str, **parameters: str) -> Mapping[str, Any]:
        asked = {**parameters, "format": "json", "formatversion": "2"}
        if self._variant:
            asked["variant"] = self._variant
        url = f"{self._base}/w/api.php?{urlencode(asked)}"
        fetched = self._web.service(url, tool=self._tool, sends=sends, keep_seconds=KEEP_SECONDS)
        try:
            answer = json.loads(fetched.data)
        except (ValueError, RecursionError):
            raise self._unusable("no JSON") from None
        if not isinstance(answer, Mapping):
            raise self._unusable("no JSON object")
        error = answer.get("error")
        if isinstance(error, Mapping) and error.get("code") not in {"missingtitle", "nosuchpage"}:
            said = clean_line(str(error.get("info") or error.get("code")))[:200]
            raise self._unusable(said, busy=error.get("code") in _BUSY)
        return answer

    def _unusable(self, reason: str, *, busy: bool = False) -> EncyclopediaError:
        later = ("; try again in a minute", "；请稍后再试") if busy else ("", "")
        return EncyclopediaError(
            {
                "en": f"{self._base}: Wikipedia's answer is of no use: {reason}{later[0]}",
                "zh": f"{self._base}：维基百科的回答无法使用：{reason}{later[1]}",
            },
            busy=busy,
        )


def _batches(titles: Sequence[str], most: int) -> Iterator[list[str]]:
    """Titles in groups that fit one address."""
    batch: list[str] = []
    length = 0
    for title in dict.fromkeys(titles):
        size = len(urlencode({"": f"{title}|"}))
        if batch and (len(batch) == most or length + size > _LONGEST_TITLES):
            yield batch
            batch, length = [], 0
        batch.append(title)
        length += size
    if batch:
        yield batch


def _moves(query: Mapping[str, Any]) -> dict[str, str]:
    """From the titles asked for to those that they stand for."""
    return {
        entry["from"]: entry["to"]
        for name in ("normalized", "converted", "redirects")
        for entry in _records(query, name, ("from", "to"))
    }


def _records(
    query: Mapping[str, Any], name: str, keys: Sequence[str] = ("title",)
) -> list[Mapping[str, Any]]:
    """The entries of a list in an answer that have what is needed of them."""
    entries = query.get(name, []) if isinstance(query, Mapping) else []
    return [
        entry
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, Mapping) and all(isinstance(entry.get(key), str) for key in keys)
    ]
