"""What is recalled for a question: three memories, each in its own way, under one token budget.

Paper section 2.2 and appendix A.1: knowledge recalls more; conversation brings the turns about the
query, of any session, and always the latest of this one; task memory weighs how recent a task is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.events import MemoryKind, Recollection
from engine.prompts.memory_block import HEADING_TOKENS
from engine.reading.extracted import TextPassage
from engine.segmenting import estimate_tokens, segment
from engine.token_budget import Memory, fit, whole_sentences, without_duplicates
from engine.tools.context import KnowledgeSearch
from engine.tools.observation import Passage
from store.records import NewSegment

if TYPE_CHECKING:
    from store.memory import MemoryBank
    from store.records import MemoryEntry, SegmentHit

PASSAGES = 8
TURNS = 4
TASKS = 4
# Segments asked of the index for each entry wanted: several may belong to one, or say nothing.
_OVERSAMPLING = 4
# A turn or task is recalled when `_relevance` to the question is at least this. Measured on a dozen
# turns and queries: related ones had cosines from 0.5 to 0.74, others up to 0.31.
MIN_RELEVANCE = 0.45
# And when it holds at least this share of the question's words.
_LEAST_COVERAGE = 0.2
# A turn or task of at most so many tokens is recalled whole, a longer one by the segment found.
_WHOLE_TOKENS = 160
_QUESTION_TOKENS = 80
_LONGEST_HEADING = 120
# An earlier answer's citations, whose numbers are not those of the memory block.
_MARK = re.compile(r"\s*\[\d{1,4}\]")
_SECONDS_PER_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class RecallSettings:
    """`tokens` of the memory block, the weight of each memory's share of them, and how old (in
    days) a task is when it counts half."""

    tokens: int = 1200
    shares: Mapping[MemoryKind, float] = field(
        default_factory=lambda: {"knowledge": 50, "conversation": 30, "task": 20}
    )
    half_life_days: float = 7.0
    latest_turns: int = 2


def decay(age_days: float, half_life_days: float) -> float:
    """The weight of something that old: 1 now, a half after one half-life, a quarter after two."""
    return float(0.5 ** (max(0.0, age_days) / half_life_days))


class Recall:
    """Recalls from one memory bank. Every method raises StoreError when that cannot be read."""

    def __init__(
        self,
        bank: MemoryBank,
        knowledge: KnowledgeSearch,
        settings: RecallSettings,
        line: Callable[[Recollection], str],
    ) -> None:
        """`line` is an entry as the memory block will show it, which the budget counts."""
        self._bank = bank
        self._knowledge = knowledge
        self._settings = settings
        self._line = line

    def recall(self, query: str, *, session_id: str | None, now: datetime) -> list[Recollection]:
        """What the three memories hold about `query`: knowledge, then turns, then tasks.

        `now` is the time from which a task's age counts; without a time zone, local time.
        """
        latest = self.latest_turns(session_id)
        # A question that is asked anew in a branch is not to be answered with its first answer.
        aside = set() if session_id is None else self._bank.sessions_store.set_aside(session_id)
        turns = self._turns(query, {*(entry.entry for entry in latest), *aside})
        shares = self._settings.shares
        # In this order: what the latest turns say, and then the documents, is not said again.
        said, knowledge, others, task = without_duplicates(
            [
                Memory(latest, 1),
                Memory(self._passages(query), shares.get("knowledge", 0)),
                Memory(turns, 1),
                Memory(self._tasks(query, now, aside), shares.get("task", 0)),
            ]
        )
        conversation = Memory(
            [*said.entries, *others.entries],
            shares.get("conversation", 0),
            sure=min(1, len(said.entries)),
        )
        budget = self._settings.tokens - HEADING_TOKENS
        return fit([knowledge, conversation, task], budget, self._line, estimate_tokens)

    def latest_turns(self, session_id: str | None) -> list[Recollection]:
        """The last turns of a session, the newest first, whatever came of them."""
        if session_id is None:
            return []
        entries = self._bank.entries.latest_turns(session_id, self._settings.latest_turns)
        return [_of_entry(entry, entry.text, 1.0) for entry in entries]

    def _passages(self, query: str) -> list[Recollection]:
        return [of_passage(passage) for passage in self._knowledge.search(query, PASSAGES)]

    def _turns(self, query: str, known: set[str]) -> list[Recollection]:
        found = self._entries("conversation", query, TURNS + len(known))
        turns = [_of_entry(entry, _shown(entry, hit), _relevance(hit)) for hit, entry in found]
        return [turn for turn in turns if turn.entry not in known][:TURNS]

    def _tasks(self, query: str, now: datetime, aside: Set[str]) -> list[Recollection]:
        moment = now.astimezone(UTC)
        tasks = []
        for hit, entry in self._entries("task", query, TASKS * _OVERSAMPLING + len(aside)):
            if f"t{entry.id}" in aside:
                continue
            age = (moment - datetime.fromisoformat(entry.created_at)).total_seconds()
            weight = decay(age / _SECONDS_PER_DAY, self._settings.half_life_days)
            tasks.append(_of_entry(entry, _shown(entry, hit), _relevance(hit) * weight))
        return sorted(tasks, key=lambda task: -task.score)[:TASKS]

    def _entries(
        self, kind: MemoryKind, query: str, limit: int
    ) -> list[tuple[SegmentHit, MemoryEntry]]:
        """Entries that are about the query, each with the best of its segments, best first."""
        hits = self._bank.search(query, kinds=(kind,), limit=limit * _OVERSAMPLING)
        hits = [hit for hit in hits if _relevance(hit) >= MIN_RELEVANCE]
        entries = self._bank.entries.of_segments([hit.id for hit in hits], useful=True)
        best: dict[int, tuple[SegmentHit, MemoryEntry]] = {}
        for hit in hits:
            entry = entries.get(hit.id)
            if entry is not None:
                best.setdefault(entry.id, (hit, entry))
        return list(best.values())[:limit]


def of_passage(passage: Passage) -> Recollection:
    """A passage of a document as it is recalled."""
    return Recollection(
        "knowledge",
        passage.title,
        passage.source,
        passage.text,
        passage.score,
        passage.location,
        passage.fingerprint,
    )


def _of_entry(entry: MemoryEntry, text: str, score: float) -> Recollection:
    return Recollection(
        entry.kind,
        # A question as long as a page would leave no room for its answer.
        whole_sentences(entry.title, _QUESTION_TOKENS, estimate_tokens),
        f"session:{entry.session_id}",
        _MARK.sub("", text) if entry.kind == "conversation" else text,
        score,
        entry=f"{'t' if entry.kind == 'task' else 'c'}{entry.id}",
        created_at=entry.created_at,
    )


def _relevance(hit: SegmentHit) -> float:
    """How much a turn or task is about a query, 0 to 1: by the words that it holds, and by meaning.

    Meaning alone would not do: unrelated texts are near each other too, how near is every model's
    own. SegmentHit.relevance is made for passages that answer a question, which a turn need not.
    """
    if hit.similarity is None or hit.coverage < _LEAST_COVERAGE:
        return hit.coverage
    return max(hit.coverage, min(1.0, hit.similarity))


def _shown(entry: MemoryEntry, hit: SegmentHit) -> str:
    """All of a short entry, of a long one the segment that was found."""
    if estimate_tokens(entry.text) <= _WHOLE_TOKENS:
        return entry.text
    return hit.text.removeprefix(entry.title).strip() or entry.text


def segments_of(head: str, text: str) -> list[NewSegment]:
    """A question and its answer, or a task and its observation, as segments to be found by.

    Of a long one the later segments carry the head as their heading, so that they are found by it.
    """
    whole = f"{head}\n{text}".strip()
    pieces = list(segment(whole, [TextPassage(0, len(whole))]))
    heading = " ".join(head.split())[:_LONGEST_HEADING] or None
    return [
        NewSegment(piece.text, piece.start, piece.end, heading=heading if number else None)
        for number, piece in enumerate(pieces)
    ]
