"""What goes into the personal Kuaipedia and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from store.kuaipedia_names import full_title

# Who or what an item, alias or aspect comes from; 'person' also of one that a person changed.
Origin = Literal["library", "archive", "import", "person"]
# Where in a document evidence stands.
Field = Literal["title", "heading", "shown", "said", "text"]
Verifier = Literal["machine", "import", "person"]


@dataclass(frozen=True, slots=True)
class NewAspect:
    """An aspect to keep: of level 1, or of level 2 below the level-1 aspect named `parent`."""

    name: str
    level: int
    parent: str | None = None
    origin: Origin = "library"


@dataclass(frozen=True, slots=True)
class NewItem:
    """An entity or concept to keep.

    `title` and `subtitle` together identify it; the subtitle tells items of one title apart.
    `language` is a code such as "en", empty where it is not known.
    """

    title: str
    language: str = ""
    subtitle: str = ""
    summary: str = ""
    url: str = ""
    origin: Origin = "library"
    aliases: tuple[str, ...] = ()
    aspects: tuple[NewAspect, ...] = ()


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """Where a document speaks of an item or shows it.

    `start` and `end` count characters of the document's text (both 0: the document as a whole),
    `page` from 1, times are in seconds; `score` is 0 to 1; `mention` the words that were linked.
    """

    item_id: int
    aspect_id: int | None
    start: int
    end: int
    field: Field
    mention: str
    score: float
    page: int | None = None
    time_start: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item: its names but the title in `aliases`, and how much evidence it has in how many
    documents."""

    id: int
    title: str
    subtitle: str
    language: str
    summary: str
    url: str
    origin: Origin
    aliases: tuple[str, ...]
    evidence: int
    documents: int

    @property
    def full_title(self) -> str:
        """The title, with the subtitle that tells the item from others: Mercury (planet)."""
        return full_title(self.title, self.subtitle)


@dataclass(frozen=True, slots=True)
class AspectRecord:
    """An aspect of an item; `evidence` counts that of the aspects below it as well."""

    id: int
    item_id: int
    parent_id: int | None
    name: str
    level: int
    origin: Origin
    evidence: int


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """Evidence with its document.

    As in NewEvidence; `source`, `title` and `media_type` are the document's, `text` what stands at
    the span: the document's beginning where the evidence is the document as a whole.
    """

    id: int
    item_id: int
    aspect_id: int | None
    document_id: int
    source: str
    title: str
    media_type: str
    start: int
    end: int
    text: str
    page: int | None
    time_start: float | None
    time_end: float | None
    field: Field
    mention: str
    score: float
    verifier: Verifier


class Name(NamedTuple):
    """A name by which an item may be mentioned, folded and as it is written."""

    folded: str
    alias: str
    item_id: int
    is_title: bool


@dataclass(frozen=True, slots=True)
class GoneItem:
    """An item that was deleted, or merged into another (`into`)."""

    id: int
    title: str
    subtitle: str
    into: int | None

    @property
    def full_title(self) -> str:
        """As an item's."""
        return full_title(self.title, self.subtitle)


@dataclass(frozen=True, slots=True)
class UnlinkedDocument:
    """A document that is new or changed since the Kuaipedia's last look at it, or that an older
    version of the items was looked for in."""

    id: int
    source: str
    fingerprint: str
    title: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided of a document, which may not be in the library now."""

    item_id: int
    source: str
    aspect_id: int | None
    linked: bool
