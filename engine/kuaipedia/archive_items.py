"""Items of the encyclopedias on this computer: what the library's texts name is looked up there.

Only names in two documents, and those that titles and headings give, are looked up; a page that
only tells several subjects apart is left alone, for nothing says which of them is meant.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from engine.encyclopedia.names import bare
from engine.encyclopedia.source import ArticleMissingError, EncyclopediaError
from engine.kuaipedia.item_names import item_name
from engine.kuaipedia.name_words import ROLES
from store.folding import fold
from store.kuaipedia_names import folded_name, full_title
from store.kuaipedia_records import NewAspect, NewItem
from store.stop_words import ENGLISH

if TYPE_CHECKING:
    from engine.encyclopedia.article import Article
    from engine.encyclopedia.source import Encyclopedia
    from engine.kuaipedia.document_parts import LibraryDocument
    from engine.kuaipedia.item_candidates import Candidate

_HAN = re.compile(r"[\u3400-\u9fff]")
# Words with capitals away from the beginning of a sentence, and titles in Chinese book marks.
_CAPITALS = re.compile(
    r"(?<=[\w,;)] )[A-Z][\w’'-]+(?: (?:(?:of|the|and|de|la|von|van|for) )?[A-Z][\w’'-]+){0,4}"
)
_BOOK = re.compile(r"[《「『]([^《》「」『』\n]{2,20})[》」』]")
_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]$")
_ENOUGH_DOCUMENTS = 2
_MOST_NAMES = 50_000
_MOST_LOOKED_UP = 2_000
# Articles read in one run; each costs some milliseconds.
_MOST_ARTICLES = 150
_LONGEST_SUMMARY = 600
_MOST_ASPECTS = 12


class ArchiveItems:
    """Collects names from texts, and makes items of the articles that they lead to."""

    def __init__(self, archives: Sequence[Encyclopedia], cancel: threading.Event) -> None:
        self._archives = archives
        self._cancel = cancel
        self._documents: dict[str, tuple[int, int]] = {}

    def add(self, document: LibraryDocument) -> None:
        """Take the names in a document's text."""
        found: set[str] = set()
        for piece in document.pieces:
            found.update(_CAPITALS.findall(piece.text))
            found.update(_BOOK.findall(piece.text))
        for name in found:
            count = self._documents.get(name, (0, 0))[0]
            if count or len(self._documents) < _MOST_NAMES:
                self._documents[name] = (count + 1, document.document.id)

    def items(self, candidates: Iterable[Candidate]) -> list[NewItem]:
        """The items of the articles that are there; troubles with an archive end its turn."""
        names = list(dict.fromkeys((*_of(candidates), *self._frequent())))[:_MOST_LOOKED_UP]
        found: dict[tuple[str, str], NewItem] = {}
        for archive in self._archives:
            is_chinese = archive.language.startswith("zh")
            wanted = [name for name in names if bool(_HAN.search(name)) == is_chinese]
            try:
                for item in self._of_archive(archive, wanted):
                    found.setdefault((folded_name(item.title), folded_name(item.subtitle)), item)
            except EncyclopediaError:
                # An archive that is damaged is said so wherever it is asked; the library goes on.
                continue
        return list(found.values())

    def _frequent(self) -> list[str]:
        """The names in several documents, those in most first."""
        counted = [
            (count, name)
            for name, (count, _) in self._documents.items()
            if count >= _ENOUGH_DOCUMENTS and item_name(name) is not None
        ]
        return [name for _, name in sorted(counted, key=lambda one: (-one[0], one[1]))]

    def _of_archive(self, archive: Encyclopedia, names: Sequence[str]) -> Iterator[NewItem]:
        leads_to = archive.lookup(names)
        read: set[str] = set()
        for name in names:
            if self._cancel.is_set() or len(read) >= _MOST_ARTICLES:
                return
            title = leads_to.get(name)
            if title is None or title in read:
                continue
            read.add(title)
            try:
                article = archive.article(title)
            except ArticleMissingError:
                continue
            if not article.meanings:
                aliases = [other for other in names if leads_to.get(other) == title]
                yield item_of(article, aliases)


def _of(candidates: Iterable[Candidate]) -> Iterator[str]:
    for candidate in candidates:
        name = candidate.name
        yield full_title(name.title, name.subtitle)


def item_of(article: Article, aliases: Iterable[str] = ()) -> NewItem:
    """The item that an article is about; `aliases` are names that lead to it."""
    title = bare(article.title)
    brackets = _BRACKETS.search(article.title)
    also = [alias for alias in aliases if fold(bare(alias)) != fold(title)]
    return NewItem(
        title=title,
        language=article.language,
        subtitle=brackets[1] if brackets is not None else "",
        summary=article.summary[:_LONGEST_SUMMARY],
        url=article.url,
        origin="archive",
        aliases=tuple(
            alias for alias in also if fold(alias) not in ENGLISH and fold(alias) not in ROLES
        ),
        aspects=tuple(_aspects(article)),
    )


def _aspects(article: Article) -> Iterator[NewAspect]:
    above = ""
    count = 0
    for aspect in article.aspects:
        if aspect.level == 1:
            count += 1
            if count > _MOST_ASPECTS:
                return
            above = aspect.name
            yield NewAspect(above, 1, origin="archive")
        elif above:
            yield NewAspect(aspect.name, 2, parent=above, origin="archive")
