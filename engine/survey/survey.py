"""Answering a question about the whole library: look at every document, count, list and cite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from engine.sentences import split_sentences
from engine.survey.entries import (
    OPENING,
    EntryFinder,
    Item,
    file_date,
    is_called,
    narrowed,
    own_date,
    within,
    without_repeats,
)
from engine.survey.kinds import kind_pattern
from engine.survey.messages import MAILBOX, messages_in
from engine.survey.question import CollectionQuestion
from engine.survey.written_dates import WrittenDate
from engine.terms import terms
from store.folding import fold

if TYPE_CHECKING:
    from store.catalog import Catalog, CatalogEntry, CatalogFilter, Piece


# Items that may be shown and cited; the others are only counted.
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found: `items` are all that match, in the order in which they are listed.

    `question` is the one that was answered: its period may be of another year than the one asked
    for, where no year was said. `only_mention` counts documents that name the kind in their text
    alone. `by_file_date` tells that a document without a date of its own was dated by its file,
    `of_entries` that the items are what documents tell of, not documents.
    """

    question: CollectionQuestion
    looked_at: int
    items: tuple[Item, ...]
    only_mention: int = 0
    by_file_date: bool = False
    of_entries: bool = False

    @property
    def documents(self) -> int:
        """How many documents the items stand in."""
        return len({item.entry.id for item in self.items})


class UnknownCollectionError(Exception):
    """A question names a collection that there is none of; `names` are those there are."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__(f"there is no collection {name!r}")
        self.name = name
        self.names = tuple(names)


def survey(
    question: CollectionQuestion,
    catalog: Catalog,
    today: date,
    document_ids: frozenset[int] | None = None,
) -> Survey:
    """Look at the whole library, or at `document_ids`.

    Raises:
        StoreError: the library cannot be read.
    """
    surveyor = _Surveyor(question, catalog, today, document_ids)
    found = surveyor.run()
    period = question.period
    if found.items or period is None or period.year_said or question.dated_by != "own":
        return found
    earlier = replace(question, period=period.a_year_earlier())
    before = _Surveyor(earlier, catalog, today, document_ids).run()
    return before if before.items else found


class _Surveyor:
    def __init__(
        self,
        question: CollectionQuestion,
        catalog: Catalog,
        today: date,
        document_ids: frozenset[int] | None,
    ) -> None:
        self._question = question
        self._catalog = catalog
        self._today = today
        self._scope = document_ids
        self._by_file_date = False
        self._openings: dict[int, str] = {}

    def run(self) -> Survey:
        question = self._question
        entries = self._catalog.entries(self._filter())
        if question.person:
            entries = self._of_person(entries)
        only_mention, of_entries = 0, False
        if ".mbox" in question.kind.suffixes:
            items = self._mails(entries)
            of_entries = any(item.entry.media_type == MAILBOX for item in items)
        elif question.kind.is_any or question.kind.is_file:
            items = self._documents(entries)
        elif question.kind.event or (question.period and question.dated_by == "own"):
            items, of_entries = self._entries(entries), True
        else:
            items, only_mention = self._called(entries)
        return Survey(
            question,
            self._catalog.size(self._scope),
            tuple(self._with_places(self._ordered(items))),
            only_mention,
            self._by_file_date,
            of_entries,
        )

    def _filter(self) -> CatalogFilter:
        from store.catalog import CatalogFilter

        question = self._question
        files = question.files or (question.kind if question.kind.is_file else None)
        added: tuple[str | None, str | None] | None = None
        changed: tuple[int | None, int | None] | None = None
        if question.period and question.dated_by != "own":
            first, end = question.period.first, question.period.last
            bounds = (_midnight(first), _midnight(end + timedelta(1) if end else None))
            if question.dated_by == "added":
                added = (_stored(bounds[0]), _stored(bounds[1]))
            else:
                changed = (_nanoseconds(bounds[0]), _nanoseconds(bounds[1]))
        return CatalogFilter(
            document_ids=self._scope,
            suffixes=files.suffixes if files else (),
            media_types=files.media_types if files else (),
            collection=question.collection or None,
            added=added,
            changed=changed,
        )

    def _of_person(self, entries: list[CatalogEntry]) -> list[CatalogEntry]:
        """By author or sender; other documents than mail also when they name the person.

        Of a mailbox each message has a sender of its own.
        """

        def signed(entry: CatalogEntry) -> bool:
            names = (str(entry.metadata.get(key, "")) for key in ("author", "from"))
            return entry.media_type == MAILBOX or any(map(self._is_person, names))

        kept = [entry for entry in entries if signed(entry)]
        if self._question.kind.is_file or self._question.kind.is_any:
            return kept
        known = {entry.id for entry in kept}
        naming = self._about(self._question.person)
        return [entry for entry in entries if entry.id in known or entry.id in naming]

    def _is_person(self, name: str) -> bool:
        wanted = set(terms(self._question.person)) or {self._question.person.casefold()}
        return wanted <= {*terms(name), name.casefold()}

    def _mails(self, entries: list[CatalogEntry]) -> list[Item]:
        """Messages that are files of their own, and those in mailboxes."""
        question = self._question
        items = self._documents([e for e in entries if e.media_type != MAILBOX])
        wanted = set(terms(question.words))
        own = question.period if question.dated_by == "own" else None
        for entry in entries:
            if entry.media_type != MAILBOX:
                continue
            for message in messages_in(entry, self._catalog.pieces_of([entry.id])):
                when = message.item.when
                if (
                    (not question.person or self._is_person(message.sender))
                    and wanted <= set(terms(message.text))
                    and (own is None or (when is not None and within(when, own)))
                ):
                    told = best_sentence(question.words, message.text) if wanted else ""
                    items.append(narrowed(message.item, told))
        return items

    def _about(self, words: str) -> frozenset[int]:
        """The documents of which a piece holds all of `words`."""
        return self._catalog.documents_with(words, self._scope)

    def _documents(self, entries: list[CatalogEntry]) -> list[Item]:
        """Documents of any sort, by the words in them and their own date."""
        question = self._question
        if question.words:
            about = self._about(question.words)
            entries = [entry for entry in entries if entry.id in about]
        own = question.dated_by == "own" and question.period is not None
        self._read_openings(entries if own else [])
        items = []
        for entry in entries:
            when = own_date(entry, self._openings.get(entry.id, ""))
            by_file = own and when is None
            when = file_date(entry) if by_file else when
            if own and (when is None or not within(when, question.period)):
                continue
            self._by_file_date = self._by_file_date or by_file
            items.append(_document(entry, when))
        return items

    def _called(self, entries: list[CatalogEntry]) -> tuple[list[Item], int]:
        """Documents that the kind names; where none is, those that speak of it."""
        question = self._question
        self._read_openings(entries)
        called = [e for e in entries if is_called(question.kind, e, self._openings.get(e.id, ""))]
        if question.words:
            about = self._about(question.words)
            return [_document(entry, own_date(entry)) for entry in called if entry.id in about], 0
        others = {entry.id for entry in entries} - {entry.id for entry in called}
        only_mention = len(others & self._speaking_of_kind())
        return [_document(entry, own_date(entry)) for entry in called], only_mention

    def _speaking_of_kind(self) -> set[int]:
        """The documents whose text names the kind."""
        noun = kind_pattern(self._question.kind)
        return {
            piece.document_id
            for piece in self._pieces_with_kind()
            if noun.search(fold(f"{piece.heading or ''} {piece.text}"))
        }

    def _pieces_with_kind(self) -> Iterator[Piece]:
        """Every piece that holds a word of the kind, once, in order of place."""
        found = {
            piece.id: piece
            for word in self._question.kind.words
            if len(word) > 1
            for piece in self._catalog.pieces_with(word, self._scope)
        }
        yield from (found[number] for number in sorted(found))

    def _entries(self, entries: list[CatalogEntry]) -> list[Item]:
        """Entries in documents, each with a date; undated documents where no date is asked for."""
        question = self._question
        self._read_openings(entries)
        called = {
            entry.id: own_date(entry, self._openings.get(entry.id, ""))
            for entry in entries
            if is_called(question.kind, entry, self._openings.get(entry.id, ""))
        }
        by_document: dict[int, list[Piece]] = defaultdict(list)
        for piece in self._pieces_with_kind():
            if piece.document_id not in called:
                by_document[piece.document_id].append(piece)
        for piece in self._catalog.pieces_of(list(called)):
            by_document[piece.document_id].append(piece)
        finder = EntryFinder(question.kind, question.period, called, self._today)
        items: list[Item] = []
        for entry in entries:
            found = finder.find(entry, by_document[entry.id])
            if not found and entry.id in called and question.period is None:
                found = [Item(entry, entry.title, quote=entry.title)]
            items += found
        return without_repeats(self._with_words(items))

    def _with_words(self, items: list[Item]) -> list[Item]:
        if not self._question.words:
            return items
        wanted = set(terms(self._question.words)) or {self._question.words.casefold()}
        about = self._about(self._question.words)

        def holds(item: Item) -> bool:
            texts = [item.label, item.entry.title]
            if item.piece is not None:
                texts += [item.piece.text, item.piece.heading or ""]
            elif item.entry.id in about:
                return True
            joined = " ".join(texts)
            return (
                wanted <= {*terms(joined)} or self._question.words.casefold() in joined.casefold()
            )

        return [item for item in items if holds(item)]

    def _with_places(self, items: list[Item]) -> list[Item]:
        """The first items, which may be shown, each with words of its document to cite."""
        bare = [item.entry.id for item in items[:MOST_SHOWN] if item.piece is None]
        words = self._question.words
        pieces = self._catalog.first_pieces(bare)
        if words and bare:
            pieces |= self._catalog.first_pieces_with(words, frozenset(bare))
        placed = []
        for item in items:
            piece = pieces.get(item.entry.id) if item.piece is None else None
            quote = best_sentence(words, piece.text) if piece else ""
            placed.append(narrowed(replace(item, piece=piece), quote) if piece else item)
        return placed

    def _read_openings(self, entries: Sequence[CatalogEntry]) -> None:
        self._openings = self._catalog.openings([entry.id for entry in entries], OPENING)

    def _ordered(self, items: list[Item]) -> list[Item]:
        if self._question.dated_by == "added" and self._question.period:
            return sorted(items, key=lambda item: (item.entry.created_at, item.entry.source))
        if any(item.when for item in items) and (
            self._question.period or self._question.kind.event
        ):
            far = date.max
            return sorted(
                items,
                key=lambda item: (item.when.first if item.when else far, item.entry.source),
            )
        return sorted(items, key=lambda item: item.entry.source)


def _document(entry: CatalogEntry, when: WrittenDate | None) -> Item:
    return Item(entry, entry.title, when=when, quote=entry.title)


def best_sentence(words: str, text: str) -> str:
    """The sentence of `text` that shares most with `words`; the first of equals."""
    wanted = set(terms(words))
    written = words.casefold()

    def shared(sentence: str) -> int:
        return len(wanted & set(terms(sentence))) + (written in sentence.casefold())

    sentences = [text[start:end] for start, end in split_sentences(text)]
    return max(sentences, key=shared, default="")


def _midnight(day: date | None) -> datetime | None:
    """The beginning of a day in local time, as a moment."""
    return None if day is None else datetime.combine(day, time()).astimezone(UTC)


def _stored(moment: datetime | None) -> str | None:
    """As store.clock writes moments."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def _nanoseconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp()) * 1_000_000_000
