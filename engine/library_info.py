"""What the library knows of one document, and whether its file is still the same."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from engine.gathering import Coverage, Root
from engine.reading.extracted import ReadingError
from engine.reading.reader import load
from engine.sources import (
    checked_address,
    is_address,
    path_of,
    real_source,
    source_of,
    written_path,
)
from engine.syncing import content_of

if TYPE_CHECKING:
    from store.memory import MemoryBank
    from store.records import DocumentRecord, RootRecord, UnreadRecord

# "web page": whether that has changed is not looked up.
State = Literal["unchanged", "changed", "missing", "unreadable", "web page"]


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document, the state of its file, and the roots that a sync finds it by.

    `former` are the sources it had before it was moved, with the times of the moves; `unread` says
    why its file could not be read again since, where that is so.
    """

    record: DocumentRecord
    state: State
    roots: tuple[str, ...]
    former: tuple[tuple[str, str], ...]
    unread: UnreadRecord | None


def find(bank: MemoryBank, target: str) -> DocumentInfo | None:
    """The document that the user means by a source (also one from before a move) or a path.

    Raises:
        StoreError: the memory cannot be read.
    """
    for source in _sources(target):
        record = bank.library.get(source)
        if record is not None:
            roots = [Root.of(root) for root in bank.roots.all()]
            holding = [root.place for root in roots if Coverage([root]).covers(record.source)]
            return DocumentInfo(
                record,
                state_of(record),
                tuple(holding),
                tuple(bank.library.former_sources(record.id)),
                bank.unread.get(record.source),
            )
    return None


def find_unread(bank: MemoryBank, target: str) -> UnreadRecord | None:
    """The note on a file that never could be read."""
    notes = (bank.unread.get(source) for source in _sources(target))
    return next((note for note in notes if note is not None), None)


def roots_of(bank: MemoryBank) -> list[tuple[RootRecord, int]]:
    """Every root, with the number of documents there.

    Raises:
        StoreError: the memory cannot be read.
    """
    sources = [state.source for state in bank.library.states()]
    return [
        (record, sum(map(Coverage([Root.of(record)]).covers, sources)))
        for record in bank.roots.all()
    ]


def state_of(record: DocumentRecord) -> State:
    """Whether the file still has the content that was read; looks at all of it where in doubt."""
    path = path_of(record.source)
    if path is None:
        return "web page"
    try:
        status = path.stat()
    except FileNotFoundError:
        return "missing"
    except (OSError, ValueError):
        return "unreadable"
    if (status.st_size, status.st_mtime_ns) == (record.size, record.modified_ns):
        return "unchanged"
    try:
        content = content_of(load(path).fingerprint)
    except ReadingError:
        return "unreadable"
    return "unchanged" if content == content_of(record.fingerprint) else "changed"


def _sources(target: str) -> list[str]:
    if is_address(target):
        return [target, checked_address(target) or target]
    path = written_path(target)
    return [target, source_of(os.path.normpath(path.absolute())), real_source(path)]
