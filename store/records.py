"""What goes into the memory bank and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SegmentKind = Literal["knowledge", "conversation", "task"]
AddOutcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to keep.

    `source` identifies it (an absolute path or a URL); `fingerprint` tells its content and the
    reader's version, so that the same file is not read in twice; `text` is the extracted text.
    """

    source: str
    title: str
    text: str
    fingerprint: str
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A piece of a document: `start` and `end` count characters of its text, `line` from 1,
    `time_start` and `time_end` in seconds."""

    text: str
    start: int
    end: int
    heading: str | None = None
    page: int | None = None
    line: int | None = None
    time_start: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of an added document."""

    document_id: int
    outcome: AddOutcome


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document of the library; times are ISO 8601 in UTC."""

    id: int
    source: str
    title: str
    fingerprint: str
    media_type: str
    segments: int
    characters: int
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class SegmentHit:
    """A segment that a search found.

    `score` is BM25; `coverage` (0 to 1) is the share of the query's content words, weighed by how
    rare they are in the whole index, that the segment, its title and its heading hold.
    """

    id: int
    kind: SegmentKind
    score: float
    coverage: float
    text: str
    source: str
    title: str
    heading: str | None
    page: int | None
    start: int
    end: int
    line: int | None
    time_start: float | None
    time_end: float | None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A conversation; times are ISO 8601 in UTC, newest session first where they are listed."""

    id: str
    title: str
    turns: int
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A question and its whole answer, as it was shown."""

    question: str
    answer_json: str
    created_at: str


@dataclass(frozen=True, slots=True)
class BankStatistics:
    """How much is remembered; `bytes` counts the files of the store on disk."""

    documents: int
    segments: int
    turns: int
    bytes: int
