"""A session without retrieval: what there is is put before the model as far as it fits.

Paper section 4.4: "a simple memory mechanism where tasks, conversations, and external knowledge are
inserted into the prompt by truncation". A small model reads documents through `search_knowledge`
alone; that too brings the beginning of the library then, whatever is searched for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.events import Location, MemoryKind, Recollection
from engine.knowledge import BankKnowledge
from engine.progress import Question
from engine.prompts.memory_block import HEADING_TOKENS, memory_line
from engine.reading.extracted import TextPassage
from engine.recall import RecallSettings, of_passage
from engine.segmenting import estimate_tokens, segment
from engine.session import Session
from engine.token_budget import Memory, fit
from engine.tools.context import KnowledgeSearch
from engine.tools.observation import Passage
from store.memory import MemoryBank

# Tasks that only end a question say nothing of the world.
_ENDINGS = frozenset({"task_complete", "do_nothing"})


class TruncatedSession(Session):
    """A session that looks for nothing in its memory."""

    def __init__(self, **parts: Any) -> None:
        """`parts` are those of a Session."""
        super().__init__(**parts)
        tokens = share_of("knowledge", self._settings.recall)
        self._knowledge = FirstPassages(self._bank, tokens)

    def _recall(
        self, query: str, question: Question, knowledge: KnowledgeSearch
    ) -> list[Recollection]:
        def line(entry: Recollection) -> str:
            return memory_line(entry, question.language, self._id)

        settings = self._settings.recall
        first = [of_passage(passage) for passage in knowledge.search(query, settings.tokens)]
        turns, tasks = self._turns_and_tasks()
        shares = settings.shares
        memories = [
            Memory(first, shares.get("knowledge", 0), sure=1),
            Memory(turns, shares.get("conversation", 0), sure=1),
            Memory(tasks, shares.get("task", 0), sure=1),
        ]
        return fit(memories, settings.tokens - HEADING_TOKENS, line, estimate_tokens)

    def _turns_and_tasks(self) -> tuple[list[Recollection], list[Recollection]]:
        """What this session has had so far, the newest first."""
        here = f"session:{self.id}"
        newest = self.history()[::-1]
        turns = [
            Recollection("conversation", answer.question, here, answer.text, 0.0)
            for answer in newest
        ]
        tasks = [
            Recollection(
                "task", record.task.task_name, here, record.observation or record.error or "", 0.0
            )
            for answer in newest
            for record in answer.tasks[::-1]
            if record.task.command.name not in _ENDINGS
        ]
        return turns, tasks


class FirstPassages(BankKnowledge):
    """The library cut off after so many tokens: the same for every question."""

    def __init__(self, bank: MemoryBank, tokens: float) -> None:
        super().__init__(bank)
        self._tokens = tokens
        self._first: tuple[Passage, ...] | None = None

    def search(self, text: str, limit: int, *, weak: bool = False) -> tuple[Passage, ...]:
        """The first passages of the library, at most `limit`, whatever `text` is."""
        if self._first is None:
            self._first = tuple(self._beginning())
        return self._first[:limit]

    def _beginning(self) -> Iterator[Passage]:
        left = self._tokens
        for document in self._bank.documents():
            text = self._bank.document_text(document.source) or ""
            for piece in segment(text, [TextPassage(0, len(text))]) if text.strip() else ():
                left -= estimate_tokens(piece.text)
                if left < 0:
                    return
                place = Location(span=(piece.start, piece.end))
                yield Passage(
                    piece.text,
                    document.source,
                    document.title,
                    place,
                    fingerprint=document.fingerprint,
                )


def share_of(kind: MemoryKind, settings: RecallSettings) -> float:
    """The tokens of the memory block that one memory may take where all want their share."""
    whole = sum(settings.shares.values())
    return settings.tokens * settings.shares.get(kind, 0) / whole if whole else 0.0
