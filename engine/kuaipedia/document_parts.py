"""A document as the linking reads it: its pieces, and what in them was said, shown or written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from engine.kuaipedia.matching import Folded, folded_in_place
from engine.moments import moments_in, times_of
from store.kuaipedia_records import Field

if TYPE_CHECKING:
    from store.catalog import Piece
    from store.kuaipedia_records import UnlinkedDocument
    from store.memory import MemoryBank
    from store.records import Moment

# Documents whose segments stand in memory at a time.
_DOCUMENTS_AT_ONCE = 64
# Texts that stay in memory between two readings; with what is made of them some 50 MB.
_MOST_CHARACTERS_KEPT = 8_000_000
_SEPARATOR = " › "
_MEDIA = ("audio/", "video/", "image/")
_HEADINGS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a piece in one field: `text` stands at `start` of the document's text."""

    text: str
    start: int
    field: Field


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """A document with its pieces in order; their folded texts are made once."""

    document: UnlinkedDocument
    pieces: tuple[Piece, ...]
    _folded: dict[int, Folded] = field(default_factory=dict)

    @property
    def is_recording(self) -> bool:
        """Whether its pieces have times."""
        return any(piece.time_start is not None for piece in self.pieces)

    @property
    def is_recognised(self) -> bool:
        """Whether its text was recognised in sound or pictures."""
        return self.is_recording or self.document.media_type.startswith("image/")

    @property
    def is_wordless(self) -> bool:
        """Whether it is a recording or picture without words: its one piece is its own title,
        kind and size."""
        if not self.document.media_type.startswith(_MEDIA) or len(self.pieces) != 1:
            return False
        piece = self.pieces[0]
        return piece.time_start is None and piece.text.startswith(f"{self.document.title}\n")

    def folded(self, piece: Piece) -> Folded:
        """The folded text of a piece."""
        known = self._folded.get(piece.id)
        if known is None:
            known = self._folded[piece.id] = folded_in_place(piece.text)
        return known


class DocumentReader:
    """Reads documents several times; as long as they are few they stay in memory."""

    def __init__(self, bank: MemoryBank) -> None:
        self._bank = bank
        self._kept: dict[int, LibraryDocument] = {}
        self._room = _MOST_CHARACTERS_KEPT

    def read(self, documents: Sequence[UnlinkedDocument]) -> Iterator[LibraryDocument]:
        """The documents with their pieces, in order, some at a time."""
        for first in range(0, len(documents), _DOCUMENTS_AT_ONCE):
            batch = documents[first : first + _DOCUMENTS_AT_ONCE]
            lacking = [one.id for one in batch if one.id not in self._kept]
            found: dict[int, list[Piece]] = {}
            for piece in self._bank.catalog.pieces_of(lacking) if lacking else ():
                found.setdefault(piece.document_id, []).append(piece)
            for one in batch:
                yield self._kept.get(one.id) or self._new(one, found.pop(one.id, []))

    def _new(self, document: UnlinkedDocument, pieces: Sequence[Piece]) -> LibraryDocument:
        made = LibraryDocument(document, tuple(pieces))
        size = sum(len(piece.text) for piece in pieces)
        if size <= self._room:
            self._room -= size
            self._kept[document.id] = made
        return made


@lru_cache(_HEADINGS_KEPT)
def path_of_headings(heading: str | None) -> tuple[str, ...]:
    """The headings above a piece, outermost first."""
    return tuple(part.strip() for part in heading.split(_SEPARATOR)) if heading else ()


def parts_of(piece: Piece, media_type: str, moments: Sequence[Moment]) -> list[Part]:
    """What was said, shown or written in a piece; `moments` are the document's, by place."""
    if media_type.startswith("image/"):
        return [Part(piece.text, piece.start, "shown")]
    inside = moments_in(moments, piece.start, piece.end)
    if not inside:
        field: Field = "said" if piece.time_start is not None else "text"
        return [Part(piece.text, piece.start, field)]
    parts = []
    for shown, run in groupby(inside, key=lambda one: one.channel == "shown"):
        members = list(run)
        start = max(members[0].start, piece.start)
        end = min(members[-1].end, piece.end)
        text = piece.text[start - piece.start : end - piece.start]
        parts.append(Part(text, start, "shown" if shown else "said"))
    return parts


def time_of(
    start: int, end: int, moments: Sequence[Moment], piece: Piece
) -> tuple[float | None, float | None]:
    """When the words at a span were said or shown, in seconds; of no recording None."""
    inside = moments_in(moments, start, end)
    return times_of(inside) if inside else (piece.time_start, piece.time_end)
