"""What goes into the memory bank and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

SegmentKind = Literal["knowledge", "conversation", "task"]
AddOutcome = Literal["added", "updated", "unchanged"]
RootKind = Literal["file", "folder", "glob", "url"]
# Where words of a recording come from: subtitles, speech recognition, the reading of its frames.
Channel = Literal["subtitle", "said", "shown"]


class Embedder(Protocol):
    """What turns text into vectors; the store is given one and does not ask what is inside.

    `identity` changes whenever the same text would get another vector. Vectors have `dimensions`
    components and length 1; a text of which nothing is known gets zeros.
    """

    @property
    def identity(self) -> str:
        """The name and version of the model."""
        ...

    @property
    def dimensions(self) -> int:
        """How many components a vector has."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> NDArray[float32]:
        """Vectors of texts to be found: an array of shape (texts, dimensions)."""
        ...

    def embed_query(self, text: str) -> NDArray[float32]:
        """The vector of a question: an array of shape (dimensions,)."""
        ...


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Where to search: kinds of memory, and only these documents or this session when given."""

    kinds: tuple[str, ...] = ("knowledge",)
    document_ids: frozenset[int] | None = None
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to keep.

    `source` identifies it (an absolute path or a URL); `fingerprint` tells its content and the
    reader's version, so that the same file is not read in twice; `text` is the extracted text.
    `size` in bytes and `modified_ns` (nanoseconds since 1970) are the file's when it was read.
    """

    source: str
    title: str
    text: str
    fingerprint: str
    media_type: str = "text/plain"
    metadata: Mapping[str, Any] = field(default_factory=dict)
    size: int | None = None
    modified_ns: int | None = None


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A piece of a document: `start` and `end` count characters of its text, `line`, `page` and
    `row` from 1, `time_start` and `time_end` in seconds."""

    text: str
    start: int
    end: int
    heading: str | None = None
    page: int | None = None
    line: int | None = None
    time_start: float | None = None
    time_end: float | None = None
    sheet: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Words of a recording at their time, in seconds: `start` and `end` count characters of the
    document's text; `confidence` (0 to 1) is the recogniser's, None of subtitles."""

    start: int
    end: int
    time_start: float
    time_end: float
    channel: Channel
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of an added document."""

    document_id: int
    outcome: AddOutcome


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document of the library; times are ISO 8601 in UTC, `size` in bytes."""

    id: int
    source: str
    title: str
    fingerprint: str
    media_type: str
    segments: int
    characters: int
    created_at: str
    updated_at: str
    size: int | None = None
    modified_ns: int | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionRecord:
    """A named group of documents."""

    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class RootRecord:
    """Something the user added, which `library sync` looks at again; times are ISO 8601 in UTC."""

    path: str
    kind: RootKind
    collection: str | None
    added_at: str
    synced_at: str | None


@dataclass(frozen=True, slots=True)
class UnreadRecord:
    """A file that could not be read, and the state it was in then."""

    source: str
    size: int | None
    modified_ns: int | None
    error: str
    noted_at: str


@dataclass(frozen=True, slots=True)
class SegmentHit:
    """A segment that a search found.

    `score` orders the hits of one search; `coverage` (0 to 1) is the share of the query's content
    words, weighed by how rare they are in the whole index, that the segment, its title and its
    heading hold; `relevance` (0 to 1) estimates how likely the segment is about the query;
    `similarity` is the cosine of the vectors, None where there are none. `fingerprint` is the
    document's; `created_at` the turn's or task's, ISO 8601 in UTC. `merged` counts the near
    duplicates that this hit stands for.
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
    sheet: str | None = None
    row: int | None = None
    document_id: int | None = None
    fingerprint: str | None = None
    session_id: str | None = None
    created_at: str | None = None
    relevance: float = 0.0
    similarity: float | None = None
    merged: int = 0


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A conversation; times are ISO 8601 in UTC, newest session first where they are listed.

    `parent` is the id of the session that it was branched from, which may be gone; `deleted_at` is
    None but for a session in the trash.
    """

    id: str
    title: str
    turns: int
    created_at: str
    updated_at: str
    tags: tuple[str, ...] = ()
    parent: str | None = None
    deleted_at: str | None = None


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to keep: the command as JSON, what was observed or the error, and its seconds."""

    name: str
    command_json: str
    observation: str
    error: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A question and its whole answer, as it was shown."""

    question: str
    answer_json: str
    created_at: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """A remembered turn or task, as it is listed: `kind` and `id` together name it."""

    kind: SegmentKind
    id: int
    title: str
    text: str
    session_id: str
    created_at: str


@dataclass(frozen=True, slots=True)
class BankStatistics:
    """How much is remembered; `bytes` counts the files of the store on disk."""

    documents: int
    segments: int
    turns: int
    bytes: int
