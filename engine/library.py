"""The library: files and folders that the user added, kept up to date one file at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.cleaning import clean_line
from engine.reading.reader import SUFFIXES, ReadingError, load, read
from engine.segmenting import MAX_TOKENS, segment
from store.records import NewDocument, NewSegment

if TYPE_CHECKING:
    from store.memory import MemoryBank


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of one path; `error` is one line that names the path, when it failed."""

    path: Path
    outcome: Literal["added", "updated", "unchanged", "failed"]
    segments: int = 0
    error: str | None = None


class Library:
    """Reads files into a memory bank."""

    def __init__(self, bank: MemoryBank, max_tokens: int = MAX_TOKENS) -> None:
        self._bank = bank
        self._max_tokens = max_tokens

    def add(self, paths: Iterable[Path]) -> Iterator[AddReport]:
        """Add files, and the files of known kinds in folders; one report each, as they are done.

        A file that cannot be read is reported and the others go on. Hidden files and folders
        inside a folder are left out, links to folders are not followed.

        Raises:
            StoreError: the memory cannot be written.
        """
        for path in paths:
            if not path.is_dir():
                yield self._add_file(path)
                continue
            found = False
            for file in _files_in(path):
                found = True
                yield self._add_file(file)
            if not found:
                kinds = ", ".join(sorted(SUFFIXES))
                yield _failed(path, f"it holds no files of a known kind ({kinds})")

    def _add_file(self, path: Path) -> AddReport:
        try:
            file = load(path)
            # A name that is not UTF-8 could be neither stored nor shown as it is.
            source = clean_line(os.path.realpath(path))
            if self._bank.fingerprint(source) == file.fingerprint:
                return AddReport(path, "unchanged")
            extracted = read(file)
        except ReadingError as error:
            return _failed(path, str(error))
        segments = [
            NewSegment(**asdict(piece))
            for piece in segment(extracted.text, extracted.passages, self._max_tokens)
        ]
        document = NewDocument(
            source, extracted.title, extracted.text, file.fingerprint, extracted.media_type
        )
        result = self._bank.add_document(document, segments)
        return AddReport(path, result.outcome, len(segments))


def _failed(path: Path, reason: str) -> AddReport:
    return AddReport(path, "failed", error=f"cannot add {clean_line(str(path))}: {reason}")


def _files_in(folder: Path) -> Iterator[Path]:
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(directory, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES:
                yield path
