"""Attachments, read: texts are kept as files, files and pages go into a memory of their own.

That memory lies in a temporary folder; documents and collections of the library stay where they
are.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.attachment_files import held_folder, keep_text
from engine.attachments import (
    COLLECTION_MARK,
    Attachment,
    AttachmentError,
    check_amount,
    check_duration,
    check_text,
)
from engine.cleaning import clean_line
from engine.events import AttachedSource
from engine.knowledge import documents_in
from engine.library import Library
from engine.library_events import (
    AddReport,
    Counted,
    Downloading,
    LibraryEvent,
    MediaProgressed,
    Planned,
)
from engine.recordings import ATTACHED, LIBRARY
from store.memory import MemoryBank

if TYPE_CHECKING:
    from engine.network import Fetched, Network, Policy
    from engine.reading.media import MediaOptions
    from engine.web_access import WebAccess
    from engine.web_pages import Pages
    from store.catalog import CatalogEntry
    from store.locking import FileLock

_ARCHIVE = ".zim"
# What the user is told wants a connection.
_TOOL = "browse_website"


@dataclass(frozen=True, slots=True)
class Part:
    """Documents of one memory: these, or all of them."""

    bank: MemoryBank
    documents: frozenset[int] | None = None

    def entries(self) -> list[CatalogEntry]:
        """The documents, without their text; raises StoreError."""
        from store.catalog import CatalogFilter

        return self.bank.catalog.entries(CatalogFilter(document_ids=self.documents))


class AllowedPages:
    """Pages that the user named, fetched as the question itself may: the user is asked first where
    the settings say so."""

    policy: Policy = "on"

    def __init__(self, access: WebAccess) -> None:
        self._access = access

    def fetch(self, wanted: str, /, cancel: threading.Event | None = None) -> Fetched:
        """The page; raises NetworkError. The question's own event cancels it."""
        return self._access.page(wanted, tool=_TOOL)

    def for_file(self, wanted: str) -> Network:
        """The network for a recording; raises NetworkError."""
        return self._access.for_file(wanted, tool=_TOOL)


class ReadAttachments:
    """What came with one question, until `close`.

    `parts` are to be searched, `sources` tell what there is, and `titles` what texts that were
    kept as files are called, by their source. Methods raise StoreError where a memory is in
    trouble.
    """

    def __init__(
        self,
        attachments: Sequence[Attachment],
        bank: MemoryBank,
        pages: Pages | None = None,
        cancel: threading.Event | None = None,
        media: MediaOptions | None = None,
    ) -> None:
        """Read everything; `bank` holds the library, `pages` fetches what is on the web, `media` is
        how recordings and pictures are read.

        Raises:
            AttachmentError: one of them is too large, or cannot be read at all.
            StoreError: the temporary memory cannot be made.
        """
        self.parts: list[Part] = []
        self.sources: tuple[AttachedSource, ...] = ()
        self.titles: dict[str, str] = {}
        self._library_bank = bank
        self._pages = pages
        self._cancel = cancel
        self._media = media
        self._of_library: set[str] = set()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._bank: MemoryBank | None = None
        self._lock: FileLock | None = None
        try:
            for attachment in attachments:
                self._take(attachment)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Forget what was read; the files themselves stay."""
        if self._bank is not None:
            self._bank.close()
            self._bank = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def holds(self, source: str) -> bool:
        """Whether a document was read for this question, and is not one of the library."""
        return self._bank is not None and self._bank.library.fingerprint(source) is not None

    def covers(self, source: str) -> bool:
        """Whether a document is part of what came with the question."""
        return source in self._of_library or self.holds(source)

    def kind_of(self, part: Part) -> str:
        """What the ids of a part's recordings begin with."""
        return LIBRARY if part.bank is self._library_bank else ATTACHED

    def documents(self) -> Iterator[tuple[Part, CatalogEntry]]:
        """Every document, in order."""
        for part in self.parts:
            for entry in part.entries():
                yield part, entry

    def _take(self, attachment: Attachment) -> None:
        match attachment.kind:
            case "text":
                self._take_text(attachment.value, clean_line(attachment.title) or "text")
            case "place":
                self._read(attachment.value)
            case "document":
                self._take_document(attachment.value)
            case "collection":
                self._take_collection(attachment.value)

    def _take_text(self, text: str, title: str) -> None:
        check_text(text, title)
        home = self._library_bank.home
        if self._lock is None:
            # Nobody is to clear away what is kept before the answer that names it is stored.
            self._lock = held_folder(home)
        self._read(str(keep_text(home, text, title)), title)

    def _take_document(self, source: str) -> None:
        record = self._library_bank.library.get(source)
        if record is None:
            raise AttachmentError(f"{clean_line(source)}: is not in the library")
        self.parts.append(Part(self._library_bank, frozenset((record.id,))))
        self._of_library.add(record.source)
        self.sources += (AttachedSource(record.title, record.source, record.characters),)

    def _take_collection(self, name: str) -> None:
        part = Part(self._library_bank, documents_in(self._library_bank, (name,)))
        self.parts.append(part)
        self._of_library.update(entry.source for entry in part.entries())
        self.sources += (AttachedSource(clean_line(name), f"{COLLECTION_MARK}{name}"),)

    def _read(self, place: str, title: str = "") -> None:
        """Read a file, a folder or a page into the temporary memory."""
        if place.lower().endswith(_ARCHIVE):
            raise AttachmentError(f"{place}: an encyclopedia is added to the library: kagent add")
        bank = self._opened()
        before = {entry.source for entry in Part(bank).entries()}
        troubles: list[str] = []
        library = Library(bank, network=self._pages, media=self._media)
        for event in library.adding([place], cancel=self._cancel):
            _check(place, event)
            if isinstance(event, AddReport) and event.error is not None:
                troubles.append(event.error.removeprefix("cannot add "))
        added = [entry for entry in Part(bank).entries() if entry.source not in before]
        if not added and troubles:
            raise AttachmentError(troubles[0])
        for entry in added:
            if title:
                self.titles[entry.source] = title
            text = bank.document_text(entry.source) or ""
            self.sources += (AttachedSource(title or entry.title, entry.source, len(text)),)
        for trouble in troubles:
            self.sources += (AttachedSource(clean_line(place), place, trouble=trouble),)

    def _opened(self) -> MemoryBank:
        if self._bank is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="kagent-attached-", ignore_cleanup_errors=True
            )
            self._bank = MemoryBank.open(Path(self._folder.name), self._library_bank.models)
            self.parts.insert(0, Part(self._bank))
        return self._bank


def _check(place: str, event: LibraryEvent) -> None:
    """Refuse what is too much for one question; raises AttachmentError."""
    match event:
        case Counted() | Planned():
            check_amount(place, event.files, event.bytes)
        case Downloading():
            check_amount(place, 1, event.whole or event.bytes)
        case MediaProgressed():
            check_duration(place, event.seconds_left)
