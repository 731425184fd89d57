"""Earlier questions by the words that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kagent_tui.completing.completion import Completion

if TYPE_CHECKING:
    from store.memory import MemoryBank

_MOST_SHOWN: Final = 50
_MOST_KEPT: Final = 1000


def earlier_questions(entries: Sequence[str], query: str) -> list[Completion]:
    """Those that hold every word of `query`, in the order given."""
    words = query.casefold().split()
    found: list[Completion] = []
    for entry in entries:
        folded = entry.casefold()
        if all(word in folded for word in words):
            found.append(Completion(label=entry, text=entry))
            if len(found) == _MOST_SHOWN:
                break
    return found


def questions_of(bank: MemoryBank) -> list[str]:
    """The newest questions of all sessions that are kept; slow enough for a thread.

    Raises:
        StoreError: the memory cannot be read.
    """
    return [entry.title for entry in bank.entries.all(("conversation",))[:_MOST_KEPT]]
