"""What a download tells, and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.language.base import ModelError

# What the hash of a whole file was compared with.
Verified = Literal["published", "server", "nothing"]


class DownloadError(ModelError):
    """The file cannot be had; the message is one line with what to do next."""


class DownloadInterruptedError(DownloadError):
    """The user stopped it; what has arrived is kept."""


@dataclass(frozen=True, slots=True)
class Started:
    """The server answered; `have` bytes are there from earlier tries."""

    url: str
    total: int | None
    have: int


@dataclass(frozen=True, slots=True)
class Checking:
    """Bytes of earlier tries are being read again, to be hashed."""

    bytes: int
    total: int


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far it is; `rate` is bytes a second over the last seconds."""

    bytes: int
    total: int | None
    rate: float

    @property
    def seconds_left(self) -> float | None:
        """An estimate; None where it cannot be made."""
        if self.total is None or self.rate <= 0:
            return None
        return (self.total - self.bytes) / self.rate


@dataclass(frozen=True, slots=True)
class Retrying:
    """It broke off, and is asked for again after a pause of so many seconds."""

    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Restarted:
    """What was there is of no use; it is fetched again from the beginning."""

    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """It is in its place, and has this hash, which was compared with `verified`."""

    path: Path
    bytes: int
    sha256: str
    verified: Verified


DownloadEvent = Started | Checking | Progressed | Retrying | Restarted | Finished
