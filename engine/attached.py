"""What came with a question, as the knowledge that is searched before the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from engine.events import AttachedSource, Language, Location, Recollection
from engine.knowledge import MIN_RELEVANCE, passage_of
from engine.recordings import Shelf
from engine.tools.observation import Observation, Passage

if TYPE_CHECKING:
    from engine.attaching import Part, ReadAttachments
    from engine.survey.question import CollectionQuestion
    from engine.survey.survey import Survey
    from engine.tools.context import KnowledgeSearch
    from store.catalog import CatalogEntry, Piece
    from store.memory import MemoryBank

# Passages of the library among those of a search that finds enough in what is attached.
_FROM_LIBRARY = 2
_DIFFS = (".diff", ".patch")
# Characters of all that is attached from which it is searched only, never summarised whole.
_LOOKED_THROUGH = 2_000_000
# A token stands for fewer: what has more is not counted token by token.
_CHARACTERS_A_TOKEN = 12
_MOST_RANKED = 60


class Attached:
    """The attachments of one question: the knowledge that its tools search.

    Raises StoreError wherever a memory is in trouble.
    """

    def __init__(self, read: ReadAttachments, library: KnowledgeSearch) -> None:
        self._read = read
        self._library = library

    @property
    def sources(self) -> tuple[AttachedSource, ...]:
        """What there is, and what could not be read."""
        return self._read.sources

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        """Where recordings among it are."""
        return tuple(
            Shelf(partial(_bank, part), self._read.kind_of(part), partial(_documents, part))
            for part in self._read.parts
        )

    def holds(self, source: str) -> bool:
        """Whether a document was read for this question, and is not one of the library."""
        return self._read.holds(source)

    def covers(self, source: str) -> bool:
        """Whether a document is part of what came with the question."""
        return self._read.covers(source)

    def search(self, text: str, limit: int, *, weak: bool = False) -> tuple[Passage, ...]:
        """The passages for `text`: first of what is attached, then a few of the library.

        `weak`: as many as there is room for, though little speaks for them.
        """
        strong = self._found(text, limit, MIN_RELEVANCE)
        room = min(limit - len(strong), _FROM_LIBRARY)
        home = self._library.search(text, room) if room > 0 else ()
        known = {_key(one): one for one in strong}
        if weak:
            for passage in (*self._found(text, limit, 0.0), *self._beginning(limit)):
                if len(known) + len(home) < limit:
                    known.setdefault(_key(passage), passage)
        return (*known.values(), *(one for one in home if _key(one) not in known))

    def survey(self, question: CollectionQuestion, today: date) -> Survey:
        """What a question about whole documents asks for: of what is attached, where anything
        there fits it, of the library otherwise.

        Raises:
            UnknownCollectionError: there is no such collection in the library.
        """
        from engine.survey.survey import survey

        if not question.collection:
            for part in self._read.parts:
                found = survey(question, part.bank.catalog, today, part.documents)
                if found.items:
                    return found
        return self._library.survey(question, today)

    def overview(self, text: str, room: int, language: Language) -> Observation | None:
        """All of what is attached in short, where the question asks for no more than that."""
        from engine.attachment_overview import (
            asks_for_summary,
            asks_what_changed,
            diff_overview,
            summary,
        )
        from engine.reported_errors import asks_what_failed, reported_errors

        wants_changes = asks_what_changed(text)
        for part, entry in self._read.documents() if wants_changes else ():
            if entry.source.lower().endswith(_DIFFS):
                about = Passage("", entry.source, entry.title, fingerprint=entry.fingerprint)
                whole = part.bank.document_text(entry.source) or ""
                found = diff_overview(whole, self._named(about), language)
                if found is not None:
                    return found
        if asks_what_failed(text):
            return reported_errors(self._passages(None), language)
        if wants_changes or asks_for_summary(text):
            return summary(list(self._passages()), room)
        return None

    def recollections(
        self,
        question: str,
        budget: float,
        line: Callable[[Recollection], str],
        count: Callable[[str], float],
    ) -> list[Recollection]:
        """What a large model is given in its prompt: everything where that fits `budget` tokens,
        otherwise as much of what is about the question, in the order of the documents.
        """
        everything = list(self._passages())
        if sum(len(one.text) for one in everything) <= budget * _CHARACTERS_A_TOKEN:
            whole = [_recollection(one) for one in everything]
            if sum(count(line(one)) for one in whole) <= budget:
                return whole
        places = {_key(one): at for at, one in enumerate(everything)}
        wanted = [*self._found(question, _MOST_RANKED, 0.0), *everything[:_MOST_RANKED]]
        taken: dict[tuple[str, tuple[int, int] | None], Recollection] = {}
        for passage in wanted:
            entry = _recollection(passage)
            price = count(line(entry))
            if _key(passage) not in taken and price <= budget:
                budget -= price
                taken[_key(passage)] = entry
        last = len(places)
        return [taken[key] for key in sorted(taken, key=lambda key: places.get(key, last))]

    def _found(self, text: str, limit: int, least: float) -> list[Passage]:
        hits = [
            hit
            for part in self._read.parts
            for hit in part.bank.search(text, limit=limit, document_ids=part.documents)
            if hit.relevance >= least
        ]
        hits.sort(key=lambda hit: -hit.relevance)
        return [self._named(passage_of(hit)) for hit in hits[:limit]]

    def _beginning(self, limit: int) -> list[Passage]:
        passages = self._passages()
        return [passage for passage, _ in zip(passages, range(limit), strict=False)]

    def _passages(self, most: int | None = _LOOKED_THROUGH) -> Iterator[Passage]:
        """Every passage in order, until there are more characters than `most`."""
        characters = 0
        for part, entry in self._read.documents():
            for piece in part.bank.catalog.pieces_of([entry.id]):
                characters += len(piece.text)
                if most is not None and characters > most:
                    return
                yield self._named(_passage(piece, entry))

    def _named(self, passage: Passage) -> Passage:
        """A text that was kept as a file has the title that it was attached under."""
        title = self._read.titles.get(passage.source)
        return passage if title is None else replace(passage, title=title)


def _bank(part: Part) -> MemoryBank:
    return part.bank


def _documents(part: Part) -> frozenset[int] | None:
    return part.documents


def _passage(piece: Piece, entry: CatalogEntry) -> Passage:
    place = Location(
        page=piece.page,
        start=piece.time_start,
        end=piece.time_end,
        heading=piece.heading,
        span=(piece.start, piece.end),
        line=piece.line,
        sheet=piece.sheet,
        row=piece.row,
    )
    return Passage(piece.text, entry.source, entry.title, place, fingerprint=entry.fingerprint)


def _recollection(passage: Passage) -> Recollection:
    return Recollection(
        "knowledge",
        passage.title,
        passage.source,
        passage.text,
        passage.score,
        passage.location,
        passage.fingerprint,
        attached=True,
    )


def _key(passage: Passage) -> tuple[str, tuple[int, int] | None]:
    """What tells one passage from another."""
    return passage.source, passage.location.span
