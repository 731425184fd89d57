"""Builds the personal Kuaipedia from the library: items, then where documents speak of them.

Only documents that are new or have changed are looked through. For a name that is new the other
documents are found by the search index, so that a large library is not read again for a small
addition. What has been done is on the disk, document by document: a run that was stopped goes on
where it was. The same library twice makes the same.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from engine.kuaipedia.document_linking import DocumentLinker
from engine.kuaipedia.document_parts import DocumentReader, LibraryDocument
from engine.kuaipedia.item_candidates import Candidate, Candidates
from engine.kuaipedia.item_names import item_name
from engine.kuaipedia.item_support import Support
from engine.kuaipedia.key_phrases import key_phrases
from engine.kuaipedia.matching import NameMatcher
from engine.kuaipedia.profiles import Profiles, embedding_of
from store.kuaipedia_names import folded_name

if TYPE_CHECKING:
    from engine.encyclopedia.source import Encyclopedia
    from engine.kuaipedia.profiles import Embed, Vectors
    from store.catalog import Piece
    from store.kuaipedia_records import UnlinkedDocument
    from store.memory import MemoryBank

# The titles of all documents are looked at again for a new one as long as they are not too many.
_MOST_TITLES = 20_000
# Documents that are looked through again for new names at a time of building.
_MOST_AGAIN = 2_000
_DOCUMENTS_AT_ONCE = 32
_ITEMS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LinkingProgressed:
    """How far it is: `done` of `whole` documents have been looked through for items."""

    done: int
    whole: int


@dataclass(frozen=True, slots=True)
class LinkingFinished:
    """The end: new items, documents looked through, evidence found; whether it was cut short."""

    items: int
    documents: int
    evidence: int
    seconds: float
    cut_short: bool = False


BuildingEvent: TypeAlias = LinkingProgressed | LinkingFinished


def build(
    bank: MemoryBank,
    *,
    archives: Sequence[Encyclopedia] = (),
    cancel: threading.Event | None = None,
    embed: Embed | None = None,
) -> Iterator[BuildingEvent]:
    """Bring the Kuaipedia up to date with the library; the last event is LinkingFinished.

    `archives` are the encyclopedias on this computer that names are looked up in. Nothing is done
    between two events that cannot be stopped by `cancel` within a document.

    Raises:
        StoreError: the memory is in trouble.
    """
    yield from _Build(bank, archives, cancel or threading.Event(), embed).events()


class _Build:
    """One run."""

    def __init__(
        self,
        bank: MemoryBank,
        archives: Sequence[Encyclopedia],
        cancel: threading.Event,
        embed: Embed | None,
    ) -> None:
        self._bank = bank
        self._kuaipedia = bank.kuaipedia
        self._archives = archives
        self._cancel = cancel
        self._embed = embed
        self._reader = DocumentReader(bank)
        self._began = time.monotonic()
        self._items = self._documents = self._evidence = 0
        # Documents that an item was made of: its aspects are known by them.
        self._homes: set[int] = set()
        # Pieces of new documents that name an item; None: not known.
        self._speaking: frozenset[int] | None = None
        self._fresh: frozenset[int] = frozenset()

    def events(self) -> Iterator[BuildingEvent]:
        kuaipedia = self._kuaipedia
        before = kuaipedia.version()
        if not kuaipedia.unlinked(before):
            self._prune(before)
            yield self._finished()
            return
        fresh = kuaipedia.looked_through.fresh()
        since = kuaipedia.looked_through.oldest()
        items_before = kuaipedia.count()
        yield LinkingProgressed(0, len(fresh))
        fresh = self._make_items(fresh)
        version = kuaipedia.version()
        self._items = kuaipedia.count() - items_before
        if not self._cancel.is_set():
            yield from self._link(fresh, since, version)
        yield self._finished()

    def _finished(self) -> LinkingFinished:
        return LinkingFinished(
            max(0, self._items),
            self._documents,
            self._evidence,
            time.monotonic() - self._began,
            self._cancel.is_set(),
        )

    def _make_items(self, fresh: Sequence[UnlinkedDocument]) -> list[UnlinkedDocument]:
        """Keep what the new documents name; the documents to look through, those that are about
        an item first, for their aspects are known by them."""
        self._fresh = frozenset(one.id for one in fresh)
        candidates = Candidates()
        candidates.add_collections(one.name for one in self._bank.collections.all())
        for document in self._read(fresh):
            candidates.add(document)
        others = self._known_titles(candidates, fresh) if fresh else {}
        support = Support(list(candidates), self._kuaipedia.names())
        for document in self._read(fresh):
            support.add(document)
        chosen = support.supported()
        again = [others[one.home] for one in chosen if one.home in others]
        if again:
            # Their texts say what they are about, and what its aspects are.
            for document in self._read(again):
                candidates.add(document)
        if self._cancel.is_set():
            return list(fresh)
        self._add_phrases(support, chosen)
        self._speaking = support.speaking(chosen)
        for first in range(0, len(chosen), _ITEMS_AT_ONCE):
            self._kuaipedia.put_items(
                [one.item() for one in chosen[first : first + _ITEMS_AT_ONCE]]
            )
        if self._archives:
            from engine.kuaipedia.archive_items import ArchiveItems

            looked_up = ArchiveItems(self._archives, self._cancel)
            for document in self._read(fresh):
                looked_up.add(document)
            self._kuaipedia.put_items(looked_up.items(chosen))
            self._speaking = None
        self._homes = {one.home for one in chosen if one.is_title and one.home is not None}
        return sorted([*fresh, *again], key=lambda one: one.id not in self._homes)

    def _add_phrases(self, support: Support, chosen: Sequence[Candidate]) -> None:
        """Give items whose headings give them hardly any aspects those that phrases do."""
        ids = {id(one) for one in chosen}
        few = [(one, texts) for one, texts in support.texts() if id(one) in ids]
        named = {folded_name(one.name.title): one for one, _ in few}
        texts = {folded_name(one.name.title): some for one, some in few}
        for name, phrases in key_phrases(texts, self._model[0]).items():
            for phrase in phrases:
                named[name].aspects.setdefault(phrase, {})

    @cached_property
    def _model(self) -> tuple[Embed, str]:
        """What makes vectors, and its identity, by which stored ones are told to be alike."""
        return (self._embed, "") if self._embed is not None else embedding_of(self._bank)

    def _known_titles(
        self, candidates: Candidates, fresh: Sequence[UnlinkedDocument]
    ) -> dict[int | None, UnlinkedDocument]:
        """The other documents, whose titles a new text may speak of for the first time."""
        new = {one.id for one in fresh}
        if self._bank.catalog.size() > _MOST_TITLES:
            return {}
        known = {name.folded for name in self._kuaipedia.names() if name.is_title}
        others: dict[int | None, UnlinkedDocument] = {}
        for one in self._kuaipedia.unlinked(""):
            name = None if one.id in new else item_name(one.title)
            if name is not None and folded_name(name.title) not in known:
                others[one.id] = one
                candidates.add_title(one.title, one.id)
        return others

    def _read(self, documents: Sequence[UnlinkedDocument]) -> Iterator[LibraryDocument]:
        for document in self._reader.read(documents):
            if self._cancel.is_set():
                return
            yield document

    def _link(
        self, fresh: Sequence[UnlinkedDocument], since: str | None, version: str
    ) -> Iterator[BuildingEvent]:
        profiles = Profiles(self._kuaipedia, self._model[0])
        linker = DocumentLinker(NameMatcher(self._kuaipedia.names()), profiles)
        documents = [*fresh, *self._speaking_of_new(fresh, since)]
        for batch in self._batches(documents):
            self._link_batch(linker, batch, version, profiles)
            yield LinkingProgressed(self._documents, len(documents))
        if self._cancel.is_set():
            return
        self._kuaipedia.looked_through.keep(version)
        self._prune(version)
        yield LinkingProgressed(self._documents, len(documents))

    def _batches(self, documents: Sequence[UnlinkedDocument]) -> Iterator[list[LibraryDocument]]:
        """Some documents at a time, those that items are made of before the others."""
        batch: list[LibraryDocument] = []
        for document in self._read(documents):
            is_first = document.document.id in self._homes
            if batch and (
                len(batch) >= _DOCUMENTS_AT_ONCE
                or is_first != (batch[0].document.id in self._homes)
            ):
                yield batch
                batch = []
            batch.append(document)
        if batch and not self._cancel.is_set():
            yield batch

    def _link_batch(
        self,
        linker: DocumentLinker,
        batch: Sequence[LibraryDocument],
        version: str,
        profiles: Profiles,
    ) -> None:
        """Look documents through and keep what was found, in one transaction."""
        vectors = self._vectors(batch)
        found = []
        for document in batch:
            if self._cancel.is_set():
                break
            one = document.document
            moments = self._bank.moments.of(one.id) if document.is_recording else []
            speaking = self._speaking if one.id in self._fresh else None
            evidence = linker.evidence(document, moments, vectors, speaking)
            found.append((one.id, one.fingerprint, evidence))
        self._kuaipedia.looked_through.replace_all(found, version)
        self._documents += len(found)
        for _, _, evidence in found:
            self._evidence += len(evidence)
            # What a document tells of aspects by its headings holds from here on.
            profiles.forget_aspects(one.item_id for one in evidence if one.field == "heading")

    def _vectors(self, batch: Sequence[LibraryDocument]) -> dict[int, Vectors]:
        """The stored vectors of pieces, where they are of the model that is used here."""
        if self._bank.vectors.identity != self._model[1]:
            return {}
        return self._bank.vectors.vectors_of(
            [piece.id for document in batch for piece in self._compared(document)]
        )

    def _compared(self, document: LibraryDocument) -> Iterator[Piece]:
        """The pieces of which a vector may be asked for: those that name something, or stand first
        below the title or a heading."""
        speaking = None if document.is_recognised else self._speaking
        if speaking is None or document.document.id not in self._fresh:
            yield from document.pieces
            return
        last: str | None = ""
        for piece in document.pieces:
            if piece.heading != last or piece.id in speaking:
                yield piece
            last = piece.heading

    def _speaking_of_new(
        self, fresh: Iterable[UnlinkedDocument], since: str | None
    ) -> list[UnlinkedDocument]:
        """The other documents that may speak of what got a name since they were looked through."""
        if since is None:
            return []
        new = {one.id for one in fresh}
        found: set[int] = set()
        for name in self._kuaipedia.names(since):
            if self._cancel.is_set() or len(found) >= _MOST_AGAIN:
                break
            found |= self._bank.catalog.documents_with(name.alias)
        return [
            one for one in self._kuaipedia.unlinked("") if one.id in found and one.id not in new
        ]

    def _prune(self, version: str) -> None:
        """Let go of items of which nothing is left; a person's change meanwhile is not covered."""
        if self._kuaipedia.version() == version and self._kuaipedia.prune():
            self._kuaipedia.looked_through.keep(self._kuaipedia.version())
