"""What has become of a cited source since: the same, changed, moved, or gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.events import Citation, Language
from engine.evidence import is_computed
from engine.reading.digests import content_digest
from engine.reading.formats import kind_of
from engine.reading.sidecars import sidecars_of, stamp
from engine.sources import IMPORTED, is_address, path_of

if TYPE_CHECKING:
    from store.memory import MemoryBank
    from store.records import DocumentRecord

# The folder of a home in which texts that came with questions are kept.
ATTACHMENTS = "attachments"
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "changed": "the source has changed since",
        "moved": "the source has moved to {source}",
        "gone": "the source is gone",
        "forgotten": "no longer in the library",
    },
    "zh": {
        "changed": "来源此后已有改动",
        "moved": "来源已移到 {source}",
        "gone": "来源已不在原处",
        "forgotten": "已不在资料库中",
    },
}


@dataclass(frozen=True, slots=True)
class SourceState:
    """A cited source as it is now.

    `source` is where it is, which after a move is another place than the citation names; `path` is
    the file there, None for a web page, a computed fact, a session, and a file that is gone;
    `known` says whether the library holds it, or it was attached and never in the library.
    """

    source: str
    path: Path | None
    changed: bool = False
    moved: bool = False
    gone: bool = False
    known: bool = True

    def notes(self, language: Language) -> list[str]:
        """What a reader should know of it, in a few words each; nothing where all is as it was."""
        words = _WORDS[language]
        notes = []
        if self.moved:
            notes.append(words["moved"].format(source=self.source))
        if self.changed:
            notes.append(words["changed"])
        if self.gone:
            notes.append(words["gone"])
        if not self.known:
            notes.append(words["forgotten"])
        return notes


class SourceStates:
    """Looks at cited sources; each is looked at once."""

    def __init__(self, bank: MemoryBank) -> None:
        self._bank = bank
        self._hashes: dict[Path, str | None] = {}

    def of(self, citation: Citation) -> SourceState:
        """The state of a citation's source; raises StoreError."""
        source = citation.source
        if is_computed(source) or source.startswith("session:"):
            return SourceState(source, None)
        document = self._bank.library.get(source)
        if source.startswith(IMPORTED):
            return SourceState(source, None, known=document is not None)
        if is_address(source):
            return _of_page(citation, document)
        return self._of_file(citation, document)

    def notes(self, citations: Iterable[Citation], language: Language) -> dict[int, str]:
        """By the citation's number what is to be said of its source; raises StoreError."""
        found = {item.id: self.of(item).notes(language) for item in citations}
        joint = "；" if language == "zh" else "; "
        return {number: joint.join(notes) for number, notes in found.items() if notes}

    def _of_file(self, citation: Citation, document: DocumentRecord | None) -> SourceState:
        source = document.source if document else citation.source
        moved = source != citation.source
        known = document is not None or citation.attached
        path = regular_file(source) or self._kept(citation)
        if path is None:
            return SourceState(source, None, moved=moved, gone=True, known=known)
        changed = False
        if citation.fingerprint:
            now = self._content(path, document)
            changed = now is not None and now != content_hash(citation.fingerprint)
        return SourceState(source, path, changed=changed, moved=moved, known=known)

    def _kept(self, citation: Citation) -> Path | None:
        """An attached text that is kept in the home, which may have moved since."""
        path = path_of(citation.source)
        if not citation.attached or path is None or path.parent.name != ATTACHMENTS:
            return None
        return regular_file(str(self._bank.home.absolute() / ATTACHMENTS / path.name))

    def _content(self, path: Path, document: DocumentRecord | None) -> str | None:
        """The hash of a file's content: the library's, where size and time say that it holds."""
        if path not in self._hashes:
            try:
                sidecars = sidecars_of(path) if kind_of(path.name) == "recording" else ()
                stamped = stamp(path.stat(), sidecars)
                if document and (document.size, document.modified_ns) == stamped:
                    self._hashes[path] = content_hash(document.fingerprint)
                else:
                    self._hashes[path] = content_digest(path, sidecars)
            except OSError:
                self._hashes[path] = None
        return self._hashes[path]


def _of_page(citation: Citation, document: DocumentRecord | None) -> SourceState:
    """A web page, which is only compared with what the library last read of it."""
    if document is None:
        return SourceState(citation.source, None, known=citation.attached)
    changed = citation.fingerprint is not None and content_hash(
        document.fingerprint
    ) != content_hash(citation.fingerprint)
    moved = document.source != citation.source
    return SourceState(document.source, None, changed=changed, moved=moved)


def regular_file(source: str) -> Path | None:
    """The file that a source names, None where there is no regular file."""
    path = path_of(source)
    try:
        return path if path and path.is_absolute() and path.is_file() else None
    except (OSError, ValueError):
        return None


def content_hash(fingerprint: str) -> str:
    """The part of a document's fingerprint that its content alone decides."""
    return fingerprint.partition("-")[0]


def hash_of(data: bytes) -> str:
    """The content hash of a file's bytes."""
    return hashlib.sha256(data).hexdigest()
