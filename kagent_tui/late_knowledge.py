"""The library as tools search it, opened by the first search."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from engine.survey.question import CollectionQuestion
    from engine.survey.survey import Survey
    from engine.tools.observation import Passage
    from store.memory import MemoryBank


class LateKnowledge:
    """The library of a memory that need not be open yet: most tools never search."""

    def __init__(self, open_bank: Callable[[], MemoryBank]) -> None:
        self._open_bank = open_bank

    def search(self, text: str, limit: int, *, weak: bool = False) -> tuple[Passage, ...]:
        """Best passages first, empty when nothing is relevant; raises StoreError."""
        from engine.knowledge import BankKnowledge

        return BankKnowledge(self._open_bank()).search(text, limit, weak=weak)

    def survey(self, question: CollectionQuestion, today: date) -> Survey:
        """What a question about the whole library asks for; raises StoreError."""
        from engine.knowledge import BankKnowledge

        return BankKnowledge(self._open_bank()).survey(question, today)
