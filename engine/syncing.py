"""What is to be done so that the library holds what the folders hold: read, move, remove."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.gathering import Gathered, Wanted
from engine.reading.extracted import READING_VERSION
from engine.reading.media import MediaOptions
from engine.sources import path_of
from engine.time_left import Effort, effort_of
from engine.unread_parts import is_complete

if TYPE_CHECKING:
    from store.documents import DocumentState
    from store.records import UnreadRecord


_ORDER: dict[Effort, int] = {"text": 0, "picture": 1, "recording": 2}


@dataclass(frozen=True, slots=True)
class Task:
    """A file to look into; `known` is what the library holds of it now."""

    wanted: Wanted
    known: DocumentState | None


@dataclass(frozen=True, slots=True)
class Gone:
    """A document whose file was not found: it is `absent`, or it is there and no longer wanted."""

    document: DocumentState
    absent: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Every file found, by what has to be done."""

    tasks: tuple[Task, ...]
    unchanged: tuple[tuple[Wanted, DocumentState], ...]
    unread: tuple[tuple[Wanted, str], ...]
    gone: tuple[Gone, ...]

    @property
    def bytes(self) -> int:
        """The sizes of the files to look into, summed."""
        return sum(task.wanted.file.size for task in self.tasks)


def make_plan(
    gathered: Gathered,
    known: Mapping[str, DocumentState],
    unread: Mapping[str, UnreadRecord],
    gone: Iterable[Gone] = (),
    *,
    verify: bool = False,
    options: MediaOptions | None = None,
) -> Plan:
    """Sort the files found: by size and time alone, no file is opened.

    A file that could not be read is tried again only when it has changed or was named. `verify`
    looks into every file, though its size and time are the same. So is a recording or picture of
    which more can be read now, with these `options`. Pictures are read after texts, and
    recordings last.
    """
    options = options or MediaOptions()
    tasks: list[Task] = []
    unchanged: list[tuple[Wanted, DocumentState]] = []
    skipped: list[tuple[Wanted, str]] = []
    for source, wanted in gathered.files.items():
        document, note = known.get(source), unread.get(source)
        if note is not None and not wanted.named and _same(wanted, note.size, note.modified_ns):
            skipped.append((wanted, note.error))
        elif document is not None and not verify and _is_current(wanted, document, options):
            unchanged.append((wanted, document))
        else:
            tasks.append(Task(wanted, document))
    tasks.sort(key=lambda task: _ORDER[effort_of(task.wanted.file.path.name)])
    return Plan(tuple(tasks), tuple(unchanged), tuple(skipped), tuple(gone))


def content_of(fingerprint: str) -> str:
    """The part of a fingerprint that tells the content, without the reader's version."""
    return fingerprint.partition("-")[0]


def _is_current(wanted: Wanted, document: DocumentState, options: MediaOptions) -> bool:
    return (
        _same(wanted, document.size, document.modified_ns)
        and document.fingerprint.endswith(f"-{READING_VERSION}")
        and is_complete(document.fingerprint, options)
    )


def _same(wanted: Wanted, size: int | None, modified_ns: int | None) -> bool:
    file = wanted.file
    return modified_ns is not None and (size, modified_ns) == (file.size, file.modified_ns)


class Vanished:
    """Documents whose file is no longer where it was, by content: a new file may be one of them.

    Every document is given away once.
    """

    def __init__(self, known: Iterable[DocumentState], gathered: Gathered) -> None:
        self._gathered = gathered
        self._by_content: dict[str, list[DocumentState]] = {}
        for state in known:
            if state.source not in gathered.files and not gathered.hides(state.source):
                self._by_content.setdefault(content_of(state.fingerprint), []).append(state)

    def take(self, fingerprint: str, source: str) -> DocumentState | None:
        """A document with this content that has left its place; of several one of that name."""
        candidates = self._by_content.get(content_of(fingerprint), [])
        left = [
            state
            for state in candidates
            if _has_left(state.source, source) and _read_alike(state.source, source)
        ]
        if not left:
            return None
        name = Path(source).name
        chosen = min(left, key=lambda state: Path(state.source).name != name)
        candidates.remove(chosen)
        return chosen


def _read_alike(old: str, new: str) -> bool:
    """Whether two names ask for the same reader: another one makes another text of the bytes."""
    return Path(old).suffix.lower() == Path(new).suffix.lower()


def _has_left(old: str, new: str) -> bool:
    """Whether nothing stands at `old`, or only `new` by another case (or form) of its name."""
    before, now = path_of(old), path_of(new)
    if before is None or now is None:
        return False
    try:
        if not os.path.lexists(before):
            return True
        return _folded(old) == _folded(new) and before.samefile(now)
    except OSError:
        return False


def _folded(source: str) -> str:
    return unicodedata.normalize("NFC", source).casefold()
