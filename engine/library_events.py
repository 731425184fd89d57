"""What the library tells while it adds, syncs and watches: one event after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# "unread": it could not be read before, has not changed since, and was not tried again.
Outcome = Literal["added", "updated", "moved", "unchanged", "removed", "unread", "failed"]

# What opening, hashing and storing a file costs beside its bytes, in bytes, for the time left.
_BYTES_PER_FILE = 8192


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of one path; what it says is on the disk.

    `error` is one line that names the path, where it failed; `previous` the source that the
    document had before it was moved; `address` that of a web page, whose path means nothing;
    `articles` how many an archive has that was registered.
    """

    path: Path
    outcome: Outcome
    segments: int = 0
    error: str | None = None
    previous: str | None = None
    address: str | None = None
    articles: int = 0

    @property
    def shown(self) -> str:
        """What the user knows it by."""
        return self.address or str(self.path)


@dataclass(frozen=True, slots=True)
class Counted:
    """Files found so far, while folders are looked through, and their bytes."""

    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Planned:
    """All files were found: `files` of them, with `bytes` in all, have to be read."""

    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the reading has come; bytes of the files, seconds since it began."""

    files: int
    all_files: int
    bytes: int
    all_bytes: int
    segments: int
    seconds: float

    @property
    def files_per_second(self) -> float:
        """Files read a second."""
        return self.files / self.seconds if self.seconds > 0 else 0.0

    @property
    def bytes_per_second(self) -> float:
        """Bytes of files read a second."""
        return self.bytes / self.seconds if self.seconds > 0 else 0.0

    @property
    def segments_per_second(self) -> float:
        """Segments stored a second."""
        return self.segments / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """About how long the rest takes, None before the first file is done."""
        done = self.bytes + _BYTES_PER_FILE * self.files
        everything = self.all_bytes + _BYTES_PER_FILE * self.all_files
        if not self.files or done <= 0:
            return None
        return max(0.0, self.seconds * (everything - done) / done)


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something the user should hear of that is no failure of one file; one line."""

    message: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The end: how many files had each outcome, what was stored, and how long it took."""

    counts: Mapping[Outcome, int]
    segments: int
    bytes: int
    seconds: float
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Watching:
    """All is in step with the disk, and so many folders and single files are being watched."""

    folders: int
    files: int


LibraryEvent = AddReport | Counted | Planned | Progressed | Noticed | Finished | Watching
