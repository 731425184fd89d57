"""The library seen as a whole: its documents by what is known of them, not by their best segments.

Where retrieval answers with a handful of segments, this counts: every document that meets a
condition, and every segment that holds some words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from store.database import Database

# Segments are read in steps, so that a library of a million does not stand in memory.
_STEP = 2000
_ENTRY = """
SELECT id, source, title, media_type, fingerprint, metadata, created_at, updated_at, modified_ns
FROM documents
"""
_MEMBERSHIPS = """
SELECT document_id, name FROM collection_documents
JOIN collections ON collections.id = collection_id ORDER BY name
"""
# The columns are in the order of the fields of Piece.
_PIECE = """
SELECT id, document_id, text, heading, page, line, sheet, row, time_start, time_end,
       span_start AS start, span_end AS end
FROM segments
"""
_LISTED = "SELECT value FROM json_each(?)"
_FIRST = """
SELECT min(id) FROM segments WHERE document_id IN (SELECT value FROM json_each(?))
GROUP BY document_id
"""


@dataclass(frozen=True, slots=True)
class CatalogFilter:
    """What must be true of a document; what is None or empty does not matter.

    `suffixes` are endings of the source; a document with one of them or one of the `media_types`
    passes. Times are compared as they are stored: `added` in UTC, ISO 8601, from the first up to
    but without the second; `changed` in nanoseconds since 1970, of the file.
    """

    document_ids: frozenset[int] | None = None
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    collection: str | None = None
    added: tuple[str | None, str | None] | None = None
    changed: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A document without its text."""

    id: int
    source: str
    title: str
    media_type: str
    fingerprint: str
    created_at: str
    updated_at: str
    modified_ns: int | None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment of a document, with its place."""

    id: int
    document_id: int
    text: str
    heading: str | None
    page: int | None
    line: int | None
    sheet: str | None
    row: int | None
    time_start: float | None
    time_end: float | None
    start: int
    end: int


class Catalog:
    """The catalogue of one database. Every method raises StoreError when it is in trouble.

    `matching` gives the ids of the segments that hold all of some words, of all documents or of
    these.
    """

    def __init__(
        self,
        database: Database,
        matching: Callable[[str, frozenset[int] | None], Sequence[int]],
    ) -> None:
        self._database = database
        self._matching = matching

    def size(self, document_ids: frozenset[int] | None = None) -> int:
        """How many documents there are, or how many of `document_ids` are still there."""
        if document_ids is None:
            return int(self._database.value("SELECT count(*) FROM documents"))
        return int(
            self._database.value(
                "SELECT count(*) FROM documents WHERE id IN (SELECT value FROM json_each(?))",
                (_json(document_ids),),
            )
        )

    def entries(self, wanted: CatalogFilter) -> list[CatalogEntry]:
        """The documents that pass, by source."""
        conditions, parameters = _conditions(wanted)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        names: dict[int, list[str]] = {}
        for row in self._database.rows(_MEMBERSHIPS):
            names.setdefault(int(row["document_id"]), []).append(str(row["name"]))
        rows = self._database.rows(f"{_ENTRY}{where} ORDER BY source", parameters)
        return [_entry(row, names.get(int(row["id"]), ())) for row in rows]

    def openings(self, document_ids: Sequence[int], characters: int) -> dict[int, str]:
        """The first characters of documents' texts, by id."""
        rows = self._database.rows(
            "SELECT id, substr(text, 1, ?) AS opening FROM documents"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (characters, _json(document_ids)),
        )
        return {int(row["id"]): str(row["opening"]) for row in rows}

    def first_pieces(self, document_ids: Sequence[int]) -> dict[int, Piece]:
        """The first segment of each document that has any, by the document's id."""
        rows = self._database.rows(f"{_PIECE} WHERE id IN ({_FIRST})", (_json(document_ids),))
        return {int(row["document_id"]): Piece(**row) for row in rows}

    def pieces_with(
        self, words: str, document_ids: frozenset[int] | None = None
    ) -> Iterator[Piece]:
        """Every segment that holds all of `words`, in order of place.

        Word forms and Chinese variants are matched as the index does; the title and the heading
        count with each segment's text. Stop words do not.
        """
        yield from self._pieces(self._matching(words, document_ids))

    def documents_with(
        self, words: str, document_ids: frozenset[int] | None = None
    ) -> frozenset[int]:
        """The ids of the documents of which a segment holds all of `words`."""
        found = self._database.rows(
            "SELECT DISTINCT document_id FROM segments"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (_json(self._matching(words, document_ids)),),
        )
        return frozenset(int(row["document_id"]) for row in found)

    def first_pieces_with(
        self, words: str, document_ids: frozenset[int] | None = None
    ) -> dict[int, Piece]:
        """Of each document the first segment that holds all of `words`, by the document's id."""
        found = self._database.rows(
            "SELECT min(id) AS id FROM segments WHERE id IN (SELECT value FROM json_each(?))"
            " GROUP BY document_id",
            (_json(self._matching(words, document_ids)),),
        )
        return {piece.document_id: piece for piece in self._pieces([row["id"] for row in found])}

    def pieces_of(self, document_ids: Sequence[int]) -> Iterator[Piece]:
        """Every segment of these documents, in order of place."""
        rows = self._database.rows(
            "SELECT id FROM segments WHERE document_id IN (SELECT value FROM json_each(?))",
            (_json(document_ids),),
        )
        yield from self._pieces([row["id"] for row in rows])

    def _pieces(self, segment_ids: Sequence[int]) -> Iterator[Piece]:
        ids = sorted(segment_ids)
        for first in range(0, len(ids), _STEP):
            rows = self._database.tuples(
                f"{_PIECE} WHERE id IN ({_LISTED}) ORDER BY id",
                (_json(ids[first : first + _STEP]),),
            )
            yield from (Piece(*row) for row in rows)


def _conditions(wanted: CatalogFilter) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    parameters: list[Any] = []
    if wanted.document_ids is not None:
        conditions.append(f"id IN ({_LISTED})")
        parameters.append(_json(wanted.document_ids))
    sorts = ["source LIKE ? ESCAPE '\\'" for _ in wanted.suffixes]
    sorts += ["media_type = ?" for _ in wanted.media_types]
    if sorts:
        conditions.append(f"({' OR '.join(sorts)})")
        parameters += [f"%{_escaped(suffix)}" for suffix in wanted.suffixes]
        parameters += wanted.media_types
    if wanted.collection is not None:
        conditions.append(
            "id IN (SELECT document_id FROM collection_documents JOIN collections"
            " ON collections.id = collection_id WHERE name = ?)"
        )
        parameters.append(wanted.collection)
    for column, limits in (("created_at", wanted.added), ("modified_ns", wanted.changed)):
        for sign, limit in zip((">=", "<"), limits or (), strict=False):
            if limit is not None:
                conditions.append(f"{column} {sign} ?")
                parameters.append(limit)
    return conditions, parameters


def _entry(row: Mapping[str, Any], collections: Sequence[str]) -> CatalogEntry:
    values = dict(row)
    written = values["metadata"]
    values["metadata"] = json.loads(written) if written != "{}" else {}
    return CatalogEntry(**values, collections=tuple(collections))


def _json(ids: Sequence[int] | frozenset[int]) -> str:
    return json.dumps(sorted(ids))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
