"""What is remembered: listed, searched, looked at and forgotten, for both faces.

Three memories are shown as one list: questions with their answers ("c12"), tasks with what they
found ("t7"), and the documents of the library ("k3").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kagent_tui.controllers.sessions import find_session
from kagent_tui.errors import FaceError
from kagent_tui.i18n import tr

if TYPE_CHECKING:
    from engine.events import MemoryKind
    from store.memory import MemoryBank
    from store.records import DocumentRecord, MemoryEntry

LETTERS: Final[dict[MemoryKind, str]] = {"conversation": "c", "task": "t", "knowledge": "k"}
KINDS: Final[tuple[MemoryKind, ...]] = tuple(LETTERS)
_BY_LETTER: Final = {letter: kind for kind, letter in LETTERS.items()}
# What shares fewer of the query's words and is less like it has nothing to do with it.
_LEAST_COVERAGE: Final = 0.05
_LEAST_SIMILARITY: Final = 0.3
# Segments that are purged within some seconds.
LARGEST_PURGED_AT_ONCE: Final = 10_000


class MemoryItemError(FaceError):
    """What was asked of an item of the memory cannot be done; one line with what to do next."""


@dataclass(frozen=True, slots=True)
class MemoryItem:
    """One thing that is remembered, whichever memory holds it.

    `text` is the answer, what a task observed, the passage that was found of a document or, where
    none was looked for, its source. `session` is None for a document, `source` for all else;
    `time` is ISO 8601 in UTC.
    """

    kind: MemoryKind
    number: int
    title: str
    text: str
    time: str
    session: str | None = None
    source: str | None = None

    @property
    def id(self) -> str:
        """Such as "c12"."""
        return f"{LETTERS[self.kind]}{self.number}"

    def to_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "text": self.text,
            "session": self.session,
            "source": self.source,
            "time": self.time,
        }


@dataclass(frozen=True, slots=True)
class WholeItem:
    """All that is known of an item.

    `where` is the session's title, or the document's source; `text` the whole text; `call` a
    task's tool with its arguments as JSON; `collections` are a document's.
    """

    item: MemoryItem
    text: str
    where: str
    call: str = ""
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of a forgetting.

    `count` items went; `quoted` has, by the source of a document that went, the questions ("c12")
    whose answers still quote it; `sessions` held something that went, and `emptied` are gone with
    it.
    """

    count: int
    quoted: dict[str, list[str]]
    sessions: frozenset[str] = frozenset()
    emptied: frozenset[str] = frozenset()


def list_items(
    bank: MemoryBank,
    kinds: Sequence[MemoryKind] = (),
    *,
    session: str | None = None,
    before: str | None = None,
) -> list[MemoryItem]:
    """What is remembered, the newest first; a session has left no documents.

    Args:
        bank: the memory.
        kinds: which memories, all of them where none is named.
        session: only what this session left: its id or the beginning of it.
        before: only what is older than this time (ISO 8601 in UTC).

    Raises:
        SessionError: there is no such session.
        StoreError: the memory cannot be read.
    """
    wanted = _wanted(kinds, session)
    session_id = find_session(bank, session).id if session else None
    entries = bank.entries.all(wanted, session_id=session_id, before=before)
    items = [_of_entry(entry) for entry in entries]
    if "knowledge" in wanted and session_id is None:
        items += [
            _of_document(record)
            for record in bank.library.all()
            if before is None or record.updated_at < before
        ]
    return items


def search_items(
    bank: MemoryBank,
    text: str,
    kinds: Sequence[MemoryKind] = (),
    *,
    session: str | None = None,
    limit: int = 10,
) -> list[MemoryItem]:
    """What is remembered of some words or about them, the best first; raises as `list_items`."""
    session_id = find_session(bank, session).id if session else None
    wanted = _wanted(kinds, session)
    hits = bank.search(text, kinds=wanted, limit=limit, session_id=session_id)
    hits = [
        hit
        for hit in hits
        if hit.coverage >= _LEAST_COVERAGE or (hit.similarity or 0) >= _LEAST_SIMILARITY
    ]
    entries = bank.entries.of_segments([hit.id for hit in hits])
    found: dict[str, MemoryItem] = {}
    for hit in hits:
        item = None
        if entry := entries.get(hit.id):
            item = _of_entry(entry, hit.text)
        elif document := bank.library.get(hit.source):
            item = _of_document(document, hit.text)
        if item is not None:
            found.setdefault(item.id, item)
    return list(found.values())


def _wanted(kinds: Sequence[MemoryKind], session: str | None) -> tuple[MemoryKind, ...]:
    return tuple(kinds) or (("conversation", "task") if session else KINDS)


def find_item(bank: MemoryBank, wanted: str) -> MemoryItem:
    """The item of an id such as "c12".

    Raises:
        MemoryItemError: there is none.
        StoreError: the memory cannot be read.
    """
    kind, number = _BY_LETTER.get(wanted[:1].lower()), wanted[1:]
    if kind is not None and number.isdecimal():
        if kind == "knowledge":
            for record in bank.library.all():
                if record.id == int(number):
                    return _of_document(record)
        elif entry := bank.entries.get(kind, int(number)):
            return _of_entry(entry)
    raise MemoryItemError(
        tr(
            "there is nothing with the id {id!r}; see: {command}",
            id=wanted,
            command="kagent memory list",
        )
    )


def whole(bank: MemoryBank, item: MemoryItem) -> WholeItem:
    """All of an item, as it is now.

    Raises:
        MemoryItemError: it is gone.
        StoreError: the memory cannot be read.
    """
    item = find_item(bank, item.id)
    if item.source is not None:
        document = bank.library.get(item.source)
        text = bank.document_text(item.source) or ""
        collections = document.collections if document else ()
        return WholeItem(item, text, item.source, collections=collections)
    titles = {record.id: record.title for record in bank.sessions()}
    call = bank.entries.command_json(item.number) if item.kind == "task" else None
    return WholeItem(item, item.text, titles.get(item.session or "", ""), call or "")


def branches_with(bank: MemoryBank, item: MemoryItem) -> int:
    """How many other sessions hold a copy of it, which goes with it; raises StoreError."""
    if item.source is not None:
        return 0
    return max(0, len(set(bank.entries.sessions_with(item.kind, item.number))) - 1)


def forget(bank: MemoryBank, items: Iterable[MemoryItem], *, everywhere: bool = True) -> Forgotten:
    """Forget items, and sessions that are empty then; files of documents stay where they are.

    `bank.purge` takes the last traces out of the files afterwards. What was branched goes from the
    branches too, or not `everywhere` only from the item's own session.

    Raises:
        StoreError: the memory cannot be written.
    """
    items = list(items)
    sessions: set[str] = set()
    for item in items:
        if item.source is not None:
            from engine.removing import remove

            # Not only its rows: a sync must not bring it back.
            remove(bank, item.source)
            bank.kuaipedia.forget_sources([item.source])
            continue
        sessions |= set(bank.entries.sessions_with(item.kind, item.number))
        bank.entries.forget(item.kind, item.number, copies=everywhere)
    emptied = bank.sessions_store.delete_empty(sessions)
    quoted = {
        source: [f"c{entry.id}" for entry in bank.entries.citing(source)]
        for source in dict.fromkeys(item.source for item in items if item.source)
    }
    return Forgotten(
        len(items),
        {source: ids for source, ids in quoted.items() if ids},
        frozenset(sessions),
        frozenset(emptied),
    )


def _of_entry(entry: MemoryEntry, text: str | None = None) -> MemoryItem:
    said = entry.text if text is None else text
    return MemoryItem(
        entry.kind, entry.id, entry.title, said, entry.created_at, session=entry.session_id
    )


def _of_document(record: DocumentRecord, text: str | None = None) -> MemoryItem:
    said = record.source if text is None else text
    return MemoryItem(
        "knowledge", record.id, record.title, said, record.updated_at, source=record.source
    )
