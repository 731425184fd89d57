"""Which documents answer to which root, and which of them are gone when a sync has looked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from engine.gathering import Coverage, Gathered, Root
from engine.library_events import Noticed
from engine.scanning import Trouble, is_there
from engine.sources import is_address, is_within, real_source
from engine.syncing import Gone

if TYPE_CHECKING:
    from store.documents import DocumentState
    from store.records import UnreadRecord


class Stay:
    """What a sync looks at, and what stays.

    Every document answers to the roots it lies in; one that lies in none is a root by itself. With
    `within` only what touches one of these sources counts; `unknown` are those that touch nothing.
    """

    def __init__(
        self,
        stored: Sequence[Root],
        documents: Sequence[DocumentState],
        within: tuple[str, ...] = (),
    ) -> None:
        self._within = within
        self._documents = documents
        coverage = Coverage(stored)
        places = {root.place for root in stored}
        alone = [
            Root(state.source, "url" if is_address(state.source) else "file")
            for state in documents
            if state.source not in places and not coverage.covers(state.source)
        ]
        self.roots = [root for root in (*stored, *alone) if self._concerns(root)]
        self.unknown = [
            source for source in within if not any(_touch(source, root.base) for root in self.roots)
        ]

    def _concerns(self, root: Root) -> bool:
        return not self._within or any(_touch(root.base, source) for source in self._within)

    def _looked_at(self, source: str) -> bool:
        return not self._within or any(is_within(source, top) for top in self._within)

    def gone(self, gathered: Gathered) -> list[Gone]:
        """Documents that would have been found if they were still there and wanted."""
        return [
            Gone(state, absent=not is_there(state.source))
            for state in self._documents
            if state.source not in gathered.files
            and not is_address(state.source)
            and self._looked_at(state.source)
            and not gathered.hides(state.source)
        ]

    def unread_gone(self, unread: Mapping[str, UnreadRecord], gathered: Gathered) -> list[str]:
        """Files that could not be read and are no longer there, or no longer wanted."""
        return [
            source
            for source in unread
            if source not in gathered.files
            and not is_address(source)
            and self._looked_at(source)
            and not gathered.hides(source)
        ]

    def below(self, place: str) -> int:
        """How many documents lie at a place."""
        return sum(is_within(state.source, place) for state in self._documents)

    def empty_places(self, gathered: Gathered) -> Iterator[Root]:
        """Folders and patterns that are missing, and of which no document is left."""
        missing = {real_source(trouble.path) for trouble in gathered.troubles if trouble.missing}
        for root in self.roots:
            is_place = root.kind in ("folder", "glob")
            if is_place and root.base in missing and not self.below(root.base):
                yield root


def told_of_missing(stay: Stay, gathered: Gathered) -> tuple[list[Noticed], list[Trouble]]:
    """What to say of missing places, once for each, and the other troubles.

    Of a file that is missing nothing is said here: its document goes.
    """
    places: set[Path] = set()
    others: list[Trouble] = []
    for trouble in gathered.troubles:
        if not trouble.missing:
            others.append(trouble)
        elif trouble.hides:
            places.add(trouble.path.parent if trouble.single else trouble.path)
    counted = [(place, stay.below(real_source(place))) for place in sorted(places)]
    return [Noticed(_stay_notice(*pair)) for pair in counted if pair[1]], others


def _stay_notice(place: Path, documents: int) -> str:
    shown = clean_line(str(place))
    stays = "its document stays" if documents == 1 else f"its {documents} documents stay"
    return f"{shown} is not there: {stays}; if it is gone for good: kagent library remove {shown}"


def _touch(one: str, other: str) -> bool:
    return is_within(one, other) or is_within(other, one)
