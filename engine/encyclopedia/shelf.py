"""The encyclopedias at hand: archives first, the internet only for what no archive has.

What an archive answers leaves nothing to be sent, whatever the network's setting; and it answers
the same with the network off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.encyclopedia.addresses import WikiAddress, site_of
from engine.encyclopedia.article import Article
from engine.encyclopedia.mediawiki import MediaWiki
from engine.encyclopedia.source import (
    NEAR_TITLES,
    ArticleMissingError,
    Encyclopedia,
    EncyclopediaError,
)
from engine.encyclopedia.zim import ZimArchive, open_archive
from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.services import ToolServices
from store.folding import fold

_HAN = re.compile(r"[\u3400-\u9fff]")
_MISSING: Mapping[Language, str] = {
    "en": 'Wikipedia has no article "{title}"{near}{trouble}{offline}',
    "zh": "维基百科没有条目“{title}”{near}{trouble}{offline}",
}
_NEAR: Mapping[Language, str] = {
    "en": "; titles that are like it: {titles}",
    "zh": "；相近的条目：{titles}",
}
_ONLY_ARCHIVES: Mapping[Language, str] = {
    "en": "; only the archives on this computer were looked in, for the network is off "
    "(allow it with --online)",
    "zh": "；网络已关闭，只查找了本机的档案（可用 --online 允许联网）",
}
_JOINT: Mapping[Language, str] = {"en": ", ", "zh": "、"}


class Shelf:
    """The encyclopedias that one call of a tool may use."""

    def __init__(self, services: ToolServices, context: ToolContext, tool: str) -> None:
        self._services = services
        self._context = context
        self._tool = tool
        self._troubles: list[EncyclopediaError] = []
        self._archives: list[ZimArchive] | None = None

    @property
    def archives(self) -> list[ZimArchive]:
        """Those that can be opened; the others' troubles are told when nothing else answers."""
        if self._archives is None:
            self._archives = []
            for path in self._services.archives:
                try:
                    self._archives.append(open_archive(path))
                except EncyclopediaError as error:
                    self._troubles.append(error)
        return self._archives

    def article(self, address: WikiAddress) -> Article:
        """The article of an address.

        Raises:
            ToolError: it is in no archive and not online, or the network is off or in trouble.
            NetworkError: there is no answer, or it was not allowed.
        """
        near: dict[str, None] = {}
        for source in self._sources(address):
            try:
                return source.article(address.title)
            except ArticleMissingError as error:
                near.update(dict.fromkeys(error.near))
            except EncyclopediaError as error:
                self._troubles.append(error)
                if not source.archive:
                    raise self.refused(error) from error
        raise self._missing(address.title, list(near))

    def for_linking(self) -> Iterator[Encyclopedia]:
        """The encyclopedias in which entities are looked up, one after another.

        Those in the question's language; archives of another come before the internet.

        Raises:
            ToolError: no archive is at hand, and the network is off.
        """
        languages = [self._context.language]
        usable = [one for one in self.archives if one.language in ("en", "zh") and one.site]
        yield from sorted(usable, key=lambda one: one.language not in languages)
        if self._context.web is not None:
            yield self._online(self._context.language, None)
        elif not usable:
            self._need_web()

    def _sources(self, address: WikiAddress) -> Iterator[Encyclopedia]:
        """Where an article may be, in order."""
        languages = _languages(address, self._context.language)
        order = {language: number for number, language in enumerate(languages)}
        wanted = [
            one
            for one in self.archives
            if address.language is None or one.site == site_of(address.language)
        ]
        yield from sorted(wanted, key=lambda one: order.get(one.language, len(order)))
        if self._context.web is None:
            if not wanted:
                self._need_web()
            return
        for language in languages:
            yield self._online(language, address.variant)

    def _online(self, language: str, variant: str | None) -> MediaWiki:
        context = self._context
        variant = variant or _script(context.question)
        return MediaWiki(
            context.need_web(),
            self._services.wikipedia,
            language,
            tool=self._tool,
            variant=variant,
        )

    def _need_web(self) -> None:
        """Say that the network is off, or rather why an archive cannot be used."""
        if self._troubles:
            raise self.refused(self._troubles[0])
        self._context.need_web()

    def refused(self, error: EncyclopediaError) -> ToolError:
        """The trouble of an archive or a server as a tool says it."""
        return ToolError(
            "rate_limited" if error.busy else "failed", error.messages[self._context.language]
        )

    def _missing(self, title: str, near: Sequence[str]) -> ToolError:
        language = self._context.language
        titles = _JOINT[language].join(near[:NEAR_TITLES])
        messages = [error.messages[language] for error in self._troubles]
        return ToolError(
            "not_found",
            _MISSING[language].format(
                title=title,
                near=_NEAR[language].format(titles=titles) if titles else "",
                trouble="".join(f"; {message}" for message in messages),
                offline=_ONLY_ARCHIVES[language] if self._context.web is None else "",
            ),
        )


def _languages(address: WikiAddress, asked_in: Language) -> list[str]:
    """The languages in which an article may be, the likeliest first."""
    if address.language is not None:
        return [address.language]
    if _HAN.search(address.title):
        return ["zh"]
    return list(dict.fromkeys((asked_in, "en")))


def _script(question: str) -> str:
    """The Chinese script in which a question is written: simplified, unless it is not."""
    traditional = any(fold(one) != one for one in _HAN.findall(question))
    return "zh-hant" if traditional else "zh-hans"
