"""Things with their aspects: looked up in the encyclopedias at hand, never over the network.

What engine.kuaipedia calls an entity is an item for people. Its aspects are the sections of its
article; what the library holds of it stands beside them. Items of the library itself are in
kagent_tui.controllers.personal_items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kagent_tui.errors import FaceError
from kagent_tui.i18n import language, tr

if TYPE_CHECKING:
    from engine.encyclopedia.article import Article
    from engine.encyclopedia.source import EncyclopediaError
    from engine.encyclopedia.zim import ZimArchive
    from engine.events import Citation, Language
    from store.memory import MemoryBank
    from store.records import SegmentHit

_MOST_OF_LIBRARY = 5
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Item:
    """Something that an article is about; `archive` is the place of it in `AtHand.archives`."""

    title: str
    archive: int
    summary: str = ""


@dataclass(frozen=True, slots=True)
class AtHand:
    """The encyclopedias that can be asked, and a line for each that cannot."""

    archives: tuple[ZimArchive, ...] = ()
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AspectText:
    """An aspect of an item, and what is said under it."""

    name: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """All that is known of an item; `url` is where its article stands, `origin` which archive.

    `meanings` are the items that a name of several meanings leads to, each with a line; `passages`
    are those of the library.
    """

    item: Item
    title: str
    url: str
    origin: str
    lead: str
    aspects: tuple[AspectText, ...] = ()
    meanings: tuple[tuple[Item, str], ...] = ()
    passages: tuple[SegmentHit, ...] = field(default=(), repr=False)


def at_hand(bank: MemoryBank) -> AtHand:
    """The archives that were added, opened.

    Raises:
        StoreError: the memory cannot be read.
    """
    from engine.encyclopedia.registering import registered_archives
    from engine.encyclopedia.source import EncyclopediaError
    from engine.encyclopedia.zim import open_archive

    opened, troubles = [], []
    for path in registered_archives(bank):
        try:
            opened.append(open_archive(path))
        except EncyclopediaError as error:
            troubles.append(error.messages[language()])
    return AtHand(tuple(opened), tuple(troubles))


def find_items(hand: AtHand, text: str, limit: int) -> list[Item]:
    """Items that a text speaks of, then those whose titles or articles hold its words.

    Raises:
        FaceError: an archive is damaged.
    """
    wanted = text.strip()[:_LONGEST_QUERY]
    if not wanted:
        return []
    found: dict[tuple[str, int], Item] = {}
    for item in (*_linked(hand, wanted), *_titled(hand, wanted, limit)):
        found.setdefault((item.title, item.archive), item)
    return list(found.values())[:limit]


def titled(hand: AtHand, title: str) -> tuple[Item, ...]:
    """The articles of just this title, at most one of each archive.

    Raises:
        FaceError: an archive is damaged.
    """
    from store.folding import fold

    wanted = fold(title)
    return tuple(item for item in _titled(hand, title, 1) if fold(item.title) == wanted)


def open_item(hand: AtHand, item: Item, bank: MemoryBank) -> ItemPage:
    """Everything about an item.

    Raises:
        FaceError: its article is gone, or the archive is damaged.
        StoreError: the memory cannot be read.
    """
    from engine.encyclopedia.source import ArticleMissingError, EncyclopediaError
    from kagent_tui.controllers.library_search import search

    archive = hand.archives[item.archive]
    try:
        article = archive.article(item.title)
    except ArticleMissingError as error:
        raise FaceError(tr("{title} has no article with a text.", title=item.title)) from error
    except EncyclopediaError as error:
        raise _said(error) from error
    return ItemPage(
        item,
        article.title,
        article.url,
        archive.facts.title,
        _lead(article),
        tuple(_aspects(article)),
        tuple((Item(one.title, item.archive), one.text) for one in article.meanings),
        tuple(search(bank, article.title, _MOST_OF_LIBRARY)),
    )


def citation_of(page: ItemPage, text: str, heading: str | None = None) -> Citation:
    """A part of an item's article as a citation, by which it can be opened."""
    from engine.events import Citation, Location

    return Citation(1, page.url, page.title, Location(heading=heading), text)


def _linked(hand: AtHand, text: str) -> Iterator[Item]:
    """The entities that engine.encyclopedia links a text to, in the archives alone."""
    from engine.encyclopedia.candidates import Linking
    from engine.encyclopedia.mentions import mentions
    from engine.encyclopedia.source import EncyclopediaError

    found = mentions(text)
    for number in _in_order(hand, language()) if found else ():
        archive = hand.archives[number]
        if not archive.site:
            continue  # no encyclopedia of articles about things
        try:
            linked = Linking(archive, text, found).linked()
        except EncyclopediaError as error:
            raise _said(error) from error
        for entity in linked.all:
            yield Item(entity.title, number, entity.summary)


def _titled(hand: AtHand, text: str, limit: int) -> Iterator[Item]:
    from engine.encyclopedia.source import EncyclopediaError

    for number in _in_order(hand, language()):
        try:
            titles = hand.archives[number].search(text, limit)
        except EncyclopediaError as error:
            raise _said(error) from error
        yield from (Item(title, number) for title in titles)


def _in_order(hand: AtHand, first: Language) -> list[int]:
    """The archives, those in the interface's language first."""
    numbers = range(len(hand.archives))
    return sorted(numbers, key=lambda number: hand.archives[number].language != first)


def _lead(article: Article) -> str:
    return "\n\n".join(article.text[block.start : block.end] for block in article.lead)


def _aspects(article: Article) -> Iterator[AspectText]:
    """The headings of the two upper levels, each with all that stands under it."""
    paths: dict[tuple[str, ...], None] = {}
    for section in article.sections:
        for level in (1, 2):
            if len(section.path) >= level:
                paths.setdefault(section.path[:level])
    for path in paths:
        yield AspectText(path[-1], len(path), _text_under(article, path))


def _text_under(article: Article, path: Sequence[str]) -> str:
    """What stands under a heading, lower headings on lines of their own."""
    depth = len(path)
    parts = []
    for section in article.sections:
        if section.path[:depth] == tuple(path):
            heading = " › ".join(section.path[depth:])
            parts += [heading] if heading else []
            parts.append(article.text[section.start : section.end])
    return "\n\n".join(parts)


def _said(error: EncyclopediaError) -> FaceError:
    return FaceError(error.messages[language()])
