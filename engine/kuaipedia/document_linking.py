"""The evidence in one document: where it speaks of which items, and of which of their aspects."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.kuaipedia.aspects import AspectChooser
from engine.kuaipedia.disambiguation import Context, Disambiguator, LinkedName
from engine.kuaipedia.document_parts import (
    LibraryDocument,
    Part,
    parts_of,
    path_of_headings,
    time_of,
)
from engine.kuaipedia.item_names import item_name
from engine.kuaipedia.matching import Folded, NameMatcher
from engine.kuaipedia.profiles import Profiles
from store.kuaipedia_names import folded_name
from store.kuaipedia_records import Field, NewEvidence

if TYPE_CHECKING:
    from engine.kuaipedia.profiles import Vectors
    from store.catalog import Piece
    from store.records import Moment

# Evidence of one item in one document, the best: a book would have a thousand.
_MOST_EVIDENCE = 24
_FIELD_ORDER: dict[Field, int] = {"title": 0, "heading": 1, "shown": 2, "said": 3, "text": 4}
_RECOGNISED: tuple[Field, ...] = ("shown", "said")
# A passage under a heading of a document about the item is about the item.
_OWN_SECTION = 0.9


class DocumentLinker:
    """Links documents to the items of one Kuaipedia."""

    def __init__(self, matcher: NameMatcher, profiles: Profiles) -> None:
        self._matcher = matcher
        self.profiles = profiles
        self._disambiguator = Disambiguator(profiles)
        self._aspects = AspectChooser(profiles)

    def evidence(
        self,
        document: LibraryDocument,
        moments: Sequence[Moment],
        vectors: Mapping[int, Vectors],
        speaking: Container[int] | None = None,
    ) -> list[NewEvidence]:
        """What is found in a document.

        `vectors` are those of its pieces that are at hand; `speaking` the ids of the pieces in
        whose text a name stands as it is written, None where that is not known.
        """
        return _Document(self, document, moments, vectors, speaking).evidence()

    def named(self, written: str) -> int | None:
        """The item that exactly this title or heading names; None where it is not sure which."""
        name = item_name(written)
        if name is None:
            return None
        items = [one.item_id for one in self._matcher.named(folded_name(name.title))]
        if len(items) > 1 or name.subtitle:
            subtitle = folded_name(name.subtitle)
            items = [
                item_id
                for item_id in items
                if (profile := self.profiles.of(item_id)) is not None
                and folded_name(profile.record.subtitle) == subtitle
            ]
        return items[0] if len(items) == 1 else None

    def linked(
        self,
        part: Part,
        vector: Vectors | None,
        home: frozenset[int],
        folded: Folded | None = None,
    ) -> _LinkedPart:
        """The names in a part of a document that mean items."""
        matches = self._matcher.find(part.text, noisy=part.field in _RECOGNISED, folded=folded)
        context = Context(
            part.text,
            part.field,
            self.profiles,
            vector=vector,
            folded=None if folded is None else folded[0],
            home=home,
        )
        return context, self._disambiguator.linked(matches, context) if matches else []

    def aspect(
        self, item_id: int, context: Context, headings: Sequence[str]
    ) -> tuple[int, float] | None:
        """The aspect of an item that a context is about."""
        return self._aspects.choose(item_id, context, headings)


_LinkedPart = tuple[Context, list[LinkedName]]


class _Document:
    """One document while it is looked through."""

    def __init__(
        self,
        linker: DocumentLinker,
        document: LibraryDocument,
        moments: Sequence[Moment],
        vectors: Mapping[int, Vectors],
        speaking: Container[int] | None,
    ) -> None:
        self._linker = linker
        self._speaking = None if document.is_recognised else speaking
        self._document = document
        self._moments = moments
        self._vectors = vectors
        self._found: dict[tuple[int, int], NewEvidence] = {}
        self._headings: dict[str, frozenset[int]] = {}
        own = linker.named(document.document.title)
        self._home = frozenset(() if own is None else (own,))

    def evidence(self) -> list[NewEvidence]:
        self._title()
        last: str | None = None
        for number, piece in enumerate(self._document.pieces):
            path = path_of_headings(piece.heading)
            if piece.heading and piece.heading != last:
                self._heading(number, piece, path)
            last = piece.heading
            if self._speaking is not None and piece.id not in self._speaking:
                continue
            home = self._home.union(*(self._named(one) for one in path))
            for part in parts_of(piece, self._document.document.media_type, self._moments):
                self._part(number, piece, part, home, path)
        return _best(list(self._found.values()))

    def _named(self, heading: str) -> frozenset[int]:
        if heading not in self._headings:
            item_id = self._linker.named(heading)
            self._headings[heading] = frozenset(() if item_id is None else (item_id,))
        return self._headings[heading]

    def _title(self) -> None:
        title = self._document.document.title
        first = self._document.pieces[0] if self._document.pieces else None
        vector = self._vectors.get(first.id) if first is not None else None
        _, linked = self._linker.linked(Part(title, 0, "title"), vector, self._home)
        for one in linked:
            self._keep(-1, NewEvidence(one.item_id, None, 0, 0, "title", one.mention, one.score))

    def _heading(self, number: int, piece: Piece, path: Sequence[str]) -> None:
        """What the heading right above a piece names, and the items whose section it heads."""
        home = self._home.union(*(self._named(one) for one in path))
        part = Part(path[-1], piece.start, "heading")
        context, linked = self._linker.linked(part, self._vectors.get(piece.id), home)
        for one in linked:
            self._keep(number, self._of_piece(piece, one.item_id, one.mention, one.score, path))
        above = self._home.union(*(self._named(one) for one in path[:-1]))
        for item_id in sorted(above - {one.item_id for one in linked}):
            aspect = self._linker.aspect(item_id, context, path)
            if aspect is not None and aspect[1] > _OWN_SECTION:
                self._keep(number, self._of_piece(piece, item_id, path[-1], _OWN_SECTION, path))

    def _of_piece(
        self, piece: Piece, item_id: int, mention: str, score: float, path: Sequence[str]
    ) -> NewEvidence:
        context = Context(
            piece.text, "heading", self._linker.profiles, vector=self._vectors.get(piece.id)
        )
        aspect = self._linker.aspect(item_id, context, path)
        return NewEvidence(
            item_id, None if aspect is None else aspect[0], piece.start, piece.end, "heading",
            mention, score, piece.page, piece.time_start, piece.time_end,
        )  # fmt: skip

    def _part(
        self, number: int, piece: Piece, part: Part, home: frozenset[int], path: Sequence[str]
    ) -> None:
        vector = self._vectors.get(piece.id)
        folded = self._document.folded(piece) if part.text is piece.text else None
        context, linked = self._linker.linked(part, vector, home, folded)
        for one in linked:
            key = (number, one.item_id)
            known = self._found.get(key)
            if known is not None and _FIELD_ORDER[known.field] <= _FIELD_ORDER[part.field]:
                continue
            aspect = self._linker.aspect(one.item_id, context, path)
            start, end = part.start + one.start, part.start + one.end
            times = time_of(start, end, self._moments, piece)
            self._keep(
                number,
                NewEvidence(
                    one.item_id, None if aspect is None else aspect[0], piece.start, piece.end,
                    part.field, one.mention, one.score, piece.page, *times,
                ),
            )  # fmt: skip

    def _keep(self, number: int, evidence: NewEvidence) -> None:
        """One for a piece and item: the one of the field that weighs most."""
        self._found.setdefault((number, evidence.item_id), evidence)
        known = self._found[number, evidence.item_id]
        if _FIELD_ORDER[evidence.field] < _FIELD_ORDER[known.field]:
            self._found[number, evidence.item_id] = evidence


def _best(found: Sequence[NewEvidence]) -> list[NewEvidence]:
    """Of each item the best evidence, in order of place."""
    counts: dict[int, int] = {}
    kept = []
    order = sorted(found, key=lambda one: (_FIELD_ORDER[one.field] > 1, -one.score, one.start))
    for one in order:
        counts[one.item_id] = counts.get(one.item_id, 0) + 1
        if counts[one.item_id] <= _MOST_EVIDENCE:
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.item_id))
