"""Search in the library for tools and memory: only what is really about the question counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.events import Location
from engine.tools.observation import Passage

if TYPE_CHECKING:
    from engine.survey.question import CollectionQuestion
    from engine.survey.survey import Survey
    from store.memory import MemoryBank
    from store.records import SegmentHit

# The least relevance of a segment that counts as being about a question;
# benchmarks/retrieval.py measures what it lets through and what it keeps out.
MIN_RELEVANCE = 0.5
# Where nothing else can be asked, a model weighs what is less relevant as well: a question in other
# words than the document's seldom reaches more (benchmarks/household.py).
WEAK_RELEVANCE = 0.25
# To a person who searches, and sees at a glance what does not fit, more is shown: the less
# relevant, and whatever holds this share of the words.
_SHOWN_RELEVANCE = 0.3
_SHOWN_COVERAGE = 0.5


class BankKnowledge:
    """The knowledge search of a memory bank, in all of it or in some collections."""

    def __init__(
        self,
        bank: MemoryBank,
        min_relevance: float = MIN_RELEVANCE,
        collections: Sequence[str] = (),
    ) -> None:
        self._bank = bank
        self._min_relevance = min_relevance
        self._collections = tuple(collections)

    def document_ids(self) -> frozenset[int] | None:
        """The documents searched in; None for all of them.

        Raises:
            StoreError: there is no such collection; names those that there are.
        """
        return documents_in(self._bank, self._collections)

    def search(self, text: str, limit: int, *, weak: bool = False) -> tuple[Passage, ...]:
        """The best passages for `text`, best first, at most `limit`; none when none is about it.

        `weak`: also those that may not be about it.

        Raises:
            StoreError: the memory cannot be read, or there is no such collection.
        """
        # No more than `limit`: far down the list relevance was not measured.
        hits = self._bank.search(text, limit=limit, document_ids=self.document_ids())
        least = min(WEAK_RELEVANCE, self._min_relevance) if weak else self._min_relevance
        return tuple(passage_of(hit) for hit in hits if hit.relevance >= least)

    def survey(self, question: CollectionQuestion, today: date) -> Survey:
        """What a question about the whole library asks for.

        Raises:
            StoreError: the memory cannot be read, or there is no such collection to search in.
            UnknownCollectionError: there is none of the name that the question asks for.
        """
        from engine.survey.survey import UnknownCollectionError, survey

        if question.collection:
            names = [record.name for record in self._bank.collections.all()]
            wanted = " ".join(question.collection.split()).casefold()
            known = next((name for name in names if name.casefold() == wanted), None)
            if known is None:
                raise UnknownCollectionError(question.collection, names)
            question = replace(question, collection=known)
        return survey(question, self._bank.catalog, today, self.document_ids())


def documents_in(bank: MemoryBank, collections: Sequence[str]) -> frozenset[int] | None:
    """The ids of the documents in any of the collections; None where none is named.

    Raises:
        StoreError: there is no such collection; names those that there are.
    """
    if not collections:
        return None
    return frozenset().union(*(bank.collections.documents_in(name) for name in collections))


def location_of(hit: SegmentHit) -> Location:
    """Where a found segment stands in its source."""
    return Location(
        page=hit.page,
        start=hit.time_start,
        end=hit.time_end,
        heading=hit.heading,
        span=(hit.start, hit.end),
        line=hit.line,
        sheet=hit.sheet,
        row=hit.row,
    )


def is_worth_showing(hit: SegmentHit) -> bool:
    """Whether a person who searched should see a hit."""
    return hit.relevance >= _SHOWN_RELEVANCE or hit.coverage >= _SHOWN_COVERAGE


def passage_of(hit: SegmentHit) -> Passage:
    """A found segment as a passage that can be cited."""
    return Passage(
        hit.text, hit.source, hit.title, location_of(hit), hit.score, fingerprint=hit.fingerprint
    )


def hit_to_json(hit: SegmentHit) -> dict[str, Any]:
    """A found passage in the form of `kagent search --json`."""
    return {
        "id": hit.id,
        "score": hit.score,
        "relevance": round(hit.relevance, 4),
        "source": hit.source,
        "title": hit.title,
        "location": location_of(hit).to_json(),
        "text": hit.text,
    }
