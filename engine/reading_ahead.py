"""A thread that reads the next files while those before them are being stored."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from engine.cleaning import clean_line
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.media import MediaOptions, Stage
from engine.reading.media_worker import Progress
from engine.reading.reader import SourceFile, load
from engine.segmenting import segment
from engine.syncing import Task, Vanished
from engine.time_left import FilePace, Running
from engine.unread_parts import is_complete, marked, unmarked, wanting
from store.documents import NewEntry
from store.records import NewDocument, NewSegment

if TYPE_CHECKING:
    from store.documents import DocumentState

# As much text may wait to be stored, in characters, and as many files.
_MOST_WAITING = 4_000_000
_MOST_FILES_WAITING = 256
# A stored segment has the fields of one that was cut, under the same names.
_PLACE_AND_TEXT = attrgetter(*(field.name for field in fields(NewSegment)))


class Reader(Protocol):
    """What turns a loaded file into text; engine.reading.worker.ReadingWorker in the program."""

    def read(self, source: SourceFile, progress: Progress | None = None) -> Extracted:
        """The text and passages; raises ReadingError.

        `progress` is called while a recording, a picture or a scan is read.
        """
        ...

    def close(self) -> None:
        """Stop whatever is being read, and let go of it."""
        ...


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What the thread found out about one file.

    `moved_from` is a document that stood elsewhere and is this file now; `entry` is the file read
    anew, None where its content is known already; `error` says why it could not be read, and
    `lasting` whether that is so until it changes. It was looked into for `seconds`.
    """

    task: Task
    moved_from: DocumentState | None = None
    title: str | None = None
    entry: NewEntry | None = None
    error: str | None = None
    lasting: bool = False
    seconds: float = 0.0

    @property
    def weight(self) -> int:
        """Characters that it holds in memory."""
        return 0 if self.entry is None else len(self.entry.document.text)


class ReadingAhead:
    """Reads `tasks` in order, in a thread, as far ahead as the memory set aside allows."""

    def __init__(
        self,
        tasks: Iterable[Task],
        reader: Reader,
        vanished: Vanished,
        max_tokens: int,
        options: MediaOptions,
    ) -> None:
        self._tasks = tasks
        self._reader = reader
        self._vanished = vanished
        self._max_tokens = max_tokens
        self._options = options
        self._pace: tuple[Task, FilePace] | None = None
        self._changed = threading.Condition()
        self._ready: list[ReadFile] = []
        self._weight = 0
        self._stopped = self._ended = False
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="kagent-reading", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            reading = not self._ended
        if reading:
            # The reading process may be busy with one file for minutes.
            self._reader.close()
        self._thread.join()

    def take(self, seconds: float) -> list[ReadFile]:
        """What is ready, after waiting for at most `seconds`."""
        with self._changed:
            if not self._ready and not self._ended:
                self._changed.wait(seconds)
            if self._fault is not None:
                raise self._fault
            taken, self._ready, self._weight = self._ready, [], 0
            self._changed.notify_all()
            return taken

    def running(self) -> tuple[Task, Running] | None:
        """The file that takes long to read and is being read, and how far it is."""
        pace = self._pace
        running = None if pace is None else pace[1].running()
        return None if pace is None or running is None else (pace[0], running)

    def _run(self) -> None:
        try:
            for task in self._tasks:
                if self._stopped:
                    break
                begun = time.monotonic()
                file = self._look_into(task)
                if not self._give(replace(file, seconds=time.monotonic() - begun)):
                    break
        except BaseException as fault:
            self._fault = fault
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _give(self, file: ReadFile) -> bool:
        """Hand a file over, once there is room; False when no more is wanted."""
        with self._changed:
            while not self._stopped and (
                self._weight >= _MOST_WAITING or len(self._ready) >= _MOST_FILES_WAITING
            ):
                self._changed.wait()
            self._ready.append(file)
            self._weight += file.weight
            self._changed.notify_all()
            return not self._stopped

    def _look_into(self, task: Task) -> ReadFile:
        path = task.wanted.file.path
        try:
            loaded = load(path)
        except ReadingError as error:
            refused = isinstance(error.__cause__, OSError)
            return ReadFile(task, error=str(error), lasting=not refused)
        known, title = task.known, None
        if known is None:
            known = self._vanished.take(loaded.fingerprint, task.wanted.file.source)
            title = None if known is None else _new_title(known, path)
        moved = known if task.known is None else None
        if known is not None and self._is_read(known, loaded):
            return ReadFile(task, moved, title)
        try:
            extracted = self._read(task, loaded)
        except ReadingError as error:
            return ReadFile(task, moved, title, error=str(error), lasting=error.lasting)
        entry = self._entry(task, loaded, extracted)
        return ReadFile(task, moved, title, entry)

    def _is_read(self, known: DocumentState, loaded: SourceFile) -> bool:
        """Whether the library holds all that can be read of a file."""
        return unmarked(known.fingerprint) == loaded.fingerprint and is_complete(
            known.fingerprint, self._options
        )

    def _read(self, task: Task, loaded: SourceFile) -> Extracted:
        if loaded.data is not None:
            return self._reader.read(loaded)
        pace = FilePace(loaded.path.name, task.wanted.file.size, self._stages())
        self._pace = task, pace
        try:
            return self._reader.read(loaded, pace.saw)
        finally:
            self._pace = None

    def _stages(self) -> tuple[Stage, ...]:
        """The stages that a recording goes through."""
        shown: tuple[Stage, ...] = ("shown",) if self._options.ocr else ()
        said: tuple[Stage, ...] = ("said",) if self._options.speech_model is not None else ()
        return shown + said

    def _entry(self, task: Task, loaded: SourceFile, extracted: Extracted) -> NewEntry:
        file = task.wanted.file
        document = NewDocument(
            file.source,
            extracted.title,
            extracted.text,
            marked(loaded.fingerprint, wanting(extracted, self._options)),
            extracted.media_type,
            extracted.metadata,
            file.size,
            file.modified_ns,
        )
        return NewEntry(
            document, self._segments(extracted), collections_to_join(task), extracted.moments
        )

    def _segments(self, extracted: Extracted) -> list[NewSegment]:
        pieces = segment(extracted.text, extracted.passages, self._max_tokens)
        return [NewSegment(*_PLACE_AND_TEXT(piece)) for piece in pieces]


def collections_to_join(task: Task) -> tuple[str, ...]:
    """A document joins its root's collections when it is new, or when the user just said so."""
    wanted = task.wanted
    return wanted.collections if task.known is None or wanted.named else ()


def _new_title(known: DocumentState, path: Path) -> str | None:
    """The title of a moved document, where it is the file's name."""
    old = Path(known.source)
    for before, now in ((old.stem, path.stem), (old.name, path.name)):
        if known.title == clean_line(before):
            return clean_line(now)
    return None
