"""The recordings that a question may look into: videos, sound, and transcripts of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.events import Location
from engine.moments import times_of
from engine.tools.observation import Passage

if TYPE_CHECKING:
    import threading

    from engine.fetched_recordings import FetchedRecordings
    from engine.web_access import WebAccess
    from store.catalog import Piece
    from store.memory import MemoryBank
    from store.recordings import RecordingRecord
    from store.records import Moment

LIBRARY, ATTACHED, WEB = "video", "attached", "web"


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording; `id` names it for browse_video ("video:34").

    `seconds` is how long it lasts, None where that is not known; `unread` says what of it was not
    read, empty where nothing was left out.
    """

    id: str
    title: str
    source: str
    media_type: str
    fingerprint: str
    seconds: float | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents of one memory, all of them where `documents` gives None.

    `open_bank` gives the memory when it is first needed; `kind` begins the ids of its recordings.
    """

    open_bank: Callable[[], MemoryBank]
    kind: str = LIBRARY
    documents: Callable[[], frozenset[int] | None] = lambda: None

    @property
    def bank(self) -> MemoryBank:
        """The memory; raises StoreError."""
        return self.open_bank()


class BankRecordings:
    """The recordings of one or several memories; those of the first shelf come first.

    `web` fetches others. Every method raises StoreError where a memory is in trouble.
    """

    def __init__(self, shelves: Sequence[Shelf], web: FetchedRecordings | None = None) -> None:
        self._shelves = tuple(shelves)
        self._web = web
        self._known: list[Recording] | None = None
        self._places: dict[str, tuple[Shelf, int]] = {}

    def any(self) -> bool:
        """Whether there is a recording at all."""
        if self._known is not None:
            return bool(self._known)
        return any(shelf.bank.recordings.any(shelf.documents()) for shelf in self._shelves)

    def all(self) -> list[Recording]:
        """Every recording, by shelf and source; looked up once."""
        if self._known is None:
            self._known = []
            for shelf in self._shelves:
                self._known += self._on(shelf)
        return self._known

    def fetch(
        self, address: str, access: WebAccess, cancel: threading.Event | None = None
    ) -> Recording | None:
        """The recording at the address of a file on the web, fetched and read; None where nothing
        fetches, or it is no recording.

        Raises:
            AttachmentError: it cannot be had or read.
        """
        if self._web is None:
            return None
        known = next((one for one in self.all() if one.source == address), None)
        if known is not None:
            return known
        shelf = self._web.read(address, access, cancel)
        self._shelves += (shelf,)
        found = self._on(shelf)
        self.all().extend(found)
        return found[0] if found else None

    def close(self) -> None:
        """Let go of what was fetched."""
        if self._web is not None:
            self._web.close()

    def _on(self, shelf: Shelf) -> list[Recording]:
        found = []
        for record in shelf.bank.recordings.all(shelf.documents()):
            one = _recording(shelf.kind, record)
            if one.id not in self._places:
                self._places[one.id] = shelf, record.id
                found.append(one)
        return found

    def named(self, written: str) -> tuple[Recording, ...]:
        """Those that an id, a path, a file's name or a title may mean: one, where it is plain."""
        from engine.recording_names import named

        return named(written, self.all())

    def near(self, written: str) -> tuple[Recording, ...]:
        """A few whose titles are the most like what was written."""
        from engine.recording_names import near

        return near(written, self.all())

    def asked_about(self, question: str) -> Recording | None:
        """The one recording that a question names, None where it names none."""
        from engine.recording_names import asked_about

        return asked_about(question, self.all())

    def of_source(self, source: str) -> Recording | None:
        """The recording of a document's source."""
        return next((one for one in self.all() if one.source == source), None)

    def passages(self, recording: Recording) -> list[Passage]:
        """Its windows, in the order of its text."""
        shelf, identifier = self._place(recording)
        pieces = shelf.bank.catalog.pieces_of([identifier])
        return [_window(recording, piece) for piece in pieces]

    def moments(self, recording: Recording) -> list[Moment]:
        """When its words were said or shown, in the order of its text."""
        shelf, identifier = self._place(recording)
        return shelf.bank.moments.of(identifier)

    def times(
        self, source: str, fingerprint: str | None, span: tuple[int, int]
    ) -> tuple[float, float] | None:
        """When the words at `span` of a document's text were said or shown, in seconds.

        None where that is not known, or the document has changed since.
        """
        for shelf in self._shelves:
            found = shelf.bank.library.get(source)
            if found is not None and fingerprint in (None, found.fingerprint):
                moments = shelf.bank.moments.of(found.id, span)
                return times_of(moments) if moments else None
        return None

    def _place(self, recording: Recording) -> tuple[Shelf, int]:
        self.all()
        return self._places[recording.id]


def _recording(kind: str, record: RecordingRecord) -> Recording:
    return Recording(
        f"{kind}:{record.id}",
        record.title,
        record.source,
        record.media_type,
        record.fingerprint,
        record.seconds,
        record.unread,
    )


def _window(recording: Recording, piece: Piece) -> Passage:
    place = Location(
        start=piece.time_start,
        end=piece.time_end,
        heading=piece.heading,
        span=(piece.start, piece.end),
        line=piece.line,
    )
    return Passage(
        piece.text, recording.source, recording.title, place, fingerprint=recording.fingerprint
    )
