"""Items that documents suggest: what their titles and headings name, and what is known of it.

A name becomes an item when documents also speak of it: see engine/kuaipedia/item_support.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.cleaning import clean_line
from engine.kuaipedia.document_parts import LibraryDocument, path_of_headings
from engine.kuaipedia.item_names import ItemName, item_name
from engine.kuaipedia.other_names import other_names
from engine.sentences import split_sentences
from store.catalog import Piece
from store.kuaipedia_names import folded_name
from store.kuaipedia_records import NewAspect, NewItem

_LONGEST_SUMMARY = 600
_LONGEST_LEAD = 320
_MOST_ASPECTS = 12
_MOST_BELOW = 6
_LONGEST_ASPECT = 60
# Headings of one document that are looked at: a dictionary has tens of thousands.
_MOST_HEADINGS = 400
_MOST_CANDIDATES = 50_000
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_STOP = re.compile(r"[。！？；…」』”）]$")
_SPACE = re.compile(r"\s+")
_NUMBERED = re.compile(
    r"^(?:第?\s*[0-9一二三四五六七八九十]+(?:\.[0-9]+)*\s*[章节部分]?[.)、:：\s]+|"
    r"(?:chapter|part|section|step)\s+[0-9ivx]+\s*[:.\-–—]*\s*)",
    re.IGNORECASE,
)
_NO_ASPECT = re.compile(
    r"^(?:part|section|chapter|page|slide|figure|table)?\s*[\divxlc.]*$|"
    r"^(?:references|external links|see also|further reading|notes|bibliography|contents|"
    r"参考文献|参考资料|外部链接|延伸阅读|参见|注释|目录)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Candidate:
    """Something that a title or heading names; `documents` are those whose title or heading it is.

    `is_title`: a document, a collection or the chapter of a nameless recording is called so.
    """

    name: ItemName
    is_title: bool = False
    documents: set[int] = field(default_factory=set)
    home: int | None = None
    summary: list[str] = field(default_factory=list)
    aspects: dict[str, dict[str, None]] = field(default_factory=dict)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names, by its title and its text."""
        return (*self.name.aliases, *other_names(self.name.title, self._in_short()))

    def _in_short(self) -> str:
        summary = ""
        for sentence in self.summary:
            if len(summary) + len(sentence) >= _LONGEST_SUMMARY:
                break
            summary += _joint(summary, sentence) + sentence
        return summary

    def item(self) -> NewItem:
        """The item to keep."""
        title, summary = self.name.title, self._in_short()
        return NewItem(
            title=title,
            language="zh" if _HAN.search(title + summary[:40]) else "en",
            subtitle=self.name.subtitle,
            summary=summary,
            aliases=self.aliases,
            aspects=tuple(self._new_aspects()),
        )

    def _new_aspects(self) -> Iterator[NewAspect]:
        for top, below in list(self.aspects.items())[:_MOST_ASPECTS]:
            yield NewAspect(top, 1)
            for name in list(below)[:_MOST_BELOW]:
                yield NewAspect(name, 2, parent=top)


class Candidates:
    """The candidates of many documents, by folded title and subtitle."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Candidate] = {}

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self._found.values())

    def add_title(self, title: str, document_id: int) -> Candidate | None:
        """Take what a document's title names; None where that is nothing."""
        return self._put(title, document_id, is_title=True)

    def add_collections(self, names: Iterable[str]) -> None:
        """Take what collections are called."""
        for name in names:
            self._put(name, None, is_title=True)

    def add(self, document: LibraryDocument) -> None:
        """Take what a document's title and headings name."""
        document_id = document.document.id
        own = self._put(document.document.title, document_id, is_title=True)
        # What a recording without a telling title is about, only its chapters say.
        is_title = own is None and document.is_recording
        if own is not None and own.home == document_id:
            own.summary += _summary(document.pieces)
        seen: dict[str, Candidate | None] = {}
        last = None
        for piece in document.pieces:
            if piece.heading == last:
                continue
            last = piece.heading
            path = path_of_headings(piece.heading)
            if own is not None and own.home == document_id:
                _add_aspects(own, [one for one in path if item_name(one) != own.name])
            for depth, heading in enumerate(path):
                if heading not in seen and len(seen) < _MOST_HEADINGS:
                    seen[heading] = self._put(heading, document_id, is_title=is_title)
                    self._describe(
                        seen[heading], document_id, piece, is_first=depth == len(path) - 1
                    )
                below = seen.get(heading)
                if below is not None and below is not own:
                    _add_aspects(below, path[depth + 1 :])

    @staticmethod
    def _describe(
        candidate: Candidate | None, document_id: int, piece: Piece, *, is_first: bool
    ) -> None:
        if candidate is not None and candidate.home == document_id and is_first:
            candidate.summary += _sentences(piece.text, 2)

    def _put(self, written: str, document_id: int | None, *, is_title: bool) -> Candidate | None:
        name = item_name(written)
        if name is None or len(self._found) >= _MOST_CANDIDATES:
            return None
        key = folded_name(name.title), folded_name(name.subtitle)
        candidate = self._found.get(key)
        if candidate is None:
            candidate = self._found[key] = Candidate(name, home=document_id)
        elif is_title and not candidate.is_title:
            # The document that is called so tells more of it than one that has a heading.
            candidate.home, candidate.summary = document_id, []
        candidate.is_title = candidate.is_title or is_title
        if document_id is not None:
            candidate.documents.add(document_id)
        return candidate


def _joint(before: str, after: str) -> str:
    """What stands between two sentences: a slide's title ends in no full stop."""
    closed = not before or bool(_HAN_STOP.search(before) and _HAN.search(after))
    return "" if closed else " "


def _add_aspects(candidate: Candidate, path: list[str] | tuple[str, ...]) -> None:
    names = [name for heading in path if (name := aspect_name(heading))]
    if names:
        below = candidate.aspects.setdefault(names[0], {})
        for name in names[1:2]:
            below[name] = None


def aspect_name(heading: str) -> str:
    """A heading as an aspect is called by it; empty where it says nothing of a subject."""
    name = _NUMBERED.sub("", clean_line(heading)).strip(" :：.")
    return "" if len(name) > _LONGEST_ASPECT or _NO_ASPECT.match(name) else name


def _summary(pieces: tuple[Piece, ...]) -> list[str]:
    """The first sentences of a document and of its parts."""
    found: list[str] = []
    length = 0
    last: str | None = "-"
    for piece in pieces:
        if piece.heading == last:
            continue
        last = piece.heading
        chosen = _sentences(piece.text, 1 if found else 3)
        found += chosen
        length += sum(map(len, chosen))
        if length > _LONGEST_SUMMARY:
            break
    return found


def _sentences(text: str, count: int) -> list[str]:
    opening = text[: 4 * _LONGEST_LEAD]
    spans = split_sentences(opening)[:count]
    sentences = [_SPACE.sub(" ", opening[start:end])[:_LONGEST_LEAD] for start, end in spans]
    return [one for one in sentences if len(one) > 3]
