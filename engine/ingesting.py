"""Reads files and stores them, many to a transaction where they are small.

What is reported is on the disk: a run that is stopped, however, goes on where it was.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from engine.library_events import (
    AddReport,
    Finished,
    LibraryEvent,
    MediaProgressed,
    Noticed,
    Outcome,
    Planned,
    Progressed,
)
from engine.reading.formats import MEDIA_KINDS, kind_of
from engine.reading.media import NO_SPEECH_MODEL, MediaOptions
from engine.reading.media_journal import forget
from engine.reading_ahead import ReadFile, ReadingAhead, collections_to_join
from engine.scanning import is_there
from engine.sources import is_address, path_of
from engine.syncing import Gone, Plan, Task, Vanished
from engine.time_left import Running, TimeLeft, effort_of

if TYPE_CHECKING:
    from engine.reading_ahead import Reader
    from store.documents import NewEntry
    from store.memory import MemoryBank

# A transaction takes in about as many segments at most, and is not kept waiting longer for more.
_SEGMENTS_PER_TRANSACTION = 250
_FILES_PER_TRANSACTION = 64
_SECONDS_BETWEEN_EVENTS = 0.2
_REMOVED_PER_TRANSACTION = 200


class Ingestion:
    """Carries out one plan; `events` may be called once.

    `cut_short` tells whether the user stopped it while there was still something to do.
    """

    def __init__(
        self,
        bank: MemoryBank,
        reader: Reader,
        max_tokens: int,
        cancel: threading.Event | None = None,
        options: MediaOptions | None = None,
    ) -> None:
        self._bank = bank
        self._options = options or MediaOptions()
        self._reader = reader
        self._max_tokens = max_tokens
        self.cancel = cancel or threading.Event()
        self._began = time.monotonic()
        self._counts: Counter[Outcome] = Counter()
        self._files = self._bytes = self._segments = 0
        self._unheard = 0
        self._moved: set[str] = set()
        self._time_left = TimeLeft(())
        self.cut_short = False

    def events(self, plan: Plan, vanished: Vanished) -> Iterator[LibraryEvent]:
        """Reports of all files of the plan, progress in between; the caller adds the end."""
        efforts = Counter(effort_of(task.wanted.file.path.name) for task in plan.tasks)
        yield Planned(len(plan.tasks), plan.bytes, efforts["recording"], efforts["picture"])
        for wanted, error in plan.unread:
            file = wanted.file
            yield self.report(AddReport(file.path, "unread", error=error, address=file.address))
        if plan.tasks:
            yield from self._read(plan, vanished)
        yield from self._remove(plan.gone)
        yield from self._unchanged(plan)
        if self._unheard:
            yield Noticed(_unheard_notice(self._unheard))

    def is_stopped(self) -> bool:
        """Whether the user stops it now; to be asked where there is still something to do."""
        self.cut_short = self.cut_short or self.cancel.is_set()
        return self.cut_short

    def report(self, report: AddReport) -> AddReport:
        """Count a report that is about to be given."""
        self._counts[report.outcome] += 1
        return report

    def finished(self) -> Finished:
        """The end, with everything reported so far."""
        return Finished(
            dict(self._counts),
            self._segments,
            self._bytes,
            time.monotonic() - self._began,
            self.cut_short,
        )

    def _read(self, plan: Plan, vanished: Vanished) -> Iterator[LibraryEvent]:
        begin = told = time.monotonic()
        self._time_left = TimeLeft(
            [(file.path.name, file.size) for file in (task.wanted.file for task in plan.tasks)]
        )
        ahead = ReadingAhead(plan.tasks, self._reader, vanished, self._max_tokens, self._options)
        with ahead:
            while self._files < len(plan.tasks) and not self.is_stopped():
                ready = ahead.take(_SECONDS_BETWEEN_EVENTS)
                for batch in _batches(ready):
                    if self.is_stopped():
                        break
                    yield from self._store(batch)
                    if time.monotonic() - told >= _SECONDS_BETWEEN_EVENTS:
                        told = time.monotonic()
                        yield self._progress(plan, told - begin)
                if not ready:
                    running = ahead.running()
                    if running is not None:
                        yield _media_progress(*running)
                    yield self._progress(plan, time.monotonic() - begin, running)
        yield self._progress(plan, time.monotonic() - begin)

    def _progress(
        self, plan: Plan, seconds: float, running: tuple[Task, Running] | None = None
    ) -> Progressed:
        left = None
        if self._time_left.has_media or running is not None:
            left = self._time_left.left(seconds, None if running is None else running[1])
        return Progressed(
            self._files, len(plan.tasks), self._bytes, plan.bytes, self._segments, seconds, left
        )

    def _store(self, batch: Sequence[ReadFile]) -> Iterator[AddReport]:
        """Store what was read: moves first, for a file may have moved and changed."""
        moved = self._store_moves([file for file in batch if file.moved_from])
        known = [file for file in batch if not file.entry and not file.error]
        if known:
            self._bank.library.note_all_checked(
                [(f.source, f.size, f.modified_ns) for f in (k.task.wanted.file for k in known)]
            )
            self._join(known)
        entries = [file.entry for file in batch if file.entry]
        outcomes = self._add(entries)
        self._forget_parts(batch)
        self._note_unread([file for file in batch if file.error])
        for file in batch:
            yield self._reported(file, moved, outcomes)

    def _store_moves(self, files: Sequence[ReadFile]) -> dict[str, str]:
        """Let documents have their new place; the old one by the new one."""
        pairs = [
            (file.moved_from.source, file.task.wanted.file.source, file.title)
            for file in files
            if file.moved_from is not None
        ]
        if not pairs:
            return {}
        done = self._bank.library.move_all(pairs)
        moved = {new: old for (old, new, _), moved in zip(pairs, done, strict=True) if moved}
        self._moved.update(moved.values())
        roots = {root.path for root in self._bank.roots.all() if root.kind == "file"}
        for old in roots.intersection(moved.values()):
            self._bank.roots.remove(old)
        return moved

    def _join(self, files: Sequence[ReadFile]) -> None:
        """Let documents that need not be read join the collections that they are to be in."""
        joining: dict[str, list[int]] = {}
        for file in files:
            state = file.task.known or file.moved_from
            for name in collections_to_join(file.task) if state is not None else ():
                joining.setdefault(name, []).append(state.id if state is not None else 0)
        for name, ids in joining.items():
            self._bank.collections.put_all(ids, name)

    def _add(self, entries: Sequence[NewEntry]) -> dict[str, Outcome]:
        if not entries:
            return {}
        results = self._bank.add_documents(entries)
        self._segments += sum(len(entry.segments) for entry in entries)
        return {
            entry.document.source: result.outcome
            for entry, result in zip(entries, results, strict=True)
        }

    def _forget_parts(self, files: Sequence[ReadFile]) -> None:
        """What was kept of files while they were read has served its purpose."""
        for file in files:
            kind = kind_of(file.task.wanted.file.path.name)
            if file.entry and (kind in MEDIA_KINDS or kind == "pdf"):
                forget(self._bank.home, file.entry.document.fingerprint)

    def _note_unread(self, files: Sequence[ReadFile]) -> None:
        notes = []
        for failed in files:
            file = failed.task.wanted.file
            path = path_of(file.source)
            if path is not None and path.exists():
                size, modified = (file.size, file.modified_ns) if failed.lasting else (None, None)
                notes.append((file.source, size, modified, clean_line(failed.error or "")))
        if notes:
            self._bank.unread.note_all(notes)

    def _reported(
        self, file: ReadFile, moved: dict[str, str], outcomes: dict[str, Outcome]
    ) -> AddReport:
        found = file.task.wanted.file
        self._files += 1
        self._bytes += found.size
        self._time_left.took(found.path.name, found.size, file.seconds)
        if file.error is not None:
            return self.report(failure(found.address or found.path, file.error))
        previous = moved.get(found.source)
        outcome = "moved" if previous else outcomes.get(found.source, "unchanged")
        segments = len(file.entry.segments) if file.entry else 0
        if file.entry and NO_SPEECH_MODEL in str(file.entry.document.metadata.get("unread")):
            self._unheard += 1
        return self.report(
            AddReport(found.path, outcome, segments, previous=previous, address=found.address)
        )

    def _remove(self, gone: Sequence[Gone]) -> Iterator[AddReport]:
        """Let documents go, but those that were found elsewhere or have come back meanwhile."""
        sources = [entry.document.source for entry in gone]
        sources = [source for source in sources if source not in self._moved]
        absent = {entry.document.source for entry in gone if entry.absent}
        for first in range(0, len(sources), _REMOVED_PER_TRANSACTION):
            if self.is_stopped():
                return
            batch = sources[first : first + _REMOVED_PER_TRANSACTION]
            batch = [source for source in batch if source not in absent or not is_there(source)]
            self._bank.library.remove_all(batch)
            for source in batch:
                yield self.report(AddReport(path_of(source) or Path(source), "removed"))

    def _unchanged(self, plan: Plan) -> Iterator[AddReport]:
        """Documents that were not looked into; those named now may join a collection."""
        joining: dict[str, list[int]] = {}
        for wanted, state in plan.unchanged:
            for name in wanted.collections if wanted.named else ():
                joining.setdefault(name, []).append(state.id)
        for name, ids in joining.items():
            self._bank.collections.put_all(ids, name)
        for wanted, _ in plan.unchanged:
            file = wanted.file
            yield self.report(AddReport(file.path, "unchanged", address=file.address))


def _media_progress(task: Task, running: Running) -> MediaProgressed:
    file = task.wanted.file
    return MediaProgressed(
        file.path,
        running.stage,
        running.done,
        running.whole,
        running.speed,
        running.seconds_left,
        file.address,
    )


def _unheard_notice(number: int) -> str:
    recordings = "1 recording" if number == 1 else f"{number:,} recordings"
    return f"{recordings} added with {NO_SPEECH_MODEL}, then: kagent library sync"


def failure(path: Path | str, reason: str) -> AddReport:
    """The report of a path, or the address of a web page, that could not be added."""
    error = clean_line(f"cannot add {path}: {reason}")
    address = path if isinstance(path, str) and is_address(path) else None
    return AddReport(Path(path), "failed", error=error, address=address)


def _batches(files: Sequence[ReadFile]) -> Iterator[list[ReadFile]]:
    """Files in order, as many to a transaction as the limits allow."""
    batch: list[ReadFile] = []
    segments = 0
    for file in files:
        batch.append(file)
        segments += len(file.entry.segments) if file.entry else 0
        if segments >= _SEGMENTS_PER_TRANSACTION or len(batch) >= _FILES_PER_TRANSACTION:
            yield batch
            batch, segments = [], 0
    if batch:
        yield batch
