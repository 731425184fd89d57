"""What the library tells while it adds, syncs and watches: one event after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.reading.media import Stage

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
    """All files were found: `files` of them, with `bytes` in all, have to be read.

    `recordings` and `pictures` of them take longer, and are read last.
    """

    files: int
    bytes: int
    recordings: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the reading has come; bytes of the files, seconds since it began.

    `left` is how many seconds the rest takes where files of all kinds of effort are read.
    """

    files: int
    all_files: int
    bytes: int
    all_bytes: int
    segments: int
    seconds: float
    left: float | None = None

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
        """About how long the rest takes, None where that cannot be told yet."""
        if self.left is not None:
            return self.left
        done = self.bytes + _BYTES_PER_FILE * self.files
        everything = self.all_bytes + _BYTES_PER_FILE * self.all_files
        if not self.files or done <= 0:
            return None
        return max(0.0, self.seconds * (everything - done) / done)


@dataclass(frozen=True, slots=True)
class MediaProgressed:
    """How far the reading of one recording, picture or scan has come, a few times a second.

    `done` and `whole` are seconds of the recording in this stage (pages where it is "pages",
    pictures where it is "pictures"); `speed` how many of them a second, so that of recordings it
    is the multiple of real time; `seconds_left` for all of the file. None where that cannot be
    told yet.
    """

    path: Path
    stage: Stage
    done: float
    whole: float
    speed: float | None = None
    seconds_left: float | None = None
    address: str | None = None

    @property
    def shown(self) -> str:
        """What the user knows the file by."""
        return self.address or str(self.path)


@dataclass(frozen=True, slots=True)
class Downloading:
    """How much of a recording on the web has arrived, in bytes; `whole` where it is known."""

    address: str
    bytes: int
    whole: int | None = None
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Linking:
    """All is stored; so many of these documents have been looked through for what they speak of."""

    done: int
    whole: int


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


LibraryEvent = (
    AddReport
    | Counted
    | Downloading
    | Planned
    | Progressed
    | MediaProgressed
    | Linking
    | Noticed
    | Finished
    | Watching
)
