"""Search in the library for tools and memory: only what is really about the question counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import Location
from engine.tools.registry import Passage

if TYPE_CHECKING:
    from store.memory import MemoryBank
    from store.records import SegmentHit

# The least share of a question's content words that a segment must hold to be relevant;
# benchmarks/retrieval.py measures what it lets through and what it keeps out.
MIN_COVERAGE = 0.35
# Hits asked of the index for each passage wanted: the best by BM25 may be dropped for coverage.
_OVERSAMPLING = 3


class BankKnowledge:
    """The knowledge search of a memory bank."""

    def __init__(self, bank: MemoryBank, min_coverage: float = MIN_COVERAGE) -> None:
        self._bank = bank
        self._min_coverage = min_coverage

    def search(self, text: str, limit: int) -> tuple[Passage, ...]:
        """The best passages for `text`, best first, at most `limit`; none when none is about it.

        Raises:
            StoreError: the memory cannot be read.
        """
        hits = self._bank.search(text, kinds=("knowledge",), limit=limit * _OVERSAMPLING)
        relevant = [hit for hit in hits if hit.coverage >= self._min_coverage]
        return tuple(passage_of(hit) for hit in relevant[:limit])


def passage_of(hit: SegmentHit) -> Passage:
    """A found segment as a passage that can be cited."""
    location = Location(
        page=hit.page,
        start=hit.time_start,
        end=hit.time_end,
        heading=hit.heading,
        span=(hit.start, hit.end),
        line=hit.line,
    )
    return Passage(hit.text, hit.source, hit.title, location, hit.score)
