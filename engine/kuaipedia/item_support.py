"""Which candidates become items: those that documents speak of, precision first.

What a document is called counts when texts speak of it, and its own text much more often than
others do: "Operation" may head a text, and be a common word in any. A heading names a thing of its
own only when texts elsewhere speak of it, in two documents; and one word, or two or three Chinese
characters, only when it is also written as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from engine.kuaipedia.document_parts import LibraryDocument
from engine.kuaipedia.item_candidates import Candidate
from engine.kuaipedia.matching import NameMatcher
from store.kuaipedia_names import folded_name
from store.kuaipedia_records import Name
from store.stop_words import ENGLISH

_HAN = re.compile(r"[\u3400-\u9fff]")
_ENOUGH = 2
# Documents of which more have a heading than this use it for a part's role: Usage, 注意事项.
_ROLE_IN_DOCUMENTS = 8
_SHORT_HAN = 3
_LONG_NAME_WORDS = 3
# How much oftener its own text speaks of something than texts on average do.
_LEAST_KEYNESS = 4.0
# Of pieces of other documents, the share in which even a name may be so common that it is a word.
_RARE = 0.004
_FEW_PIECES = 50
# Of a name that an item has already, in place of a candidate's number.
_KNOWN = -1
# Pieces of which it is kept what they speak of.
_MOST_PIECES = 200_000
# Texts that are kept of a candidate, to find phrases in, when headings give it fewer aspects.
_MOST_TEXTS, _FEW_ASPECTS = 24, 2


@dataclass(slots=True)
class _Support:
    """Documents whose texts speak of a candidate, in how many pieces, and how they write it."""

    documents: set[int] = field(default_factory=set)
    pieces: int = 0
    at_home: int = 0
    small: int = 0
    large: int = 0
    texts: list[str] = field(default_factory=list)


class Support:
    """Counts in which texts the candidates are spoken of."""

    def __init__(self, candidates: Sequence[Candidate], known: Iterable[Name] = ()) -> None:
        """`known` are the names that items have already."""
        self._candidates = candidates
        self._support = [_Support() for _ in candidates]
        names = (name._replace(item_id=_KNOWN) for name in known)
        self._matcher = NameMatcher(chain(_names(candidates), names))
        self._titles: dict[int, list[int]] = {}
        for number, candidate in enumerate(candidates):
            if candidate.is_title and candidate.home is not None:
                self._titles.setdefault(candidate.home, []).append(number)
        self._spoken: dict[int, tuple[int, ...]] = {}
        self._pieces: dict[int, int] = {}
        self._all_pieces = 0

    def add(self, document: LibraryDocument) -> None:
        """Count what the running text of a document speaks of."""
        if document.is_wordless:
            return
        document_id = document.document.id
        self._all_pieces += len(document.pieces)
        self._pieces[document_id] = len(document.pieces)
        for number in self._titles.get(document_id, ()):
            if _speaks_of_part(document, self._candidates[number].name.title):
                self._support[number].documents.add(document_id)
        for piece in document.pieces:
            folded = document.folded(piece)
            numbers = []
            for match in self._matcher.find(piece.text, folded=folded):
                for name in match.names:
                    numbers.append(name.item_id)
                    if name.item_id != _KNOWN:
                        self._count(name.item_id, document_id, piece.text, match.start, folded[0])
            if numbers and self._all_pieces <= _MOST_PIECES:
                self._spoken[piece.id] = tuple(numbers)

    def _count(self, number: int, document_id: int, text: str, start: int, folded: str) -> None:
        support = self._support[number]
        if (
            len(support.texts) < _MOST_TEXTS
            and len(self._candidates[number].aspects) < _FEW_ASPECTS
        ):
            support.texts.append(folded)
        if len(support.documents) < _ENOUGH:
            support.documents.add(document_id)
        support.pieces += 1
        support.at_home += document_id == self._candidates[number].home
        letter = text[start]
        if letter.islower():
            support.small += 1
        elif letter.isupper() and start > 1 and text[start - 2] not in ".!?:\n。":
            support.large += 1

    def supported(self) -> list[Candidate]:
        """The candidates that become items."""
        return [
            candidate
            for candidate, support in zip(self._candidates, self._support, strict=True)
            if self._is_item(candidate, support)
        ]

    def texts(self) -> Iterator[tuple[Candidate, list[str]]]:
        """The candidates whose headings give few aspects, with some folded texts of theirs."""
        for candidate, support in zip(self._candidates, self._support, strict=True):
            if support.texts and len(candidate.aspects) < _FEW_ASPECTS:
                yield candidate, support.texts

    def speaking(self, items: Sequence[Candidate]) -> frozenset[int] | None:
        """The pieces in whose text these items or known ones are named; None: too many to tell."""
        if self._all_pieces > _MOST_PIECES:
            return None
        chosen = {id(one) for one in items}
        numbers = {n for n, one in enumerate(self._candidates) if id(one) in chosen} | {_KNOWN}
        return frozenset(
            piece_id for piece_id, spoken in self._spoken.items() if not numbers.isdisjoint(spoken)
        )

    def _is_item(self, candidate: Candidate, support: _Support) -> bool:
        folded = folded_name(candidate.name.title)
        if folded in ENGLISH and not support.large:
            return False
        if candidate.is_title:
            if not support.documents:
                return len(candidate.documents) >= _ENOUGH and _is_long(folded)
            return _is_written_as_name(candidate, support) or self._is_key(candidate, support)
        spoken = len(support.documents | candidate.documents) >= _ENOUGH and support.documents
        if not spoken or len(candidate.documents) > _ROLE_IN_DOCUMENTS:
            return False
        return _is_long(folded) or _is_written_as_name(candidate, support)

    def _is_key(self, candidate: Candidate, support: _Support) -> bool:
        """Whether the candidate's own text speaks of it more often than others do."""
        own = self._pieces.get(candidate.home or 0, 0)
        others = max(self._all_pieces - own, 1)
        elsewhere = (support.pieces - support.at_home) / others
        if elsewhere <= _RARE or others < _FEW_PIECES:
            return True
        return own > 0 and support.at_home / own >= _LEAST_KEYNESS * elsewhere


def _speaks_of_part(document: LibraryDocument, title: str) -> bool:
    """Whether a document called by a long name goes on with a part of it, written as a name.

    "Brunello Piccola 40: user manual" speaks of the Piccola 40.
    """
    words = title.split()
    if len(words) < _LONG_NAME_WORDS or not all(
        word[0].isupper() or word[0].isdigit() for word in words
    ):
        return False
    parts = {
        " ".join(words[first:last])
        for first in range(len(words))
        for last in range(first + 2, len(words) + 1)
    } - {title}
    texts = [piece.text.removeprefix(document.document.title) for piece in document.pieces]
    return any(sum(text.count(part) for text in texts) >= _ENOUGH for part in parts)


def _names(candidates: Sequence[Candidate]) -> Iterator[Name]:
    for number, candidate in enumerate(candidates):
        for written in (candidate.name.title, *candidate.aliases):
            yield Name(folded_name(written), written, number, is_title=False)


def _is_long(folded: str) -> bool:
    return len(folded) > _SHORT_HAN if _HAN.search(folded) else " " in folded


def _is_written_as_name(candidate: Candidate, support: _Support) -> bool:
    """Whether texts write one Latin word as a name: in capitals, not now and then only."""
    title = candidate.name.title
    if _HAN.search(title) or " " in title:
        return False
    return support.large > support.small or (any(map(str.isupper, title[1:])) and not support.small)
