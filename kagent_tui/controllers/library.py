"""The library as both faces list it: documents, archives, and the files that could not be read."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kagent_tui.i18n import listed

if TYPE_CHECKING:
    from engine.library_info import DocumentInfo, State
    from engine.removing import Removal
    from store.archives import ArchiveRecord
    from store.forgetting import PurgeReport
    from store.memory import MemoryBank
    from store.records import DocumentRecord, UnreadRecord

Kind = Literal["document", "archive", "unread"]

# States are told in pieces, so that the first are on the screen while the others are looked at.
_STATES_AT_ONCE = 50
_MEDIA = ("video", "audio", "image")


@dataclass(frozen=True, slots=True)
class Media:
    """What is known of a recording or a picture.

    `kind` is "video", "audio" or "image"; `seconds` how long it is, `size` its pixels, None where
    that is not known; `unread` says in a line what of it could not be read, empty for nothing.
    """

    kind: str
    seconds: int | None = None
    size: tuple[int, int] | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the library; `source` names it.

    `passages` of an archive are its articles. `size` is in bytes, None for a web page, `read_at`
    ISO 8601 in UTC. `error` is one line where the file could not be read (again); `media` is there
    where something of a document is seen or heard.
    """

    source: str
    title: str
    kind: Kind
    passages: int
    size: int | None
    read_at: str
    collections: tuple[str, ...] = ()
    error: str = ""
    document_id: int | None = None
    media: Media | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of the library at one moment; `collections` by name, with how many documents each has."""

    entries: tuple[Entry, ...] = ()
    collections: tuple[tuple[str, int], ...] = ()
    documents: tuple[DocumentRecord, ...] = field(default=(), repr=False)

    @property
    def readable(self) -> list[Entry]:
        """What answers: documents and archives."""
        return [entry for entry in self.entries if entry.kind != "unread"]

    @property
    def unread(self) -> list[Entry]:
        """What could not be read, and documents whose file could not be read again since."""
        return [entry for entry in self.entries if entry.error]

    def within(self, collection: str) -> list[Entry]:
        """The documents of a collection."""
        return [entry for entry in self.entries if collection in entry.collections]


@dataclass(frozen=True, slots=True)
class Removed:
    """What became of targets to remove: those found, by target, those not, and the purge."""

    removals: dict[str, Removal]
    absent: tuple[str, ...]
    purge: PurgeReport | None


def overview(bank: MemoryBank) -> Overview:
    """Everything there is to list.

    Raises:
        StoreError: the memory cannot be read.
    """
    records = bank.library.all()
    notes = {note.source: note for note in bank.unread.all()}
    entries = [_document(record, notes.pop(record.source, None)) for record in records]
    entries += map(_archive, bank.archives.all())
    entries += map(_unread, notes.values())
    collections = tuple((one.name, one.documents) for one in bank.collections.all())
    return Overview(tuple(entries), collections, tuple(records))


def states(
    bank: MemoryBank, shown: Overview, cancel: threading.Event
) -> Iterator[dict[str, State]]:
    """What has become of the files of documents and archives, by source, a few at a time.

    Only a file whose size or time has changed is looked into.
    """
    from engine.encyclopedia.registering import archive_state
    from engine.library_info import state_of

    found: dict[str, State] = {}
    for record in shown.documents:
        if cancel.is_set():
            return
        found[record.source] = state_of(record)
        if len(found) >= _STATES_AT_ONCE:
            yield found
            found = {}
    yield found
    yield {record.source: archive_state(record) for record in bank.archives.all()}


def is_missing(source: str) -> bool:
    """Whether the file of a source is not there; a web page's never is."""
    from engine.sources import path_of

    path = path_of(source)
    try:
        return path is not None and not path.exists()
    except (OSError, ValueError):
        return False


def embedding(bank: MemoryBank) -> tuple[int, int]:
    """How many passages have a vector of the embedding model at hand, and how many there are.

    They differ after another model was chosen; the engine makes what lacks while nobody asks.

    Raises:
        StoreError: the memory cannot be read, or the model cannot be opened.
    """
    return bank.vectors.reembedding.progress()


def details(bank: MemoryBank, source: str) -> DocumentInfo | ArchiveRecord | UnreadRecord | None:
    """All that is known of a document, of an archive, or of a file that could not be read.

    Raises:
        StoreError: the memory cannot be read.
    """
    from engine.encyclopedia.registering import find_archive
    from engine.library_info import find, find_unread

    return find(bank, source) or find_archive(bank, source) or find_unread(bank, source)


def detail_rows(found: DocumentInfo | ArchiveRecord | UnreadRecord) -> list[tuple[str, Any]]:
    """Names in English and values of all that is known; the value may be a number or a text."""
    from engine.library_info import DocumentInfo
    from store.archives import ArchiveRecord

    if isinstance(found, DocumentInfo):
        return _document_rows(found)
    if isinstance(found, ArchiveRecord):
        return [
            ("source", found.source),
            ("kind", "archive"),
            ("size", found.size),
            ("articles", found.articles),
            ("language", found.language),
            ("date", found.date),
            ("added", found.added_at),
        ]
    return [
        ("source", found.source),
        ("size", found.size),
        ("looked at", found.noted_at),
        ("not readable", found.error),
    ]


def remove(bank: MemoryBank, targets: Iterable[str]) -> Removed:
    """`taken_out`, and then the traces of it out of the memory's files.

    A large memory is purged later, which the report says.

    Raises:
        StoreError: the memory cannot be written.
    """
    from kagent_tui.controllers.memories import LARGEST_PURGED_AT_ONCE

    removals, absent = taken_out(bank, targets)
    purge = bank.purge(largest=LARGEST_PURGED_AT_ONCE) if removals else None
    return Removed(removals, absent, purge)


def taken_out(
    bank: MemoryBank, targets: Iterable[str]
) -> tuple[dict[str, Removal], tuple[str, ...]]:
    """Take targets (see engine.removing) out of the library; what went by target, what was absent.

    The files that they name stay.

    Raises:
        StoreError: the memory cannot be written.
    """
    from engine.removing import remove as take

    removals: dict[str, Removal] = {}
    absent = []
    for target in targets:
        removal = take(bank, target) if target.strip() else None
        if removal:
            removals[target] = removal
        else:
            absent.append(target)
    return removals, tuple(absent)


def put_into(bank: MemoryBank, targets: Iterable[str], collection: str) -> tuple[int, list[str]]:
    """Let documents be in a collection; how many, and the targets that name none.

    Raises:
        StoreError: the memory cannot be written, or the name is of no use.
    """
    done, absent = 0, []
    for target in targets:
        sources = _documents_of(bank, target)
        done += sum(bank.collections.add(source, collection) for source in sources)
        absent += [] if sources else [target]
    return done, absent


def take_out(bank: MemoryBank, targets: Iterable[str], collection: str) -> tuple[int, list[str]]:
    """Take documents out of a collection; how many, and the targets that name none.

    Raises:
        StoreError: the memory cannot be written, or there is no such collection.
    """
    done, absent = 0, []
    for target in targets:
        sources = _documents_of(bank, target)
        done += sum(bank.collections.take_out(source, collection) for source in sources)
        absent += [] if sources else [target]
    return done, absent


def _documents_of(bank: MemoryBank, target: str) -> Sequence[str]:
    from engine.removing import documents_of

    return documents_of(bank, target)


def _document(record: DocumentRecord, note: UnreadRecord | None) -> Entry:
    return Entry(
        record.source,
        record.title,
        "document",
        record.segments,
        record.size,
        record.updated_at,
        record.collections,
        "" if note is None else note.error,
        record.id,
        _media(record),
    )


def _media(record: DocumentRecord) -> Media | None:
    """What is known of a recording or a picture; None of other documents that were read whole."""
    known = record.metadata
    kind = record.media_type.partition("/")[0]
    unread = str(known.get("unread") or "")
    if kind not in _MEDIA and not unread:
        return None
    width, height, seconds = (known.get(name) for name in ("width", "height", "duration"))
    size = (width, height) if isinstance(width, int) and isinstance(height, int) else None
    return Media(
        kind if kind in _MEDIA else "",
        int(seconds) if isinstance(seconds, int | float) else None,
        size,
        unread,
    )


def _archive(record: ArchiveRecord) -> Entry:
    return Entry(
        record.source, record.title, "archive", record.articles, record.size, record.updated_at
    )


def _unread(note: UnreadRecord) -> Entry:
    from engine.sources import path_of

    path = path_of(note.source)
    title = path.name if path is not None else note.source
    return Entry(note.source, title, "unread", 0, note.size, note.noted_at, error=note.error)


def _document_rows(found: DocumentInfo) -> list[tuple[str, Any]]:
    record = found.record
    rows: list[tuple[str, Any]] = [
        ("source", record.source),
        ("state", found.state),
        ("kind", record.media_type),
        ("size", record.size),
        ("passages", record.segments),
        ("characters", record.characters),
        ("added", record.created_at),
        ("read", record.updated_at),
        *record.metadata.items(),
        ("collections", listed(record.collections)),
        *(("before", source) for source, _ in found.former),
        *(("found by", root) for root in found.roots),
    ]
    if found.unread is not None:
        rows.append(("not readable", found.unread.error))
    return [(name, value) for name, value in rows if value not in (None, "")]
