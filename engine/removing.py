"""Takes documents, folders and patterns out of the library, so that no sync brings them back."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.file_patterns import Selection, looks_like_a_pattern
from engine.gathering import Coverage, Root
from engine.sources import (
    checked_address,
    is_address,
    is_within,
    path_of,
    real_source,
    source_of,
    written_path,
)

if TYPE_CHECKING:
    from store.memory import MemoryBank

_PER_TRANSACTION = 200


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken out: sources of documents, of unreadable files, roots, and archives."""

    documents: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.documents or self.unread or self.roots or self.archives)


def remove(bank: MemoryBank, target: str) -> Removal:
    """Take out a document, all of a folder, or all that a pattern selects; files themselves stay,
    those of archives as well.

    `target` is a source as the library lists it, also one from before a move, a path as the user
    writes it, or a pattern. What a remaining root would bring back is kept from it, until the user
    adds it again.

    Raises:
        StoreError: the memory cannot be written.
    """
    aim = _Aim(bank, target)
    documents = [state.source for state in bank.library.states() if aim.hits(state.source)]
    unread = [record.source for record in bank.unread.all() if aim.hits(record.source)]
    records = bank.roots.all()
    dropped = [record.path for record in records if aim.takes_root(Root.of(record))]
    for path in dropped:
        bank.roots.remove(path)
    coverage = Coverage(Root.of(record) for record in records if record.path not in dropped)
    archives = [record.source for record in bank.archives.all() if aim.hits(record.source)]
    for source in archives:
        bank.archives.remove(source)
    removal = Removal(tuple(documents), tuple(unread), tuple(dropped), tuple(archives))
    if not removal:
        return removal
    unwanted = [*aim.folders, *documents, *unread]
    bank.roots.leave_out({source for source in unwanted if coverage.covers(source)})
    for first in range(0, len(documents), _PER_TRANSACTION):
        bank.library.remove_all(documents[first : first + _PER_TRANSACTION])
    bank.unread.forget_all(unread)
    return removal


def documents_of(bank: MemoryBank, target: str) -> list[str]:
    """The sources of the documents that a target means, as `remove` understands it.

    Raises:
        StoreError: the memory cannot be read.
    """
    aim = _Aim(bank, target)
    return [state.source for state in bank.library.states() if aim.hits(state.source)]


class _Aim:
    """What the user means by a target."""

    def __init__(self, bank: MemoryBank, target: str) -> None:
        self.folders: tuple[str, ...] = ()
        self._places: frozenset[str] = frozenset()
        self._pattern: Selection | None = None
        self._written = target
        record = bank.library.get(target)
        if record is not None:
            self._places = frozenset((record.source,))
            return
        if is_address(target):
            self._places = frozenset((target, checked_address(target) or target))
            return
        path = written_path(target)
        if looks_like_a_pattern(os.fspath(path)):
            self._written = os.fspath(path.absolute())
            self._pattern = Selection(self._written)
            return
        places = {source_of(os.path.normpath(path.absolute())), real_source(path)}
        found = [record.source for place in places if (record := bank.library.get(place))]
        self._places = frozenset((*places, *found))
        self.folders = tuple(sorted(places)) if not found else ()

    def hits(self, source: str) -> bool:
        """Whether a document or file is meant."""
        if self._pattern is None:
            return any(is_within(source, place) for place in self._places)
        return self._selected(source)

    def takes_root(self, root: Root) -> bool:
        """Whether a root is meant, or lies wholly in what is meant."""
        if self._pattern is None:
            return any(is_within(root.base, place) for place in self._places)
        return root.place == self._written or (root.kind != "glob" and self._selected(root.place))

    def _selected(self, source: str) -> bool:
        path = path_of(source)
        base = Path(os.path.realpath(self._pattern.base)) if self._pattern else None
        if path is None or base is None or not path.is_relative_to(base):
            return False
        return self._pattern is not None and self._pattern.selects(path.relative_to(base).parts)
