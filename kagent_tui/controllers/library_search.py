"""Search in the library for people: passages, documents by their names, and the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from kagent_tui.errors import FaceError

if TYPE_CHECKING:
    from engine.events import Citation
    from kagent_tui.controllers.library import Entry
    from store.memory import MemoryBank
    from store.records import DocumentRecord, SegmentHit

_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
# Words as they are marked: what joins them (RTX-4090) is marked with them where both are.
_PIECE = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_SHORTEST_BEGINNING = 2
_MOST_BY_NAME = 3
_EXCERPT = 180

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that was found, the part of it to show on one line, and the words in that."""

    hit: SegmentHit
    shown: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search of a person found; `text` is what was searched for."""

    text: str
    documents: tuple[Entry, ...]
    passages: tuple[FoundPassage, ...]


def search(
    bank: MemoryBank, text: str, limit: int, collections: Sequence[str] = ()
) -> list[SegmentHit]:
    """The passages that a person who searched should see, best first.

    Raises:
        StoreError: the memory cannot be read, or there is no such collection.
    """
    from engine.knowledge import documents_in, is_worth_showing

    hits = bank.search(text, limit=limit, document_ids=documents_in(bank, collections))
    return [hit for hit in hits if is_worth_showing(hit)]


def find(
    bank: MemoryBank,
    text: str,
    entries: Iterable[Entry],
    limit: int,
    collections: Sequence[str] = (),
) -> Found:
    """`search`, and before it the few of `entries` whose names hold the text.

    Raises:
        StoreError: as `search`.
    """
    named = islice(_by_name(text, entries), _MOST_BY_NAME)
    hits = search(bank, text, limit, collections)
    return Found(text, tuple(named), tuple(_shown(hit, text) for hit in hits))


def _shown(hit: SegmentHit, query: str) -> FoundPassage:
    shown, marks = excerpt(hit.text, query, _EXCERPT)
    return FoundPassage(hit, shown, tuple(marks))


def _by_name(text: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    from store.folding import fold

    wanted = fold(text.strip())
    if len(wanted) < _SHORTEST_BEGINNING and wanted.isascii():
        return
    for entry in entries:
        if wanted in _folded_names(entry.title, entry.source):
            yield entry


@lru_cache(maxsize=20_000)
def _folded_names(title: str, source: str) -> str:
    """A document's title and the name of its file, folded once for all the keys that are typed."""
    from store.folding import fold

    return fold(f"{title}\n{source.rpartition('/')[2]}")


def marked(text: str, query: str) -> list[Span]:
    """Where the words of a query stand in a text, in other forms too, in order.

    The last word counts where only its beginning has been typed.
    """
    from store.folding import fold
    from store.tokens import index_tokens, query_tokens

    found = query_tokens(query)
    wanted = {*found.tokens, *found.prefixes}
    words = _PIECE.findall(fold(query))
    beginning = words[-1] if words and len(words[-1]) >= _SHORTEST_BEGINNING else ""
    spans: list[Span] = []
    for match in _PIECE.finditer(text):
        folded = fold(match.group())
        if match.group()[0] >= "\u3040":
            # Folding leaves the number of characters as it is, but for compatibility forms.
            if len(folded) == len(match.group()):
                spans += _han_spans(match.start(), folded, wanted)
        elif (beginning and folded.startswith(beginning)) or not wanted.isdisjoint(
            index_tokens(folded)
        ):
            spans.append(match.span())
    return _merged(spans)


def _han_spans(start: int, folded: str, wanted: set[str]) -> list[Span]:
    """Pairs of characters that the query has, or single ones where it has no more."""
    spans: list[Span] = []
    for place in range(len(folded)):
        if folded[place] in wanted:
            spans.append((start + place, start + place + 1))
        if folded[place : place + 2] in wanted:
            spans.append((start + place, start + place + 2))
    return spans


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def excerpt(text: str, query: str, room: int) -> tuple[str, list[Span]]:
    """The part of a passage, on one line, where most of a query's words stand, and their places."""
    line = " ".join(text.split())
    spans = marked(line, query)
    if len(line) > room:
        start = _best_start(line, spans, room)
        end = min(len(line), start + room)
        head = "…" if start else ""
        tail = "…" if end < len(line) else ""
        shift = len(head) - start
        kept = [(a + shift, b + shift) for a, b in spans if a >= start and b <= end]
        return f"{head}{line[start:end]}{tail}", kept
    return line, spans


def _best_start(line: str, spans: list[Span], room: int) -> int:
    """Where to begin, at a word, so that most marked words are in the room."""
    if not spans or spans[-1][1] <= room:
        return 0
    lead = room // 5

    def held(first: Span) -> int:
        begin = max(0, first[0] - lead)
        return sum(end - start for start, end in spans if begin <= start and end <= begin + room)

    best = max(spans, key=held)
    start = max(0, min(best[0] - lead, len(line) - room))
    blank = line.find(" ", start, best[0])
    return start if start == 0 or blank < 0 else blank + 1


def citation_of_hit(hit: SegmentHit) -> Citation:
    """A found passage as a citation, by which it can be shown and opened."""
    from engine.events import Citation
    from engine.knowledge import location_of

    return Citation(1, hit.source, hit.title, location_of(hit), hit.text, hit.fingerprint)


def citation_of_document(bank: MemoryBank, wanted: str) -> Citation:
    """A document of the library, by its source or its path, as a citation of its beginning.

    Raises:
        FaceError: it is not in the library.
        StoreError: the memory cannot be read.
    """
    from engine.events import Citation, Location
    from engine.source_passage import beginning_of
    from engine.sources import real_source, source_of
    from models.paths import expanded

    path = expanded(wanted)
    for source in (wanted, source_of(path.absolute()), real_source(path)):
        document = bank.library.get(source)
        if document is not None:
            beginning = beginning_of(bank, document.source)
            span = (0, len(beginning)) if beginning else None
            place = Location(span=span, line=None if _is_no_text(document) else 1)
            return Citation(
                1, document.source, document.title, place, beginning, document.fingerprint
            )
    raise FaceError(f"{wanted}: is not in the library; see: kagent library list")


def _is_no_text(document: DocumentRecord) -> bool:
    """Whether the lines of its text are none of the file's."""
    return document.media_type.partition("/")[0] in ("video", "audio", "image")
