"""The whole personal Kuaipedia as rows that another memory can take in, a person's decisions too.

Items and aspects have numbers in these rows, counted from 1, which are good for one dump only.
Documents are named by their source, for their texts are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from store.database import Database
from store.kuaipedia_records import Field, Origin, Verifier

_ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class DumpedItem:
    """An item, be it one that is gone."""

    item: int
    title: str
    origin: Origin
    subtitle: str = ""
    language: str = ""
    summary: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class DumpedName:
    """A name of an item; `came_with` is the item that brought it by a merge."""

    item: int
    name: str
    origin: Origin
    hidden: bool = False
    came_with: int | None = None


@dataclass(frozen=True, slots=True)
class DumpedAspect:
    """An aspect; `parent` is the number of the one above it."""

    aspect: int
    item: int
    name: str
    level: int
    position: int
    origin: Origin
    parent: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class DumpedFormerAspect:
    """An aspect that has become another one: `aspect` leads to `into`."""

    aspect: int
    into: int


@dataclass(frozen=True, slots=True)
class DumpedGone:
    """An item that was merged into another one, or deleted; `renamed`: a former title."""

    item: int
    into: int | None = None
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class DumpedEvidence:
    """Evidence; `fingerprint` tells for which text of the document its span counts."""

    item: int
    source: str
    fingerprint: str
    start: int
    end: int
    field: Field
    mention: str
    score: float
    verifier: Verifier
    aspect: int | None = None
    page: int | None = None
    time_start: float | None = None
    time_end: float | None = None
    came_with: int | None = None


@dataclass(frozen=True, slots=True)
class DumpedVerdict:
    """What a person decided of a document."""

    item: int
    source: str
    linked: bool
    decided_at: str
    aspect: int | None = None
    came_with: int | None = None


Dumped: TypeAlias = (
    DumpedItem
    | DumpedName
    | DumpedAspect
    | DumpedFormerAspect
    | DumpedGone
    | DumpedEvidence
    | DumpedVerdict
)

_ITEMS = "SELECT * FROM kuaipedia_items WHERE id > ? ORDER BY id LIMIT ?"
# By the item's number and then the name, which is the order of the table.
_NAMES = """
SELECT item_id, alias, folded, origin, hidden, came_with FROM kuaipedia_aliases
WHERE (item_id, folded) > (?, ?) ORDER BY item_id, folded LIMIT ?
"""
_ASPECTS = """
SELECT a.*, (a.parent_id IS NOT NULL) + (p.parent_id IS NOT NULL) AS depth FROM kuaipedia_aspects a
LEFT JOIN kuaipedia_aspects p ON p.id = a.parent_id ORDER BY depth, a.id
"""
_EVIDENCE = """
SELECT e.*, d.source, d.fingerprint FROM kuaipedia_evidence e
CROSS JOIN documents d ON d.id = e.document_id WHERE e.id > ? ORDER BY e.id LIMIT ?
"""
_VERDICTS = "SELECT * FROM kuaipedia_verdicts WHERE id > ? ORDER BY id LIMIT ?"


class Dump:
    """One dump, of one moment; `rows` may be called once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._items: dict[int, int] = {}
        self._aspects: dict[int, int] = {}

    def rows(self) -> Iterator[Dumped]:
        """All rows; each refers only to those before it. Raises StoreError."""
        with self._database.snapshot():
            yield from self._dump_items()
            yield from self._dump_names()
            yield from self._dump_aspects()
            yield from self._dump_gone()
            for row in self._paged(_EVIDENCE):
                yield self._evidence(row)
            for row in self._paged(_VERDICTS):
                yield self._verdict(row)

    def _paged(self, sql: str) -> Iterator[dict[str, Any]]:
        after = 0
        while rows := self._database.rows(sql, (after, _ROWS_AT_ONCE)):
            yield from rows
            after = rows[-1]["id"]

    def _dump_items(self) -> Iterator[DumpedItem]:
        for row in self._paged(_ITEMS):
            number = self._items[row["id"]] = len(self._items) + 1
            yield DumpedItem(
                number,
                row["title"],
                row["origin"],
                row["subtitle"],
                row["language"],
                row["summary"],
                row["url"],
            )

    def _dump_names(self) -> Iterator[DumpedName]:
        after: tuple[int, str] = (0, "")
        while rows := self._database.rows(_NAMES, (*after, _ROWS_AT_ONCE)):
            for row in rows:
                yield DumpedName(
                    self._items[row["item_id"]],
                    row["alias"],
                    row["origin"],
                    bool(row["hidden"]),
                    self._items.get(row["came_with"] or 0),
                )
            after = rows[-1]["item_id"], rows[-1]["folded"]

    def _dump_aspects(self) -> Iterator[DumpedAspect | DumpedFormerAspect]:
        rows = self._database.rows(_ASPECTS)
        for row in rows:
            number = self._aspects[row["id"]] = len(self._aspects) + 1
            yield DumpedAspect(
                number,
                self._items[row["item_id"]],
                row["name"],
                row["level"],
                row["position"],
                row["origin"],
                self._aspects.get(row["parent_id"] or 0),
                bool(row["hidden"]),
            )
        for row in rows:
            if row["merged_into"] is not None:
                into = self._aspects[row["merged_into"]]
                yield DumpedFormerAspect(self._aspects[row["id"]], into)

    def _dump_gone(self) -> Iterator[DumpedGone]:
        for row in self._paged(_ITEMS):
            number = self._items[row["id"]]
            if row["merged_into"] is not None:
                yield DumpedGone(number, self._items[row["merged_into"]], bool(row["renamed"]))
            elif row["deleted_at"] is not None:
                yield DumpedGone(number)

    def _evidence(self, row: dict[str, Any]) -> DumpedEvidence:
        return DumpedEvidence(
            self._items[row["item_id"]],
            row["source"],
            row["fingerprint"],
            row["span_start"],
            row["span_end"],
            row["field"],
            row["mention"],
            row["score"],
            row["verifier"],
            self._aspects.get(row["aspect_id"] or 0),
            row["page"],
            row["time_start"],
            row["time_end"],
            self._items.get(row["came_with"] or 0),
        )

    def _verdict(self, row: dict[str, Any]) -> DumpedVerdict:
        return DumpedVerdict(
            self._items[row["item_id"]],
            row["source"],
            bool(row["linked"]),
            row["decided_at"],
            self._aspects.get(row["aspect_id"] or 0),
            self._items.get(row["came_with"] or 0),
        )
