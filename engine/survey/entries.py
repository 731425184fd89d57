"""What documents tell of a day: meetings, invoices and the like, each with its date and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from engine.sentences import split_sentences
from engine.survey.kinds import DocumentKind, kind_pattern
from engine.survey.periods import Period
from engine.survey.written_dates import WrittenDate, written_dates, written_year
from store.folding import fold

if TYPE_CHECKING:
    from store.catalog import CatalogEntry, Piece

# How far into a text its first line and its own date are looked for, in characters.
OPENING = 240
_LONGEST_TITLE_LINE = 80
_SHOWN = 100
_PATH = re.compile(r"[/\\]+")
_MARKER = re.compile(r"\s*(?:[-*+•>|]|\d{1,2}[.)、](?!\d)|#{1,6})*\s*")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}\Z")


@dataclass(frozen=True, slots=True)
class Item:
    """A document, or an entry of one: what is counted, listed and cited.

    `quote` are words that stand in the document, `span` their characters where they stand in the
    piece's text. A `told` item is only spoken of in a sentence.
    """

    entry: CatalogEntry
    label: str
    piece: Piece | None = None
    when: WrittenDate | None = None
    quote: str = ""
    span: tuple[int, int] | None = None
    told: bool = False


def is_called(kind: DocumentKind, entry: CatalogEntry, opening: str) -> bool:
    """Whether a document's title, file name, folder, collection or first line names the kind."""
    pattern = kind_pattern(kind)
    return any(pattern.search(fold(name)) for name in _names(entry, opening))


def _names(entry: CatalogEntry, opening: str) -> Iterator[str]:
    yield entry.title
    yield from (part.replace("_", " ") for part in _PATH.split(entry.source)[-3:])
    yield from entry.collections
    if subject := entry.metadata.get("subject"):
        yield str(subject)
    first = opening.strip().partition("\n")[0]
    if len(first) <= _LONGEST_TITLE_LINE:
        yield first


def own_date(entry: CatalogEntry, opening: str = "") -> WrittenDate | None:
    """When a document is from: by its metadata, file name, title or first lines; else None."""
    name = _SUFFIX.sub("", _PATH.split(entry.source)[-1].lower())
    for text in (str(entry.metadata.get("date", "")), name, entry.title, opening):
        for found in written_dates(text, None):
            return found
    return None


def file_date(entry: CatalogEntry) -> WrittenDate | None:
    """The day on which a document's file was last changed, in local time."""
    if entry.modified_ns is None:
        return None
    day = datetime.fromtimestamp(entry.modified_ns / 1e9, UTC).astimezone().date()
    return WrittenDate(day, day, 0, 0)


def within(when: WrittenDate, period: Period | None) -> bool:
    """Whether a written day or month lies wholly in the period."""
    return period is None or (period.holds(when.first) and period.holds(when.last))


class EntryFinder:
    """Finds entries of a kind in the pieces of one library.

    `called` are the documents that the kind names, with their own dates where known.
    """

    def __init__(
        self,
        kind: DocumentKind,
        period: Period | None,
        called: Mapping[int, WrittenDate | None],
        today: date,
    ) -> None:
        self._kind = kind
        self._noun = kind_pattern(kind)
        self._period = period
        self._called = called
        self._today = today

    def find(self, entry: CatalogEntry, pieces: Iterable[Piece]) -> list[Item]:
        """The entries of one document, in order; those that are only told of are marked."""
        found: dict[tuple[str, date], Item] = {}
        for piece in pieces:
            for key, item in self._in_piece(entry, piece):
                found.setdefault((key, item.when.first if item.when else self._today), item)
        items = list(found.values())
        own = self._called.get(entry.id)
        days = {item.when.first for item in items if item.when and not item.told}
        if own and within(own, self._period) and own.first not in days:
            items.insert(0, Item(entry, entry.title, when=own, quote=entry.title))
        return items

    def _in_piece(self, entry: CatalogEntry, piece: Piece) -> Iterator[tuple[str, Item]]:
        heading = piece.heading or ""
        parts = heading.split(" › ") if heading else []
        year = self._year(entry, heading)
        of_heading = self._heading_entry(entry, piece, parts, year)
        if of_heading:
            yield heading, of_heading
        under_noun = entry.id in self._called or bool(self._noun.search(fold(heading)))
        dated = of_heading is not None or self._called.get(entry.id) is not None
        start = 0
        for line in piece.text.splitlines(keepends=True):
            item = self._line_entry(entry, piece, line, start, year, under=under_noun and not dated)
            if item and not (of_heading and of_heading.when and item.when == of_heading.when):
                yield ("" if item.told else f"line {piece.start + start}"), item
            start += len(line)

    def _year(self, entry: CatalogEntry, heading: str) -> int:
        """The year of dates that say none: the heading's, the document's or its file's."""
        own = self._called.get(entry.id) or own_date(entry)
        file = file_date(entry)
        return (
            written_year(heading)
            or (own.first.year if own else None)
            or written_year(entry.title)
            or written_year(_PATH.split(entry.source)[-1])
            or (file.first.year if file else self._today.year)
        )

    def _heading_entry(
        self, entry: CatalogEntry, piece: Piece, parts: list[str], year: int
    ) -> Item | None:
        for depth in range(len(parts), 0, -1):
            part = parts[depth - 1]
            dates = written_dates(part, year)
            if not dates:
                continue
            path = part if not self._kind.event else " ".join(parts[:depth])
            named = self._noun.search(fold(path)) or (self._kind.event and entry.id in self._called)
            if not named or not within(dates[0], self._period):
                return None
            return Item(entry, part, piece, dates[0], quote=part)
        return None

    def _line_entry(
        self,
        entry: CatalogEntry,
        piece: Piece,
        line: str,
        start: int,
        year: int,
        *,
        under: bool,
    ) -> Item | None:
        text = line.strip()
        dates = written_dates(text, year)
        if not dates:
            return None
        named = bool(self._noun.search(fold(text)))
        marker = _MARKER.match(text)
        leads = dates[0].start <= (marker.end() if marker else 0)
        row = piece.row is not None or piece.sheet is not None
        strong = (named and (row or (leads and self._kind.event))) or (under and (leads or row))
        if not strong and not (named and self._kind.event):
            return None
        begin = start + line.index(text[:1])
        if not strong:
            return self._told(entry, piece, text, begin, year)
        if not within(dates[0], self._period):
            return None
        span = (begin, begin + len(text))
        return Item(entry, _cut(text), piece, dates[0], text, span)

    def _told(
        self, entry: CatalogEntry, piece: Piece, line: str, begin: int, year: int
    ) -> Item | None:
        """The first sentence of a line that names the kind and a date in the period."""
        for start, end in split_sentences(line):
            text = line[start:end]
            if not self._noun.search(fold(text)):
                continue
            for when in written_dates(text, year):
                if within(when, self._period):
                    span = (begin + start, begin + end)
                    return Item(entry, _cut(text), piece, when, text, span, told=True)
        return None


def without_repeats(items: list[Item]) -> list[Item]:
    """Leave out what is told of a day that has an entry of its own, or was told of before."""
    days = {item.when.first for item in items if item.when and not item.told}
    kept: list[Item] = []
    for item in items:
        if item.told and item.when:
            if item.when.first in days:
                continue
            days.add(item.when.first)
        kept.append(item)
    return kept


def narrowed(item: Item, quote: str) -> Item:
    """The item with a quotation from its piece's text, where that holds it."""
    at = item.piece.text.find(quote) if item.piece and quote else -1
    return item if at < 0 else replace(item, quote=quote, span=(at, at + len(quote)))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
