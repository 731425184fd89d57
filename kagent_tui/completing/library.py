"""Documents and collections of the library, by their titles, file names and names."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from engine.attachments import Attachment
from kagent_tui.completing.completion import Completion
from kagent_tui.completing.matching import best
from kagent_tui.i18n import ntr, tr

if TYPE_CHECKING:
    from store.memory import MemoryBank

_MOST_SHOWN: Final = 20
_FRESH_SECONDS: Final = 5.0


class LibrarySource:
    """Completions from the library; `bank` gives None while the memory is not open."""

    def __init__(self, bank: Callable[[], MemoryBank | None]) -> None:
        self._bank = bank
        self._lock = threading.Lock()
        self._known: list[tuple[tuple[str, ...], Completion]] = []
        self._known_at: float | None = None

    def __call__(self, query: str, cancel: threading.Event) -> Sequence[Completion]:
        """Collections and documents that fit; a collection stands before a document as good.

        Raises:
            StoreError: the memory cannot be read.
        """
        found = best(query, self._all(), lambda entry: entry[0], _MOST_SHOWN)
        return [completion for _, completion in found]

    def _all(self) -> list[tuple[tuple[str, ...], Completion]]:
        """Kept for a moment: a word is typed faster than a library changes."""
        bank = self._bank()
        if bank is None:
            return []
        with self._lock:
            now = time.monotonic()
            if self._known_at is None or now - self._known_at > _FRESH_SECONDS:
                self._known, self._known_at = _entries(bank), now
            return self._known


def _entries(bank: MemoryBank) -> list[tuple[tuple[str, ...], Completion]]:
    entries: list[tuple[tuple[str, ...], Completion]] = []
    for group in bank.collections.all():
        note = ntr("collection, {count} document", "collection, {count} documents", group.documents)
        attachment = Attachment.of_collection(group.name)
        entries.append(((group.name,), Completion(group.name, group.name, note, attachment)))
    for document in bank.documents():
        file_name = document.source.rstrip("/").replace("\\", "/").rpartition("/")[2]
        title = document.title or file_name or document.source
        attachment = Attachment("document", document.source, title)
        note = tr("in the library")
        names = (title, file_name) if file_name and file_name != title else (title,)
        entries.append((names, Completion(title, title, note, attachment)))
    return entries
